//! Tests of the access policy: what is allowed, denied and hidden, and that nothing is allowed without a permission.

use access::actor::{Held, Opening};
use access::{
    AccountId, Action, Actor, Answer, Declaration, On, Permission, Place, PlaceKind, Policy, PolicyError, Record, RecordKind,
    Role, Scope,
};
use proptest::prelude::*;

const READ: Action = Action { record: "letter", word: "read" };
const BURN: Action = Action { record: "letter", word: "burn" };
const OTHER: Action = Action { record: "map", word: "read" };

const fn role(key: &'static str, within: Option<&'static str>) -> Role {
    Role { key, name: key, description: "", within }
}

const ROLES: &[Role] = &[
    role("reader", Some("board")),
    role("keeper", Some("board")),
    role("writer", None),
    role("guest", Some("agency")),
    role("overseer", None),
];

const PLACES: &[PlaceKind] = &[PlaceKind { key: "board", name: "Board" }, PlaceKind { key: "agency", name: "Agency" }];

const LETTERS: RecordKind = RecordKind {
    key: "letter",
    name: "Letter",
    actions: &[READ, BURN],
    permissions: &[
        Permission::new("resident", &[READ], On::Public),
        Permission::new("reader", &[READ], On::ItsPlace),
        Permission::new("keeper", &[READ, BURN], On::ItsPlace).also_exempt(),
        Permission::new("keeper", &[READ], On::All).also_exempt().after_reason(),
        Permission::new("writer", &[READ], On::Own).also_exempt(),
        Permission::new("guest", &[READ], On::SharedWithIt),
        Permission::new("overseer", &[READ], On::All),
    ],
    openings_are_kept: true,
};

const MAPS: RecordKind = RecordKind { key: "map", name: "Map", actions: &[OTHER], permissions: &[], openings_are_kept: false };

const UNKNOWN_ROLE: RecordKind = RecordKind { permissions: &[Permission::new("emperor", &[READ], On::All)], ..LETTERS };
const FOREIGN_ACTION: RecordKind = RecordKind { permissions: &[Permission::new("reader", &[OTHER], On::All)], ..LETTERS };
const RESIDENT: &[Role] = &[role("resident", None)];

fn policy() -> Policy {
    Policy::new(&[Declaration { roles: ROLES, place_kinds: PLACES, records: &[LETTERS, MAPS] }]).expect("declarations that fit")
}

fn account(number: i64) -> AccountId {
    AccountId::new(number).expect("a key")
}

fn actor(held: &[(&str, Option<Place>)]) -> Actor {
    let held = held.iter().map(|(role, place)| Held { role: (*role).to_owned(), place: place.clone() }).collect();
    Actor { account: Some(account(1)), name: String::new(), held, openings: Vec::new() }
}

fn board(id: i64) -> Place {
    Place::new("board", id)
}

#[test]
fn a_role_reaches_its_own_place() {
    let (policy, first) = (policy(), board(1));
    let letter = Record { id: 3, place: Some(&first), ..Record::default() };
    let asks = |held: &[(&str, Option<Place>)], action| policy.can(&actor(held), action, &letter);
    assert_eq!(asks(&[("reader", Some(board(1)))], READ), Answer::Allowed);
    assert_eq!(asks(&[("reader", Some(board(1)))], BURN), Answer::Denied, "known, and not to be burnt");
    assert_eq!(asks(&[("reader", Some(board(2)))], READ), Answer::Hidden);
    assert_eq!(asks(&[("reader", Some(board(2)))], BURN), Answer::Hidden);
    assert_eq!(asks(&[("reader", None)], READ), Answer::Allowed, "held everywhere");
    assert_eq!(asks(&[("keeper", Some(board(1)))], BURN), Answer::Allowed);
    assert_eq!(asks(&[("reader", Some(board(2))), ("keeper", Some(board(1)))], BURN), Answer::Allowed, "the roles add up");
    assert_eq!(asks(&[("reader", Some(board(2))), ("keeper", Some(board(2)))], BURN), Answer::Denied, "and never across places");
    assert_eq!(asks(&[("nothing of the kind", None)], READ), Answer::Hidden);
    assert_eq!(policy.can(&Actor::nobody(), READ, &letter), Answer::Hidden);
    assert_eq!(policy.can(&actor(&[("reader", None)]), OTHER, &letter), Answer::Hidden, "nothing is permitted on maps");
}

#[test]
fn exempt_information_needs_a_permission_that_says_so() {
    let (policy, first) = (policy(), board(1));
    let letter = Record { id: 3, place: Some(&first), is_exempt: true, ..Record::default() };
    assert_eq!(policy.can(&actor(&[("reader", Some(board(1)))]), READ, &letter), Answer::Hidden);
    assert_eq!(policy.can(&actor(&[("keeper", Some(board(1)))]), READ, &letter), Answer::Allowed);
    assert_eq!(policy.can(&actor(&[("overseer", None)]), READ, &letter), Answer::Hidden);
}

#[test]
fn one_reads_ones_own_and_what_is_shared_and_what_is_public() {
    let (policy, first) = (policy(), board(1));
    let own = Record { id: 3, place: Some(&first), owner: Some(account(1)), is_exempt: true, ..Record::default() };
    assert_eq!(policy.can(&actor(&[("writer", None)]), READ, &own), Answer::Allowed);
    let anothers = Record { owner: Some(account(2)), ..own };
    assert_eq!(policy.can(&actor(&[("writer", None)]), READ, &anothers), Answer::Hidden);
    let nobodys = Record { owner: None, ..own };
    let nobody = Actor { held: actor(&[("writer", None)]).held, ..Actor::nobody() };
    assert_eq!(policy.can(&nobody, READ, &nobodys), Answer::Hidden, "nobody owns nothing");
    let agencies = [Place::new("agency", 1)];
    let shared = Record { id: 3, place: Some(&first), shared_with: &agencies, ..Record::default() };
    assert_eq!(policy.can(&actor(&[("guest", Some(Place::new("agency", 1)))]), READ, &shared), Answer::Allowed);
    assert_eq!(policy.can(&actor(&[("guest", Some(Place::new("agency", 2)))]), READ, &shared), Answer::Hidden);
    assert_eq!(policy.can(&actor(&[("guest", None)]), READ, &shared), Answer::Hidden, "no agency is not all agencies");
    let public = Record { id: 3, is_public: true, ..Record::default() };
    assert_eq!(policy.can(&Actor::nobody(), READ, &public), Answer::Allowed);
    assert_eq!(policy.can(&Actor::nobody(), BURN, &public), Answer::Denied);
}

#[test]
fn a_reason_opens_one_record() {
    let (policy, first) = (policy(), board(1));
    let letter = Record { id: 3, place: Some(&first), is_exempt: true, ..Record::default() };
    let mut keeper = actor(&[("keeper", Some(board(2)))]);
    assert_eq!(policy.can(&keeper, READ, &letter), Answer::AfterReason);
    assert_eq!(policy.can(&keeper, BURN, &letter), Answer::Denied);
    for record in ["letter/4", "letter/33", "letters/3", "map/3", "letter/3/4", "3"] {
        keeper.openings = vec![Opening { record: record.to_owned() }];
        assert_eq!(policy.can(&keeper, READ, &letter), Answer::AfterReason, "{record}");
    }
    keeper.openings = vec![Opening { record: "letter/3".to_owned() }];
    assert_eq!(policy.can(&keeper, READ, &letter), Answer::Allowed);
    assert_eq!(policy.can(&keeper, BURN, &letter), Answer::Denied, "for reading alone");
}

#[test]
fn a_conflict_of_interest_goes_before_everything() {
    let (policy, first) = (policy(), board(1));
    let conflicted = [account(1)];
    let letter = Record { id: 3, place: Some(&first), owner: Some(account(1)), conflicted: &conflicted, ..Record::default() };
    for held in ["reader", "keeper", "writer", "overseer"] {
        assert_eq!(policy.can(&actor(&[(held, None)]), READ, &letter), Answer::Denied, "{held}");
    }
    assert_eq!(
        policy.can(&actor(&[("reader", Some(board(2)))]), READ, &letter),
        Answer::Hidden,
        "who may not know of it learns nothing"
    );
}

#[test]
fn what_an_actor_may_do_is_a_set_of_records() {
    let policy = policy();
    let places = |ids: &[i64]| Scope::Within(ids.iter().map(|id| board(*id)).collect());
    let but_for_conflicts = |scope: Scope| scope.except(Scope::Conflicted(account(1)));
    let keeper = actor(&[("keeper", Some(board(1))), ("keeper", Some(board(4)))]);
    assert_eq!(policy.scope(&keeper, BURN), but_for_conflicts(places(&[1, 4])));
    let public = Scope::Public.except(Scope::Exempt);
    let reader = policy.scope(&actor(&[("reader", Some(board(2)))]), READ);
    let within = places(&[2]).except(Scope::Exempt);
    assert_eq!(reader, but_for_conflicts(Scope::AnyOf(vec![public.clone(), within])));
    assert_eq!(policy.scope(&actor(&[("keeper", None)]), BURN), but_for_conflicts(Scope::All));
    // A keeper knows of all letters, because a reason would open each, and reads those for which one was given.
    let opened = Actor { openings: vec![Opening { record: "letter/3".to_owned() }], ..keeper };
    assert_eq!(policy.known_scope(&opened, READ), Scope::All);
    let by_reason = Scope::AllOf(vec![Scope::All, Scope::Keys(vec![3])]);
    let allowed = Scope::AnyOf(vec![public.clone(), places(&[1, 4]), by_reason]);
    assert_eq!(policy.scope_with_conflicts(&opened, READ), allowed);
    assert_eq!(policy.scope(&Actor::nobody(), READ), public);
    assert!(policy.scope(&Actor::nobody(), BURN).is_none());
    assert!(policy.scope(&actor(&[("overseer", None)]), OTHER).is_none(), "nothing is permitted on maps");
}

#[test]
fn declarations_that_do_not_fit_are_refused() {
    let with =
        |records: &'static [RecordKind]| Policy::new(&[Declaration { roles: ROLES, place_kinds: PLACES, records }]).map(|_| ());
    assert!(matches!(with(&[UNKNOWN_ROLE]), Err(PolicyError::Unknown { record: "letter", .. })));
    assert!(matches!(with(&[FOREIGN_ACTION, MAPS]), Err(PolicyError::Unknown { record: "letter", .. })));
    assert_eq!(with(&[LETTERS, LETTERS]), Err(PolicyError::Twice("the record letter".into())));
    let twice = Declaration { roles: ROLES, place_kinds: PLACES, records: &[] };
    assert!(matches!(Policy::new(&[twice, twice]), Err(PolicyError::Twice(_))));
    let nowhere = Declaration { roles: ROLES, place_kinds: &[], records: &[] };
    assert!(matches!(Policy::new(&[nowhere]), Err(PolicyError::Unknown { .. })));
    let resident = Declaration { roles: RESIDENT, place_kinds: &[], records: &[] };
    assert!(matches!(Policy::new(&[resident]), Err(PolicyError::Twice(_))));
}

fn any_place() -> impl Strategy<Value = Option<Place>> {
    prop_oneof![
        Just(None),
        (1..4_i64).prop_map(|id| Some(Place::new("board", id))),
        (1..4_i64).prop_map(|id| Some(Place::new("agency", id))),
    ]
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let role = prop::sample::select(vec!["reader", "keeper", "writer", "guest", "overseer", "stranger"]);
    let held = prop::collection::vec((role, any_place()), 0..4);
    let openings = prop::collection::vec(prop::sample::select(vec!["letter/1", "letter/2", "map/1"]), 0..3);
    (prop::option::of(1..4_i64), held, openings).prop_map(|(account, held, openings)| Actor {
        account: account.and_then(AccountId::new),
        name: String::new(),
        held: held.into_iter().map(|(role, place)| Held { role: role.to_owned(), place }).collect(),
        openings: openings.into_iter().map(|record| Opening { record: record.to_owned() }).collect(),
    })
}

proptest! {
    #[test]
    fn more_roles_never_allow_less_and_nothing_is_allowed_without_any(
        who in any_actor(), more in any_actor(), place in any_place(), owner in prop::option::of(1..4_i64),
        shared in prop::collection::vec(1..4_i64, 0..3), conflicted in prop::collection::vec(1..4_i64, 0..2),
        is_exempt: bool, is_public: bool, burns: bool, id in 1..3_i64,
    ) {
        let policy = policy();
        let shared: Vec<Place> = shared.into_iter().map(|id| Place::new("agency", id)).collect();
        let conflicted: Vec<AccountId> = conflicted.into_iter().filter_map(AccountId::new).collect();
        let record = Record {
            id, place: place.as_ref(), owner: owner.and_then(AccountId::new), shared_with: &shared, conflicted: &conflicted, is_exempt, is_public,
        };
        let action = if burns { BURN } else { READ };
        let answer = policy.can(&who, action, &record);
        let rank = |answer| match answer { Answer::Hidden => 0, Answer::Denied => 1, Answer::AfterReason => 2, Answer::Allowed => 3 };
        let mut with_more = who.clone();
        with_more.held.extend(more.held);
        prop_assert!(rank(policy.can(&with_more, action, &record)) >= rank(answer));

        let without = Actor { held: Vec::new(), ..who.clone() };
        let bare = policy.can(&without, action, &record);
        prop_assert!(bare == Answer::Hidden || (is_public && !is_exempt), "{bare:?}");

        let is_conflicted = who.account.is_some_and(|account| conflicted.contains(&account));
        prop_assert!(!is_conflicted || matches!(answer, Answer::Denied | Answer::Hidden));
        prop_assert!(answer != Answer::Allowed || policy.could(&who, action));
        prop_assert_eq!(policy.can(&who, OTHER, &record), Answer::Hidden);
    }
}

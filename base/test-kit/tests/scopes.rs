//! Whoever asks and whatever records there are, a statement finds exactly the records that the policy allows one by one.

use access::actor::{Held, Opening};
use access::{
    AccountId, Action, Actor, Answer, Declaration, Fact, On as Covers, Permission, Place, PlaceKind, Policy, Reading, Record,
    RecordKind, Role, Rows, Scope, StoredFacts,
};
use chrono::NaiveDate;
use db::{Db, Value, WriteTransaction};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use test_kit::{On, TestDatabase, both_databases};

both_databases!(a_statement_finds_what_the_policy_allows, what_no_statement_can_tell_is_left_out,);

const READ: Action = Action { record: "letter", word: "read" };
const BURN: Action = Action { record: "letter", word: "burn" };

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
        Permission::new("resident", &[READ], Covers::Public),
        Permission::new("reader", &[READ], Covers::ItsPlace),
        Permission::new("keeper", &[READ, BURN], Covers::ItsPlace).also_exempt(),
        Permission::new("keeper", &[READ], Covers::All).also_exempt().after_reason(),
        Permission::new("reader", &[BURN], Covers::ItsPlace).after_reason(),
        Permission::new("writer", &[READ], Covers::Own).also_exempt(),
        Permission::new("writer", &[BURN], Covers::Own),
        Permission::new("guest", &[READ], Covers::SharedWithIt),
        Permission::new("overseer", &[READ], Covers::All),
    ],
    openings_are_kept: true,
};

const FACTS: StoredFacts<'_> = StoredFacts {
    key: "l.id",
    place: Fact::If("l.place IS NOT NULL AND l.place IN ({places})"),
    owner: Fact::If("l.owner IS NOT NULL AND l.owner = {account}"),
    shared_with: Fact::Among(&[Rows {
        key: "s.letter_id",
        from: "letter_share s WHERE s.agency IN ({places}) AND NOT s.ended AND s.from_day <= {today} AND s.until_day >= {today}",
    }]),
    conflicted: Fact::Among(&[Rows { key: "c.letter_id", from: "letter_conflict c WHERE c.account_id = {account}" }]),
    is_exempt: Fact::If("l.paragraph IS NOT NULL"),
    is_public: Fact::If("l.public"),
};

const TABLES: [&str; 3] = [
    "CREATE TABLE letter (id BIGINT PRIMARY KEY, place TEXT, owner BIGINT, paragraph BIGINT, public BOOLEAN NOT NULL)",
    "CREATE TABLE letter_share (letter_id BIGINT NOT NULL, agency TEXT NOT NULL, ended BOOLEAN NOT NULL, from_day DATE NOT NULL, \
     until_day DATE NOT NULL)",
    "CREATE TABLE letter_conflict (letter_id BIGINT NOT NULL, account_id BIGINT NOT NULL)",
];

/// A letter with its shares, each with the agency, whether it was ended, and its first and last day.
#[derive(Clone, Debug)]
struct Letter {
    place: Option<Place>,
    owner: Option<i64>,
    shares: Vec<(Place, bool, u32, u32)>,
    conflicts: Vec<i64>,
    is_exempt: bool,
    is_public: bool,
}

/// The day of all questions, in the middle of the days of shares and roles.
const TODAY: u32 = 4;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 6, day).unwrap()
}

fn any_place(kind: &'static str) -> impl Strategy<Value = Place> {
    (1..4_i64).prop_map(move |id| Place::new(kind, id))
}

fn any_letter() -> impl Strategy<Value = Letter> {
    let shares = prop::collection::vec((any_place("agency"), prop::bool::weighted(0.2), 3..6_u32, 2..6_u32), 0..3);
    let conflicts = prop::collection::vec(1..4_i64, 0..2);
    (prop::option::of(any_place("board")), prop::option::of(1..4_i64), shares, conflicts, any::<bool>(), any::<bool>()).prop_map(
        |(place, owner, shares, conflicts, is_exempt, is_public)| Letter {
            place,
            owner,
            shares,
            conflicts,
            is_exempt,
            is_public,
        },
    )
}

/// Roles, each with its place, first and last day. Those whose term does not include today have ended or not begun.
fn any_actor() -> impl Strategy<Value = Actor> {
    let role = prop::sample::select(vec!["reader", "keeper", "writer", "guest", "overseer", "stranger"]);
    let place = prop_oneof![
        1 => Just(None),
        4 => any_place("board").prop_map(Some),
        4 => any_place("agency").prop_map(Some),
    ];
    let held = prop::collection::vec((role, place, 3..6_u32, 3..6_u32), 0..5);
    let opened = prop::sample::select(vec!["letter/1", "letter/2", "letter/7", "letters/3", "map/4"]);
    (prop::option::weighted(0.9, 1..4_i64), held, prop::collection::vec(opened, 0..3)).prop_map(|(account, held, opened)| Actor {
        account: account.and_then(AccountId::new),
        name: String::new(),
        held: held
            .into_iter()
            .filter(|(_, _, from, until)| access::actor::Term { from: day(*from), until: Some(day(*until)) }.holds_on(day(TODAY)))
            .map(|(role, place, ..)| Held { role: role.to_owned(), place })
            .collect(),
        openings: opened.into_iter().map(|record| Opening { record: record.to_owned() }).collect(),
    })
}

fn policy() -> Policy {
    Policy::new(&[Declaration { roles: ROLES, place_kinds: PLACES, records: &[LETTERS] }]).unwrap()
}

async fn database(on: On) -> TestDatabase {
    let made = TestDatabase::new(on).await;
    let transaction = made.db.begin().await.unwrap();
    for table in TABLES {
        db::execute(&transaction, table, []).await.unwrap();
    }
    transaction.commit().await.unwrap();
    made
}

async fn insert(transaction: &WriteTransaction, id: i64, letter: &Letter) {
    let sql = "INSERT INTO letter (id, place, owner, paragraph, public) VALUES ($1, $2, $3, $4, $5)";
    let values: [Value; 5] = [
        id.into(),
        letter.place.as_ref().map(|place| place.as_str().to_owned()).into(),
        letter.owner.into(),
        letter.is_exempt.then_some(3_i64).into(),
        letter.is_public.into(),
    ];
    db::execute(transaction, sql, values).await.unwrap();
    for (agency, ended, from, until) in &letter.shares {
        let sql = "INSERT INTO letter_share (letter_id, agency, ended, from_day, until_day) VALUES ($1, $2, $3, $4, $5)";
        let values: [Value; 5] = [id.into(), agency.as_str().into(), (*ended).into(), day(*from).into(), day(*until).into()];
        db::execute(transaction, sql, values).await.unwrap();
    }
    for account in &letter.conflicts {
        let sql = "INSERT INTO letter_conflict (letter_id, account_id) VALUES ($1, $2)";
        db::execute(transaction, sql, [id.into(), (*account).into()]).await.unwrap();
    }
}

#[derive(db::Row)]
struct Found {
    id: i64,
}

/// Returns the keys of the letters in a scope, which are the same in both ways of reading.
async fn found(db: &Db, facts: &StoredFacts<'_>, scope: &Scope) -> Vec<i64> {
    let by_key = found_by(Reading::ByKey, db, facts, scope).await;
    assert_eq!(found_by(Reading::RowByRow, db, facts, scope).await, by_key, "{scope:?}");
    by_key
}

/// Returns the keys of the letters in a scope, by a statement that has a value of its own.
async fn found_by(reading: Reading, db: &Db, facts: &StoredFacts<'_>, scope: &Scope) -> Vec<i64> {
    let mut values: Vec<Value> = vec![0_i64.into()];
    let condition = facts.condition(scope, reading, day(TODAY), &mut values);
    let sql = format!("SELECT l.id FROM letter l WHERE l.id > $1 AND {condition} ORDER BY l.id");
    let rows = db::rows::<Found>(db.reading(), &sql, values).await;
    rows.unwrap_or_else(|error| panic!("{error}: {sql}")).into_iter().map(|row| row.id).collect()
}

/// Returns the keys of the letters for which the policy gives one of these answers, asked one by one.
fn answered(policy: &Policy, actor: &Actor, action: Action, letters: &[Letter], wanted: &[Answer]) -> Vec<i64> {
    let asked = |(id, letter): (i64, &Letter)| {
        let is_now = |(_, ended, from, until): &&(Place, bool, u32, u32)| !ended && *from <= TODAY && TODAY <= *until;
        let shared: Vec<Place> = letter.shares.iter().filter(is_now).map(|(agency, ..)| agency.clone()).collect();
        let conflicted: Vec<AccountId> = letter.conflicts.iter().copied().filter_map(AccountId::new).collect();
        let record = Record {
            id,
            place: letter.place.as_ref(),
            owner: letter.owner.and_then(AccountId::new),
            shared_with: &shared,
            conflicted: &conflicted,
            is_exempt: letter.is_exempt,
            is_public: letter.is_public,
        };
        wanted.contains(&policy.can(actor, action, &record)).then_some(id)
    };
    (1..).zip(letters).filter_map(asked).collect()
}

async fn a_statement_finds_what_the_policy_allows(on: On) {
    let made = database(on).await;
    let policy = policy();
    let mut runner = TestRunner::default();
    let (letters, actors) = (prop::collection::vec(any_letter(), 0..40), prop::collection::vec(any_actor(), 12));
    let (mut some, mut none) = (0, 0);
    for _ in 0..25 {
        let letters = letters.new_tree(&mut runner).unwrap().current();
        let transaction = made.db.begin().await.unwrap();
        for table in ["letter", "letter_share", "letter_conflict"] {
            db::execute(&transaction, &format!("DELETE FROM {table}"), []).await.unwrap();
        }
        for (id, letter) in (1..).zip(&letters) {
            insert(&transaction, id, letter).await;
        }
        transaction.commit().await.unwrap();
        for actor in actors.new_tree(&mut runner).unwrap().current() {
            for action in [READ, BURN] {
                let asked = |wanted: &[Answer]| answered(&policy, &actor, action, &letters, wanted);
                let context = || format!("{} by {actor:?} with {letters:?}", action.word);
                let allowed = asked(&[Answer::Allowed]);
                assert_eq!(found(&made.db, &FACTS, &policy.scope(&actor, action)).await, allowed, "{}", context());
                let known = asked(&[Answer::Allowed, Answer::AfterReason, Answer::Denied]);
                assert_eq!(found(&made.db, &FACTS, &policy.known_scope(&actor, action)).await, known, "{}", context());
                // Without an account there is nobody to have a conflict.
                let without: Vec<Letter> =
                    letters.iter().map(|letter| Letter { conflicts: Vec::new(), ..letter.clone() }).collect();
                let by_name = answered(&policy, &actor, action, &without, &[Answer::Allowed]);
                let scope = policy.scope_with_conflicts(&actor, action);
                assert_eq!(found(&made.db, &FACTS, &scope).await, by_name, "{}", context());
                if allowed.is_empty() { none += 1 } else { some += 1 }
            }
        }
    }
    assert!(some > 100 && none > 100, "both happen often: {some}, {none}");
}

async fn what_no_statement_can_tell_is_left_out(on: On) {
    let made = database(on).await;
    let policy = policy();
    let letter = |is_exempt| Letter {
        place: Some(Place::new("board", 1)),
        owner: Some(1),
        shares: Vec::new(),
        conflicts: Vec::new(),
        is_exempt,
        is_public: true,
    };
    let transaction = made.db.begin().await.unwrap();
    insert(&transaction, 1, &letter(false)).await;
    insert(&transaction, 2, &letter(true)).await;
    transaction.commit().await.unwrap();
    let holding = |role: &str| Actor {
        account: AccountId::new(1),
        held: vec![Held { role: role.to_owned(), place: Some(Place::new("board", 1)) }],
        ..Actor::default()
    };
    let unknown = Fact::Unknown;
    let scope = |role: &str| policy.scope(&holding(role), READ);
    let no_exemption = StoredFacts { is_exempt: unknown, ..FACTS };
    assert_eq!(found(&made.db, &FACTS, &scope("reader")).await, [1]);
    assert!(found(&made.db, &no_exemption, &scope("reader")).await.is_empty(), "either may be exempt");
    assert_eq!(found(&made.db, &no_exemption, &scope("keeper")).await, [1, 2], "who reads exempt papers reads both");
    assert!(found(&made.db, &StoredFacts { conflicted: unknown, ..FACTS }, &scope("keeper")).await.is_empty());
    assert_eq!(found(&made.db, &StoredFacts { conflicted: Fact::Never, ..FACTS }, &scope("keeper")).await, [1, 2]);
    let no_place = StoredFacts { place: unknown, is_public: Fact::Never, ..FACTS };
    assert!(found(&made.db, &no_place, &scope("reader")).await.is_empty());
}

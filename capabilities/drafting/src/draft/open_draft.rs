//! A draft as opened by a user: what they may do with it, and the shared parts of its pages.

use crate::access::{CLEAR, COMMENT, READ, SEE, WRITE, clearance_place, draft_facts};
use crate::clearance::CLEARERS;
use crate::draft::scope_store::DraftScopes;
use crate::draft::{Clearance, Draft, DraftId, State, waiting};
use crate::{clearance, draft};
use access::{AccountId, Action, Actor, Answer, Place, Record, role_store};
use agendas::{ReportDeadlines, ReportItem};
use directory::roles::{BOARD_PLACE, CLEARING_OFFICER, CLERK};
use maud::{Markup, html};
use meetings::DraftItemId;
use web::{AppState, Error, OrNotFound, Result, SignedIn};

/// A draft with its item and path, and what the user may do.
#[derive(Clone, Debug)]
pub(crate) struct OpenDraft {
    pub draft: Draft,
    pub item: ReportItem,
    pub path: Vec<Clearance>,
    pub may_write: bool,
    pub may_comment: bool,
    /// Whether it is the turn of this person, or of someone whose deputy they are, to clear it.
    pub may_clear: bool,
}

/// Returns the places of those whose turn to clear the draft is or has been: on its current path so far, and on earlier rounds.
fn reached(path: &[Clearance], decided: &[String]) -> Vec<Place> {
    let passed = path.iter().take_while(|step| step.decided_by.is_some()).count();
    let mut places: Vec<Place> = path.iter().take(passed + 1).map(|step| step.place.clone()).collect();
    for (_, _, place) in CLEARERS.iter().filter(|(_, name, _)| decided.iter().any(|known| known == name)) {
        places.extend(place.map(clearance_place).filter(|place| !places.contains(place)));
    }
    places
}

/// Returns the places whose reports the actor clears today as someone's deputy. People can delegate only what they clear
/// themselves, whatever other roles they hold at the same place.
pub(crate) async fn deputised(state: &AppState, account: AccountId) -> Result<Vec<Place>> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let mut places = Vec::new();
    for away in clearance::store::represented_by(connection, account, today).await? {
        for held in role_store::held(connection, away, today).await? {
            match (held.role.as_str(), held.place) {
                (CLERK, Some(place)) if place.kind() == BOARD_PLACE => places.push(place),
                // A clerk of all boards.
                (CLERK, None) => {
                    let boards = meetings::boards(connection).await?;
                    places.extend(boards.iter().map(|board| Place::new(BOARD_PLACE, board.id.get())));
                }
                (CLEARING_OFFICER, Some(place)) => places.push(place),
                _ => {}
            }
        }
    }
    Ok(places)
}

/// Returns what someone may do with drafts, for lists and counts.
pub(crate) async fn scopes(state: &AppState, actor: &Actor) -> Result<DraftScopes> {
    let deputised = match actor.account {
        Some(account) => deputised(state, account).await?,
        None => Vec::new(),
    };
    Ok(DraftScopes::of(&state.joined.policy, actor, deputised, state.clock.today()))
}

impl OpenDraft {
    /// Returns the draft with this id, if this person may do `action` with it.
    pub(crate) async fn of(state: &AppState, who: &SignedIn, action: Action, id: &str) -> Result<Self> {
        let id: DraftId = id.parse().or_not_found("Draft")?;
        let draft = draft::store::by_id(state.db.reading(), id).await?.or_not_found("Draft")?;
        let opened = Self::with(state, &who.actor, draft).await?.or_not_found("Draft")?;
        let allowed = match action {
            READ => true,
            WRITE => opened.may_write,
            COMMENT => opened.may_comment,
            CLEAR => opened.may_clear,
            _ => false,
        };
        if allowed { Ok(opened) } else { Err(Error::Forbidden) }
    }

    /// Returns the draft with what someone may do with it, or `None` if they may not know that it exists.
    ///
    /// [`DraftScopes`] answers the same for lists.
    pub(crate) async fn with(state: &AppState, actor: &Actor, draft: Draft) -> Result<Option<Self>> {
        let connection = state.db.reading();
        let item = DraftItemId::new(draft.item).or_not_found("Draft")?;
        let item = agendas::report_item(connection, item).await?.or_not_found("Draft")?;
        // Privacy depends on the item, which may have changed since the report was created.
        let draft = Draft { is_exempt: item.is_exempt, ..draft };
        let path = clearance::store::path(connection, draft.id).await?;
        let Some(account) = actor.account else { return Ok(None) };
        let is_author = draft::store::authors(connection, draft.id).await?.contains(&account);
        let reached = reached(&path, &clearance::store::decided_by(connection, draft.id).await?);
        let deputised: Vec<Place> =
            deputised(state, account).await?.into_iter().filter(|place| reached.contains(place)).collect();
        let facts = draft_facts(draft.id.get(), &draft.board, is_author.then_some(account), &reached, draft.is_exempt);
        let can = |action, facts: &Record<'_>| state.joined.policy.can(actor, action, facts) == Answer::Allowed;
        let step_facts = |place: &Place, is_deputy: bool| Record {
            place: (*place == draft.board).then_some(&draft.board),
            owner: is_deputy.then_some(account),
            ..Record { id: draft.id.get(), is_exempt: draft.is_exempt, ..Record::default() }
        };
        // Anyone who cleared it or gave it back, including as a deputy, can read the outcome.
        let has_handled = clearance::store::has_handled(connection, draft.id, &actor.ledger_name()).await?;
        let may_see = deputised.iter().any(|place| can(SEE, &step_facts(place, true)))
            || (has_handled && can(SEE, &step_facts(&draft.board, true)));
        let waits = waiting(&path).filter(|_| draft.state == State::InClearance);
        let may_clear = waits.is_some_and(|step| {
            let here = [step.place.clone()];
            // No one may clear their own report as someone's deputy.
            let facts = step_facts(&step.place, deputised.contains(&step.place) && !is_author);
            can(CLEAR, &Record { shared_with: &here, ..facts })
        });
        if !can(READ, &facts) && !may_see && !may_clear {
            return Ok(None);
        }
        let (may_write, may_comment) = (can(WRITE, &facts), can(COMMENT, &facts) || may_see || may_clear);
        Ok(Some(Self { draft, item, path, may_write, may_comment, may_clear }))
    }

    /// Returns the deadlines of its meeting.
    pub(crate) fn deadlines(&self, state: &AppState) -> Option<ReportDeadlines> {
        agendas::report_deadlines(state, &self.item.meeting)
    }

    /// Renders the header of its pages: its title, meeting and status, and links to its other pages.
    pub(crate) fn head(&self, state: &AppState, here: &str) -> Markup {
        let meeting = &self.item.meeting;
        let mut facts = vec![("Meeting", format!("{}, {}", meeting.board_name, meeting.short_day()))];
        if let Some(deadlines) = self.deadlines(state) {
            let day = |day| foundation::civil_date::written(day);
            facts.push(("Send for clearance by", day(deadlines.clearance)));
            facts.push(("Final report due", day(deadlines.final_report)));
        }
        if let (State::InClearance, Some(step)) = (self.draft.state, waiting(&self.path)) {
            facts.push(("Awaiting", step.name.clone()));
        }
        let own = self.draft.address();
        let pages = [
            ("Text", String::new()),
            ("Images and files", "/files".to_owned()),
            ("Preview", "/preview".to_owned()),
            ("Check", "/check".to_owned()),
            ("Comments", "/comments".to_owned()),
            ("Clearance", "/clearance".to_owned()),
        ];
        let pages: Vec<(&str, String, bool)> =
            pages.iter().map(|(name, rest)| (*name, format!("{own}{rest}"), *name == here)).collect();
        let pages: Vec<(&str, &str, bool)> =
            pages.iter().map(|(name, address, is_here)| (*name, address.as_str(), *is_here)).collect();
        html! {
            (ui::identity_bar(&ui::IdentityBar {
                reference: if self.draft.is_exempt { "Report, not for publication" } else { "Report" },
                title: &self.draft.subject,
                state: Some((self.draft.state.label(), self.draft.state.colour())),
                facts,
            }))
            (ui::sub_navigation("This report", &pages))
        }
    }

    /// Returns the breadcrumbs above its pages.
    pub(crate) fn trail(&self) -> Vec<(String, String)> {
        vec![
            ("Home".into(), "/".into()),
            ("Your work".into(), "/work".into()),
            ("Reports".into(), "/drafts".into()),
            (self.draft.subject.clone(), self.draft.address()),
        ]
    }
}

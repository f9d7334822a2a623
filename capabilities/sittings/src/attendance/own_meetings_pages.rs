//! A member's own pages of their meetings: packs, apologies, interests declared in advance, private notes and attendance.

use crate::attendance;
use crate::attendance::own_meetings_view::OwnView;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Days;
use directory::roles::MEMBER;
use maud::Markup;
use meetings::access::TAKE_PART;
use meetings::attendance::private_note_store::PrivateNote;
use meetings::form::{is_ticked, is_too_long, line, some_text};
use meetings::interests::store::NewInterest;
use meetings::interests::{Apology, InterestKind};
use meetings::meeting::managing::meeting_of;
use meetings::meeting::{DraftItemId, Meeting, PersonId};
use meetings::members::seat_store::SeatOn;
use meetings::messages::telling::Told;
use meetings::minutes::BoardRole;
use meetings::preparation::item::DraftItem;
use meetings::{interests, meeting, members, messages, preparation};
use packs::pack;
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// Handles `GET /my/meetings`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, TAKE_PART)?;
    let connection = state.db.reading();
    let today = state.clock.today();
    let person = members::seat_store::person_of(connection, who.account).await?;
    let mut to_come = Vec::new();
    for held in who.actor.held.iter().filter(|held| held.role == MEMBER) {
        let boards = meetings::board::store::boards(connection).await?;
        let of_role = boards.iter().filter(|board| held.place.as_ref().is_none_or(|place| place.id() == board.id.get()));
        for board in of_role {
            to_come.extend(meeting::store::to_come_of(connection, board.id, today).await?);
        }
    }
    to_come.sort_by_key(|meeting| (meeting.held_on, meeting.id.get()));
    to_come.dedup_by_key(|meeting| meeting.id);
    let attended = match person {
        Some(person) => meetings::attendance::store::of_person(connection, person).await?,
        None => Vec::new(),
    };
    Ok(attendance::own_meetings_view::list(&state, &to_come, &attended, person.is_some()))
}

/// Loads the data for a member's page of a meeting.
async fn view(state: &AppState, who: &SignedIn, meeting: Meeting) -> Result<OwnView> {
    let connection = state.db.reading();
    let seats = members::seat_store::on_day(connection, meeting.board, meeting.held_on).await?;
    let person = members::seat_store::person_of(connection, who.account).await?;
    let seat = seats.iter().find(|seat| Some(seat.person) == person).cloned();
    let is_published = publications::current(connection, &format!("meeting/{}/agenda", meeting.id)).await?.is_some();
    let items = preparation::store::of_meeting(connection, meeting.id).await?;
    // An agenda may change before it is published, so members see only published items.
    let items: Vec<DraftItem> = items.into_iter().filter(|item| is_published && item.number.is_some()).collect();
    let interests = interests::store::of_meeting(connection, meeting.id).await?;
    let apology =
        interests::store::apologies(connection, meeting.id).await?.into_iter().find(|apology| Some(apology.person) == person);
    let notes = meetings::attendance::private_note_store::of(connection, who.account, meeting.id).await?;
    let replies = meetings::attendance::reply_store::of_meeting(connection, meeting.id).await?;
    let shown = meetings::agenda::store::items(connection, meeting.id).await?;
    let papers = shown.into_iter().filter_map(|item| Some((item.number?, item.paper_address?)));
    let files = pack::parts::of_meeting(connection, &meeting).await?;
    let private = packs::private_business_pages::readable_parts(state, &who.actor, who.account, &meeting).await?;
    Ok(OwnView {
        attends: replies.iter().any(|reply| reply.attends && Some(reply.person) == person),
        papers: papers.collect(),
        files: files.into_iter().map(|file| file.file).collect(),
        private_items: private.into_iter().map(|part| part.item).collect(),
        has_pack: state.printing.is_some() && is_published,
        interests: interests.into_iter().filter(|interest| Some(interest.person) == person).collect(),
        substitutes: seats.into_iter().filter(|seat| seat.role == BoardRole::Substitute).collect(),
        meeting,
        seat,
        items,
        apology,
        notes,
        typed: InterestForm::default(),
    })
}

/// Handles `GET /my/meetings/{id}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    // This is the member's own page; everyone else reads the meeting's business on its other pages.
    let meeting = meeting_of(&state, &who, TAKE_PART, &id).await?;
    let view = view(&state, &who, meeting).await?;
    Ok(attendance::own_meetings_view::meeting(&state, &view, &[], &done))
}

/// Returns an upcoming meeting and the user's seat on its board.
async fn own_seat(state: &AppState, who: &SignedIn, id: &str) -> Result<(Meeting, SeatOn)> {
    let meeting = meeting_of(state, who, TAKE_PART, id).await?;
    let connection = state.db.reading();
    let person = members::seat_store::person_of(connection, who.account).await?;
    let seats = members::seat_store::on_day(connection, meeting.board, meeting.held_on).await?;
    let seat = seats.into_iter().find(|seat| Some(seat.person) == person);
    let seat = seat.ok_or_else(|| {
        Error::NotUnderstood(
            "Your account is not linked to a member of this board. Ask the clerk to link it on the board’s members page.".into(),
        )
    })?;
    if !meeting.is_to_come(state.clock.today()) {
        return Err(Error::NotUnderstood("This meeting has ended or been cancelled.".into()));
    }
    Ok((meeting, seat))
}

/// The form for sending apologies.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ApologyForm {
    on_council_business: String,
    substitute: String,
}

/// Handles `POST /my/meetings/{id}/attend`.
pub(crate) async fn attend(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    meetings::attendance::reply_store::attend(&transaction, meeting.id, seat.person, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/my/meetings/{}?done=attending", meeting.id)))
}

/// Handles `POST /my/meetings/{id}/apologies`. If a substitute is named, they are told.
pub(crate) async fn send_apologies(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<ApologyForm>,
) -> Result<Response> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let seats = members::seat_store::on_day(state.db.reading(), meeting.board, meeting.held_on).await?;
    let wanted = form.substitute.parse::<PersonId>().ok();
    let substitute = seats.iter().find(|seat| Some(seat.person) == wanted && seat.role == BoardRole::Substitute);
    if substitute.is_none() && !form.substitute.is_empty() {
        let view = view(&state, &who, meeting).await?;
        let faults = [("Select a substitute member of this board", "substitute")];
        return Ok(refused(attendance::own_meetings_view::meeting(&state, &view, &faults, "")));
    }
    let apology = Apology {
        person: seat.person,
        on_council_business: is_ticked(&form.on_council_business),
        substitute: substitute.map(|seat| seat.person),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    interests::store::send_apology(&transaction, meeting.id, &apology, state.by(&actor)).await?;
    if let Some(account) = substitute.and_then(|seat| seat.account) {
        let told = Told {
            subject: format!("You are named as substitute: {}, {}", meeting.board_name, meeting.short_day()),
            text: format!(
                "{} cannot attend the meeting of the {} on {} and has named you as substitute.\n\nSee the meeting and its papers: {}\n",
                seat.name.full(),
                meeting.board_name,
                meeting.day(),
                state.site.in_full(&format!("/my/meetings/{}", meeting.id))
            ),
        };
        messages::telling::account(&state, &transaction, account, &told).await?;
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/my/meetings/{}?done=apologies", meeting.id)).into_response())
}

/// Handles `POST /my/meetings/{id}/apologies/take-back`.
pub(crate) async fn take_back_apologies(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    interests::store::take_back_apology(&transaction, meeting.id, seat.person, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/my/meetings/{}?done=taken-back", meeting.id)))
}

/// The form for declaring an interest in advance.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InterestForm {
    pub item: String,
    pub kind: String,
    pub nature: String,
    pub sensitive: String,
    pub on_register: String,
}

/// Handles `POST /my/meetings/{id}/interests`.
pub(crate) async fn declare(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<InterestForm>,
) -> Result<Response> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let nature = line(&form.nature, 500);
    let view = view(&state, &who, meeting.clone()).await?;
    let item = form.item.parse::<DraftItemId>().ok().filter(|id| view.items.iter().any(|item| item.id == *id));
    let kind = InterestKind::read(&form.kind);
    let mut faults = Vec::new();
    if item.is_none() {
        faults.push(("Select an item", "item"));
    }
    if kind.is_none() {
        faults.push(("Select a kind of interest", "kind"));
    }
    if nature.is_empty() {
        faults.push(("Enter the nature of the interest", "nature"));
    } else if is_too_long(&form.nature, 500) {
        faults.push(("Nature of the interest must be 500 characters or fewer", "nature"));
    }
    let (Some(item), Some(kind), true) = (item, kind, faults.is_empty()) else {
        let view = OwnView { typed: form, ..view };
        return Ok(refused(attendance::own_meetings_view::meeting(&state, &view, &faults, "")));
    };
    let new = NewInterest {
        item,
        person: seat.person,
        kind,
        nature: &nature,
        is_sensitive: is_ticked(&form.sensitive),
        is_on_register: is_ticked(&form.on_register),
        at_meeting: false,
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    interests::store::declare(&transaction, meeting.id, &new, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/my/meetings/{}?done=declared", meeting.id)).into_response())
}

/// Handles `POST /my/meetings/{id}/interests/{interest}/take-back`.
pub(crate) async fn take_back_interest(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, interest)): Path<(String, String)>,
) -> Result<Redirect> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let not_found = || Error::NotFound("Interest");
    let interest: i64 = interest.parse().map_err(|_| not_found())?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    if !interests::store::take_back(&transaction, meeting.id, interest, seat.person, state.by(&actor)).await? {
        return Err(not_found());
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/my/meetings/{}?done=taken-back", meeting.id)))
}

/// The form for saving a note.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NoteForm {
    place: String,
    text: String,
}

/// Handles `POST /my/meetings/{id}/notes`: a private note on an item or on a paragraph of its paper.
pub(crate) async fn keep_note(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<NoteForm>,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, TAKE_PART, &id).await?;
    let items = preparation::store::of_meeting(state.db.reading(), meeting.id).await?;
    let mut parts = form.place.strip_prefix("item-").unwrap_or_default().split('-');
    let item = parts.next().and_then(|id| id.parse::<DraftItemId>().ok());
    let paragraph = parts.next().map(|number| number.parse::<u16>().ok());
    let is_place =
        item.is_some_and(|id| items.iter().any(|item| item.id == id)) && paragraph != Some(None) && parts.next().is_none();
    if !is_place {
        return Err(Error::NotFound("Item"));
    }
    if is_too_long(&form.text, 5_000) {
        return Err(Error::NotUnderstood("A note must be 5,000 characters or fewer. Go back and shorten it.".into()));
    }
    let note = PrivateNote { place: form.place.clone(), text: some_text(&form.text, 5_000).unwrap_or_default() };
    let transaction = state.db.begin().await?;
    meetings::attendance::private_note_store::keep(&transaction, who.account, meeting.id, &note, state.clock.now()).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/my/meetings/{}?done=noted#{}", meeting.id, form.place)))
}

/// Returns the number of a member's meetings within the next four weeks, for their home page.
pub(crate) async fn soon(state: &AppState, actor: &access::Actor) -> Result<i64> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let last = today.checked_add_days(Days::new(28)).unwrap_or(today);
    let mut count = 0;
    for board in meetings::board::store::boards(connection).await? {
        let is_member = actor
            .held
            .iter()
            .any(|held| held.role == MEMBER && held.place.as_ref().is_none_or(|place| place.id() == board.id.get()));
        if is_member {
            let meetings = meeting::store::to_come_of(connection, board.id, today).await?;
            count += meetings.iter().filter(|meeting| meeting.held_on <= last).count();
        }
    }
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

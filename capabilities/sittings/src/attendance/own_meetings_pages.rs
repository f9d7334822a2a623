//! A member's own pages of their meetings: packs, apologies, interests declared in advance, private notes and attendance.

use crate::attendance;
use crate::attendance::own_meetings_view::OwnView;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Days;
use directory::roles::MEMBER;
use maud::Markup;
use meetings::access::TAKE_PART;
use meetings::attendance::private_note_store::PrivateNote;
use meetings::interests::store::NewInterest;
use meetings::interests::{Apology, InterestKind};
use meetings::meeting::managing::meeting_of;
use meetings::meeting::{DraftItemId, Meeting};
use meetings::members::seat_store::SeatOn;
use meetings::messages::telling::Told;
use meetings::minutes::BoardRole;
use meetings::preparation::item::DraftItem;
use meetings::{interests, meeting, members, messages, preparation};
use packs::pack;
use ui::FormState;
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

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
    Ok(attendance::own_meetings_view::meeting(&state, &view, &FormState::default(), &done))
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

/// Handles `POST /my/meetings/{id}/attend`.
pub(crate) async fn attend(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let transaction = state.begin(&who.actor).await?;
    meetings::attendance::reply_store::attend(&transaction, meeting.id, seat.person, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/my/meetings/{}", meeting.id), "attending"))
}

/// Handles `POST /my/meetings/{id}/apologies`. If a substitute is named, they are told.
pub(crate) async fn send_apologies(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let seats = members::seat_store::on_day(state.db.reading(), meeting.board, meeting.held_on).await?;
    let substitutes: Vec<&SeatOn> = seats.iter().filter(|seat| seat.role == BoardRole::Substitute).collect();
    let substitute = form.choice("substitute", &substitutes, |seat| seat.person.to_string());
    let Some(substitute) = substitute.optional("Select a substitute member of this board") else {
        let view = view(&state, &who, meeting).await?;
        return Ok(refused(attendance::own_meetings_view::meeting(&state, &view, &form, "")));
    };
    let apology = Apology {
        person: seat.person,
        on_council_business: form.is_ticked("on_council_business"),
        substitute: substitute.map(|seat| seat.person),
    };
    let transaction = state.begin(&who.actor).await?;
    interests::store::send_apology(&transaction, meeting.id, &apology, transaction.by()).await?;
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
    Ok(redirect_done(&format!("/my/meetings/{}", meeting.id), "apologies").into_response())
}

/// Handles `POST /my/meetings/{id}/apologies/take-back`.
pub(crate) async fn take_back_apologies(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let transaction = state.begin(&who.actor).await?;
    interests::store::take_back_apology(&transaction, meeting.id, seat.person, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/my/meetings/{}", meeting.id), "taken-back"))
}

/// Handles `POST /my/meetings/{id}/interests`.
pub(crate) async fn declare(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let view = view(&state, &who, meeting.clone()).await?;
    let items: Vec<DraftItemId> = view.items.iter().map(|item| item.id).collect();
    let item = form.choice("item", &items, ToString::to_string).or_fault("Select an item");
    let kind = form.parse("kind", InterestKind::read).or_fault("Select a kind of interest");
    let nature = form.line("nature").at_most(500, "Nature of the interest").required("Enter the nature of the interest");
    let (Some(item), Some(kind), Some(nature)) = (item, kind, nature) else {
        return Ok(refused(attendance::own_meetings_view::meeting(&state, &view, &form, "")));
    };
    let new = NewInterest {
        item,
        person: seat.person,
        kind,
        nature: &nature,
        is_sensitive: form.is_ticked("sensitive"),
        is_on_register: form.is_ticked("on_register"),
        at_meeting: false,
    };
    let transaction = state.begin(&who.actor).await?;
    interests::store::declare(&transaction, meeting.id, &new, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/my/meetings/{}", meeting.id), "declared").into_response())
}

/// Handles `POST /my/meetings/{id}/interests/{interest}/take-back`.
pub(crate) async fn take_back_interest(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, interest)): Path<(String, String)>,
) -> Result<Redirect> {
    let (meeting, seat) = own_seat(&state, &who, &id).await?;
    let interest: i64 = interest.parse().or_not_found("Interest")?;
    let transaction = state.begin(&who.actor).await?;
    if !interests::store::take_back(&transaction, meeting.id, interest, seat.person, transaction.by()).await? {
        return Err(Error::NotFound("Interest"));
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/my/meetings/{}", meeting.id), "taken-back"))
}

/// Handles `POST /my/meetings/{id}/notes`: a private note on an item or on a paragraph of its paper.
pub(crate) async fn keep_note(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, TAKE_PART, &id).await?;
    let items = preparation::store::of_meeting(state.db.reading(), meeting.id).await?;
    let place = form.value("place").to_owned();
    let mut parts = place.strip_prefix("item-").unwrap_or_default().split('-');
    let item = parts.next().and_then(|id| id.parse::<DraftItemId>().ok());
    let paragraph = parts.next().map(|number| number.parse::<u16>().ok());
    let is_place =
        item.is_some_and(|id| items.iter().any(|item| item.id == id)) && paragraph != Some(None) && parts.next().is_none();
    if !is_place {
        return Err(Error::NotFound("Item"));
    }
    let field = attendance::own_meetings_view::note_field(&place);
    let Some(text) = form.lines("text").at(field).at_most(5_000, "Note").text() else {
        let view = view(&state, &who, meeting).await?;
        return Ok(refused(attendance::own_meetings_view::meeting(&state, &view, &form, "")));
    };
    let note = PrivateNote { place, text };
    let transaction = state.db.begin().await?;
    meetings::attendance::private_note_store::keep(&transaction, who.account, meeting.id, &note, state.clock.now()).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/my/meetings/{}?done=noted#{}", meeting.id, note.place)).into_response())
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

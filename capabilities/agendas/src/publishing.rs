//! Publishes boards, agendas and minutes, and updates the tables derived from them in the same transaction.

use crate::preparation;
use crate::preparation::taking_over::Differing;
use actions::{followed, measures};
use db::WriteTransaction;
use foundation::{MunicipalYear, civil_date};
use meetings::agenda::store::{MeetingDocument, Paper};
use meetings::agenda::{Agenda, MeetingDay};
use meetings::board::publishing::{MeetingsError, board_for, publish_register, register_of};
use meetings::board::store::Board;
use meetings::meeting::notice::Notice;
use meetings::meeting::store::Particulars;
use meetings::meeting::{Meeting, MeetingId};
use meetings::minutes::Minutes;
use meetings::{agenda, attendance, members, minutes};
use publications::{NewPublication, Outcome, Publishing};

type Result<T> = std::result::Result<T, MeetingsError>;

/// The result of publishing a document about a meeting.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// The meeting.
    pub meeting: MeetingId,
    /// The outcome of the publication.
    pub outcome: Outcome,
}

/// Returns the named board's meeting on this date, creating the board and the meeting if they do not exist.
pub async fn meeting_for(
    transaction: &WriteTransaction,
    board: &str,
    day: MeetingDay,
    publishing: &Publishing<'_>,
) -> Result<MeetingId> {
    let board = board_for(transaction, board).await?;
    if publications::current(transaction, &Board::record(board.id)).await?.is_none() {
        let register = register_of(transaction, &board).await?;
        publish_register(transaction, &board, &register, publishing).await?;
    }
    Ok(meetings::meeting::store::meeting_for(transaction, board.id, day).await?)
}

/// Publishes a newly scheduled meeting. The board must not have another on that date.
pub(crate) async fn lay_out_meeting(
    transaction: &WriteTransaction,
    board: &Board,
    notice: &Notice,
    publishing: &Publishing<'_>,
) -> Result<MeetingId> {
    if publications::current(transaction, &Board::record(board.id)).await?.is_none() {
        let register = register_of(transaction, board).await?;
        publish_register(transaction, board, &register, publishing).await?;
    }
    let meeting = meetings::meeting::store::insert(transaction, board.id, notice).await?;
    publish_notice(transaction, meeting, notice, publishing).await?;
    Ok(meeting)
}

/// Publishes the notice of a meeting: that it is to be held, was moved or is cancelled. The title says which.
pub(crate) async fn publish_notice(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    notice: &Notice,
    publishing: &Publishing<'_>,
) -> Result<Outcome> {
    let record = format!("meeting/{meeting}/notice");
    let before = match publications::current(transaction, &record).await? {
        Some(publication) => Some(serde_json::from_str::<Notice>(&publication.content)?),
        None => None,
    };
    let title = public_record::news::of_notice(before.as_ref(), notice, None).subject;
    let new = NewPublication { kind: "notice", record: &record, title: &title, content: serde_json::to_string(notice)? };
    let outcome = publications::publish(transaction, &new, publishing).await?;
    if outcome.is_change() {
        meetings::meeting::store::take_notice(transaction, meeting, notice).await?;
    }
    Ok(outcome)
}

/// Publishes an agenda that was made elsewhere. If its meeting is upcoming, or its agenda is being edited here, the items are
/// copied into the draft agenda so that work can continue from there.
pub async fn publish_agenda(transaction: &WriteTransaction, agenda: &Agenda, publishing: &Publishing<'_>) -> Result<Placed> {
    let meeting = meeting_for(transaction, &agenda.board, agenda.held_on, publishing).await?;
    let outcome = put_agenda(transaction, meeting, agenda, publishing).await?;
    if outcome.is_change() {
        let today = foundation::london::local(publishing.at).date();
        let is_to_come = agenda.held_on.is_exact() && agenda.held_on.date() >= today;
        if is_to_come || meetings::preparation::store::has_items(transaction, meeting).await? {
            let by = access::By { actor: publishing.actor, at: publishing.at };
            preparation::taking_over::take_over(transaction, meeting, agenda, Differing::Follow, by).await?;
        }
    }
    Ok(Placed { meeting, outcome })
}

/// Publishes the agenda of a meeting.
pub(crate) async fn put_agenda(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    agenda: &Agenda,
    publishing: &Publishing<'_>,
) -> Result<Outcome> {
    let record = format!("meeting/{meeting}/agenda");
    let day = if agenda.held_on.is_exact() {
        civil_date::written(agenda.held_on.date())
    } else {
        civil_date::written_month(agenda.held_on.date())
    };
    let title = format!("Agenda, {}, {day}", agenda.board);
    let new = NewPublication { kind: "agenda", record: &record, title: &title, content: serde_json::to_string(agenda)? };
    let outcome = publications::publish(transaction, &new, publishing).await?;
    if outcome.is_change() {
        let particulars =
            Particulars { starts_at: agenda.starts_at, ended_at: None, place: agenda.place.as_deref(), has_minutes: false };
        meetings::meeting::store::tell(transaction, meeting, &particulars).await?;
        lay_out(transaction, meeting).await?;
    }
    Ok(outcome)
}

/// Publishes minutes that were made elsewhere, for the named board's meeting on their date. Members whom they name but who are
/// missing from the board's register are added to it.
pub async fn publish_minutes(transaction: &WriteTransaction, minutes: &Minutes, publishing: &Publishing<'_>) -> Result<Placed> {
    let board = board_for(transaction, &minutes.board).await?;
    let meeting = meetings::meeting::store::meeting_for(transaction, board.id, MeetingDay::Day(minutes.held_on)).await?;
    let outcome = put_minutes(transaction, (&board, meeting), minutes, publishing).await?;
    Ok(Placed { meeting, outcome })
}

/// Publishes the minutes of a meeting that is known.
pub async fn publish_minutes_of(
    transaction: &WriteTransaction,
    meeting: &Meeting,
    minutes: &Minutes,
    publishing: &Publishing<'_>,
) -> Result<Outcome> {
    let board = Board { id: meeting.board, slug: meeting.board_slug.clone(), name: meeting.board_name.clone() };
    put_minutes(transaction, (&board, meeting.id), minutes, publishing).await
}

async fn put_minutes(
    transaction: &WriteTransaction,
    (board, meeting): (&Board, MeetingId),
    minutes: &Minutes,
    publishing: &Publishing<'_>,
) -> Result<Outcome> {
    let mut register = register_of(transaction, board).await?;
    let year = MunicipalYear::of(minutes.held_on);
    let lists = &minutes.attendance;
    let members = lists.present.iter().chain(&lists.apologies).chain(&lists.absent_on_council_business).cloned();
    let people = members::store::of_board_by_any_name(transaction, board.id, year).await?;
    let current = members::store::of_board(transaction, board.id, year).await?;
    // A name that has since been corrected belongs to the existing member, so it adds no one.
    register.learn(year, members.filter(|member| !attendance::store::is_former_name(&member.name, &current, &people)));
    let reason = format!("Members named in the minutes of {}", civil_date::written(minutes.held_on));
    publish_register(transaction, board, &register, &Publishing { reason: &reason, ..*publishing }).await?;

    let record = format!("meeting/{meeting}/minutes");
    let title = format!("Minutes, {}, {}", minutes.board, civil_date::written(minutes.held_on));
    let new = NewPublication { kind: "minutes", record: &record, title: &title, content: serde_json::to_string(minutes)? };
    let outcome = publications::publish(transaction, &new, publishing).await?;
    if outcome.is_change() {
        let particulars = Particulars {
            starts_at: minutes.started_at,
            ended_at: minutes.ended_at,
            place: minutes.place.as_deref(),
            has_minutes: true,
        };
        meetings::meeting::store::tell(transaction, meeting, &particulars).await?;
        let members = members::store::of_board_by_any_name(transaction, board.id, year).await?;
        attendance::store::write(transaction, meeting, lists, &members).await?;
        agenda::store::remove_items(transaction, meeting).await?;
        minutes::store::remove(transaction, meeting).await?;
        minutes::store::write(transaction, meeting, &minutes.items).await?;
        measures::store::write(transaction, (board.id, meeting), minutes, publishing.at).await?;
        let of = followed::store::Of { board: board.id, meeting, year };
        followed::store::follow(transaction, of, (&followed::of_minutes(&minutes.items), false), publishing.at).await?;
        lay_out(transaction, meeting).await?;
    }
    Ok(outcome)
}

/// Tables a paper at a meeting.
pub async fn place_paper(transaction: &WriteTransaction, meeting: MeetingId, paper: &Paper<'_>) -> Result<()> {
    agenda::store::put_paper(transaction, meeting, paper).await?;
    lay_out(transaction, meeting).await
}

/// Adds a file to a meeting's documents. Adding the same file again changes nothing.
pub async fn add_document(transaction: &WriteTransaction, meeting: MeetingId, document: &MeetingDocument<'_>) -> Result<()> {
    Ok(agenda::store::put_document(transaction, meeting, document).await?)
}

/// Rebuilds the meeting's items of business from its agenda, minutes and papers.
pub(crate) async fn lay_out(transaction: &WriteTransaction, meeting: MeetingId) -> Result<()> {
    let published = publications::current(transaction, &format!("meeting/{meeting}/agenda")).await?;
    let items = match published {
        Some(publication) => serde_json::from_str::<Agenda>(&publication.content)?.items,
        None => Vec::new(),
    };
    let (minutes, papers) = agenda::store::minuted_and_papers(transaction, meeting).await?;
    agenda::store::write_items(transaction, meeting, &agenda::business(&items, &minutes, &papers)).await?;
    Ok(())
}

//! What a publication about a meeting means to readers. It says that the meeting was cancelled or moved, with the old and new
//! details and the reason, rather than only that there is a new version.

use db::Connection;
use foundation::civil_date;
use meetings::agenda::Agenda;
use meetings::kinds::read;
use meetings::meeting;
use meetings::meeting::MeetingId;
use meetings::meeting::notice::Notice;
use meetings::minutes::{Minutes, MinutesStanding};
use packs::pack::published::PublishedPack;
use publications::Publication;
use web::Result;

/// A change in words, for an email or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingNews {
    /// What happened, with the board and the date: `Meeting cancelled: Harbour Safety Board, 16 July 2024`.
    pub subject: String,
    /// The details, one per line; the first is a full sentence.
    pub lines: Vec<String>,
}

impl MeetingNews {
    fn new(subject: String, sentence: String) -> Self {
        Self { subject, lines: vec![sentence] }
    }

    fn and(mut self, label: &str, value: Option<&str>) -> Self {
        self.lines.extend(value.map(|value| format!("{label}: {value}")));
        self
    }

    /// Returns the details as the text of an email.
    pub fn text(&self) -> String {
        self.lines.join("\n\n")
    }
}

/// Returns what a publication about a meeting means, or `None` if its kind is not about a meeting.
///
/// # Errors
/// Returns an error if the previous publication cannot be read.
pub async fn news_of(connection: &Connection, publication: &Publication) -> Result<Option<MeetingNews>> {
    let before = match publication.replaces {
        Some(id) => publications::by_id(connection, id).await?,
        None => None,
    };
    let before = before.as_ref().map(|before| before.content.as_str());
    let reason = publication.reason.as_deref();
    Ok(match publication.kind.as_str() {
        "notice" => {
            let before: Option<Notice> = before.map(read).transpose()?;
            Some(of_notice(before.as_ref(), &read(&publication.content)?, reason))
        }
        "agenda" => {
            let before: Option<Agenda> = before.map(read).transpose()?;
            Some(of_agenda(before.as_ref(), &read(&publication.content)?, reason))
        }
        "minutes" => Some(of_minutes(before.is_some(), &read(&publication.content)?, reason)),
        "pack" => of_supplement(connection, publication).await?,
        _ => None,
    })
}

/// Returns the news in the notice of a meeting, compared with the previous one.
pub fn of_notice(before: Option<&Notice>, now: &Notice, reason: Option<&str>) -> MeetingNews {
    let (board, day) = (&now.board, civil_date::written(now.held_on));
    let in_full = civil_date::written_with_weekday(now.held_on);
    let reason = now.reason.as_deref().or(reason);
    let (was, will_be) = (now.was.clone().or_else(|| before.map(Notice::when_and_where)), now.when_and_where());
    if now.is_cancelled {
        let sentence = format!("The meeting of the {board} on {in_full} has been cancelled.");
        return MeetingNews::new(format!("Meeting cancelled: {board}, {day}"), sentence).and("Reason", reason);
    }
    let Some(was) = was else {
        return MeetingNews::new(format!("New meeting: {board}, {day}"), format!("A meeting of the {board} has been scheduled."))
            .and("When and where", Some(&will_be.line()));
    };
    let (subject, sentence) = if was.held_on == now.held_on {
        let what = match (was.starts_at != now.starts_at, was.place != now.place) {
            (true, false) => "time",
            (false, true) => "place",
            _ => "time and place",
        };
        let sentence = format!("The {what} of the meeting of the {board} on {in_full} changed.");
        (format!("Meeting changed: {board}, {day}"), sentence)
    } else {
        let old = civil_date::written_with_weekday(was.held_on);
        let sentence = format!("The meeting of the {board} on {old} has been moved to {in_full}.");
        (format!("Meeting moved: {board}, {} to {day}", civil_date::written(was.held_on)), sentence)
    };
    MeetingNews::new(subject, sentence).and("Was", Some(&was.line())).and("Now", Some(&will_be.line())).and("Reason", reason)
}

/// Returns the news in an agenda, compared with the previous one.
fn of_agenda(before: Option<&Agenda>, now: &Agenda, reason: Option<&str>) -> MeetingNews {
    let day_of = |agenda: &Agenda, with_weekday: bool| {
        let date = agenda.held_on.date();
        match (agenda.held_on.is_exact(), with_weekday) {
            (false, _) => civil_date::written_month(date),
            (true, true) => civil_date::written_with_weekday(date),
            (true, false) => civil_date::written(date),
        }
    };
    let (board, day, in_full) = (&now.board, day_of(now, false), day_of(now, true));
    let Some(before) = before else {
        let sentence = format!("The agenda for the meeting of the {board} on {in_full} has been published.");
        return MeetingNews::new(format!("Agenda published: {board}, {day}"), sentence);
    };
    let sentence = if before.held_on == now.held_on {
        format!("The agenda for the meeting of the {board} on {in_full} has been updated.")
    } else {
        format!("The agenda of the {board} now gives the new date of the meeting, {in_full}. It was {}.", day_of(before, true))
    };
    MeetingNews::new(format!("Agenda updated: {board}, {day}"), sentence).and("Reason", reason)
}

/// Returns the news in a supplement: the papers that are new or were replaced. Returns `None` for the first pack, which is
/// published with its agenda.
async fn of_supplement(connection: &Connection, publication: &Publication) -> Result<Option<MeetingNews>> {
    let mut parts = publication.record.split('/').skip(1);
    let meeting = parts.next().and_then(|id| id.parse::<MeetingId>().ok());
    let (Some(meeting), true) = (meeting, parts.next().is_some_and(|part| part.starts_with("supplement-"))) else {
        return Ok(None);
    };
    let Some(meeting) = meeting::store::by_id(connection, meeting).await? else { return Ok(None) };
    let pack: PublishedPack = read(&publication.content)?;
    let (board, day) = (&meeting.board_name, meeting.day());
    let sentence = format!("The agenda for the meeting of the {board} on {day} has new or replaced papers.");
    let subject = format!("Papers added to the agenda: {board}, {}", meeting.short_day());
    let news = MeetingNews::new(subject, sentence);
    let news = pack.document.parts.iter().fold(news, |news, paper| news.and("Paper", Some(paper.title.as_str())));
    // A supplement is the first version of its record and has no reason of its own; the agenda published with it has.
    let agenda = publications::current(connection, &format!("meeting/{}/agenda", meeting.id)).await?;
    let reason = agenda.filter(|agenda| agenda.published_at == publication.published_at).and_then(|agenda| agenda.reason);
    Ok(Some(news.and("Reason", reason.as_deref())))
}

/// Returns the news in minutes, compared with the previous version.
fn of_minutes(again: bool, now: &Minutes, reason: Option<&str>) -> MeetingNews {
    let (board, day) = (&now.board, civil_date::written(now.held_on));
    let of = format!("of the meeting of the {board} on {}", civil_date::written_with_weekday(now.held_on));
    let (what, sentence) = match (&now.standing, again) {
        (Some(MinutesStanding::Signed { on, by }), true) => {
            let sentence =
                format!("The minutes {of} were approved on {} and signed as a correct record by {by}.", civil_date::written(*on));
            ("Minutes signed", sentence)
        }
        (Some(MinutesStanding::Approved { on }), true) => {
            ("Minutes approved", format!("The minutes {of} were approved on {}.", civil_date::written(*on)))
        }
        (Some(MinutesStanding::Draft), false) => {
            ("Draft minutes published", format!("The draft minutes {of} have been published."))
        }
        (_, false) => ("Minutes published", format!("The minutes {of} have been published.")),
        (_, true) => ("Minutes corrected", format!("The minutes {of} have been corrected.")),
    };
    let news = MeetingNews::new(format!("{what}: {board}, {day}"), sentence);
    // Approval needs no reason.
    if what == "Minutes corrected" { news.and("Reason", reason) } else { news }
}

/// The last change to a meeting, for its page.
pub(crate) struct LastChange {
    /// `Moved from Tuesday, 12 November 2024, 6.30pm, Town Hall`; `None` if it was cancelled without being moved.
    pub before: Option<String>,
    /// The reason.
    pub reason: Option<String>,
}

/// Returns the last announced change to a meeting, or `None` if its first notice still applies.
pub(crate) async fn last_change(connection: &Connection, meeting: MeetingId) -> Result<Option<LastChange>> {
    let Some(publication) = publications::current(connection, &format!("meeting/{meeting}/notice")).await? else {
        return Ok(None);
    };
    let now: Notice = read(&publication.content)?;
    let before = match publication.replaces {
        Some(id) => publications::by_id(connection, id).await?,
        None => None,
    };
    let before: Option<Notice> = before.map(|before| read(&before.content)).transpose()?;
    let was = now.was.clone().or_else(|| before.as_ref().map(Notice::when_and_where));
    if was.is_none() && !now.is_cancelled {
        return Ok(None);
    }
    let moved = was.filter(|_| !now.is_cancelled).map(|was| {
        let verb = if was.held_on == now.held_on { "Changed" } else { "Moved" };
        format!("{verb} from {}", was.line())
    });
    Ok(Some(LastChange { before: moved, reason: now.reason.or(publication.reason) }))
}

#[cfg(test)]
#[path = "news_tests.rs"]
mod tests;

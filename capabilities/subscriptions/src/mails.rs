//! The emails of this capability.

use crate::subscription::SubscriptionId;
use crate::subscription::{Subscription, Wanted, record_name, way_out};
use access::Token;
use chrono::{DateTime, Utc};
use foundation::text::single_spaced;
use mail::Mail;
use meetings::MeetingId;
use meetings::followers::BoardMessage;
use std::fmt::Write as _;
use web::AppState;

/// A piece of news.
#[derive(Clone, Debug)]
pub(crate) struct News {
    /// The key of its publication.
    pub id: i64,
    /// The kind of the publication.
    pub kind: String,
    /// The meeting it is about.
    pub meeting: MeetingId,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// What happened, with the board and date.
    pub subject: String,
    /// The details, one per line.
    pub lines: Vec<String>,
    /// The path of its page.
    pub address: String,
}

/// Removes duplicate news: an agenda may be published in the same action as the notice that moves its meeting, or as the
/// supplement with its new papers.
pub(crate) fn each_once(news: Vec<&News>) -> Vec<&News> {
    let says_it_too = |one: &&&News| matches!(one.kind.as_str(), "notice" | "pack");
    let told: Vec<(MeetingId, DateTime<Utc>)> =
        news.iter().filter(says_it_too).map(|one| (one.meeting, one.published_at)).collect();
    let says_more = |one: &&News| one.kind != "agenda" || !told.contains(&(one.meeting, one.published_at));
    news.into_iter().filter(says_more).collect()
}

/// How many items one email lists; the rest are only counted.
const MOST_NAMED: usize = 25;

/// Returns the email that asks an address to confirm that it wants to follow a board.
pub(crate) fn question(state: &AppState, board: &str, mail: &str, wanted: Wanted, id: SubscriptionId, token: &Token) -> Mail {
    let council = state.council_name();
    let link = state.site.in_full(&format!("/subscriptions/confirm/{}", token.secret()));
    Mail {
        to: mail.to_owned(),
        subject: single_spaced(&format!("Confirm that you want to follow the {board}")),
        text: format!(
            "Someone asked {council} to email this address about the {board}: {}.\n\n\
             If it was you, open this page and select ‘Confirm’:\n\n{link}\n\nYou can use the link once, within 48 hours.\n\n\
             If it was not you, ignore this email. We will not send any others, and your email address will be deleted after 48 hours.\n",
            wanted.words()
        ),
        about: Some(record_name(id)),
        ..Mail::default()
    }
}

/// Returns the URL at which a follower unsubscribes.
fn leaving(state: &AppState, follower: &Subscription) -> String {
    state.site.in_full(&format!("/subscriptions/leave/{}", way_out(&state.secret, follower.id)))
}

/// Returns the text of a message about a board, with the follower's own unsubscribe link or a placeholder for it.
pub(crate) fn message_text(state: &AppState, message: BoardMessage<'_>, leaving: &str) -> String {
    format!(
        "{}\n\nYou get this email because you follow the {} of {}.\nUnsubscribe at any time, and your email address will be deleted:\n\n\
         {leaving}\n",
        message.text.trim_end(),
        message.board.name,
        state.council_name()
    )
}

/// Returns a message about a board, for a follower.
pub(crate) fn message(state: &AppState, message: BoardMessage<'_>, follower: &Subscription) -> Mail {
    let leaving = leaving(state, follower);
    Mail {
        to: follower.mail.clone(),
        subject: message.subject.to_owned(),
        text: message_text(state, message, &leaving),
        leaving: Some(leaving),
        about: Some(follower.record_name()),
        ..Mail::default()
    }
}

/// Returns the email with a board's news, for a follower.
pub(crate) fn news(state: &AppState, board: &str, follower: &Subscription, news: &[&News]) -> Mail {
    let leaving = leaving(state, follower);
    let subject = match news {
        [only] => only.subject.clone(),
        _ => format!("{} updates: {board}", news.len()),
    };
    let mut text = String::new();
    for one in news.iter().take(MOST_NAMED) {
        for line in &one.lines {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", single_spaced(line));
        }
        let _ = writeln!(text, "{}\n", state.site.in_full(&one.address));
    }
    if let Some(more) = news.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        let _ = writeln!(text, "There are {more} more updates on the board’s page.\n");
    }
    let _ = writeln!(
        text,
        "You get this email because you follow the {board} of {} ({}).\nUnsubscribe at any time, and your email address will be deleted:\n\n\
         {leaving}",
        state.council_name(),
        follower.wanted.words()
    );
    Mail {
        to: follower.mail.clone(),
        subject: single_spaced(&subject).chars().take(200).collect(),
        text,
        leaving: Some(leaving),
        about: Some(follower.record_name()),
        ..Mail::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agenda_that_only_follows_its_meeting_is_not_told_beside_it() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let news = |id, kind: &str, meeting, published_at| News {
            id,
            kind: kind.into(),
            meeting: MeetingId::new(meeting).expect("a key"),
            published_at,
            subject: String::new(),
            lines: Vec::new(),
            address: String::new(),
        };
        let (moved, later) = (at("2024-06-04T08:00:00Z"), at("2024-06-05T08:00:00Z"));
        let all =
            [news(1, "notice", 1, moved), news(2, "agenda", 1, moved), news(3, "agenda", 2, moved), news(4, "agenda", 1, later)];
        let told: Vec<i64> = each_once(all.iter().collect()).iter().map(|one| one.id).collect();
        assert_eq!(told, [1, 3, 4]);
        let agendas_alone: Vec<i64> = each_once(all[1..].iter().collect()).iter().map(|one| one.id).collect();
        assert_eq!(agendas_alone, [2, 3, 4], "who hears of agendas alone hears of it by the agenda");
        let supplement = [news(1, "agenda", 1, moved), news(2, "pack", 1, moved), news(3, "pack", 1, later)];
        let told: Vec<i64> = each_once(supplement.iter().collect()).iter().map(|one| one.id).collect();
        assert_eq!(told, [2, 3], "a supplement is told with its papers, and its agenda not beside it");
    }
}

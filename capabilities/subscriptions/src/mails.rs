//! The mails of this capability.

use crate::subscription::SubscriptionId;
use crate::subscription::{Subscription, Wanted, record_name, way_out};
use access::Token;
use foundation::text::single_spaced;
use mail::Mail;
use std::fmt::Write as _;
use web::AppState;

/// Something new.
#[derive(Clone, Debug)]
pub(crate) struct News {
    /// The key of its publication.
    pub id: i64,
    /// The kind of the publication.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Why it replaces the version before, where it does.
    pub reason: Option<String>,
    /// The address of its page, on the site.
    pub address: String,
}

/// How many things one mail names; of more it tells the number.
const MOST_NAMED: usize = 25;

/// The question whether somebody wants to follow a board.
pub(crate) fn question(state: &AppState, board: &str, mail: &str, wanted: Wanted, id: SubscriptionId, token: &Token) -> Mail {
    let council = state.council_name();
    let link = state.site.in_full(&format!("/subscriptions/confirm/{}", token.secret()));
    Mail {
        to: mail.to_owned(),
        subject: single_spaced(&format!("Do you want to follow the {board}?")),
        text: format!(
            "Hello,\n\nSomebody asked {council} to send mails to this address about the {board}: {}.\n\n\
             If it was you, open this page and press its button:\n\n{link}\n\nThe link works once and for 48 hours.\n\n\
             If it was not you, you need do nothing: no such mails will come, and your address is forgotten after 48 hours.\n",
            wanted.words()
        ),
        about: Some(record_name(id)),
        ..Mail::default()
    }
}

/// What is new of a board, for one who follows it.
pub(crate) fn news(state: &AppState, board: &str, follower: &Subscription, news: &[&News]) -> Mail {
    let leaving = state.site.in_full(&format!("/subscriptions/leave/{}", way_out(&state.secret, follower.id)));
    let subject = match news {
        [only] => only.title.clone(),
        _ => format!("{} new publications, {board}", news.len()),
    };
    let mut text = format!("New from the {board} of {}:\n\n", state.council_name());
    for one in news.iter().take(MOST_NAMED) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", single_spaced(&one.title));
        if let Some(reason) = &one.reason {
            let _ = writeln!(text, "This is a new version. Why: {}", single_spaced(reason));
        }
        let _ = writeln!(text, "{}\n", state.site.in_full(&one.address));
    }
    if let Some(more) = news.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        let _ = writeln!(text, "and {more} more, which the board’s pages show.\n");
    }
    let _ = writeln!(
        text,
        "You get this mail because you follow the {board} ({}).\nTo follow it no more, open this page and press its button; your address is \
         erased then:\n\n{leaving}",
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

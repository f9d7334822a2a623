//! A subscription: who follows a board and for which news, and how long it waits to be confirmed.

use access::{Secret, Token};
use chrono::{DateTime, TimeDelta, Utc};
use meetings::BoardId;
use std::fmt::Write as _;

db::record_id!(
    /// The key of a subscription.
    SubscriptionId
);

/// How long a confirmation link works; after that, an unconfirmed address is erased.
pub(crate) const WAITS: TimeDelta = TimeDelta::hours(48);

/// How often one address may be asked to confirm for one board without doing so.
pub(crate) const MOST_ASKED: i32 = 3;

/// For how many boards one address may be asked to confirm at the same time.
pub(crate) const MOST_WAITING: i64 = 5;

/// What a follower wants to hear about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub agendas: bool,
    pub minutes: bool,
    /// Meetings that are scheduled, moved or cancelled.
    pub meetings: bool,
}

impl Wanted {
    /// The choices in the form: the value, and the label.
    pub(crate) const CHOICES: [(&'static str, &'static str); 3] = [
        ("agendas", "Agendas and their papers"),
        ("minutes", "Minutes"),
        ("meetings", "Meetings that are scheduled, moved or cancelled"),
    ];

    /// Returns the selection for the submitted values.
    pub(crate) fn chosen<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut wanted = Self::default();
        for word in words {
            match word {
                "agendas" => wanted.agendas = true,
                "minutes" => wanted.minutes = true,
                "meetings" => wanted.meetings = true,
                _ => {}
            }
        }
        wanted
    }

    /// Checks whether anything is selected.
    pub(crate) fn is_something(self) -> bool {
        self != Self::default()
    }

    /// Checks whether publications of this kind are wanted. No one is notified of a kind that no choice covers.
    pub(crate) fn covers(self, kind: &str) -> bool {
        match kind {
            // A pack is published with its agenda, and a supplement after it.
            "agenda" | "pack" => self.agendas,
            "minutes" => self.minutes,
            "notice" => self.meetings,
            _ => false,
        }
    }

    /// Describes the selection: `agendas, minutes and changes to meetings`.
    pub(crate) fn words(self) -> String {
        let words = [(self.agendas, "agendas"), (self.minutes, "minutes"), (self.meetings, "changes to meetings")];
        let words: Vec<&str> = words.into_iter().filter_map(|(is_wanted, word)| is_wanted.then_some(word)).collect();
        match words.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [before @ .., last] => format!("{} and {last}", before.join(", ")),
        }
    }
}

/// A subscription as stored.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub id: SubscriptionId,
    /// The email address.
    pub mail: String,
    pub board: BoardId,
    pub wanted: Wanted,
    /// The hash of the secret that confirms it.
    pub hash: String,
    pub lapses_at: DateTime<Utc>,
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The last publication that the follower need not be told about.
    pub told_until: i64,
}

impl Subscription {
    /// Returns its name in the ledger.
    pub(crate) fn record_name(&self) -> String {
        record_name(self.id)
    }

    /// Checks whether the confirmation link still works.
    pub(crate) fn can_be_confirmed(&self, now: DateTime<Utc>) -> bool {
        self.confirmed_at.is_none() && now < self.lapses_at
    }
}

pub(crate) fn record_name(id: SubscriptionId) -> String {
    format!("subscription/{id}")
}

fn seal(secret: &Secret, id: SubscriptionId) -> Option<Token> {
    let mut digits = String::new();
    for byte in secret.derive(&format!("leave {}", record_name(id))) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Token::received(&digits)
}

/// Returns the token in an unsubscribe URL: the key and a seal that only this installation can make. Nothing has to be stored
/// with which someone who reads the database could unsubscribe others.
pub(crate) fn way_out(secret: &Secret, id: SubscriptionId) -> String {
    format!("{id}-{}", seal(secret, id).as_ref().map(Token::secret).unwrap_or_default())
}

/// Returns the subscription of an unsubscribe token. `None` if the seal is not ours.
pub(crate) fn read_way_out(secret: &Secret, text: &str) -> Option<SubscriptionId> {
    let (id, digits) = text.split_once('-')?;
    let id: SubscriptionId = id.parse().ok()?;
    // Compare hashes rather than the seals, so that the timing reveals nothing.
    (Token::received(digits)?.hash() == seal(secret, id)?.hash()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_is_told_in_words_and_covers_its_kinds_alone() {
        let wanted = Wanted::chosen(["minutes", "agendas", "private papers", "meetings"]);
        assert_eq!(wanted.words(), "agendas, minutes and changes to meetings");
        assert_eq!(Wanted::chosen(["minutes"]).words(), "minutes");
        assert!(!Wanted::chosen(["papers"]).is_something());
        for kind in ["agenda", "minutes", "notice"] {
            assert!(wanted.covers(kind), "{kind}");
        }
        for kind in ["board", "report", "private-paper", ""] {
            assert!(!wanted.covers(kind), "{kind}");
        }
        assert!(!Wanted::chosen(["minutes"]).covers("agenda"));
        assert!(Wanted::chosen(["agendas"]).covers("pack") && !Wanted::chosen(["minutes"]).covers("pack"));
    }

    #[test]
    fn a_way_out_is_sealed() {
        let (ours, theirs) = (Secret::passing(), Secret::passing());
        let id = SubscriptionId::new(12).expect("a key");
        let way = way_out(&ours, id);
        assert_eq!(read_way_out(&ours, &way), Some(id));
        assert_eq!(read_way_out(&theirs, &way), None);
        assert_eq!(read_way_out(&ours, &way.replacen("12-", "13-", 1)), None);
        for text in ["", "12", "12-", "-", "12-00", "x-y"] {
            assert_eq!(read_way_out(&ours, text), None, "{text}");
        }
    }
}

//! A subscription: who wants to be told what of a board, and how long a question whether they do waits for its answer.

use access::{Secret, Token};
use chrono::{DateTime, TimeDelta, Utc};
use meetings::BoardId;
use std::fmt::Write as _;

foundation::record_id!(
    /// The key of a subscription.
    SubscriptionId
);

/// How long the link with which one confirms works; the address of whoever does not is forgotten then.
pub(crate) const WAITS: TimeDelta = TimeDelta::hours(48);

/// How often one address may be asked to confirm for one board while it has not.
pub(crate) const MOST_ASKED: i32 = 3;

/// For how many boards one address may be asked to confirm at the same time.
pub(crate) const MOST_WAITING: i64 = 5;

/// What someone wants to hear about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub agendas: bool,
    pub minutes: bool,
    /// Meetings that are scheduled, moved or cancelled.
    pub meetings: bool,
}

impl Wanted {
    /// The choices of the form: the word that is sent, and what is shown.
    pub(crate) const CHOICES: [(&'static str, &'static str); 3] = [
        ("agendas", "Agendas and their papers"),
        ("minutes", "Minutes"),
        ("meetings", "Meetings that are scheduled, moved or cancelled"),
    ];

    /// What was chosen, by the words that were sent.
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

    /// Whether a choice of the form is among them.
    pub(crate) fn has(self, word: &str) -> bool {
        match word {
            "agendas" => self.agendas,
            "minutes" => self.minutes,
            "meetings" => self.meetings,
            _ => false,
        }
    }

    /// Whether it is anything.
    pub(crate) fn is_something(self) -> bool {
        self != Self::default()
    }

    /// Whether publications of this kind are wanted. What no subscription covers, nobody is told of.
    pub(crate) fn covers(self, kind: &str) -> bool {
        match kind {
            // A pack comes with its agenda, a supplement after it.
            "agenda" | "pack" => self.agendas,
            "minutes" => self.minutes,
            "notice" => self.meetings,
            _ => false,
        }
    }

    /// In words: `agendas, minutes and changes to meetings`.
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

/// A subscription as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub id: SubscriptionId,
    /// The email address.
    pub mail: String,
    pub board: BoardId,
    pub wanted: Wanted,
    /// The hash of the secret with which it is confirmed.
    pub hash: String,
    pub lapses_at: DateTime<Utc>,
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The last publication that they need not be told of.
    pub told_until: i64,
}

impl Subscription {
    /// Its name in the ledger.
    pub(crate) fn record_name(&self) -> String {
        record_name(self.id)
    }

    /// Whether the link with which it is confirmed still works.
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

/// The part of an address with which one leaves: the key and a seal that only this installation can make, so that nothing need be kept
/// with which somebody who reads the database could take others off.
pub(crate) fn way_out(secret: &Secret, id: SubscriptionId) -> String {
    format!("{id}-{}", seal(secret, id).as_ref().map(Token::secret).unwrap_or_default())
}

/// The subscription that a way out leads out of; none where the seal is not ours.
pub(crate) fn read_way_out(secret: &Secret, text: &str) -> Option<SubscriptionId> {
    let (id, digits) = text.split_once('-')?;
    let id: SubscriptionId = id.parse().ok()?;
    // Hashes are compared and not the seals, so that the time it takes tells nothing.
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

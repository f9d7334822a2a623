//! A message from a board's clerk: the submitted form, and the text that members and followers receive.

pub mod pages;
pub mod recipients;
pub mod store;
pub mod tables;
pub mod view;

use meetings::board::store::Board;
use meetings::form::{is_too_long, line, some_text};
use meetings::meeting::Meeting;

/// The maximum length of a subject, in characters.
pub(crate) const LONGEST_SUBJECT: usize = 150;
/// The maximum length of a message, in characters.
pub(crate) const LONGEST_TEXT: usize = 5_000;

/// The fields that the message form submits and its confirmation page submits again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MessageForm {
    pub to_members: bool,
    pub to_followers: bool,
    pub subject: String,
    pub text: String,
    /// The key of the meeting that the message is about; empty if it is about none.
    pub meeting: String,
    /// The board's last message when the form was opened, so that submitting twice sends once.
    pub seen: i64,
    /// The number of recipients shown on the confirmation page.
    pub counted: String,
    pub step: MessageStep,
}

/// The step that the clerk chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MessageStep {
    /// Preview the message as it will be sent.
    #[default]
    Check,
    /// Go back to the form.
    Change,
    Send,
}

impl From<Vec<(String, String)>> for MessageForm {
    fn from(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match (name.as_str(), value.as_str()) {
                ("to", "members") => form.to_members = true,
                ("to", "followers") => form.to_followers = true,
                ("subject", _) => form.subject = value,
                ("text", _) => form.text = value,
                ("meeting", _) => form.meeting = value,
                ("seen", _) => form.seen = value.parse().unwrap_or_default(),
                ("counted", _) => form.counted = value,
                ("confirmed", _) if form.step == MessageStep::Check => form.step = MessageStep::Send,
                ("change", _) => form.step = MessageStep::Change,
                _ => {}
            }
        }
        form
    }
}

impl MessageForm {
    /// Validates the message. A group with no one in it counts as not selected.
    pub(crate) fn read(&self, counts: Counts, meetings: &[Meeting]) -> Result<Written, Vec<ui::Fault<'static>>> {
        let mut faults = Vec::new();
        let to_members = self.to_members && counts.members > 0;
        let to_followers = self.to_followers && counts.followers > 0;
        if !to_members && !to_followers {
            faults.push(("Select who gets the message", "to"));
        }
        let subject = line(&self.subject, LONGEST_SUBJECT);
        if subject.is_empty() {
            faults.push(("Enter a subject", "subject"));
        } else if is_too_long(&self.subject, LONGEST_SUBJECT) {
            faults.push(("Subject must be 150 characters or fewer", "subject"));
        }
        let text = some_text(&self.text, LONGEST_TEXT);
        if text.is_none() {
            faults.push(("Enter a message", "text"));
        } else if is_too_long(&self.text, LONGEST_TEXT) {
            faults.push(("Message must be 5,000 characters or fewer", "text"));
        }
        let meeting = meetings.iter().find(|meeting| meeting.id.to_string() == self.meeting).cloned();
        if meeting.is_none() && !self.meeting.is_empty() {
            faults.push(("Select a meeting of this board", "meeting"));
        }
        match text.filter(|_| faults.is_empty()) {
            Some(text) => Ok(Written { to_members, to_followers, subject, text, meeting }),
            None => Err(faults),
        }
    }
}

/// The number of people a message can reach, or reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub members: usize,
    pub followers: usize,
}

impl Counts {
    /// Returns the counts as the confirmation page submits them.
    pub(crate) fn sent(self) -> String {
        format!("{}-{}", self.members, self.followers)
    }

    /// Returns the counts in words: `9 members and 41 followers`.
    pub(crate) fn words(self) -> String {
        let counted = |count: usize, one: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {one}s")),
        };
        let groups = [counted(self.members, "member"), counted(self.followers, "follower")];
        groups.into_iter().flatten().collect::<Vec<_>>().join(" and ")
    }

    /// Returns the total number of people.
    pub(crate) fn all(self) -> usize {
        self.members + self.followers
    }
}

/// A validated message.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub to_members: bool,
    pub to_followers: bool,
    pub subject: String,
    pub text: String,
    pub meeting: Option<Meeting>,
}

impl Written {
    /// Returns the number of recipients in the selected groups.
    pub(crate) fn counts(&self, all: Counts) -> Counts {
        Counts {
            members: if self.to_members { all.members } else { 0 },
            followers: if self.to_followers { all.followers } else { 0 },
        }
    }

    /// Returns the text that everyone receives: the message, the meeting that it is about and the address of that meeting's page.
    pub(crate) fn body(&self, in_full: impl Fn(&str) -> String) -> String {
        let Some(meeting) = &self.meeting else { return self.text.clone() };
        let when = [Some(meeting.day()), meeting.times(), meeting.place.clone()];
        let when = when.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let cancelled = if meeting.is_cancelled { " (cancelled)" } else { "" };
        format!("{}\n\nMeeting: {when}{cancelled}\n{}", self.text, in_full(&meeting.address()))
    }
}

/// Returns the text of the email to a member: why they receive it, and a link to their meetings if they have an account.
pub(crate) fn text_for_member(body: &str, board: &Board, council: &str, own_meetings: Option<&str>) -> String {
    let reason = format!("You get this email because you are a member or substitute of the {} of {council}.", board.name);
    match own_meetings {
        Some(address) => format!("{body}\n\n{reason}\nYour meetings: {address}\n"),
        None => format!("{body}\n\n{reason}\n"),
    }
}

/// Returns a sentence naming the members who have no email address, or `None` if all have one.
pub(crate) fn without_email_words(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [only] => Some(format!("1 member has no email address: {only}.")),
        [before @ .., last] => Some(format!("{} members have no email address: {} and {last}.", names.len(), before.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> MessageForm {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>().into()
    }

    const EVERYBODY: Counts = Counts { members: 9, followers: 41 };

    #[test]
    fn a_group_without_anybody_gets_no_message() {
        let form = form(&[("to", "members"), ("to", "followers"), ("subject", " The hall\n"), ("text", "It is\r\nflooded.")]);
        let written = form.read(EVERYBODY, &[]).expect("a message");
        assert_eq!((written.subject.as_str(), written.text.as_str()), ("The hall", "It is\nflooded."));
        assert_eq!(written.counts(EVERYBODY), EVERYBODY);
        let nobody_follows = Counts { followers: 0, ..EVERYBODY };
        let written = form.read(nobody_follows, &[]).expect("a message");
        assert!(written.to_members && !written.to_followers);
        let faults = form.read(Counts::default(), &[]).expect_err("nobody gets it");
        assert_eq!(faults, [("Select who gets the message", "to")]);
    }

    #[test]
    fn what_is_missing_or_too_long_is_named() {
        let fields_of = |form: &MessageForm| -> Vec<&'static str> {
            form.read(EVERYBODY, &[]).expect_err("faults").into_iter().map(|(_, field)| field).collect()
        };
        assert_eq!(fields_of(&MessageForm::default()), ["to", "subject", "text"]);
        let long = "a".repeat(LONGEST_TEXT + 1);
        let too_long = form(&[("to", "members"), ("subject", &long), ("text", &long), ("meeting", "7")]);
        assert_eq!(fields_of(&too_long), ["subject", "text", "meeting"]);
    }

    #[test]
    fn recipients_are_counted_in_words() {
        let words = |members, followers| Counts { members, followers }.words();
        assert_eq!(words(9, 41), "9 members and 41 followers");
        assert_eq!(words(1, 0), "1 member");
        assert_eq!(words(0, 1), "1 follower");
        let names = ["Ada Sample", "Ben Example", "Cy Instance"].map(str::to_owned);
        assert_eq!(without_email_words(&names[..0]), None);
        assert_eq!(without_email_words(&names[..1]).as_deref(), Some("1 member has no email address: Ada Sample."));
        assert_eq!(
            without_email_words(&names).as_deref(),
            Some("3 members have no email address: Ada Sample, Ben Example and Cy Instance.")
        );
    }
}

//! A message from a board's clerk: its form, and the text that members and followers receive.

pub mod pages;
pub mod recipients;
pub mod store;
pub mod tables;
pub mod view;

use meetings::board::store::Board;
use meetings::meeting::Meeting;
use web::SubmittedForm;

/// The maximum length of a subject, in characters.
pub(crate) const LONGEST_SUBJECT: usize = 150;
/// The maximum length of a message, in characters.
pub(crate) const LONGEST_TEXT: usize = 5_000;

/// The step that the clerk chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageStep {
    /// Preview the message as it will be sent.
    Check,
    /// Go back to the form.
    Change,
    Send,
}

impl MessageStep {
    /// Returns the step for which a form was sent.
    pub(crate) fn of(form: &SubmittedForm) -> Self {
        if form.is_ticked("change") {
            Self::Change
        } else if form.is_confirmed() {
            Self::Send
        } else {
            Self::Check
        }
    }
}

/// Reads the message. A group with no one in it counts as not selected.
pub(crate) fn read(form: &mut SubmittedForm, counts: Counts, meetings: &[Meeting]) -> Option<Written> {
    let is_chosen = |group: &str| form.values("to").any(|chosen| chosen == group);
    let to_members = is_chosen("members") && counts.members > 0;
    let to_followers = is_chosen("followers") && counts.followers > 0;
    if !to_members && !to_followers {
        form.fault("to", "Select who gets the message");
    }
    let subject = form.line("subject").at_most(LONGEST_SUBJECT, "Subject").required("Enter a subject");
    let text = form.lines("text").at_most(LONGEST_TEXT, "Message").required("Enter a message");
    let meeting = form.choice("meeting", meetings, |meeting| meeting.id.to_string());
    let meeting = meeting.optional("Select a meeting of this board");
    form.accept(())?;
    Some(Written { to_members, to_followers, subject: subject?, text: text?, meeting: meeting? })
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

/// A message as it was read.
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

    fn form(fields: &[(&'static str, &str)]) -> SubmittedForm {
        SubmittedForm::of(fields.iter().copied())
    }

    const EVERYBODY: Counts = Counts { members: 9, followers: 41 };

    #[test]
    fn a_group_without_anybody_gets_no_message() {
        let mut form = form(&[("to", "members"), ("to", "followers"), ("subject", " The hall\n"), ("text", "It is\r\nflooded.")]);
        let written = read(&mut form, EVERYBODY, &[]).expect("a message");
        assert_eq!((written.subject.as_str(), written.text.as_str()), ("The hall", "It is\nflooded."));
        assert_eq!(written.counts(EVERYBODY), EVERYBODY);
        let nobody_follows = Counts { followers: 0, ..EVERYBODY };
        let written = read(&mut form, nobody_follows, &[]).expect("a message");
        assert!(written.to_members && !written.to_followers);
        assert!(read(&mut form, Counts::default(), &[]).is_none(), "nobody gets it");
        assert_eq!(form.messages().collect::<Vec<_>>(), ["Select who gets the message"]);
    }

    #[test]
    fn what_is_missing_or_too_long_is_named() {
        let fields_of = |mut form: SubmittedForm| -> Vec<&'static str> {
            assert!(read(&mut form, EVERYBODY, &[]).is_none());
            ["to", "subject", "text", "meeting"].into_iter().filter(|field| form.error(field).is_some()).collect()
        };
        assert_eq!(fields_of(SubmittedForm::default()), ["to", "subject", "text"]);
        let long = "a".repeat(LONGEST_TEXT + 1);
        let too_long = form(&[("to", "members"), ("subject", &long), ("text", &long), ("meeting", "7")]);
        assert_eq!(fields_of(too_long), ["subject", "text", "meeting"]);
    }

    #[test]
    fn a_form_is_sent_only_from_its_confirmation_page() {
        let step = |fields| MessageStep::of(&form(fields));
        assert_eq!(step(&[]), MessageStep::Check);
        assert_eq!(step(&[("confirmed", "yes")]), MessageStep::Send);
        assert_eq!(step(&[("confirmed", "yes"), ("change", "yes")]), MessageStep::Change);
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

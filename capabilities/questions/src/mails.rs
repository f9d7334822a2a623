//! The mails to whoever asked. They quote nothing that a stranger wrote: anybody may give another's mail address.

use crate::facts::MeetingFacts;
use crate::fitness::Who;
use crate::question::Question;
use access::Token;
use mail::Mail;
use web::AppState;

fn mail(who: &Who, subject: String, text: String) -> Mail {
    Mail { to: who.mail.clone(), to_name: who.name.clone(), subject, text, ..Mail::default() }
}

/// That a question came in, with its private address.
pub(crate) fn receipt(state: &AppState, facts: &MeetingFacts, question: &Question, who: &Who, token: &Token) -> Mail {
    let link = state.site.in_full(&format!("/questions/track/{}", token.secret()));
    mail(
        who,
        format!("Your question {} was received", question.reference),
        format!(
            "Hello,\n\nYour question for the meeting of the {} on {} was received. Its reference is {}.\n\nFollow what becomes of it here. \
             The address is yours alone; whoever has it can read your question:\n\n{link}\n\nA clerk looks at it next, and you get a mail \
             when it is decided.\n\nIf you asked no question, somebody gave your address by mistake: tell {}.\n",
            facts.meeting.board_name,
            facts.meeting.day(),
            question.reference,
            state.council_name()
        ),
    )
}

/// That a question was accepted.
pub(crate) fn accepted(facts: &MeetingFacts, question: &Question, who: &Who) -> Mail {
    mail(
        who,
        format!("Your question {} was accepted", question.reference),
        format!(
            "Hello,\n\nYour question {} will be put at the meeting of the {} on {}. It will be read as:\n\n{}\n\nPlease come to the meeting. \
             You have at most {} minutes, and may then put one further question about the same matter. If there is no answer at the \
             meeting, you get one in writing.\n\nThe address in your receipt shows how it stands.\n",
            question.reference,
            facts.meeting.board_name,
            facts.meeting.day(),
            question.words(),
            facts.each
        ),
    )
}

/// That a question was rejected, on which ground and why.
pub(crate) fn rejected(facts: &MeetingFacts, question: &Question, who: &Who) -> Mail {
    let ground = question.ground.map(|ground| ground.words(facts.same_months)).unwrap_or_default();
    mail(
        who,
        format!("Your question {} was not accepted", question.reference),
        format!(
            "Hello,\n\nYour question {} for the meeting of the {} on {} will not be put, because it {ground} ({}).\n\nThis was decided by {}. \
             The reasons:\n\n{}\n",
            question.reference,
            facts.meeting.board_name,
            facts.meeting.day(),
            facts.citation,
            question.decided_by.as_deref().unwrap_or("the proper officer"),
            question.reasons.as_deref().unwrap_or_default()
        ),
    )
}

/// That somebody else asks the same.
pub(crate) fn merged(facts: &MeetingFacts, question: &Question, other: &Question, who: &Who) -> Mail {
    mail(
        who,
        format!("Your question {} is put together with another", question.reference),
        format!(
            "Hello,\n\nSomebody else asks the same for the meeting of the {} on {}. Your question {} is put together with {}, and the answer \
             is meant for you, too. If it is given in writing, you get it by mail.\n\nThe address in your receipt shows how it stands.\n",
            facts.meeting.board_name,
            facts.meeting.day(),
            question.reference,
            other.reference
        ),
    )
}

/// That a question must change before it can be put, and until when.
pub(crate) fn sent_back(facts: &MeetingFacts, question: &Question, who: &Who, until: &str) -> Mail {
    mail(
        who,
        format!("Please look at your question {} again", question.reference),
        format!(
            "Hello,\n\nYour question {} for the meeting of the {} on {} cannot be put as it stands. What to change:\n\n{}\n\nSend another \
             wording until {until}, at the address in your receipt.\n",
            question.reference,
            facts.meeting.board_name,
            facts.meeting.day(),
            question.reasons.as_deref().unwrap_or_default()
        ),
    )
}

/// That a decision was taken back.
pub(crate) fn reconsidered(facts: &MeetingFacts, question: &Question, who: &Who) -> Mail {
    mail(
        who,
        format!("Your question {} is looked at again", question.reference),
        format!(
            "Hello,\n\nWhat was decided of your question {} for the meeting of the {} on {} was taken back. It is looked at again, and you \
             get a mail when it is decided.\n",
            question.reference,
            facts.meeting.board_name,
            facts.meeting.day()
        ),
    )
}

/// The written answer.
pub(crate) fn answered(facts: &MeetingFacts, answered: &Question, own: &Question, who: &Who) -> Mail {
    mail(
        who,
        format!("The answer to your question {}", own.reference),
        format!(
            "Hello,\n\nThis is the written answer to your question {} for the meeting of the {} on {}.\n\nThe question:\n\n{}\n\nThe \
             answer:\n\n{}\n\nBoth are published with the meeting, without your name unless you agreed to be named.\n",
            own.reference,
            facts.meeting.board_name,
            facts.meeting.day(),
            answered.words(),
            answered.written_answer.as_deref().unwrap_or_default()
        ),
    )
}

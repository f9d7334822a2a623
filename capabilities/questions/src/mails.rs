//! Emails to questioners. They quote nothing from the form, because anyone may enter someone else's email address.

use crate::asking::fitness::Who;
use crate::question::Question;
use crate::question::facts::MeetingFacts;
use access::Token;
use mail::Mail;
use web::AppState;

fn mail(who: &Who, subject: String, text: String) -> Mail {
    Mail { to: who.mail.clone(), to_name: who.name.clone(), subject, text, ..Mail::default() }
}

/// Confirms receipt of a question, with its private address.
pub(crate) fn receipt(state: &AppState, facts: &MeetingFacts, question: &Question, who: &Who, token: &Token) -> Mail {
    let link = state.site.in_full(&format!("/questions/track/{}", token.secret()));
    mail(
        who,
        format!("Your question {} was received", question.reference),
        format!(
            "Hello,\n\nWe’ve received your question for the meeting of the {} on {}. Its reference is {}.\n\nUse this link to follow your question. \
             Do not share it: anyone who has it can read your question.\n\n{link}\n\nA clerk will check your question. We’ll email you \
             with the decision.\n\nIf you did not ask a question, someone gave your address by mistake. Contact {}.\n",
            facts.meeting.board_name,
            facts.meeting.day(),
            question.reference,
            state.council_name()
        ),
    )
}

/// Says that a question was accepted.
pub(crate) fn accepted(facts: &MeetingFacts, question: &Question, who: &Who) -> Mail {
    mail(
        who,
        format!("Your question {} was accepted", question.reference),
        format!(
            "Hello,\n\nYour question {} will be put at the meeting of the {} on {}. It will be read as:\n\n{}\n\nYou need to attend the meeting. \
             You have up to {} minutes, and can then ask one supplementary question on the same subject. If there is no answer at the \
             meeting, you will get one in writing.\n\nUse the link in your receipt to see its status.\n",
            question.reference,
            facts.meeting.board_name,
            facts.meeting.day(),
            question.words(),
            facts.each
        ),
    )
}

/// Says that a question was rejected, on which ground and why.
pub(crate) fn rejected(facts: &MeetingFacts, question: &Question, who: &Who) -> Mail {
    let ground = question.ground.map(|ground| ground.words(facts.same_months)).unwrap_or_default();
    mail(
        who,
        format!("Your question {} was not accepted", question.reference),
        format!(
            "Hello,\n\nYour question {} for the meeting of the {} on {} will not be put, because it {ground} ({}).\n\nThe decision was made by {}. \
             Reasons:\n\n{}\n",
            question.reference,
            facts.meeting.board_name,
            facts.meeting.day(),
            facts.citation,
            question.decided_by.as_deref().unwrap_or("the proper officer"),
            question.reasons.as_deref().unwrap_or_default()
        ),
    )
}

/// Says that someone else has asked the same question.
pub(crate) fn merged(facts: &MeetingFacts, question: &Question, other: &Question, who: &Who) -> Mail {
    mail(
        who,
        format!("Your question {} has been merged with another", question.reference),
        format!(
            "Hello,\n\nSomeone else has asked the same question for the meeting of the {} on {}. Your question {} has been merged with {}, and \
             both will be answered together. We’ll email you any written answer.\n\nUse the link in your receipt to see its status.\n",
            facts.meeting.board_name,
            facts.meeting.day(),
            question.reference,
            other.reference
        ),
    )
}

/// Says that a question must be changed before it can be put, and by when.
pub(crate) fn sent_back(facts: &MeetingFacts, question: &Question, who: &Who, until: &str) -> Mail {
    mail(
        who,
        format!("Your question {} needs to change", question.reference),
        format!(
            "Hello,\n\nYour question {} for the meeting of the {} on {} needs to change before it can be put. What to change:\n\n{}\n\nUse the link \
             in your receipt to send new wording by {until}.\n",
            question.reference,
            facts.meeting.board_name,
            facts.meeting.day(),
            question.reasons.as_deref().unwrap_or_default()
        ),
    )
}

/// Says that a decision was undone.
pub(crate) fn reconsidered(facts: &MeetingFacts, question: &Question, who: &Who) -> Mail {
    mail(
        who,
        format!("Your question {} is being reconsidered", question.reference),
        format!(
            "Hello,\n\nThe decision on your question {} for the meeting of the {} on {} has been withdrawn. We’ll email you \
             when there is a new decision.\n",
            question.reference,
            facts.meeting.board_name,
            facts.meeting.day()
        ),
    )
}

/// Sends the written answer.
pub(crate) fn answered(facts: &MeetingFacts, answered: &Question, own: &Question, who: &Who) -> Mail {
    mail(
        who,
        format!("Answer to your question {}", own.reference),
        format!(
            "Hello,\n\nThis is the written answer to your question {} for the meeting of the {} on {}.\n\nQuestion:\n\n{}\n\n\
             Answer:\n\n{}\n\nBoth are published with the meeting, without your name unless you agreed to be named.\n",
            own.reference,
            facts.meeting.board_name,
            facts.meeting.day(),
            answered.words(),
            answered.written_answer.as_deref().unwrap_or_default()
        ),
    )
}

//! The standard sentences of minutes, in the past tense and without names where minutes omit them.

use chrono::NaiveDate;
use documents::Clauses;
use foundation::{civil_date, text::title_key};
use meetings::interests::InterestKind;
use meetings::members::seat_store::SeatOn;
use meetings::preparation::item::paragraphs_in_words;
use meetings::sitting::{Choice, Votes};

/// The public text for an item that was taken in private.
pub(crate) const TAKEN_IN_PRIVATE: &str =
    "The Board considered this item in private. Its detail is exempt information and is not published.";

/// Returns a member's name as minutes print it: the surname alone, with initials if two members share it.
pub(crate) fn printed_name(seat: &SeatOn, seats: &[SeatOn]) -> String {
    let key = title_key(&seat.name.surname);
    let is_shared = seats.iter().filter(|other| title_key(&other.name.surname) == key).count() > 1;
    if !is_shared || seat.name.given.is_empty() {
        return seat.name.surname.clone();
    }
    let initials: Vec<String> = seat
        .name
        .given
        .split([' ', '.'])
        .filter_map(|given| given.chars().next())
        .map(|letter| format!("{}.", letter.to_uppercase()))
        .collect();
    format!("{} {}", initials.join(" "), seat.name.surname)
}

/// Returns a member as named in a sentence: `Councillor Carlin`.
pub(crate) fn councillor(person: i64, seats: &[SeatOn]) -> String {
    match seats.iter().find(|seat| seat.person.get() == person) {
        Some(seat) => format!("Councillor {}", printed_name(seat, seats)),
        None => "A Member of the Board".to_owned(),
    }
}

/// Returns the sentence for a declared interest. Its nature is left out if the interest is sensitive or the business is private.
pub(crate) fn declared(name: &str, interest: &str, nature: Option<&str>, withdrew: bool) -> String {
    let kind = InterestKind::read(interest).map_or("interest", InterestKind::label);
    let article = if kind.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let nature = nature.map(|nature| format!(": {}", nature.trim_end_matches('.'))).unwrap_or_default();
    let left = if withdrew { format!(" {name} left the meeting and took no part in the item.") } else { String::new() };
    format!("{name} declared {article} {kind} in this item{nature}.{left}")
}

/// Returns the sentence for a motion or an amendment, with its mover.
pub(crate) fn motion(text: &str, mover: Option<String>, seconder: Option<String>, is_amendment: bool) -> String {
    let what = if is_amendment { "amendment" } else { "motion" };
    let moved = match (mover, seconder) {
        (Some(mover), Some(seconder)) => format!("It was moved by {mover} and seconded by {seconder}, as {what}: "),
        (Some(mover), None) => format!("It was moved by {mover}, as {what}: "),
        _ => format!("It was moved, as {what}: "),
    };
    format!("{moved}{}.", text.trim_end_matches('.'))
}

/// Returns the sentence for a vote, with figures or by name.
pub(crate) fn vote(votes: &Votes, carried: bool, name: impl Fn(i64) -> String) -> String {
    let outcome = if carried { "carried" } else { "lost" };
    let by_casting = |casting: &Option<Choice>| if casting.is_some() { ", on the Chair’s casting vote" } else { "" };
    match votes {
        Votes::Hands { in_favour, against, abstained, casting } => format!(
            "The vote was taken by show of hands: {in_favour} for, {against} against, {abstained} abstained. It was {outcome}{}.",
            by_casting(casting)
        ),
        Votes::Named { votes, casting } => {
            let of = |wanted: Choice| {
                let names: Vec<String> =
                    votes.iter().filter(|(_, choice)| *choice == wanted).map(|(person, _)| name(*person)).collect();
                if names.is_empty() { "none".to_owned() } else { format!("{} ({})", names.join(", "), names.len()) }
            };
            format!(
                "A recorded vote was taken. For: {}. Against: {}. Abstained: {}. It was {outcome}{}.",
                of(Choice::For),
                of(Choice::Against),
                of(Choice::Abstained),
                by_casting(casting)
            )
        }
    }
}

/// Returns the resolution to exclude the public, which names the paragraphs and states that the public interest test was met (Local
/// Government Act 1972, section 100A(4) and Schedule 12A, paragraph 10).
pub(crate) fn exclusion(paragraphs: &[u8]) -> Clauses {
    let paragraphs = paragraphs_in_words(paragraphs);
    Clauses {
        lead: format!(
            "That the press and public be excluded under section 100A(4) of the Local Government Act 1972, since exempt information within \
             {paragraphs} of Part 1 of Schedule 12A was likely to be disclosed, and in all the circumstances the public interest in \
             maintaining the exemption outweighed the public interest in disclosing it"
        ),
        clauses: Vec::new(),
    }
}

/// Returns the sentence for the approval of an earlier meeting's minutes.
pub(crate) fn approved(held_on: NaiveDate, is_signed: bool) -> String {
    let how =
        if is_signed { "taken as read and signed as a correct record" } else { "taken as read and approved as a correct record" };
    format!("The Minutes of the meeting held on {} were {how}.", civil_date::written(held_on))
}

/// Returns the sentence for why a late item was taken (Local Government Act 1972, section 100B(4)).
pub(crate) fn urgent(circumstances: &str) -> String {
    format!(
        "The Chair ruled that the item be taken as urgent by reason of special circumstances: {}.",
        circumstances.trim_end_matches('.')
    )
}

//! Votes on a motion: who may vote, how votes are counted, and when a casting vote decides.

use crate::meeting::PersonId;
use crate::sitting::{Choice, Votes};

/// Why votes cannot be recorded as they were entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteFault {
    NotPresent,
    Twice,
    Barred,
    NoTie,
    TieUndecided,
    MoreThanPresent,
    NobodyVoted,
}

impl VoteFault {
    /// Returns what the user should do about it.
    pub fn message(self) -> &'static str {
        match self {
            Self::NotPresent => "Only members who are present can vote",
            Self::Twice => "Each member can vote only once",
            Self::Barred => "A member with a disclosable pecuniary interest in the item cannot vote",
            Self::NoTie => "A casting vote can only be given if the votes are equal",
            Self::TieUndecided => "The votes are equal. Record the Chair’s casting vote",
            Self::MoreThanPresent => "There are more votes than members present who can vote",
            Self::NobodyVoted => "Enter the votes",
        }
    }
}

/// Returns whether a motion is carried. A simple majority of those voting decides; if the votes are equal, the person presiding has
/// a casting vote (Local Government Act 1972, Schedule 12, paragraph 39).
pub fn outcome(votes: &Votes, present: &[PersonId], barred: &[PersonId]) -> Result<bool, VoteFault> {
    let (in_favour, against, casting) = match votes {
        Votes::Hands { in_favour, against, abstained, casting } => {
            let may_vote = present.iter().filter(|person| !barred.contains(person)).count() as u64;
            if u64::from(*in_favour) + u64::from(*against) + u64::from(*abstained) > may_vote {
                return Err(VoteFault::MoreThanPresent);
            }
            (*in_favour, *against, *casting)
        }
        Votes::Named { votes, casting } => {
            for (position, (person, _)) in votes.iter().enumerate() {
                let person_id = PersonId::new(*person).filter(|person| present.contains(person)).ok_or(VoteFault::NotPresent)?;
                if barred.contains(&person_id) {
                    return Err(VoteFault::Barred);
                }
                if votes[..position].iter().any(|(other, _)| other == person) {
                    return Err(VoteFault::Twice);
                }
            }
            let count =
                |wanted: Choice| u32::try_from(votes.iter().filter(|(_, choice)| *choice == wanted).count()).unwrap_or(u32::MAX);
            (count(Choice::For), count(Choice::Against), *casting)
        }
    };
    match (in_favour.cmp(&against), casting) {
        _ if in_favour == 0 && against == 0 => Err(VoteFault::NobodyVoted),
        (std::cmp::Ordering::Equal, Some(Choice::For)) => Ok(true),
        (std::cmp::Ordering::Equal, Some(Choice::Against)) => Ok(false),
        (std::cmp::Ordering::Equal, _) => Err(VoteFault::TieUndecided),
        (_, Some(_)) => Err(VoteFault::NoTie),
        (order, None) => Ok(order == std::cmp::Ordering::Greater),
    }
}

#[cfg(test)]
#[path = "vote_tests.rs"]
mod tests;

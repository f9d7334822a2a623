//! Who moved what minutes record, and by how many votes it was decided.

use serde::{Deserialize, Serialize};

/// The votes on a motion, as the minutes record them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordedVote {
    /// The votes for it; `None` if they are not recorded.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub in_favour: Option<VotesCast>,
    /// The votes against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<VotesCast>,
    /// The abstentions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abstained: Option<VotesCast>,
    /// Whether the person who presided decided a tie by a second vote (Local Government Act 1972, Schedule 12, paragraph 39).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub casting: bool,
    /// Whether the minutes say that nobody was against it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unanimous: bool,
}

/// Votes on one side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VotesCast {
    /// How many.
    pub count: u32,
    /// The names of those who voted, as printed and without a `Councillors` before the list; empty if only the count is recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// A motion or an amendment with its outcome. What a body resolved is not one of these but a resolution, and only resolutions are
/// decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Motion {
    /// The sentence that gives the outcome: `The amendment was lost.`
    pub sentence: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether it would have changed another motion.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub amendment: bool,
    /// The words that were moved, if the minutes give them apart. The text before the sentence has them too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Who moved it, as printed: `Councillor A. Dummy`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_by: Option<String>,
    /// Who seconded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconded_by: Option<String>,
    /// The votes on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<RecordedVote>,
}

/// What became of a motion or an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was carried. An amendment that is carried changes its motion, on which a vote follows.
    Carried,
    /// It was voted down.
    Lost,
    /// It fell without a vote, as when nobody seconds it.
    Fell,
    /// Its mover withdrew it.
    Withdrawn,
    /// It was never put to the vote.
    NotPut,
}

impl Outcome {
    /// Returns the outcome as a word: `lost`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Lost => "lost",
            Self::Fell => "fell",
            Self::Withdrawn => "withdrawn",
            Self::NotPut => "not put",
        }
    }
}

impl RecordedVote {
    /// Returns whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the votes as sentences: `12 for, 4 against, 1 abstained.`, or with names `For (2): A. Dummy and B. Foil.`
    pub fn words(&self) -> String {
        let sides = [("for", &self.in_favour), ("against", &self.against), ("abstained", &self.abstained)];
        let sides: Vec<(&str, &VotesCast)> =
            sides.into_iter().filter_map(|(side, votes)| Some((side, votes.as_ref()?))).collect();
        let named = sides.iter().any(|(_, votes)| !votes.names.is_empty());
        let mut sentences: Vec<String> = if named {
            sides.iter().map(|(side, votes)| of_side(side, votes)).collect()
        } else {
            let counts: Vec<String> = sides.iter().map(|(side, votes)| format!("{} {side}", votes.count)).collect();
            Some(format!("{}.", counts.join(", "))).filter(|_| !counts.is_empty()).into_iter().collect()
        };
        if self.unanimous {
            sentences.push("Carried unanimously.".to_owned());
        }
        if self.casting {
            sentences.push("Decided on the Chair’s casting vote.".to_owned());
        }
        sentences.join(" ")
    }
}

/// Returns one side of a vote by names: `Against (1): C. Proxy.`
fn of_side(side: &str, votes: &VotesCast) -> String {
    let label = match side {
        "for" => "For",
        "against" => "Against",
        _ => "Abstained",
    };
    let names = match votes.names.split_last() {
        None => return format!("{label}: {}.", votes.count),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    };
    // A name may end with an initial.
    format!("{label} ({}): {}.", votes.count, names.trim_end_matches('.'))
}

/// Returns who moved and seconded something and the votes on it, as sentences. `None` if nothing of it is recorded, or `printed`
/// says it already.
pub fn sentences(
    moved_by: Option<&str>,
    seconded_by: Option<&str>,
    vote: Option<&RecordedVote>,
    printed: &str,
) -> Option<String> {
    let moved = match (moved_by, seconded_by) {
        (Some(mover), Some(seconder)) => Some(format!("Moved by {mover} and seconded by {seconder}.")),
        (Some(mover), None) => Some(format!("Moved by {mover}.")),
        (None, Some(seconder)) => Some(format!("Seconded by {seconder}.")),
        (None, None) => None,
    };
    let voted = vote.map(|vote| {
        let said = printed.to_lowercase();
        let unanimous = vote.unanimous && !said.contains("unanim") && !said.contains("all ");
        RecordedVote { unanimous, casting: vote.casting && !said.contains("casting"), ..vote.clone() }.words()
    });
    let all: Vec<String> = moved.into_iter().chain(voted.filter(|words| !words.is_empty())).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast(count: u32, names: &[&str]) -> Option<VotesCast> {
        Some(VotesCast { count, names: names.iter().map(|name| (*name).to_owned()).collect() })
    }

    #[test]
    fn votes_are_told_in_words() {
        let counted =
            RecordedVote { in_favour: cast(12, &[]), against: cast(4, &[]), abstained: cast(1, &[]), ..RecordedVote::default() };
        assert_eq!(counted.words(), "12 for, 4 against, 1 abstained.");
        let named = RecordedVote {
            in_favour: cast(3, &["A. Dummy", "B. Foil", "C. Proxy (J.)"]),
            against: cast(3, &["D. Mock", "E. Stand", "F."]),
            abstained: cast(0, &[]),
            casting: true,
            ..RecordedVote::default()
        };
        assert_eq!(
            named.words(),
            "For (3): A. Dummy, B. Foil and C. Proxy (J.). Against (3): D. Mock, E. Stand and F. Abstained: 0. \
             Decided on the Chair’s casting vote."
        );
    }

    #[test]
    fn what_is_printed_already_is_not_said_again() {
        let unanimous = RecordedVote { unanimous: true, ..RecordedVote::default() };
        assert_eq!(sentences(None, None, Some(&unanimous), "RESOLVED (unanimously)"), None);
        assert_eq!(sentences(None, None, Some(&unanimous), "RESOLVED").as_deref(), Some("Carried unanimously."));
        assert_eq!(
            sentences(Some("Councillor A. Dummy"), Some("Councillor B. Foil"), None, "").as_deref(),
            Some("Moved by Councillor A. Dummy and seconded by Councillor B. Foil.")
        );
        assert_eq!(sentences(None, None, None, ""), None);
    }
}

//! Reads votes that are counted: `For 12, Against 4, Abstentions 1`, `by 12 votes to 4`, with unanimity and a casting vote.

use super::super::pieces::{Kind, Piece};
use meetings::minutes::{RecordedVote, VotesCast};

/// The longest sentence that is searched for votes, in bytes.
const LONGEST: usize = 1200;

/// A side of a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    For,
    Against,
    Abstained,
}

/// What a word is in a sentence about votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Number(u32),
    Side(Side),
    /// A word that may come between a number and its side.
    Between,
    /// A comma or a word that separates one side from the next.
    Apart,
    Other,
}

const NUMBERS: &[&str] = &[
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen",
];

/// Words that say nothing but that there was a vote.
const OF_VOTING: &[&str] = &[
    "vote",
    "votes",
    "voting",
    "voted",
    "recorded",
    "members",
    "councillors",
    "member",
    "councillor",
    "cast",
    "were",
    "was",
    "there",
    "with",
    "and",
    "the",
    "in",
    "favour",
    "result",
    "as",
    "follows",
    "upon",
    "being",
    "on",
    "put",
    "to",
    "of",
    "motion",
    "by",
    "none",
    "nil",
    "none.",
    "named",
];

/// Returns the votes that a sentence counts, if it counts both sides, with what it says of unanimity and a casting vote.
pub(super) fn read(text: &str) -> Option<RecordedVote> {
    let text = text.get(..text.floor_char_boundary(LONGEST))?;
    let lower = text.to_lowercase();
    let mut vote = counts(&lower).unwrap_or_default();
    vote.unanimous = says_unanimous(&lower);
    vote.casting = lower.contains("casting vote");
    (!vote.is_empty()).then_some(vote)
}

/// Checks whether the words say that nobody was against it.
fn says_unanimous(lower: &str) -> bool {
    let said = [
        "unanimous",
        "yn unfrydol",
        "nem con",
        "nem. con",
        "all in favour",
        "all agreed",
        "all councillors agreed",
        "all members agreed",
    ];
    said.iter().any(|said| lower.contains(said)) && !lower.contains("not unanimous")
}

/// Checks whether a paragraph says nothing but how many voted on each side.
pub(in super::super) fn is_only(text: &str) -> bool {
    if text.len() > 240 {
        return false;
    }
    let lower = text.to_lowercase();
    let known = tokens(&lower).into_iter().all(|(word, token)| token != Token::Other || OF_VOTING.contains(&word));
    known && (counts(&lower).is_some() || single(&lower).is_some())
}

/// Returns the one side that a paragraph is about: `There were no abstentions.`, `Abstentions: 1`.
fn single(lower: &str) -> Option<(Side, u32)> {
    let tokens = tokens(lower);
    let mut numbers = tokens.iter().filter_map(|(_, token)| if let Token::Number(number) = token { Some(*number) } else { None });
    let mut sides = tokens.iter().filter_map(|(_, token)| if let Token::Side(side) = token { Some(*side) } else { None });
    match (numbers.next(), numbers.next(), sides.next(), sides.next()) {
        (Some(number), None, Some(side), None) => Some((side, number)),
        (None, None, Some(side), None) if lower.contains("none") || lower.contains("nil") => Some((side, 0)),
        _ => None,
    }
}

/// Returns the votes of a paragraph that gives nothing else.
pub(super) fn counted(text: &str) -> RecordedVote {
    read(text).unwrap_or_else(|| {
        let mut vote = RecordedVote::default();
        if let Some((side, count)) = single(&text.to_lowercase()) {
            add(&mut vote, side, VotesCast { count, names: Vec::new() });
        }
        vote
    })
}

fn tokens(lower: &str) -> Vec<(&str, Token)> {
    let mut tokens = Vec::new();
    for printed in lower.split_whitespace() {
        let word = printed.trim_matches(|c: char| !c.is_alphanumeric());
        let token = match word {
            "for" | "favour" | "favor" | "yes" | "ayes" | "aye" | "blaid" | "dros" => Token::Side(Side::For),
            "against" | "noes" | "erbyn" | "aghaidh" => Token::Side(Side::Against),
            "abstained" | "abstaining" | "abstention" | "abstentions" | "abstain" | "abstains" | "ymatal" => {
                Token::Side(Side::Abstained)
            }
            "vote" | "votes" | "members" | "member" | "councillors" | "councillor" | "voted" | "voting" | "were" | "was"
            | "in" | "cast" | "the" | "motion" | "amendment" | "recommendation" | "proposal" | "" => Token::Between,
            "and" | "with" | "to" => Token::Apart,
            _ => number(word).map_or(Token::Other, Token::Number),
        };
        if printed.starts_with(['(', '[']) && !tokens.is_empty() && !matches!(token, Token::Number(_)) {
            tokens.push(("", Token::Apart));
        }
        tokens.push((word, token));
        if printed.ends_with([',', ';', '.']) {
            tokens.push(("", Token::Apart));
        }
    }
    tokens
}

fn number(word: &str) -> Option<u32> {
    if word.len() <= 3 && !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) {
        return word.parse().ok();
    }
    let word = if matches!(word, "none" | "nil" | "zero") { "no" } else { word };
    NUMBERS.iter().position(|number| *number == word).and_then(|number| u32::try_from(number).ok())
}

/// Returns the counts of both sides, and of the abstentions if they are given.
fn counts(lower: &str) -> Option<RecordedVote> {
    let tokens: Vec<Token> = tokens(lower).into_iter().map(|(_, token)| token).collect();
    // Either each number comes before its side or each comes after it.
    let before = paired(&tokens, |one, other| match (one, other) {
        (Token::Number(number), Token::Side(side)) => Some((side, number)),
        _ => None,
    });
    let after = paired(&tokens, |one, other| match (one, other) {
        (Token::Side(side), Token::Number(number)) => Some((side, number)),
        _ => None,
    });
    let whole = |vote: &RecordedVote| vote.in_favour.is_some() && vote.against.is_some();
    [before, after].into_iter().find(whole).or_else(|| votes_to(lower))
}

/// Collects the pairs of a number and a side.
fn paired(tokens: &[Token], pair: impl Fn(Token, Token) -> Option<(Side, u32)>) -> RecordedVote {
    let mut vote = RecordedVote::default();
    let mut open: Option<Token> = None;
    for token in tokens {
        match token {
            Token::Between => {}
            Token::Apart | Token::Other => open = None,
            Token::Number(_) | Token::Side(_) => {
                let found = open.and_then(|open| pair(open, *token));
                if let Some((side, count)) = found {
                    add(&mut vote, side, VotesCast { count, names: Vec::new() });
                }
                open = if found.is_some() { None } else { Some(*token) };
            }
        }
    }
    vote
}

/// Reads `by 12 votes to 4`.
fn votes_to(lower: &str) -> Option<RecordedVote> {
    let at = lower.find(" votes to ")?;
    let number_of = |word: Option<&str>| number(word?.trim_matches(|c: char| !c.is_alphanumeric()));
    let in_favour = number_of(lower.get(..at)?.split_whitespace().next_back())?;
    let against = number_of(lower.get(at + " votes to ".len()..)?.split_whitespace().next())?;
    let mut vote = RecordedVote::default();
    add(&mut vote, Side::For, VotesCast { count: in_favour, names: Vec::new() });
    add(&mut vote, Side::Against, VotesCast { count: against, names: Vec::new() });
    let rest = lower.get(at + " votes to ".len()..).unwrap_or_default();
    if let Some((Side::Abstained, count)) = rest.split_once(" with ").and_then(|(_, rest)| single(rest)) {
        add(&mut vote, Side::Abstained, VotesCast { count, names: Vec::new() });
    }
    Some(vote)
}

pub(super) fn add(vote: &mut RecordedVote, side: Side, votes: VotesCast) {
    match side {
        Side::For => vote.in_favour = Some(votes),
        Side::Against => vote.against = Some(votes),
        Side::Abstained => vote.abstained = Some(votes),
    }
}

/// Adds what another sentence says of the same vote.
pub(super) fn join(vote: &mut RecordedVote, other: RecordedVote) {
    vote.in_favour = other.in_favour.or(vote.in_favour.take());
    vote.against = other.against.or(vote.against.take());
    vote.abstained = other.abstained.or(vote.abstained.take());
    vote.casting |= other.casting;
    vote.unanimous |= other.unanimous;
}

/// Checks whether a piece speaks of a vote, so that what follows may belong to what was resolved before it.
pub(super) fn speaks_of_vote(piece: &Piece) -> bool {
    let text = piece.text.get(..piece.text.floor_char_boundary(400)).unwrap_or_default();
    piece.kind == Kind::Text && ["vot", "Vot", "VOT"].iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(in_favour: u32, against: u32, abstained: Option<u32>) -> RecordedVote {
        let cast = |count| VotesCast { count, names: Vec::new() };
        RecordedVote {
            in_favour: Some(cast(in_favour)),
            against: Some(cast(against)),
            abstained: abstained.map(cast),
            ..RecordedVote::default()
        }
    }

    #[test]
    fn counts_come_before_or_after_their_sides() {
        for text in [
            "For 12, Against 4, Abstentions 1",
            "Voting: For 12, Against 4, Abstentions 1",
            "(Vote: 12 in favour, 4 against and 1 abstained)",
            "12 votes for, 4 against, 1 abstention",
            "12 Members voted in favour and 4 against, with one abstention.",
            "For: 12 Against: 4 Abstentions: 1",
            "Votes for the motion: 12; votes against the motion: 4; abstentions: 1",
            "by 12 votes to 4 with 1 abstention",
        ] {
            assert_eq!(read(text), Some(counted(12, 4, Some(1))), "{text}");
        }
        assert_eq!(read("carried by twelve votes to four"), Some(counted(12, 4, None)));
        assert_eq!(read("the amendment was LOST (3 for, 9 against)."), Some(counted(3, 9, None)));
        for text in ["The scheme cost 12 for 4 years", "It was against the wall for 3 days", "Members voted", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_of_votes_says_nothing_else() {
        for text in
            ["For 12, Against 4, Abstentions 1", "There were no abstentions.", "(Vote: 12 in favour, 4 against and 1 abstained)"]
        {
            assert!(is_only(text), "{text}");
        }
        for text in ["the amendment was lost (3 for, 9 against)", "For further information", "For 12 years it was so"] {
            assert!(!is_only(text), "{text}");
        }
    }

    #[test]
    fn unanimity_and_a_casting_vote_are_told() {
        assert!(read("It was carried unanimously.").is_some_and(|vote| vote.unanimous && !vote.casting));
        assert!(read("on the Chairman's casting vote").is_some_and(|vote| vote.casting));
        assert_eq!(read("It was not unanimous."), None);
    }
}

//! The `differing-lists` rule.

use crate::paper::{Paper, What};
use crate::rules::{Checked, Found};
use crate::words::{around, content, words};
use foundation::text::title_key;

/// The minimum number of entries for a list to be compared.
const FEWEST: usize = 4;

/// A list, with its subject.
struct Listed {
    at: (usize, usize),
    paper: String,
    entries: Vec<String>,
}

fn lists(at: usize, paper: &Paper) -> Vec<Listed> {
    let own = |position: usize, entries: Vec<String>| Listed { at: (at, position), paper: paper.name.clone(), entries };
    let mut all: Vec<Listed> = paper
        .lists()
        .into_iter()
        .filter_map(|items| {
            let text = |position: &usize| paper.pieces[*position].what.text().map(str::to_owned);
            Some(own(*items.first()?, items.iter().filter_map(text).collect()))
        })
        .collect();
    // Numbered headings also form a list: `1. Anti-Social Behaviour`, `2. Domestic Abuse`.
    let numbered: Vec<(usize, String)> = paper
        .pieces
        .iter()
        .enumerate()
        .filter_map(|(position, piece)| match &piece.what {
            What::Heading { number: None, text, .. } if text.starts_with(|character: char| character.is_ascii_digit()) => {
                let words =
                    text.trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, '.' | ')' | ' '));
                Some((position, words.to_owned()))
            }
            _ => None,
        })
        .collect();
    if let Some((first, _)) = numbered.first() {
        all.push(own(*first, numbered.iter().map(|(_, text)| text.clone()).collect()));
    }
    all.retain(|list| (FEWEST..=40).contains(&list.entries.len()));
    all
}

/// Returns the words of an entry, without its final punctuation and the `and` before the end of a list.
fn words_of(entry: &str) -> String {
    title_key(plain(entry))
}

/// Strips the punctuation that joins an entry to the next.
fn plain(entry: &str) -> &str {
    let entry = entry.trim();
    entry.strip_suffix(" and").unwrap_or(entry).trim_end_matches([';', ',', '.']).trim()
}

/// Returns an entry, shortened around the first word that another does not have at its place.
fn differing_part(entry: &str, other: &str) -> String {
    let same = entry.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let word =
        words(entry).into_iter().find(|word| word.end() > same).map_or(entry.len()..entry.len(), |word| word.at..word.end());
    around(entry, word)
}

/// Checks whether two entries have the same wording; an addition in brackets is only an explanation.
fn are_alike(one: &str, other: &str) -> bool {
    let bare = |entry: &str| entry.split_once('(').map(|(before, _)| words_of(before));
    let (one_bare, other_bare) = (bare(one), bare(other));
    words_of(one) == words_of(other)
        || (other_bare.is_none() && one_bare == Some(words_of(other)))
        || (one_bare.is_none() && other_bare == Some(words_of(one)))
}

/// Checks whether two differently worded entries mean the same: they begin with the same two words, or one has
/// all the words of the other.
fn is_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (content(one), content(other));
    let begin = |words: &[String]| words.iter().take(2).cloned().collect::<Vec<_>>();
    let inside = |few: &[String], many: &[String]| !few.is_empty() && few.iter().all(|word| many.contains(word));
    (one.len() >= 2 && begin(&one) == begin(&other)) || inside(&one, &other) || inside(&other, &one)
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    let all: Vec<Listed> = checked.papers.iter().enumerate().flat_map(|(at, paper)| lists(at, paper)).collect();
    let mut told: Vec<String> = Vec::new();
    for (place, one) in all.iter().enumerate() {
        for other in &all[place + 1..] {
            if one.entries.len() != other.entries.len() {
                continue;
            }
            let pairs = || one.entries.iter().zip(&other.entries);
            let same = pairs().filter(|(a, b)| are_alike(a, b)).count();
            let differing: Vec<(&String, &String)> = pairs().filter(|(a, b)| !are_alike(a, b)).collect();
            let is_one_list = same * 2 >= one.entries.len() && differing.iter().all(|(a, b)| is_the_same(a, b));
            if !is_one_list || differing.is_empty() {
                continue;
            }
            for (a, b) in differing {
                let key = format!("{}|{}", words_of(a), words_of(b));
                if told.contains(&key) {
                    continue;
                }
                told.push(key);
                found.add(
                    other.at,
                    "the same list has this entry in other words elsewhere",
                    format!("“{}” – {}: “{}”", differing_part(plain(b), plain(a)), one.paper, differing_part(plain(a), plain(b))),
                    "Use the wording that was agreed in both places",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{bullets, found, report};

    const RULE: &str = "differing-lists";

    #[test]
    fn one_list_has_one_wording() {
        let list = |second: &str| report(&[bullets(&["Lamps", second, "Storms", "Sunday service"])]);
        let told =
            found(RULE, &[list("Ferries and piers"), list("Ferries and piers – with the island"), list("Ferries and piers")]);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(found(RULE, &[list("Ferries and piers"), list("Ferries and piers (with the island)")]).is_empty());
        assert!(found(RULE, &[list("Ferries and piers;"), list("Ferries and piers")]).is_empty());
        assert!(found(RULE, &[list("Ferries and piers"), list("Gulls")]).is_empty(), "another entry is another list");
        let long = format!("Ferries and piers{}", " that are told of at length".repeat(8));
        let told = found(RULE, &[list(&format!("{long} in summer")), list(&format!("{long} in winter"))]);
        assert!(told[0].evidence.contains("summer") && told[0].evidence.contains("winter"), "{told:?}");
    }
}

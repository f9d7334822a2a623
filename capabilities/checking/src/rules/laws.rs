//! The `law` rule.

use crate::acts::{ACTS, Act};
use crate::paper::Paper;
use crate::rules::{Checked, Found};
use crate::words;
use crate::words::Word;

/// Normalises an Act's title for comparison: lower case, `and` for `&`, letters only.
fn title_words(title: &str) -> Vec<String> {
    let spaced = title.replace('&', " and ").replace(['-', '–'], " ");
    let words = words::words(&spaced).into_iter().map(|word| word.text.to_lowercase().replace(['.', '\'', '’'], ""));
    words.filter(|word| word != "the" && !word.is_empty()).collect()
}

/// An Act named in a text with its year.
struct Named {
    /// The name as written in the text.
    written: String,
    /// The words before `Act`, as far back as a title may go.
    before: Vec<String>,
    year: i32,
}

fn named(text: &str) -> Vec<Named> {
    let words = words::words(text);
    let mut all = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let year = words.get(at + 1).and_then(|next| next.text.parse::<i32>().ok()).filter(|year| (1800..2100).contains(year));
        let (true, Some(year)) = (word.text.eq_ignore_ascii_case("act"), year) else { continue };
        let first = beginning(text, &words, at);
        let before = title_words(&text[words[first].at..word.at]);
        let written = text[words[first].at..words[at + 1].end()].to_owned();
        all.push(Named { written, before, year });
    }
    all
}

/// Returns the index of the first word of a title before `Act`, going back over capitalised and small joining words, or up to
/// eight words if the title is in lower case.
fn beginning(text: &str, words: &[Word<'_>], act: usize) -> usize {
    let mut first = act;
    let joins = |word: &str| ["and", "of", "from", "etc", "in", "for", "&"].contains(&word.to_lowercase().as_str());
    let is_capital = |word: &Word<'_>| word.text.starts_with(|character: char| character.is_uppercase() || character == '&');
    while let Some(before) = first.checked_sub(1).map(|before| (before, &words[before])) {
        let (position, word) = before;
        let gap = &text[word.end()..words[first].at];
        // Titles contain commas; a full stop, a colon or a closing bracket ends what came before.
        let is_joined =
            gap.chars().all(|character| character.is_whitespace() || matches!(character, ',' | '(' | ')' | '-' | '–' | '.'));
        if !is_joined || gap.contains(". ") || act - position > 10 || !(is_capital(word) || joins(word.text)) {
            break;
        }
        first = position;
    }
    while first < act && (joins(words[first].text) || words[first].text.eq_ignore_ascii_case("the")) {
        first += 1;
    }
    // For `the crime and disorder act 1998` in lower case, go back as many words as the longest title has.
    if first == act { act.saturating_sub(8) } else { first }
}

/// Counts the differences between two titles: words that are changed, missing or added.
fn differences(one: &[String], other: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, word) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (place, known) in other.iter().enumerate() {
            let change = before + usize::from(word != known);
            before = row[place + 1];
            row[place + 1] = change.min(row[place] + 1).min(before + 1);
        }
    }
    row[other.len()]
}

/// The number of letters at the beginning that a word shares with the one that it stands for.
const SHARED: usize = 4;

/// The most letters in which the two differ.
const DIFFERING: usize = 3;

/// Checks whether one word may be a slip for the other: they begin with the same letters, and only a few in one place differ, such as
/// those of another ending. Words that merely begin alike, such as `commission` and `community`, are two words.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shared = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[shared..], &other[shared..]);
    let ending = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    shared >= SHARED && one.len().max(other.len()) - ending <= DIFFERING
}

enum Verdict {
    Year(&'static Act),
    Title(&'static Act),
}

fn judge(named: &Named) -> Option<Verdict> {
    let ends_with = |title: &[String]| named.before.ends_with(title);
    let titles = || ACTS.iter().map(|act| (act, title_words(act.title.trim_end_matches(" Act"))));
    // The longest matching title is the intended one.
    let exact = titles().filter(|(_, title)| ends_with(title)).max_by_key(|(_, title)| title.len());
    if let Some((act, title)) = exact {
        let is_whole = title.len() == named.before.len() || title.len() >= 2;
        let wrong = !act.has_others && !act.years.contains(&named.year);
        return (is_whole && wrong).then_some(Verdict::Year(act));
    }
    let near = titles().filter(|(act, title)| {
        let slips = title.iter().zip(&named.before).any(|(known, word)| known != word && is_slip(known, word));
        act.years.contains(&named.year)
            && title.len() >= 3
            && differences(title, &named.before) == 1
            && (slips || title.len() != named.before.len())
    });
    near.map(|(act, _)| Verdict::Title(act)).next()
}

/// Words of papers that are under the law of Ireland, whose Acts often have the names of Acts of the United Kingdom.
const IRELAND: [&str; 8] = ["garda", "gardaí", "oireachtas", "taoiseach", "cathaoirleach", "seanad", "eircode", "tánaiste"];

/// Checks whether a paper is Irish: it has amounts in euros and none in pounds, or one of those words.
fn is_irish(paper: &Paper) -> bool {
    let texts = || paper.texts().map(|(_, _, text)| text);
    let says = |text: &str| words::words(text).iter().any(|word| IRELAND.contains(&word.text.to_lowercase().as_str()));
    (texts().any(|text| text.contains('€')) && !texts().any(|text| text.contains('£'))) || texts().any(says)
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    // Papers that are checked together are of one council.
    if checked.papers.iter().any(is_irish) {
        return;
    }
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            for named in named(text) {
                match judge(&named) {
                    Some(Verdict::Year(act)) => {
                        let years: Vec<String> = act.years.iter().map(ToString::to_string).collect();
                        found.add(
                            (at, position),
                            format!("there is no {} {}; it is of {}", act.title, named.year, years.join(" or ")),
                            named.written.clone(),
                            format!("Write “{} {}”, or name the Act that is meant", act.title, years.join(" or ")),
                        );
                    }
                    Some(Verdict::Title(act)) => found.add(
                        (at, position),
                        format!("the Act of {} is the {}", named.year, act.title),
                        named.written.clone(),
                        format!("Write “{} {}”", act.title, named.year),
                    ),
                    None => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_slip;
    use crate::test_papers::{found, paragraph};

    fn told(text: &str) -> Vec<String> {
        found("law", &[paragraph(text)]).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_wrong_year_is_told() {
        assert_eq!(told("It follows the Crime & Disorder Act 1988."), ["there is no Crime and Disorder Act 1988; it is of 1998"]);
        assert!(told("It follows the Crime & Disorder Act 1998 and the crime and disorder act 1998.").is_empty());
        assert!(told("The Local Government Act 2004 is one of many.").is_empty());
    }

    #[test]
    fn a_wrong_title_is_told() {
        let wrong = told("See the Counter Terrorism & Securities Act 2015.");
        assert_eq!(wrong, ["the Act of 2015 is the Counter-Terrorism and Security Act"]);
        let right = "The Counter-Terrorism and Security Act 2015 (the Act) as modified by the Counter-Terrorism and Border Security Act 2019, \
                     the Anti-Social Behaviour, Crime & Policing Act 2014 and the Police Crime Sentencing and Courts Act 2022.";
        assert!(told(right).is_empty(), "{:?}", told(right));
    }

    #[test]
    fn words_that_merely_begin_alike_are_no_slips() {
        for (one, other) in [
            ("security", "securities"),
            ("policing", "police"),
            ("behaviour", "behavior"),
            ("behaviour", "behavoiur"),
            ("regulation", "regulations"),
            ("environment", "environmental"),
        ] {
            assert!(is_slip(one, other) && is_slip(other, one), "{one} and {other}");
        }
        for (one, other) in [
            ("commission", "community"),
            ("terrorism", "territorial"),
            ("protection", "protocol"),
            ("offenders", "offensive"),
            ("housing", "household"),
            ("crime", "courts"),
        ] {
            assert!(!is_slip(one, other) && !is_slip(other, one), "{one} and {other}");
        }
        assert_eq!(told("See the Police and Crime Act 2017."), ["the Act of 2017 is the Policing and Crime Act"]);
        assert!(
            told("See the Protocol from Harassment Act 1997.").is_empty(),
            "{:?}",
            told("See the Protocol from Harassment Act 1997.")
        );
    }

    #[test]
    fn an_act_that_is_not_known_is_not_judged() {
        assert!(told("The Harbour Lamps Act 1899 is invented.").is_empty());
        assert!(told("After the Harbour and Crime Act 1998 nothing happened.").is_empty());
    }

    #[test]
    fn an_irish_act_is_not_judged() {
        assert!(told("The Gardaí spoke of the Misuse of Drugs Act 1977.").is_empty());
        assert!(told("It cost €12 under the Data Protection Act 1988.").is_empty());
        assert_eq!(told("They spoke of the Misuse of Drugs Act 1977.").len(), 1);
    }

    #[test]
    fn every_act_of_the_list_is_found_right() {
        for act in crate::acts::ACTS {
            for year in act.years {
                assert!(told(&format!("This is done under the {} {year}.", act.title)).is_empty(), "{} {year}", act.title);
            }
        }
    }
}

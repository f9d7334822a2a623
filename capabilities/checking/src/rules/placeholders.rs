//! The `placeholder` rule.

use crate::finding::Severity;
use crate::paper::{Paper, PaperKind, What};
use crate::rules::{Checked, Found};
use crate::words;
use crate::words::{Word, around, short};
use foundation::text::title_key;
use std::collections::HashSet;
use std::ops::Range;

/// Phrases that say what is still to be done, in lower case. They are ordinary words in a sentence with a verb, so they count only
/// where a value should be: alone, or after the label of one.
const TO_DO: [&str; 9] = [
    "to be further developed",
    "to be developed further",
    "to be added",
    "to be inserted",
    "to be written",
    "to be drafted",
    "to be completed",
    "to be confirmed",
    "to be advised",
];

/// Abbreviations with the same meaning.
const ALONE: [&str; 3] = ["TBC", "TBD", "TBA"];

/// Words at the beginning of brackets that ask the author to fill them in.
const ASKS: [&str; 8] = ["insert", "add", "name", "date", "enter", "figure", "amount", "number"];

/// Words before a Roman numeral: `Part XX`.
const NUMBERED: [&str; 8] = ["part", "chapter", "schedule", "title", "article", "annex", "appendix", "volume"];

/// What is wrong with a text: the range of its words, how serious it is, what to say, and the advice.
struct Left {
    range: Range<usize>,
    severity: Severity,
    what: String,
    advice: &'static str,
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, piece) in paper.pieces.iter().enumerate() {
            match &piece.what {
                What::Heading { text, .. } | What::Paragraph { text, .. } | What::Item { text, .. } => {
                    if let Some(left) = left_in(text) {
                        found.add_as(left.severity, (at, position), left.what, around(text, left.range), left.advice);
                    }
                }
                What::Table { columns, rows, .. } if paper.kind != PaperKind::Minute => {
                    if let Some((row, cell)) = rows.iter().find_map(|row| Some((row, row.iter().find(|cell| is_blank(cell))?))) {
                        let what = format!("“{}” was left in a cell", cell.trim());
                        let label = row.first().filter(|label| *label != cell).or(columns.first());
                        let evidence =
                            label.map_or_else(|| cell.clone(), |label| format!("{}: {}", short(label, 80), cell.trim()));
                        found.add_as(Severity::Warning, (at, position), what, evidence, "Write it, or say when it will be known");
                    }
                }
                _ => {}
            }
        }
        if paper.kind == PaperKind::Report {
            empty(at, paper, found);
        }
    }
}

/// Returns the first placeholder in a text.
fn left_in(text: &str) -> Option<Left> {
    marks(text).or_else(|| filler(text)).or_else(|| to_do(text)).or_else(|| abbreviation(text))
}

/// Finds question marks that take the place of a word: `since ????`. After a word they are only a question.
fn marks(text: &str) -> Option<Left> {
    let stands_alone =
        |at: &usize| text[..*at].chars().next_back().is_none_or(|before| before.is_whitespace() || "(£:“‘".contains(before));
    let at = text.match_indices("???").map(|(at, _)| at).find(stands_alone)?;
    let end = text[at..].find(|character| character != '?').map_or(text.len(), |end| at + end);
    let what = "question marks where something is missing".to_owned();
    Some(Left { range: at..end, severity: Severity::Error, what, advice: "Write what is missing, or remove the sentence" })
}

/// Finds text that only fills a place: `lorem ipsum`, `[insert name]`, `XX`.
fn filler(text: &str) -> Option<Left> {
    let range = lorem_ipsum(text).or_else(|| brackets(text)).or_else(|| crosses(text))?;
    let what = format!("“{}” was left in", short(&text[range.clone()], 60));
    Some(Left { range, severity: Severity::Error, what, advice: "Write what is meant, or remove it" })
}

fn lorem_ipsum(text: &str) -> Option<Range<usize>> {
    let words = words::words(text);
    let pair =
        words.windows(2).find(|pair| pair[0].text.eq_ignore_ascii_case("lorem") && pair[1].text.eq_ignore_ascii_case("ipsum"))?;
    Some(pair[0].at..pair[1].end())
}

/// Finds brackets whose first word asks for something: `[insert name]`. `[name withheld]` says that something was left out on purpose.
fn brackets(text: &str) -> Option<Range<usize>> {
    text.match_indices(['[', '<']).find_map(|(at, open)| {
        let close = if open == "[" { ']' } else { '>' };
        let end = at + text[at..].find(close)?;
        let inside = text[at + 1..end].to_lowercase();
        let first = inside.split(|character: char| !character.is_alphabetic()).find(|word| !word.is_empty())?;
        let is_withheld =
            ["redacted", "withheld", "removed", "omitted", "supplied", "deleted"].iter().any(|word| inside.contains(word));
        let is_short = inside.chars().count() <= 80;
        // `<Enter>` is a key.
        let is_phrase = open == "[" || inside.trim().contains(' ');
        (ASKS.contains(&first) && is_short && is_phrase && !is_withheld).then_some(at..end + 1)
    })
}

/// Finds letters X in place of a value: `£XX`, `LCC/23/XXXX`. Two or three may be a Roman numeral.
fn crosses(text: &str) -> Option<Range<usize>> {
    let words: Vec<Word<'_>> = words::words(text);
    words.iter().enumerate().find_map(|(position, word)| {
        let parts = word.text.split(['/', '-', '£', '%']).filter(|part| !part.is_empty());
        let is_marked = word.text.contains(['/', '£', '%']);
        let longest = parts.filter(|part| part.bytes().all(|byte| byte == b'X')).map(str::len).max()?;
        let before = position.checked_sub(1).map(|before| &words[before]);
        let is_counted = |before: &Word<'_>| {
            let follows = text[before.end()..word.at].trim().is_empty();
            follows && (NUMBERED.contains(&before.text.to_lowercase().as_str()) || before.text.starts_with(char::is_uppercase))
        };
        let is_numeral = longest <= 3 && !is_marked && before.is_some_and(is_counted);
        // One X is a mark, such as a cross in a form.
        (longest >= 2 && !is_numeral && (longest > 3 || is_marked || stands_for_a_value(text, word.at, word.end())))
            .then_some(word.at..word.end())
    })
}

/// Checks whether what stands at this range is alone or after the label of a value (`Cost: TBC`, `Ferries – to be written`), and
/// nothing follows.
fn stands_for_a_value(text: &str, at: usize, end: usize) -> bool {
    let before = text[..at].trim_end();
    let after = text[end..].trim_start();
    let is_cell = text[..at].ends_with("  ") && (text[end..].starts_with("  ") || after.is_empty());
    let is_labelled = before.is_empty() || before.ends_with([':', '=', '–', '—', '|', '•', '£']) || before.ends_with(" -");
    let is_last = after.is_empty() || after.starts_with(['.', ';', '|', ')', ']']);
    is_cell || (is_labelled && is_last && !is_of_a_meeting(before))
}

/// How many characters of a label are looked at.
const LABEL: usize = 80;

/// Checks whether a label is that of a meeting's day or place. That of the next one is often not known yet, and then minutes rightly
/// say so.
fn is_of_a_meeting(before: &str) -> bool {
    let begin = before.char_indices().rev().nth(LABEL).map_or(0, |(at, _)| at);
    let label = before[begin..].rsplit(['.', ';']).next().unwrap_or_default().to_lowercase();
    ["meeting", "venue", "date", "time", "speaker"].iter().any(|word| label.contains(word))
}

fn to_do(text: &str) -> Option<Left> {
    let lower = text.to_lowercase();
    // Lower-casing may change byte lengths; then the offsets would not match.
    if lower.len() != text.len() {
        return None;
    }
    let range = TO_DO.iter().flat_map(|words| lower.match_indices(words)).map(|(at, words)| at..at + words.len());
    let range = range.filter(|range| stands_for_a_value(text, range.start, range.end)).min_by_key(|range| range.start)?;
    let words = &text[range.clone()];
    // ‘Phase one – to be completed’ tells of the work, not of the text.
    let is_work = words.eq_ignore_ascii_case("to be completed") && text[..range.start].trim_end().ends_with(['–', '—', '-']);
    let severity = if text[..range.start].ends_with("  ") { Severity::Warning } else { Severity::Error };
    let what = format!("“{words}” was left in");
    (!is_work).then_some(Left { range, severity, what, advice: "Write it, or say when it will be written and by whom" })
}

fn abbreviation(text: &str) -> Option<Left> {
    let is_blank = |word: &&Word<'_>| {
        let before = text[..word.at].trim_end();
        let is_value = ["is", "are", "of", "at"].iter().any(|lead| before.rsplit(' ').next() == Some(lead));
        let after = text[word.end()..].trim_start();
        let ends = after.is_empty() || after == ".";
        ALONE.contains(&word.text) && ((is_value && ends) || stands_for_a_value(text, word.at, word.end()))
    };
    let words = words::words(text);
    let word = words.iter().find(is_blank)?;
    let what = format!("“{}” was left in", word.text);
    let advice = "Write it, or say when it will be known";
    Some(Left { range: word.at..word.end(), severity: Severity::Warning, what, advice })
}

/// Checks whether a cell has nothing but a placeholder.
fn is_blank(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['(', ')', '[', ']', '*', '.']);
    ALONE.contains(&cell)
        || TO_DO.iter().any(|words| words.eq_ignore_ascii_case(cell))
        || (cell.len() >= 2
            && cell.trim_start_matches('£').trim_end_matches('%').bytes().all(|byte| byte == b'X')
            && cell.contains("XX"))
        || (cell.len() >= 3 && cell.bytes().all(|byte| byte == b'?'))
}

/// Finds headings inside a section with nothing under them. Text read from pages has no marks for headings, and what looks like one
/// may be a name or a value; there, the same heading must have text under it elsewhere in the report.
fn empty(at: usize, paper: &Paper, found: &mut Found<'_>) {
    let headings = |piece: &What| matches!(piece, What::Heading { .. });
    let filled: HashSet<String> = paper
        .pieces
        .windows(2)
        .filter(|pair| headings(&pair[0].what) && !headings(&pair[1].what))
        .filter_map(|pair| pair[0].what.text().map(title_key))
        .collect();
    for (position, piece) in paper.pieces.iter().enumerate() {
        let What::Heading { level, number, text } = &piece.what else { continue };
        let next = paper.pieces.get(position + 1).map(|next| &next.what);
        let (is_empty, runs_on) = match next {
            None => (true, false),
            Some(What::Heading { level: next, number: other, .. }) => (next <= level, number.is_some() && other.is_some()),
            Some(_) => (false, false),
        };
        // Consecutive headings are the lines of a title page.
        let is_title = position.checked_sub(1).is_some_and(|before| headings(&paper.pieces[before].what));
        let is_heading = paper.has_levels || filled.contains(&title_key(text));
        // Numbered headings in one section may share a single sentence below them all.
        if !is_empty || runs_on || is_title || *level == 0 || !is_heading {
            continue;
        }
        let under = paper.pieces[..position].iter().rev().find_map(|before| match &before.what {
            What::Heading { level: higher, text, .. } if higher < level => Some(text.as_str()),
            _ => None,
        });
        if !is_value(text, under) {
            let evidence = under.map_or_else(|| text.clone(), |under| format!("{under}: {text}"));
            found.add(
                (at, position),
                format!("there is no text under “{text}”"),
                evidence,
                "Write the text, or remove the heading",
            );
        }
    }
}

/// Checks whether the words of a heading answer something rather than announce a text: `Not applicable`, or someone who signs.
fn is_value(text: &str, under: Option<&str>) -> bool {
    let lower = text.trim().trim_end_matches(['.', ':']).to_lowercase();
    // What is recommended is read apart from its heading.
    let is_answer = lower.contains("recommend")
        || ["none", "n/a", "not applicable", "yes", "no", "nil", "no change"].contains(&lower.as_str());
    let titles = ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Sir", "Dame", "Cllr", "Councillor"];
    let has_title = words::words(text).first().is_some_and(|word| titles.contains(&word.text));
    let is_signed = |heading: &str| {
        ["author", "contact", "officer", "signed", "signature"].iter().any(|word| heading.to_lowercase().contains(word))
    };
    // `Wanda Wharf, Director of Lamps`
    let posts =
        ["director", "officer", "manager", "head of", "chief", "counsel", "solicitor", "treasurer", "clerk", "leader", "chair"];
    let has_post = lower.split_once(',').is_some_and(|(_, post)| posts.iter().any(|word| post.contains(word)));
    let names: Vec<&str> = text.split(" & ").flat_map(|part| part.split(" and ")).collect();
    is_answer
        || has_title
        || has_post
        || under.is_some_and(is_signed)
        || (names.len() > 1 && names.iter().all(|name| is_full_name(name)))
}

/// Checks whether a text is two or three words with capitals: `Wanda Wharf`.
fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len()) && words.iter().all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use crate::finding::Severity;
    use crate::test_papers::{bullets, evidence, found, paragraph, report, table};
    use documents::Block;

    const RULE: &str = "placeholder";

    fn heading(text: &str) -> Block {
        Block::Heading { level: 2, number: None, text: text.into() }
    }

    #[test]
    fn what_was_left_to_write_is_found() {
        for text in [
            "It has been there since ???? and is still.",
            "4. Ferries – to be further developed",
            "Gulls - to be written.",
            "Cost of the lamps: to be confirmed",
            "To be added",
            "The cost is TBC.",
            "Saving: TBC",
            "[insert name]",
            "It was moved by Councillor [name].",
            "Lorem ipsum dolor sit amet.",
            "The lamps cost £XX each.",
            "It is recorded as LAMP/23/XXXX in the register.",
            "Lamps on the quay: XX",
        ] {
            assert_eq!(found(RULE, &[paragraph(text)]).len(), 1, "{text}");
        }
        assert_eq!(found(RULE, &[paragraph("The cost is TBC.")])[0].severity, Severity::Warning);
    }

    #[test]
    fn a_verb_is_no_placeholder() {
        for text in [
            "Why? Because of the lamps.",
            "Really??? he asked.",
            "Ferries were developed further.",
            "The TBCs of the port are boats.",
            "The harbour master agreed to follow this up with the ferry company.",
            "Some lamps had to be added to the list last year.",
            "The form is to be completed by the boatman.",
            "Plans are still to be confirmed before the saving can be shared out.",
            "The work has to be completed.",
            "A further lamp is to be added.",
            "The lamps on the quay needed to be confirmed.",
            "(Report to follow)",
            "A regatta is planned for September, at a date to be confirmed.",
            "Date of the next meeting: to be confirmed",
            "Venue: TBC",
            "* to be confirmed",
            "It is told in Part XX of the book, and King Ludwig XX ruled it.",
            "The name [name withheld] was read out, and so was [2].",
            "Press <Enter> to go on.",
            "Boathouse (£3.5m) – to be completed",
        ] {
            assert!(found(RULE, &[paragraph(text)]).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_cell_has_a_value() {
        let rows: &[&[&str]] = &[&["Quay", "12"], &["Pier", "TBC"]];
        assert_eq!(evidence(RULE, &[report(&[table(&["Place", "Lamps"], rows)])]), ["Pier: TBC"]);
        let rows: &[&[&str]] = &[&["Quay", "12"], &["Pier", "to be confirmed by the pilots"], &["Class", "X"]];
        assert!(found(RULE, &[report(&[table(&["Place", "Lamps"], rows)])]).is_empty());
    }

    #[test]
    fn the_evidence_has_the_words() {
        let text =
            format!("{}The number of lamps since ???? is not known to anyone.", "It was said that lamps burn, ".repeat(12));
        let told = evidence(RULE, &[paragraph(&text)]);
        assert!(told[0].contains("since ????"), "{told:?}");
    }

    #[test]
    fn a_heading_has_something_under_it() {
        let first = Block::Heading { level: 1, number: None, text: "Ferries".into() };
        let blocks = [
            first.clone(),
            Block::paragraph("They sail."),
            heading("Areas of focus"),
            Block::Heading { level: 1, number: None, text: "Lamps".into() },
            Block::paragraph("Lit."),
        ];
        let mut written = report(&blocks);
        written.has_levels = true;
        let told = found(RULE, &[written]);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].evidence, "Ferries: Areas of focus");
        assert!(found(RULE, &[report(&blocks)]).is_empty(), "read from a page, it may be anything");
        let mut twice = blocks.to_vec();
        twice.extend([heading("Areas of focus"), Block::paragraph("The quay.")]);
        assert_eq!(found(RULE, &[report(&twice)]).len(), 1, "elsewhere it has text");
        assert!(found(RULE, &[report(&[first, heading("Areas of focus"), bullets(&["Sundays", "Storms"])])]).is_empty());
    }

    #[test]
    fn a_signatory_is_no_empty_section() {
        for name in [
            "Wanda Wharf, Director of Lamps",
            "Mr W. Wharf",
            "Harbour Master and Chief Pilot Officer",
            "Not applicable",
            "Wanda Wharf & Peter Pier",
        ] {
            let author = Block::Heading { level: 1, number: None, text: "Report author".into() };
            let mut written = report(&[Block::paragraph("Lit."), author, heading(name)]);
            written.has_levels = true;
            assert!(found(RULE, &[written]).is_empty(), "{name}");
        }
    }
}

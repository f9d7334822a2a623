//! Home addresses under or beside the names of private people.

use super::TITLES;
use crate::paper::{Paper, What};
use crate::words;
use crate::words::{Word, around, sentence_range};
use std::ops::Range;

/// The most lines of an address, with the name.
const LINES: usize = 6;

/// How many texts before an address may say that it is one of a register.
const ABOVE: usize = 12;

/// The most characters in a line of an address.
const LINE: usize = 60;

/// The most characters between a name and its postcode.
const NEAR: usize = 120;

/// Words of addresses that are nobody's home, and of the posts of people who give an address of their office.
const PUBLIC: [&str; 38] = [
    "council",
    "hall",
    "office",
    "offices",
    "centre",
    "school",
    "college",
    "church",
    "surgery",
    "hospital",
    "station",
    "ltd",
    "limited",
    "plc",
    "llp",
    "company",
    "trust",
    "society",
    "club",
    "pub",
    "inn",
    "hotel",
    "museum",
    "library",
    "headquarters",
    "department",
    "clerk",
    "officer",
    "director",
    "manager",
    "chief",
    "secretary",
    "councillor",
    "cllr",
    "mp",
    "venue",
    "institute",
    "studio",
];

/// Words of planning and licensing, whose registers give the addresses of sites in public.
const REGISTERS: [&str; 34] = [
    "planning",
    "application",
    "applications",
    "proposal",
    "erection",
    "extension",
    "extensions",
    "dwelling",
    "construction",
    "conversion",
    "permission",
    "permitted",
    "approval",
    "consent",
    "retrospective",
    "demolition",
    "conservation",
    "storey",
    "garage",
    "decision",
    "variation",
    "condition",
    "licence",
    "premises",
    "installation",
    "alterations",
    "replacement",
    "land",
    "site",
    "plot",
    "estyniad",
    "annedd",
    "cynllunio",
    "outline",
];

/// Returns the places of home addresses in a paper, each with the name and the address.
pub(super) fn of_people(paper: &Paper) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    for (position, piece) in paper.pieces.iter().enumerate() {
        match &piece.what {
            What::Heading { text, .. } | What::Paragraph { text, .. } | What::Item { text, .. } => {
                let Some(range) = postcode(text) else { continue };
                // An item about planning lists the sites of many applications.
                let before = paper.pieces[position.saturating_sub(ABOVE)..position].iter().filter_map(|piece| piece.what.text());
                if is_of_a_register(&paper.subject) || before.into_iter().any(is_of_a_register) {
                    continue;
                }
                if let Some(evidence) = within(text, &range).or_else(|| block(paper, position, text)) {
                    all.push((position, evidence));
                }
            }
            What::Table { columns, rows, .. } => {
                let is_public = columns.iter().any(|column| is_of_a_register(column));
                let told = rows.iter().filter(|_| !is_public).find_map(|row| row_of_a_person(row));
                all.extend(told.map(|evidence| (position, evidence)));
            }
            _ => {}
        }
    }
    all
}

/// Finds a postcode, written as one word or two.
fn postcode(text: &str) -> Option<Range<usize>> {
    let outward = |text: &str| {
        let bytes = text.as_bytes();
        let letters = bytes.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let rest = &bytes[letters..];
        (1..=2).contains(&letters)
            && (1..=2).contains(&rest.len())
            && rest[0].is_ascii_digit()
            && rest.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let inward = |text: &str| {
        let bytes = text.as_bytes();
        bytes.len() == 3 && bytes[0].is_ascii_digit() && bytes[1..].iter().all(u8::is_ascii_uppercase)
    };
    let words = words::words(text);
    let apart = words.windows(2).find(|pair| outward(pair[0].text) && inward(pair[1].text) && pair[1].at == pair[0].end() + 1);
    apart.map(|pair| pair[0].at..pair[1].end()).or_else(|| {
        let is_whole = |word: &&Word<'_>| {
            word.text.is_ascii() && word.text.len() >= 5 && {
                let (out, within) = word.text.split_at(word.text.len() - 3);
                outward(out) && inward(within)
            }
        };
        words.iter().find(is_whole).map(|word| word.at..word.end())
    })
}

fn has(text: &str, known: &[&str]) -> bool {
    words::words(text).iter().any(|word| known.contains(&word.text.to_lowercase().as_str()))
}

fn is_of_a_register(text: &str) -> bool {
    // The reference of an application: `17/01568/F`, `E/33057`.
    let is_reference = |word: &Word<'_>| {
        let digits = word.text.bytes().filter(u8::is_ascii_digit).count();
        word.text.contains('/') && digits >= 4
    };
    has(text, &REGISTERS) || words::words(text).iter().any(|word| is_reference(word))
}

/// Finds a name with a title and an address in one sentence: `Mrs Wharf of 1 Heron Lane, ZZ1 1ZZ`.
fn within(text: &str, postcode: &Range<usize>) -> Option<String> {
    let sentence = sentence_range(text, postcode.start);
    let lead = text.get(sentence.start..postcode.start)?;
    let words = words::words(lead);
    let at = words.windows(2).rposition(|pair| TITLES.contains(&pair[0].text) && pair[1].text.starts_with(char::is_uppercase))?;
    // ‘Heron Dr’ is a drive.
    let is_street =
        at.checked_sub(1).is_some_and(|before| words[before].text.starts_with(char::is_uppercase)) && words[at].text == "Dr";
    if is_street {
        return None;
    }
    let name = words.get(at..at + 2)?;
    let address = lead.get(name[1].end()..)?;
    let joins = address.trim_start();
    let is_joined = joins.starts_with(',') || joins.starts_with("of ") || joins.starts_with("at ") || is_numbered(joins);
    let is_home = address.chars().count() <= NEAR && is_joined && !has(address, &PUBLIC) && !is_of_a_register(lead);
    is_home.then(|| around(text, sentence.start + name[0].at..postcode.end))
}

/// Checks whether a line begins with the number or the name of a house: `12 Mill Lane`, `The Old Bull, Bridge Road`.
fn is_numbered(line: &str) -> bool {
    let mut words = words::words(line).into_iter();
    words.next().is_some_and(|first| {
        let digits = first.text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
        !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
    }) && words.next().is_some_and(|second| second.text.starts_with(char::is_uppercase))
}

/// Checks whether a line is nothing but a person's name: with a title, or two to four words in capitals or with initials.
fn is_name(line: &str) -> bool {
    let line = line.trim().trim_end_matches(',');
    let words = words::words(line);
    let is_part = |word: &Word<'_>| {
        word.text.starts_with(char::is_uppercase)
            && word.text.chars().all(|letter| letter.is_alphabetic() || "-’'.".contains(letter))
    };
    let begins = words.first().is_some_and(|word| TITLES.contains(&word.text));
    (2..=4).contains(&words.len())
        && words.iter().all(is_part)
        && !has(line, &PUBLIC)
        && !has(line, &PLACES)
        && (begins || !has_street(line))
        && line.chars().any(char::is_lowercase)
}

/// Words that are in the names of places and in no name of a person.
const PLACES: [&str; 17] = [
    "the", "unit", "adjacent", "near", "opposite", "flat", "house", "cottage", "bungalow", "yard", "barn", "mill", "grange",
    "lodge", "villas", "manor", "of",
];

/// Words that end the name of a street.
const STREETS: [&str; 22] = [
    "street", "road", "lane", "close", "avenue", "drive", "way", "row", "terrace", "gardens", "crescent", "place", "court",
    "hill", "green", "square", "cottages", "mews", "estate", "farm", "park", "barns",
];

fn has_street(line: &str) -> bool {
    has(line, &STREETS)
}

/// Finds the lines of an address that ends with the postcode in this text, under a name: in one text, or in short ones before it.
fn block(paper: &Paper, position: usize, text: &str) -> Option<String> {
    let before = paper.pieces[position.saturating_sub(LINES - 1)..position].iter().rev();
    let before = before.map_while(|piece| match &piece.what {
        What::Paragraph { text, number: None } | What::Item { text, .. } => Some(text.trim()),
        _ => None,
    });
    let mut lines = vec![text.trim()];
    lines.extend(before.take_while(|line| line.chars().count() <= LINE));
    let is_short = text.trim().chars().count() <= LINE;
    if let Some(at) = lines.iter().skip(1).position(|line| is_name(line)).filter(|_| is_short) {
        let address = &lines[..=at];
        let is_home = address.iter().any(|line| is_numbered(line) || has_street(line))
            && address.iter().all(|line| !has(line, &PUBLIC) && !is_of_a_register(line));
        if is_home {
            let lines: Vec<&str> = lines[..=at + 1].iter().rev().copied().collect();
            return Some(lines.join(", "));
        }
        return None;
    }
    in_one(text.trim())
}

/// Finds a name and an address that were lines and are one text now: `Wanda Wharf 12 Mill Lane Ashmere ZZ1 1ZZ`.
fn in_one(text: &str) -> Option<String> {
    if text.chars().count() > NEAR {
        return None;
    }
    let range = postcode(text)?;
    let number = words::words(text).into_iter().find(|word| is_numbered(&text[word.at..]))?;
    let (name, address) = (text.get(..number.at)?, text.get(number.at..range.start)?);
    let is_whole = text.chars().count() <= NEAR && text[range.end..].trim_matches([' ', '.']).is_empty();
    (is_whole && is_name(name) && has_street(address) && !has(address, &PUBLIC) && !is_of_a_register(address))
        .then(|| text.to_owned())
}

/// Finds a row with a person in one cell and an address in another.
fn row_of_a_person(row: &[String]) -> Option<String> {
    let address = row.iter().find(|cell| postcode(cell).is_some() && (is_numbered(cell) || has_street(cell)))?;
    let name = row.iter().find(|cell| is_name(cell))?;
    let is_home = row.iter().all(|cell| !has(cell, &PUBLIC) && !is_of_a_register(cell));
    is_home.then(|| format!("{}, {}", name.trim(), address.trim()))
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{evidence, found, paragraph, report, table};
    use documents::Block;

    const RULE: &str = "personal-data";

    fn lines(lines: &[&str]) -> crate::Paper {
        report(&lines.iter().map(|line| Block::paragraph(*line)).collect::<Vec<_>>())
    }

    #[test]
    fn a_home_under_a_name_is_found() {
        let told = evidence(RULE, &[lines(&["I object to the lamps.", "Wanda Wharf", "12 Heron Lane", "Ashmere", "ZZ1 1ZZ"])]);
        assert_eq!(told, ["Wanda Wharf, 12 Heron Lane, Ashmere, ZZ1 1ZZ"]);
        for paper in [
            lines(&["Yours faithfully", "Mrs W. Wharf", "The Old Boathouse, Quay Road, Ashmere ZZ1 1ZZ"]),
            paragraph("Wanda Wharf 12 Heron Lane Ashmere ZZ1 1ZZ"),
            paragraph("Mr Wharf, 12 Heron Lane, ZZ1 1ZZ, wrote about the gulls."),
            report(&[table(&["Name", "Address"], &[&["W. Wharf", "12 Heron Lane, Ashmere ZZ1 1ZZ"]])]),
        ] {
            assert_eq!(found(RULE, &[paper.clone()]).len(), 1, "{paper:?}");
        }
    }

    #[test]
    fn what_is_nobodys_home_is_left_alone() {
        for paper in [
            lines(&["Wanda Wharf", "Clerk to the Council", "12 Heron Lane", "ZZ1 1ZZ"]),
            lines(&["Harbour Board", "Town Hall", "Quay Road", "ZZ1 1ZZ"]),
            lines(&["Wanda Wharf", "Wharf and Sons Ltd", "12 Quay Road, ZZ1 1ZZ"]),
            paragraph("17/01568/F Erection of a boathouse, Mr Wharf, 12 Heron Lane, ZZ1 1ZZ"),
            paragraph("Planning application of Mrs Wharf at 12 Heron Lane, Ashmere, ZZ1 1ZZ."),
            paragraph("Mr Wharf has read the letter of the pilots, who will meet at the Institute, Quay Road, ZZ1 1ZZ."),
            paragraph("The ferry leaves from 12 Quay Road, ZZ1 1ZZ."),
            paragraph("It was told of a boathouse at 29 Heron Dr, Ashmere, ZZ1 1ZZ."),
            lines(&["The Yard Unit", "Quay Road", "ZZ1 1ZZ"]),
            lines(&["Planning", "Extension of a boathouse", "Wanda Wharf", "12 Heron Lane", "ZZ1 1ZZ"]),
            report(&[table(&["Application", "Address"], &[&["W. Wharf", "12 Heron Lane, Ashmere ZZ1 1ZZ"]])]),
        ] {
            assert!(found(RULE, &[paper.clone()]).is_empty(), "{paper:?}");
        }
    }
}

//! The `personal-data` rule.
//!
//! Papers name many people and give many numbers and addresses that are meant to be public: those of offices, clerks, halls and
//! companies, and the sites of planning applications, which are on a public register (Town and Country Planning Act 1990, section 69).
//! Only what belongs to a private person is reported.

mod addresses;
mod telephones;

use crate::rules::{Checked, Found};
use crate::words;
use crate::words::around;

const ADVICE: &str = "Remove it, unless the person has agreed and it is needed";

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            for (what, evidence) in seen(text) {
                found.add((at, position), what, evidence, ADVICE);
            }
            if let Some(range) = telephones::of_a_person(text) {
                found.add((at, position), "a telephone number", around(text, range), ADVICE);
            }
        }
        for (position, evidence) in addresses::of_people(paper) {
            found.add((at, position), "a home address under a name", evidence, ADVICE);
        }
    }
}

/// Returns the numbers and dates in a text that identify a person, each with the words around it.
fn seen(text: &str) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let lower = text.to_lowercase();
    if lower.len() == text.len() {
        if let Some(evidence) = birth(text, &lower) {
            all.push(("a date of birth", evidence));
        }
        if let Some(place) = lower.find("nhs number") {
            let near: String = text[place..].chars().take(30).collect();
            if near.bytes().filter(u8::is_ascii_digit).count() >= 10 {
                all.push(("an NHS number", near));
            }
        }
    }
    if let Some(number) = words::words(text).iter().find(|word| is_national_insurance(word.text)) {
        all.push(("a national insurance number", number.text.to_owned()));
    }
    all
}

/// The first year of birth of people who may be alive.
const ALIVE_SINCE: u32 = 1920;

/// Finds a date of birth. Minutes also tell of people who lived long ago, so `born on` needs a year.
fn birth(text: &str, lower: &str) -> Option<String> {
    for lead in ["date of birth", "dob", "d.o.b", "born on"] {
        let Some(place) = lower.find(lead) else { continue };
        let alone =
            !lower[..place].ends_with(char::is_alphabetic) && !lower[place + lead.len()..].starts_with(char::is_alphabetic);
        let near: String = text[place..].chars().take(40).collect();
        let year = |near: &str| {
            let years = near.split(|character: char| !character.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
            years.into_iter().any(|year: u32| (ALIVE_SINCE..2100).contains(&year))
        };
        let is_told = if lead == "born on" { year(&near) } else { near.chars().any(|character| character.is_ascii_digit()) };
        if alone && is_told {
            return Some(near.trim().to_owned());
        }
    }
    None
}

/// Checks for the form `QQ123456C`.
fn is_national_insurance(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() == 9
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..8].iter().all(u8::is_ascii_digit)
        && (b'A'..=b'D').contains(&bytes[8])
}

/// Titles of people. Councillors are not among them, since they hold public office.
const TITLES: [&str; 6] = ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr"];

#[cfg(test)]
mod tests {
    use crate::test_papers::{evidence, found, paragraph};

    #[test]
    fn what_tells_of_a_person_is_found() {
        // 01632 and 07700 900 are reserved for fiction (Ofcom).
        for text in [
            "Ring Wanda on 01632 960 001.",
            "Her number is +44 7700 900123",
            "Mrs Wharf can be reached at home on 01632 960 001.",
            "The complainant, a resident of the quay, rang from 07700 900 123.",
            "He was born on 3 May 1999.",
            "DOB: 03/05/1999",
            "NHS number 999 123 4567",
            "His number is QQ123456C.",
            "Mrs Wharf of 1 Heron Lane, ZZ1 1ZZ complained.",
        ] {
            assert_eq!(found("personal-data", &[paragraph(text)]).len(), 1, "{text}");
        }
    }

    #[test]
    fn what_tells_of_nobody_is_left_alone() {
        for text in [
            "Ring 0300 123 4567 or 101.",
            "Ring the harbour on 0344 800 1234.",
            "There were 13,546 crimes in 2022 and 0.5 of them on quays.",
            "The town hall is at ZZ1 1ZZ.",
            "A boy was born on the ferry.",
            "The pilot was born on 3 May 1811.",
            "https://ashmere.example/documents/g01632960001/minutes.pdf",
            "Between 2018-2022 and 01-02-2024.",
        ] {
            assert!(found("personal-data", &[paragraph(text)]).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_number_of_an_office_is_public() {
        for text in [
            "Contact: Democratic Services, tel: (01632) 960 001",
            "t: +353 (0) 61 555150    16 June 2021",
            "Clerk: Wanda Wharf, telephone 07700 900 123, clerk@ashmere.example",
            "Broken lamps can be reported on 01632 960 001.",
            "Ring the duty officer, Wanda Wharf, on 01632 960 001.",
            "Contact Officer: Mrs W. Wharf, 01632 960 001",
        ] {
            assert!(found("personal-data", &[paragraph(text)]).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_evidence_has_the_number() {
        let told = evidence(
            "personal-data",
            &[paragraph(&format!("{}ring Wanda on 01632 960 001.", "The lamp was broken, ".repeat(20)))],
        );
        assert!(told[0].contains("Wanda on 01632 960 001"), "{told:?}");
    }
}

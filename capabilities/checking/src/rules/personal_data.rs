//! The `personal-data` rule.

use crate::rules::{Checked, Found};
use crate::words;
use crate::words::Word;

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            for (what, evidence) in seen(text) {
                found.add((at, position), what, evidence, "Remove it, unless the person has agreed and it is needed");
            }
        }
    }
}

fn seen(text: &str) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let words = words::words(text);
    if let Some(number) = telephone(text) {
        all.push(("a telephone number", number));
    }
    let lower = text.to_lowercase();
    if lower.len() == text.len() {
        for lead in ["date of birth", "dob", "d.o.b", "born on"] {
            let Some(place) = lower.find(lead) else { continue };
            let alone =
                !lower[..place].ends_with(char::is_alphabetic) && !lower[place + lead.len()..].starts_with(char::is_alphabetic);
            let after = &text[place..];
            let near: String = after.chars().take(40).collect();
            if alone && near.chars().any(|character| character.is_ascii_digit()) {
                all.push(("a date of birth", near.trim().to_owned()));
                break;
            }
        }
        if let Some(place) = lower.find("nhs number") {
            let near: String = text[place..].chars().take(30).collect();
            if near.bytes().filter(u8::is_ascii_digit).count() >= 10 {
                all.push(("an NHS number", near));
            }
        }
    }
    if let Some(number) = words.iter().find(|word| is_national_insurance(word.text)) {
        all.push(("a national insurance number", number.text.to_owned()));
    }
    if let Some(postcode) = postcode(&words)
        && let Some(name) = person(&words)
    {
        all.push(("a postcode beside a name", format!("{name}, {postcode}")));
    }
    all
}

/// Finds a telephone number in United Kingdom form: 0 and nine or ten digits, or +44 and as many, with spaces. Public service
/// numbers (0300, 0800, 0845, 101, 999) are not personal.
fn telephone(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        if before
            .is_some_and(|before| before.is_ascii_alphanumeric() || matches!(before, b'.' | b',' | b'/' | b'-' | b'_' | b'='))
            || !matches!(byte, b'0' | b'+')
        {
            continue;
        }
        let mut digits = String::new();
        let mut end = at;
        for (offset, next) in bytes[at..].iter().enumerate() {
            match next {
                b'0'..=b'9' => {
                    digits.push(char::from(*next));
                    end = at + offset + 1;
                }
                b' ' | b'(' | b')' | b'-' => {}
                b'+' if offset == 0 => {}
                _ => break,
            }
            if digits.len() > 13 {
                break;
            }
        }
        let national = match digits.strip_prefix("44").filter(|_| *byte == b'+') {
            Some(rest) => format!("0{}", rest.trim_start_matches('0')),
            None => digits,
        };
        let is_public = ["0300", "0303", "0330", "0333", "0345", "0500", "0800", "0808", "0844", "0845", "0870"]
            .iter()
            .any(|begin| national.starts_with(begin));
        let has_shape = matches!(national.len(), 10 | 11) && national.starts_with('0') && !national.starts_with("00");
        if has_shape && !is_public {
            return Some(text[at..end].to_owned());
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

/// Finds a postcode, written as one word or two.
fn postcode(words: &[Word<'_>]) -> Option<String> {
    let outward = |text: &str| {
        let bytes = text.as_bytes();
        (2..=4).contains(&bytes.len())
            && bytes[0].is_ascii_uppercase()
            && bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && bytes[1..].iter().any(u8::is_ascii_digit)
            && bytes.iter().filter(|byte| byte.is_ascii_uppercase()).count() <= 3
    };
    let inward = |text: &str| {
        let bytes = text.as_bytes();
        bytes.len() == 3 && bytes[0].is_ascii_digit() && bytes[1..].iter().all(u8::is_ascii_uppercase)
    };
    let apart = words.windows(2).find(|pair| outward(pair[0].text) && inward(pair[1].text));
    let apart = apart.map(|pair| format!("{} {}", pair[0].text, pair[1].text));
    apart.or_else(|| {
        let whole = words.iter().find(|word| {
            word.text.len() >= 5
                && word.text.is_ascii()
                && outward(&word.text[..word.text.len() - 3])
                && inward(&word.text[word.text.len() - 3..])
        });
        whole.map(|word| word.text.to_owned())
    })
}

/// Finds a person's name with a title: `Mrs Wanda Wharf`. Councillors are exempt, since they hold public office.
fn person(words: &[Word<'_>]) -> Option<String> {
    let pair = words.windows(2).find(|pair| {
        ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr"].contains(&pair[0].text) && pair[1].text.starts_with(char::is_uppercase)
    })?;
    Some(format!("{} {}", pair[0].text, pair[1].text))
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{found, paragraph};

    #[test]
    fn what_tells_of_a_person_is_found() {
        // 01632 and 07700 900 are reserved for fiction (Ofcom).
        for text in [
            "Ring Wanda on 01632 960 001.",
            "Her number is +44 7700 900123",
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
            "There were 13,546 crimes in 2022 and 0.5 of them on quays.",
            "The town hall is at ZZ1 1ZZ.",
            "A boy was born on the ferry.",
            "https://ashmere.example/documents/g01632960001/minutes.pdf",
            "Between 2018-2022 and 01-02-2024.",
        ] {
            assert!(found("personal-data", &[paragraph(text)]).is_empty(), "{text}");
        }
    }
}

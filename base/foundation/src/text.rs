//! Small text functions: addresses, spaces, comparing titles, and changing titles in capitals to normal case.

use std::fmt::Write as _;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Converts text for use in a web address: lower-case letters and digits, with hyphens between words. Never empty.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !matches!(character, '\'' | '’' | '.') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 80 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "record".to_owned() } else { slug.to_owned() }
}

/// Collapses runs of white space into single spaces, and trims both ends.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cleans a text of one line that someone typed: single spaces, no control characters, nothing at either end.
pub fn clean_line(text: &str) -> String {
    // A control character, such as a line end, separates words.
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    single_spaced(&text)
}

/// Cleans a text of several lines that someone typed: line ends of one kind, no other control characters, nothing at either end.
/// Tabs become spaces.
pub fn clean_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    text.trim().to_owned()
}

/// Returns the letters and digits of a title in lower case, to tell whether two titles are the same apart from case, spaces, dashes
/// and quotation marks.
pub fn title_key(title: &str) -> String {
    let title = title.replace('&', " and ");
    title.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Percent-encodes text for use as one segment of a web address or one value in its query: everything but letters, digits, `-`,
/// `.`, `_` and `~`.
pub fn address_part(text: &str) -> String {
    let mut part = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            part.push(char::from(byte));
        } else {
            // Writing to a `String` never fails.
            let _ = write!(part, "%{byte:02X}");
        }
    }
    part
}

/// Makes a CSV cell safe from being read as a formula by a spreadsheet: an apostrophe is put before anything that begins like one.
pub fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Abbreviations used in this field, which stay in capitals when a title in capitals is changed to normal case.
const ABBREVIATIONS: &[&str] = &[
    "ASB", "CCTV", "COMAH", "CPN", "CRMP", "CSP", "DPI", "FPN", "GP", "HBC", "IDVA", "IOM", "IRIS", "II", "III", "IV", "MARAC",
    "NHS", "OPCC", "PCC", "PPB", "PSPO", "SHP", "UK", "VAWG", "YOT",
];

/// Words that stay in lower case inside a title.
const SMALL_WORDS: &[&str] = &["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "under", "with"];

/// Returns a title in normal case. A title printed entirely in capitals is given initial capitals, so that screen readers do not
/// spell it out; any other is left alone.
pub fn readable_title(title: &str) -> String {
    if title.chars().any(char::is_lowercase) {
        return single_spaced(title);
    }
    let mut words: Vec<String> = Vec::new();
    for (position, word) in title.split_whitespace().enumerate() {
        let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let lower = word.to_lowercase();
        let begins = position == 0 || words.last().is_some_and(|before| before.ends_with(['-', '–', '—', ':']));
        // Words such as `100D` and `COVID19` stay as they are.
        if ABBREVIATIONS.contains(&letters.as_str()) || letters.chars().any(|c| c.is_ascii_digit()) {
            words.push(word.to_owned());
        } else if !begins && SMALL_WORDS.contains(&lower.as_str()) {
            words.push(lower);
        } else {
            words.push(capitalised(&lower));
        }
    }
    words.join(" ")
}

/// Capitalises the first letter and the letters after each hyphen, slash or opening mark, but not after an apostrophe.
fn capitalised(lower: &str) -> String {
    let mut begins = true;
    let mut written = String::with_capacity(lower.len());
    for character in lower.chars() {
        if begins && character.is_alphabetic() {
            written.extend(character.to_uppercase());
            begins = false;
        } else {
            written.push(character);
            begins = matches!(character, '-' | '/' | '(' | '‘' | '“' | '"') || (begins && !character.is_alphanumeric());
        }
    }
    written
}

/// Formats a file size in familiar units, in multiples of 1,000: `840 KB`, `1.2 MB`.
pub fn file_size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit / (unit / 10));
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_becomes_plain() {
        assert_eq!(clean_line("  Why\r\n the\u{0}quay?\t"), "Why the quay?");
        assert_eq!(clean_lines("\u{7}One\r\n\r\nTwo\tthree\rFour \n"), "One\n\nTwo three\nFour");
        assert_eq!((clean_line(" \n"), clean_lines("\r\n ")), (String::new(), String::new()));
    }

    #[test]
    fn a_slug_keeps_letters_and_digits() {
        assert_eq!(slug("Safer Policy & Performance Board"), "safer-policy-performance-board");
        assert_eq!(slug("Councillor N. Plumpton-Walsh"), "councillor-n-plumpton-walsh");
        assert_eq!(slug("Chair’s Été"), "chairs-ete");
        assert_eq!(slug("日本"), "record");
    }

    #[test]
    fn titles_match_across_case_and_dashes() {
        assert_eq!(
            title_key("SAFER HALTON PARTNERSHIP GOVERNANCE & STRATEGY"),
            title_key("Safer Halton Partnership  Governance and Strategy")
        );
    }

    #[test]
    fn an_address_part_breaks_out_of_nothing() {
        assert_eq!(address_part("SAF/27 & co?"), "SAF%2F27%20%26%20co%3F");
    }

    #[test]
    fn a_spreadsheet_gets_no_formula() {
        for (cell, kept) in
            [("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"), ("@SUM(A1)", "'@SUM(A1)"), ("-1", "'-1"), ("\t=1", "'\t=1")]
        {
            assert_eq!(inert(cell), kept);
        }
        assert_eq!(inert("That the report be noted"), "That the report be noted");
    }

    #[test]
    fn capitals_become_words() {
        assert_eq!(readable_title("CHAIR'S ANNOUNCEMENTS"), "Chair's Announcements");
        assert_eq!(readable_title("ANTI-SOCIAL BEHAVIOUR TOOLS AND POWERS"), "Anti-Social Behaviour Tools and Powers");
        assert_eq!(readable_title("DOG CONTROL PSPO"), "Dog Control PSPO");
        assert_eq!(readable_title("PAPERS UNDER SECTION 100D - THE ACT"), "Papers under Section 100D - The Act");
        assert_eq!(readable_title("The way forward"), "The way forward");
    }

    #[test]
    fn sizes_are_in_known_units() {
        assert_eq!(file_size(0), "0 bytes");
        assert_eq!(file_size(999), "999 bytes");
        assert_eq!(file_size(840_000), "840 KB");
        assert_eq!(file_size(1_250_000), "1.2 MB");
        assert_eq!(file_size(3_000_000_000), "3.0 GB");
    }
}

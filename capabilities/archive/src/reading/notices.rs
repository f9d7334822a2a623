//! Reads the notices that packs print around their agenda, such as the reminder to declare interests.

use super::lines::{Gap, Line};
use super::{Reader, minutes, words};

/// Words that identify a notice.
const NOTICES: &[&str] = &[
    "declare any",
    "disclosable pecuniary interest",
    "further information",
    "please contact",
    "next meeting of",
    "fire alarm",
    "may be filmed",
    "being filmed",
    "recording of",
    "copies of the agenda",
    "members of the public",
    "contact:",
    "contact officer",
    "exempt information",
    "press and public",
];

/// Moves the notices in `lines` into the front matter and leaves the rest alone.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) {
    let mut start = 0;
    while start < lines.len() {
        let following = lines.iter().skip(start + 1).take_while(|line| line.gap == Gap::None).count();
        let paragraph = lines.get(start..=start + following).unwrap_or_default();
        start += following + 1;
        if paragraph.iter().any(|line| reader.is_placed(line)) {
            continue;
        }
        let mut text = String::new();
        for line in paragraph {
            words::append(&mut text, line.text, reader.rejoined());
        }
        let lower = text.get(..text.floor_char_boundary(2000)).unwrap_or_default().to_lowercase();
        let known = minutes::begins_part(&text).is_some() || NOTICES.iter().any(|notice| lower.contains(notice));
        if let Some(first) = paragraph.first().filter(|_| known) {
            reader.front_matter(first.number, &text);
            reader.place_all(paragraph);
        }
    }
}

//! Reads the lists at the head of minutes: members present, apologies, others in attendance.

use super::Reader;
use super::labels::label;
use super::lines::{Gap, Line};
use super::words;
use foundation::text::single_spaced;
use meetings::minutes::{AttendanceLists, Attendee, BoardRole};

/// One of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Present,
    Apologies,
    OnCouncilBusiness,
    Officers,
    Others,
}

const LABELS: &[(&str, List)] = &[
    ("present", List::Present),
    ("members present", List::Present),
    ("councillors present", List::Present),
    ("councillors", List::Present),
    ("attendance", List::Present),
    ("apologies for absence", List::Apologies),
    ("apologies", List::Apologies),
    ("absence declared on council business", List::OnCouncilBusiness),
    ("absent on council business", List::OnCouncilBusiness),
    ("officers present", List::Officers),
    ("officers", List::Officers),
    ("officers in attendance", List::Officers),
    ("also in attendance", List::Others),
    ("in attendance", List::Others),
    ("also present", List::Others),
];

const KNOWN: &[&str] = &[
    "present",
    "members present",
    "councillors present",
    "apologies for absence",
    "officers present",
    "also in attendance",
    "also present",
];

/// Checks whether the line heads the list of those present, which all minutes have.
pub(super) fn begins(line: &Line<'_>) -> bool {
    matches!(list(line.text), Some((List::Present, _)))
}

/// Reads the lists at the start of `lines`. Also returns the index of the first line after them.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) -> (AttendanceLists, usize) {
    let mut lists = AttendanceLists::default();
    let mut current: Option<(List, Vec<&str>)> = None;
    let mut position = 0;
    while let Some(line) = lines.get(position) {
        if let Some((next, rest)) = list(line.text) {
            store(&mut lists, current.replace((next, vec![rest])));
        } else {
            match &mut current {
                Some((_, names)) if goes_on(names, line) => names.push(line.text),
                _ => break,
            }
        }
        reader.place(line);
        position += 1;
    }
    store(&mut lists, current);
    (lists, position)
}

/// Checks whether the line has more names for the list before it.
fn goes_on(names: &[&str], line: &Line<'_>) -> bool {
    let last = names.last().copied().unwrap_or_default();
    if line.text.eq_ignore_ascii_case("action") {
        return false;
    }
    let listed = |text: &str| ["Councillor ", "Cllr "].iter().any(|title| text.starts_with(title));
    let begun = names.iter().all(|name| name.is_empty());
    begun && line.gap != Gap::Spaced
        || (line.gap == Gap::None && !line.page)
        || (line.gap != Gap::Spaced && (words::ends_open(last) || last.ends_with('-')))
        || (listed(line.text) && listed(last) && line.width < 80)
}

fn list(text: &str) -> Option<(List, &str)> {
    let (name, rest) = label(text, KNOWN)?;
    LABELS.iter().find(|(label, _)| *label == name).map(|(_, list)| (*list, rest))
}

fn store(lists: &mut AttendanceLists, read: Option<(List, Vec<&str>)>) {
    let Some((list, lines)) = read else { return };
    let (people, members) = match list {
        List::Present => (&mut lists.present, true),
        List::Apologies => (&mut lists.apologies, true),
        List::OnCouncilBusiness => (&mut lists.absent_on_council_business, true),
        List::Officers => (&mut lists.officers, false),
        List::Others => (&mut lists.also_in_attendance, false),
    };
    people.extend(names(&lines, members));
}

/// Returns the people named in the lines of one list. In a list of members, the `Councillor` before each name is removed.
fn names(lines: &[&str], members: bool) -> Vec<Attendee> {
    let mut text = String::new();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        // Names on lines of their own need no other separator.
        let own_line = ["Councillor ", "Cllr ", "Mr ", "Mrs ", "Ms ", "Dr "].iter().any(|title| line.starts_with(title));
        if !text.is_empty() && own_line && !words::ends_open(&text) {
            text.push(',');
        }
        words::append(&mut text, line, &std::collections::HashMap::new());
    }
    let nobody = text.trim_end_matches('.').to_lowercase();
    if ["", "none", "nil", "-", "–", "n/a", "no apologies", "none received"].contains(&nobody.as_str()) {
        return Vec::new();
    }
    // If posts follow names after commas, semicolons separate the people.
    let separators: &[char] = if members {
        &[',', ';']
    } else if text.contains(';') {
        &[';']
    } else {
        &[',']
    };
    let mut people = Vec::new();
    for part in split_outside_brackets(&text, separators) {
        people.extend(person(part, members));
    }
    people
}

/// Splits a list at its separators and at the word `and`, except inside brackets.
fn split_outside_brackets<'text>(text: &'text str, separators: &[char]) -> Vec<&'text str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (position, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let and = character == ' ' && text.get(position..position + 5).is_some_and(|word| word == " and ");
        if depth == 0 && (separators.contains(&character) || and) {
            parts.extend(text.get(start..position));
            start = position + if and { 5 } else { character.len_utf8() };
        }
    }
    parts.extend(text.get(start..));
    parts
}

fn person(printed: &str, member: bool) -> Option<Attendee> {
    let mut name = single_spaced(printed.strip_prefix(" and ").unwrap_or(printed).trim_start_matches("and "));
    let mut attendee = Attendee { name: String::new(), role: None, note: None };
    while let Some((before, inside)) = name.trim_end_matches(['.', ' ']).strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
    {
        match role(inside) {
            Some(role) => attendee.role = Some(role),
            None => attendee.note = Some(attendee.note.map_or(inside.to_owned(), |note| format!("{inside}, {note}"))),
        }
        name = before.trim_end().to_owned();
        if attendee.note.as_ref().is_some_and(|note| note.len() > 2000) {
            break;
        }
    }
    if let Some((before, post)) = name.split_once(" - ").or_else(|| name.split_once(" – ")).or_else(|| name.split_once(", ")) {
        let post = post.trim();
        attendee.note = Some(attendee.note.map_or(post.to_owned(), |note| format!("{post}, {note}")));
        name = before.trim_end().to_owned();
    }
    if member || name.starts_with("Councillors ") {
        let bare = ["Councillors ", "Councillor ", "Cllrs ", "Cllr "].iter().find_map(|title| name.strip_prefix(title));
        name = bare.unwrap_or(&name).to_owned();
    }
    // Remove the full stop that ends the list, but keep one after an initial.
    if name.ends_with('.') && name.rsplit([' ', '.']).nth(1).is_some_and(|last| last.len() > 1) {
        name.pop();
    }
    name.trim().clone_into(&mut attendee.name);
    (!attendee.name.is_empty() || attendee.note.is_some()).then_some(attendee)
}

fn role(words: &str) -> Option<BoardRole> {
    let words = words.to_lowercase().replace(['-', '‑'], " ");
    match words.trim() {
        "chair" | "chairman" | "chairwoman" | "chairperson" | "in the chair" => Some(BoardRole::Chair),
        "vice chair" | "vice chairman" | "vice chairwoman" | "deputy chair" | "deputy chairman" => Some(BoardRole::ViceChair),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_names(lines: &[&str], members: bool) -> Vec<String> {
        names(lines, members)
            .into_iter()
            .map(|person| {
                let role = person.role.map_or(String::new(), |role| format!(" [{}]", role.words()));
                let note = person.note.map_or(String::new(), |note| format!(" <{note}>"));
                person.name + &role + &note
            })
            .collect()
    }

    #[test]
    fn parts_a_list_as_it_is_printed() {
        assert_eq!(
            read_names(&["Councillors N. Fern Moss (Chair), Oak (Vice-Chair), Elm,", "A. Ash and Yew"], true),
            ["N. Fern Moss [Chair]", "Oak [Vice-Chair]", "Elm", "A. Ash", "Yew"]
        );
        assert_eq!(read_names(&["K. Birch, J. Hazel and P. Rowan."], false), ["K. Birch", "J. Hazel", "P. Rowan"]);
        assert_eq!(read_names(&["Councillor C. Fern-Moss"], false), ["Councillor C. Fern-Moss"]);
        assert_eq!(read_names(&["Councillor Skimmer"], true), ["Skimmer"]);
        for nobody in ["None", "NONE.", "", "-"] {
            assert!(read_names(&[nobody], true).is_empty(), "{nobody}");
        }
    }

    #[test]
    fn posts_and_organisations_are_notes() {
        assert_eq!(
            read_names(&["Ada Birch (Head of Parks and Play), Bo Hazel - Director of Place"], false),
            ["Ada Birch <Head of Parks and Play>", "Bo Hazel <Director of Place>"]
        );
        assert_eq!(
            read_names(&["Ada Birch, Head of Parks; Bo Hazel, Clerk"], false),
            ["Ada Birch <Head of Parks>", "Bo Hazel <Clerk>"]
        );
        assert_eq!(read_names(&["Councillor Ada Fern (Chair)", "Councillor Bo Oak"], true), ["Ada Fern [Chair]", "Bo Oak"]);
    }
}

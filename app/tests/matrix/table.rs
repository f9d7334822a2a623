//! The files of the table: one for each part, with a line for each of its addresses.

use crate::matrix::parts::{OWN, Part};
use crate::matrix::roles::ROLES;
use std::fmt::Write as _;

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// `GET /papers/{id}`.
    pub address: String,
    /// `/papers/1`.
    pub example: String,
    /// A letter for each role.
    pub letters: String,
}

/// Returns the text of a part's file; empty if there is none.
pub(crate) fn read(part: &Part) -> String {
    std::fs::read_to_string(part.table()).unwrap_or_default()
}

/// Returns the lines of a part's file.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let lines = text.lines().filter(|line| line.starts_with("GET ") || line.starts_with("POST "));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let [method, path, example, letters @ ..] = parts.as_slice() else { panic!("a line of the table is short: {line}") };
            Line { address: format!("{method} {path}"), example: (*example).to_owned(), letters: letters.concat() }
        })
        .collect()
}

/// Returns the head of a part's file. That of the program's own has the letters, the columns, and the reason for each.
pub(crate) fn head(part: &Part) -> String {
    if part.name != OWN {
        return format!(
            "Every address of {} by every role. app/tests/matrix/addresses.txt says what the letters and columns are.\n\n",
            part.name
        );
    }
    let mut text = String::from(
        "Every address by every role: what comes of asking. tests/matrix/mod.rs says what the letters are and holds the program to it.\n\
         a allowed   d denied   h hidden, as if it were not there   s led to sign in   r opens for a reason alone\n\n\
         The addresses at the end are those of the program itself and of the base. Each capability has its own in tests/matrix.\n\n\
         The columns, and why each role has what it has. Where a letter and its reason differ, the program is wrong.\n",
    );
    for (number, role) in ROLES.iter().enumerate() {
        let _ = writeln!(text, "{:>4}  {}\n", number + 1, role.name);
        let mut length = 0;
        for word in role.why.split(' ') {
            if length + word.chars().count() > 120 {
                text.push('\n');
                length = 0;
            }
            text.push_str(if length == 0 { "      " } else { " " });
            text.push_str(word);
            length += word.chars().count() + 1;
        }
        text.push_str("\n\n");
    }
    text
}

/// Writes a part's file.
pub(crate) fn write(part: &Part, lines: &[Line]) {
    let mut text = head(part);
    let width = |part: fn(&Line) -> &String| lines.iter().map(|line| part(line).len()).max().unwrap_or_default();
    let (addresses, examples) = (width(|line| &line.address), width(|line| &line.example));
    let numbers: Vec<String> = (1..=ROLES.len()).map(|number| format!("{number:>2}")).collect();
    let _ = writeln!(text, "{:addresses$}  {:examples$} {}", "", "", numbers.join(" "));
    for line in lines {
        let letters: Vec<String> = line.letters.chars().map(|letter| format!(" {letter}")).collect();
        let _ = writeln!(text, "{:addresses$}  {:examples$} {}", line.address, line.example, letters.join(" "));
    }
    std::fs::write(part.table(), text).expect("the table is written");
}

/// Returns how the lines that were found differ from those of a part's file.
pub(crate) fn faults(part: &Part, found: &[Line]) -> Vec<String> {
    let mut faults = Vec::new();
    let text = read(part);
    let known = lines(&text);
    let name = part.name;
    for line in found {
        match known.iter().find(|known| known.address == line.address) {
            None => faults.push(format!("{} is not in the table of {name}", line.address)),
            Some(known) if known != line => {
                let roles = ROLES.iter().zip(known.letters.chars().zip(line.letters.chars()));
                for (role, (expected, found)) in roles.filter(|(_, (expected, found))| expected != found) {
                    faults.push(format!("{} as {}: {found}, and the table says {expected}", line.address, role.name));
                }
                if known.letters.len() != line.letters.len() || known.example != line.example {
                    faults.push(format!(
                        "{} has other columns or another example in the table of {name}: {} and not {}",
                        line.address, known.example, line.example
                    ));
                }
            }
            Some(_) => {}
        }
    }
    for line in known.iter().filter(|line| !found.iter().any(|found| found.address == line.address)) {
        faults.push(format!("{} is in the table of {name}, which has no such address", line.address));
    }
    if !text.starts_with(&head(part)) {
        faults.push(format!("the head of the table of {name} is not what the columns say"));
    }
    faults
}

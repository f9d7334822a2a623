//! Reads the Action column of minutes: the post that is to act, printed in short lines beside the text.

use super::lines::{Gap, Line};
use super::markers::Marker;
use super::words;
use extraction::Hint;
use meetings::minutes::ActionNote;

/// Words of a post's title.
const POSTS: &[&str] = &[
    "director",
    "manager",
    "head",
    "officer",
    "officers",
    "executive",
    "lead",
    "solicitor",
    "secretary",
    "clerk",
    "coordinator",
    "co-ordinator",
    "superintendent",
    "inspector",
    "chair",
];

/// Words that stay lower case in a post's title.
const SMALL: &[&str] = &["and", "of", "for", "the", "to", "/"];

/// Returns the post at the start of `lines`, on one line, and how many lines it takes.
pub(super) fn post(lines: &[Line<'_>]) -> Option<(String, usize)> {
    let first = lines.first().filter(|line| line.gap != Gap::None && Marker::read(line.text).0 == Marker::None)?;
    let rest = lines.iter().skip(1).take(7).take_while(|line| line.gap == Gap::None && !line.page);
    let run: Vec<&Line<'_>> = std::iter::once(first).chain(rest).collect();
    if run.len() > 6 || !run.iter().all(|line| is_column_width(line) && is_titled(line.text)) {
        return None;
    }
    let mut owner = String::new();
    for line in &run {
        words::append(&mut owner, line.text, &std::collections::HashMap::new());
    }
    let named = owner.split([' ', '-', '/', ',']).any(|word| POSTS.contains(&word.to_lowercase().as_str()));
    // A single line followed by text is more likely a sub-heading.
    let apart = run.len() > 1 || lines.len() == 1;
    let chaired = ["Councillor", "Cllr", "Chair"].iter().any(|title| owner.starts_with(title));
    (named && apart && !chaired && !words::is_capitals(&owner)).then_some((owner, run.len()))
}

fn is_column_width(line: &Line<'_>) -> bool {
    line.width <= 34 && line.width * 10 <= line.room * 6
}

fn is_titled(text: &str) -> bool {
    let capital = |word: &str| {
        SMALL.contains(&word) || word.chars().next().is_some_and(|c| c.is_uppercase() || matches!(c, '&' | '-' | '–' | '('))
    };
    !text.ends_with(['.', ':', ';', '?']) && !text.chars().any(|c| c.is_ascii_digit()) && text.split_whitespace().all(capital)
}

/// Returns the content of the Action column and how many lines it takes, if the pages show which lines are in it.
pub(super) fn noted(lines: &[Line<'_>]) -> Option<(Option<ActionNote>, usize)> {
    lines.first().filter(|line| line.hint == Hint::Action)?;
    let taken = run(lines);
    // The column's heading, printed once or above each note, is not part of the action.
    let heads = |line: &Line<'_>| {
        let label = line.text.to_lowercase();
        ["action", "actions", "action by", "action required"].contains(&label.trim_end_matches(':'))
    };
    let said = |lines: &[Line<'_>]| {
        let mut text = String::new();
        for line in lines.iter().filter(|line| !heads(line)) {
            words::append(&mut text, line.text, &std::collections::HashMap::new());
        }
        text
    };
    let (own, after) = lines.split_at_checked(taken)?;
    let text = said(own);
    // The person to act may be in bold, with the task below.
    let more = run(after);
    let is_bold = |lines: &[Line<'_>]| lines.iter().all(|line| line.bold);
    match after.get(..more) {
        Some(task) if more > 0 && !text.is_empty() && is_bold(own) && !task.iter().any(|line| line.bold) => {
            Some((Some(ActionNote { owner: text, task: Some(said(task)), due_on: None }), taken + more))
        }
        _ => Some(((!text.is_empty()).then(|| note(&text)), taken)),
    }
}

/// Counts the consecutive lines of the Action column at the start of `lines`.
fn run(lines: &[Line<'_>]) -> usize {
    let noted = |(at, line): &(usize, &Line<'_>)| line.hint == Hint::Action && (*at == 0 || line.gap == Gap::None);
    lines.iter().enumerate().take_while(noted).count()
}

/// Splits a note into the owner and, if given, the task.
fn note(text: &str) -> ActionNote {
    match text.split_once(" to ") {
        Some((owner, task)) if !task.starts_with("the ") => {
            ActionNote { owner: owner.trim().to_owned(), task: Some(format!("to {task}")), due_on: None }
        }
        _ => ActionNote { owner: text.trim().trim_end_matches('.').to_owned(), task: None, due_on: None },
    }
}

/// Reads an action printed on its own line: `Action: Head of Parks to write to the trustees`.
pub(super) fn labelled(text: &str) -> Option<ActionNote> {
    let (label, rest) = text.trim_start_matches(['(', '[']).split_once(':')?;
    if !["action", "actions", "action by"].contains(&label.trim().to_lowercase().as_str()) {
        return None;
    }
    let rest = rest.trim().trim_end_matches([')', ']', ' ']);
    let (owner, task) = match rest.split_once(" to ") {
        Some((owner, task)) => (owner, Some(format!("to {task}"))),
        None => (rest.trim_end_matches('.'), None),
    };
    (!owner.is_empty()).then(|| ActionNote { owner: owner.trim().to_owned(), task, due_on: None })
}

#[cfg(test)]
mod tests {
    use super::super::lines::{self, Source};
    use super::*;

    fn posts(text: &str) -> Option<(String, usize)> {
        let wide = "A line of the minutes that is as wide as the column of the text is.\n".repeat(12);
        let text = format!("{wide}\n{text}\n\nFRN9 NEXT\n{wide}");
        let mut source = Source::new(&text);
        lines::measure(&mut source.lines);
        post(source.lines.get(12..)?)
    }

    #[test]
    fn puts_a_post_together() {
        assert_eq!(
            posts("Operational \nDirector - \nParks & \nGreen Space"),
            Some(("Operational Director - Parks & Green Space".into(), 4))
        );
        assert_eq!(posts("Executive Director \nParks"), Some(("Executive Director Parks".into(), 2)));
    }

    #[test]
    fn leaves_other_short_lines() {
        for text in ["Councillor A. Fern\nChair", "The Director spoke.\nIt was noted", "Parks and\nPlay", "HEAD OF\nPARKS"] {
            assert_eq!(posts(text), None, "{text}");
        }
    }

    #[test]
    fn reads_an_action_in_a_line() {
        let action = labelled("Action: Head of Parks to write to the trustees.").expect("an action");
        assert_eq!((action.owner.as_str(), action.task.as_deref()), ("Head of Parks", Some("to write to the trustees.")));
        assert!(labelled("The action: none").is_none());
    }
}

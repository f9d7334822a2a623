//! Words that no source may contain, and phrases that no page may use.

use crate::architecture::project::{Guide, Source};

/// The crate with the clock.
const CLOCK: &str = "base/foundation";

/// Code that reads the time or generates random numbers.
const TIME_AND_CHANCE: [&str; 8] =
    ["Utc::now", "Local::now", "SystemTime::now", "OffsetDateTime::now", "thread_rng", "rand::", "OsRng", "getrandom"];

/// The same in SQL statements.
const IN_STATEMENTS: [&str; 6] = ["CURRENT_TIMESTAMP", "CURRENT_DATE", "now()", "NOW()", "'now'", "random()"];

/// Code that marks something as unwritten or experimental.
const UNFINISHED: [&str; 3] = ["todo!(", "unimplemented!(", "dbg!("];

/// Phrases that pages, emails, commands and guides once used, each with its replacement. They read as though they had been
/// translated.
const PHRASES: [(&str, &str); 61] = [
    ("Mail address", "Email address"),
    ("mail address", "email address"),
    ("I do not remember my password", "Forgotten your password?"),
    ("Get no more mails", "Unsubscribe"),
    ("unwanted mails", "spam folder"),
    ("Begin a board", "Create a board"),
    ("Lay out meetings", "Schedule meetings"),
    ("Lay them out", "Schedule meetings"),
    ("Put a picture in", "Add an image"),
    ("Nothing stands under", "No actions match these filters"),
    ("Nothing of what you look after", "No questions found"),
    ("Nothing waits for you", "No tasks"),
    ("is on record that you may read", "You do not have access to any reports yet"),
    ("In the way", "Must fix"),
    ("To know", "For information"),
    ("To come", "Upcoming"),
    ("What stands there now", "Current text"),
    ("The earlier version stands again", "Earlier version restored"),
    ("How it stands", "Status"),
    ("changed the item meanwhile", "Someone else has changed this item since you opened it"),
    ("Whoever asked is not known", "The questioner's details have been deleted"),
    ("app for codes away", "Reset two-step verification"),
    ("It waits for you", "Awaiting your clearance"),
    ("reports that bear", "reports that use this figure"),
    ("Its public page", "View public page"),
    ("Your receipt goes there", "We'll send your receipt and the decision here"),
    ("What the minutes gave", "Actions agreed at meetings"),
    ("Can be told for each", "Available by"),
    ("spelt nearly like", "with similar spelling"),
    ("The desk of", "Manage this board"),
    ("on the casting vote of whoever", "on the Chair's casting vote"),
    ("This is no Word document", "This is not a Word document"),
    ("Take a Word document in", "Import Word document"),
    ("What it consists in", "Nature of the interest"),
    ("I cannot come", "Send apologies"),
    ("read these squares", "Scan the QR code"),
    ("Invited, not yet come", "Pending invitations"),
    ("members were told", "say how many members were emailed"),
    ("lay out", "schedule, or list"),
    ("Lay out", "Schedule"),
    ("laid out", "scheduled"),
    ("Laid out", "Scheduled"),
    ("whoever", "the person who, or your administrator"),
    ("Whoever", "The person who"),
    ("meanwhile", "since you opened it"),
    ("are told", "will be emailed"),
    ("one press", "one click, or at any time"),
    ("Nothing stands", "There is no …"),
    ("nothing stands", "there is no …"),
    ("stands", "is"),
    ("somebody", "someone"),
    ("Somebody", "Someone"),
    ("nobody", "no one"),
    ("Nobody", "No one"),
    ("give it back", "return it"),
    ("given back", "returned"),
    ("take it back", "withdraw it"),
    ("taken back", "withdrawn"),
    ("behind the program", "outside the program"),
    ("by right", "can"),
    ("Agenda and papers in one file", "Download pack"),
];

/// Returns phrases that are back, in pages or in guides.
pub(crate) fn phrases(sources: &[Source], guides: &[Guide]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.is_shipped()) {
        for (line, text) in source.shipped().1 {
            faults.extend(phrases_in(text, &source.at(*line)));
        }
    }
    for guide in guides {
        for (line, text) in (1..).zip(guide.text.lines()) {
            faults.extend(phrases_in(text, &format!("{}:{line}", guide.path)));
        }
    }
    faults
}

fn phrases_in(text: &str, place: &str) -> Vec<String> {
    let found = PHRASES.iter().filter(|(phrase, _)| contains_word(text, phrase));
    found.map(|(phrase, instead)| format!("{place}: “{phrase}”. Write “{instead}”, or something as plain.")).collect()
}

/// Returns uses of time or randomness that do not come from `foundation::Clock`. Tests may have their own, and `Instant`
/// measures how long something takes.
pub(crate) fn time_and_chance(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.is_shipped() && source.folder != CLOCK) {
        let (code, strings) = source.shipped();
        let in_code = (1..).zip(code.lines()).map(|(line, text)| (line, text, &TIME_AND_CHANCE[..]));
        let in_strings = strings.map(|(line, text)| (*line, text.as_str(), &IN_STATEMENTS[..]));
        for (line, text, words) in in_code.chain(in_strings) {
            if let Some(word) = words.iter().find(|word| contains_word(text, word)) {
                faults.push(format!(
                    "{}: `{word}`. Take the time from foundation::Clock and pass it in, so that a test can stand on any day.",
                    source.at(line)
                ));
            }
        }
    }
    faults
}

/// Checks whether `text` contains `word`, other than as the end of a longer name.
fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
}

/// Returns classes of GOV.UK's and MOJ's components that a capability writes itself instead of using a component of `base/ui`.
pub(crate) fn raw_classes(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.folder.starts_with("capabilities/") && source.is_shipped()) {
        for (line, text) in source.shipped().1 {
            let class = text.split_whitespace().find(|word| word.starts_with("govuk-") || word.starts_with("moj-"));
            if let Some(class) = class {
                let place = source.at(*line);
                faults.push(format!("{place}: class “{class}”. Use a component of base/ui, or add one with its sample."));
            }
        }
    }
    faults
}

/// Returns sources that are not finished.
pub(crate) fn unfinished(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        for (line, text) in (1..).zip(source.code.lines()) {
            if let Some(word) = UNFINISHED.iter().find(|word| contains_word(text, word)) {
                faults.push(format!("{}: `{word}…)`. Finish it, or take it out.", source.at(line)));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(text: &str) -> Source {
        Source::new("capabilities/reports", "capabilities/reports/src/report_store.rs", text)
    }

    #[test]
    fn another_clock_is_found() {
        assert_eq!(time_and_chance(&[store("fn f() {\n    chrono::Utc::now()\n}")]).len(), 1);
        assert_eq!(time_and_chance(&[store("use rand::random;")]).len(), 1);
        assert_eq!(time_and_chance(&[store("\"SELECT CURRENT_TIMESTAMP\"")]).len(), 1);
        assert_eq!(time_and_chance(&[store("\"SELECT datetime('now')\"")]).len(), 1);
        assert!(time_and_chance(&[store("// Utc::now\nlet begun = Instant::now(); clock.now(); operand::new()")]).is_empty());
        assert!(time_and_chance(&[Source::new(CLOCK, "base/foundation/src/clock.rs", "Utc::now()")]).is_empty());
        assert!(time_and_chance(&[store("#[cfg(test)]\nmod tests {\n    Utc::now()\n}")]).is_empty());
    }

    #[test]
    fn a_phrase_that_is_back_is_found() {
        let page = |text: &str| Source::new("capabilities/reports", "capabilities/reports/src/report_pages.rs", text);
        let found = |text: &str| phrases(&[page(text)], &[]).len();
        assert_eq!(found("html! { \"Mail address\" }"), 1);
        assert_eq!(found("html! { h2 { \"To come\" } p { \"I cannot come.\" } }"), 2);
        assert_eq!(found("// Mail address\nhtml! { \"Email address\" }"), 0, "comments, and the right words");
        assert_eq!(found("#[cfg(test)]\nmod tests {\n    \"Mail address\"\n}"), 0);
        let guide =
            Guide { path: "docs/following.md".to_owned(), text: "# Following\n\nUnsubscribe with one press.\n".to_owned() };
        let faults = phrases(&[], &[guide]);
        assert!(faults.len() == 1 && faults[0].starts_with("docs/following.md:3: "), "{faults:?}");
    }

    #[test]
    fn a_raw_class_is_found() {
        let page = |text: &str| Source::new("capabilities/reports", "capabilities/reports/src/report_pages.rs", text);
        assert_eq!(raw_classes(&[page("html! { p class=\"moothall-key govuk-body\" { \"A\" } }")]).len(), 1);
        assert_eq!(raw_classes(&[page("html! { div class={ \"moj-timeline\" } {} }")]).len(), 1);
        assert!(raw_classes(&[page("// govuk-body\nhtml! { (ui::paragraph(\"A page of the govuk site\")) }")]).is_empty());
        assert!(raw_classes(&[Source::new("base/ui", "base/ui/src/text.rs", "\"govuk-body\"")]).is_empty());
    }

    #[test]
    fn what_is_not_finished_is_found() {
        for unfinished_code in ["todo!()", "unimplemented!(\"later\")", "dbg!(value)"] {
            assert_eq!(unfinished(&[store(unfinished_code)]).len(), 1, "{unfinished_code}");
        }
        assert!(unfinished(&[store("// todo!()\n\"dbg!(x)\"")]).is_empty());
    }
}

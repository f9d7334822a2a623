//! The `weekday` and `date-and-date` rules.

use crate::acts::COMMENCEMENTS;
use crate::rules::dates::{Dated, dates, weekdays as named_weekdays, written};
use crate::rules::{Checked, Found};
use crate::words::{around, content, sentence_at};
use chrono::Datelike;
use foundation::civil_date;

pub(crate) fn weekdays(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            for (weekday, date, place, end) in named_weekdays(text) {
                if !civil_date::falls_on(date, weekday) {
                    found.add(
                        (at, position),
                        format!("{} is a {}", civil_date::written(date), date.format("%A")),
                        around(text, place..end),
                        "Check whether the day of the week or the date is wrong",
                    );
                }
            }
        }
    }
}

/// A date given in a paper, with what the paper says about it.
struct Said {
    at: (usize, usize),
    date: Dated,
    /// The sentence, shortened around the date.
    evidence: String,
    words: Vec<String>,
}

/// Words of a sentence that say little about its subject.
const COMMON: [&str; 13] = [
    "council", "board", "meeting", "report", "member", "date", "year", "held", "day", "january", "november", "priority", "agreed",
];

pub(crate) fn disagreeing(checked: &Checked<'_>, found: &mut Found<'_>) {
    let mut said: Vec<Said> = Vec::new();
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            let all = dates(text);
            addresses(text, &all, (at, position), found);
            for date in all.into_iter().filter(|date| date.whole().is_some()) {
                let mut words = content(sentence_at(text, date.at));
                words.retain(|word| {
                    !COMMON.contains(&word.as_str()) && !crate::rules::dates::dates(&format!("{word} 2000")).iter().any(|_| true)
                });
                said.push(Said { at: (at, position), date, evidence: around(text, date.at..date.end), words });
            }
        }
    }
    for one in &said {
        let known = COMMENCEMENTS.iter().find(|known| known.words.iter().all(|word| one.words.iter().any(|own| own == word)));
        let speaks_of_a_duty =
            ["duty", "statutory", "requirement", "force"].iter().any(|word| one.words.iter().any(|own| own == word));
        if let (Some(known), true) = (known, speaks_of_a_duty)
            && let (Some(day), Some(own)) = (known.day(), one.date.whole())
            && (day.day(), day.month()) == (own.day(), own.month())
            && day != own
        {
            found.add(
                one.at,
                format!("{} began on {}, not on {}", known.duty, civil_date::written(day), civil_date::written(own)),
                one.evidence.clone(),
                format!("Write {} ({})", civil_date::written(day), known.citation),
            );
        }
    }
}

/// Finds a month and year in the text beside a web address that contains the month with another year.
fn addresses(text: &str, all: &[Dated], at: (usize, usize), found: &mut Found<'_>) {
    let Some(begin) = text.find("http") else { return };
    let decoded = text[begin..].replace("%20", " ").replace(['.', '/', '?', '='], " ");
    let inside = dates(&decoded);
    for own in all.iter().filter(|date| date.end <= begin && date.year.is_some()) {
        let other = inside.iter().find(|date| date.month == own.month && date.year.is_some() && date.year != own.year);
        if let Some(other) = other {
            found.add(
                at,
                format!("the text says {}, but the link is dated {}", written(own), written(other)),
                around(text, own.at..text[begin..].find(char::is_whitespace).map_or(text.len(), |end| begin + end)),
                "Open the link and write the date of the page",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{found, paragraph};

    #[test]
    fn a_weekday_fits_its_date() {
        let wrong = found("weekday", &[paragraph("The board meets on Wednesday, 6 February 2024.")]);
        assert_eq!(wrong[0].what, "6 February 2024 is a Tuesday");
        assert!(found("weekday", &[paragraph("The board meets on Tuesday 6th February 2024 and on Monday.")]).is_empty());
    }

    #[test]
    fn a_duty_began_on_its_day() {
        let text =
            |year: &str| paragraph(&format!("Serious Violence (to focus on the statutory duty as of 31st January {year})."));
        assert_eq!(found("date-and-date", &[text("2024")]).len(), 1);
        assert!(found("date-and-date", &[text("2023")]).is_empty());
    }

    #[test]
    fn what_returns_every_year_is_no_contradiction() {
        for (one, other) in [
            (
                "The two pilots were given a contract by direct award to cover 1 April 2022 to 31 March 2023.",
                "To keep the boats going, the two pilots were given a contract by direct award to cover 1 April 2023 to 31 March 2024.",
            ),
            (
                "As at 31 March 2024 there were 294 halls with a surplus reserve balance.",
                "The reserve balance of halls with a surplus as at 31 March 2025 is forecast at 57.",
            ),
            (
                "The harbour master lit the new lamps on the quay from 3 May 2023 to 4 June 2023.",
                "The harbour master lit the new lamps on the quay from 3 May 2024 to 4 June 2024.",
            ),
        ] {
            assert!(found("date-and-date", &[paragraph(one), paragraph(other)]).is_empty(), "{one}");
        }
    }

    #[test]
    fn an_address_has_the_date_of_the_text() {
        let text = |month: &str| {
            paragraph(&format!("The council carried a motion in {month} 2018: https://x.example/minutes%2018th-Oct-2023.pdf"))
        };
        assert_eq!(found("date-and-date", &[text("October")]).len(), 1);
        assert!(found("date-and-date", &[text("June")]).is_empty(), "another month is another thing");
    }
}

//! The `weekday` and `date-and-date` rules.

use crate::acts::COMMENCEMENTS;
use crate::rules::dates::{Dated, dates, weekdays as named_weekdays, written};
use crate::rules::{Checked, Found};
use crate::words::{content, sentence_at, short};
use chrono::Datelike;
use foundation::civil_date;

pub(crate) fn weekdays(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            for (weekday, date, place) in named_weekdays(text) {
                if !civil_date::falls_on(date, weekday) {
                    found.add(
                        (at, position),
                        format!("{} is a {}", civil_date::written(date), date.format("%A")),
                        short(sentence_at(text, place), 120),
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
    sentence: String,
    words: Vec<String>,
}

/// Words of a sentence that say little about its subject.
const COMMON: [&str; 14] = [
    "council", "board", "meeting", "report", "member", "date", "year", "held", "halton", "day", "january", "november",
    "priority", "agreed",
];

pub(crate) fn disagreeing(checked: &Checked<'_>, found: &mut Found<'_>) {
    let mut said: Vec<Said> = Vec::new();
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, _, text) in paper.texts() {
            let all = dates(text);
            addresses(text, &all, (at, position), found);
            for date in all.into_iter().filter(|date| date.whole().is_some()) {
                let sentence = sentence_at(text, date.at).to_owned();
                let mut words = content(&sentence);
                words.retain(|word| {
                    !COMMON.contains(&word.as_str()) && !crate::rules::dates::dates(&format!("{word} 2000")).iter().any(|_| true)
                });
                said.push(Said { at: (at, position), date, sentence, words });
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
                short(&one.sentence, 160),
                format!("Write {} ({})", civil_date::written(day), known.citation),
            );
        }
    }
    pairs(&said, found);
}

/// Finds the same day and month with two different years, if both sentences are about the same subject.
fn pairs(said: &[Said], found: &mut Found<'_>) {
    for (place, one) in said.iter().enumerate() {
        let other = said[place + 1..].iter().find(|other| {
            let same_day =
                (one.date.day, one.date.month) == (other.date.day, other.date.month) && one.date.year != other.date.year;
            let shared = one.words.iter().filter(|word| other.words.contains(word)).count();
            let fewer = one.words.len().min(other.words.len());
            same_day && shared >= 3 && shared * 3 >= fewer
        });
        let Some(other) = other else { continue };
        let is_known = COMMENCEMENTS.iter().any(|known| known.words.iter().all(|word| one.words.iter().any(|own| own == word)));
        if !is_known {
            found.add(
                other.at,
                format!("{} here but {} elsewhere, apparently for the same event", written(&other.date), written(&one.date)),
                format!("“{}” – “{}”", short(&one.sentence, 120), short(&other.sentence, 120)),
                "Find out which year is right",
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
                short(text, 200),
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
    fn one_thing_has_one_date() {
        let one = "The new lamps on the quay were lit by the harbour master on 3 May 2023.";
        let other = "The harbour master lit the new lamps on the quay on 3 May 2024.";
        assert_eq!(found("date-and-date", &[paragraph(one), paragraph(other)]).len(), 1);
        assert!(found("date-and-date", &[paragraph(one), paragraph("The ferry sank on 3 May 2024.")]).is_empty());
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

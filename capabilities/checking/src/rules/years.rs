//! The `year` rule.

use crate::paper::{Paper, PaperKind, What};
use crate::rules::dates::{Dated, dates, written};
use crate::rules::{Checked, Found};
use crate::words::{around, sentence_range};
use chrono::{Datelike, Days, NaiveDate};
use foundation::civil_date;
use std::ops::Range;

const ADVICE: &str = "Check the year";

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        // The annual meeting confirms what was minuted a year ago.
        let is_annual = paper.texts().take(HEADING).any(|(_, _, text)| text.to_lowercase().contains("annual"));
        let day = meeting_day(paper).filter(|_| !is_annual);
        for (position, _, text) in paper.texts() {
            let all = dates(text);
            let mut told: Vec<(Range<usize>, String)> = reversed(text, &all);
            if let Some(day) = day {
                told.extend(all.iter().filter_map(|date| beside(text, date, day)));
            }
            told.extend(out_of_order(&joined(text, &all)).map(|(date, what)| (date.at..date.end, what)));
            for (range, what) in told {
                found.add((at, position), what, around(text, range), ADVICE);
            }
        }
        for (position, evidence, what) in in_lists(paper) {
            found.add((at, position), what, evidence, ADVICE);
        }
    }
}

/// How many texts at the beginning of a paper are its heading.
const HEADING: usize = 10;

/// Returns the day of the meeting that a paper is about. A text that was not recognised says it in its heading, after `held`.
fn meeting_day(paper: &Paper) -> Option<NaiveDate> {
    let heading = || {
        let texts = paper.texts().take(HEADING).map(|(_, _, text)| text).filter(|text| text.chars().count() <= 300);
        let heading = texts.collect::<Vec<_>>().join(" ");
        let lower = heading.to_lowercase();
        let held = (lower.len() == heading.len() && lower.contains("meeting")).then(|| lower.find("held"))??;
        let first = dates(&heading).into_iter().find(|date| date.at > held && date.whole().is_some())?;
        (first.at - held <= 250).then(|| first.whole())?
    };
    match paper.kind {
        PaperKind::Minute => paper.day,
        PaperKind::Text => heading(),
        PaperKind::Report => None,
    }
}

/// Finds periods that end before they begin: `1 April 2024 to 31 March 2024`.
fn reversed(text: &str, all: &[Dated]) -> Vec<(Range<usize>, String)> {
    let joins = |between: &str| matches!(between.trim().to_lowercase().as_str(), "-" | "–" | "—" | "to" | "until" | "through");
    let backwards = |from: &Dated, until: &Dated| match (from.whole(), until.whole()) {
        (Some(from), Some(until)) => from > until,
        (None, None) if from.day.is_none() && until.day.is_none() => {
            from.year.zip(until.year).is_some_and(|(first, last)| (first, from.month) > (last, until.month))
        }
        _ => false,
    };
    let pairs = all
        .windows(2)
        .filter(|pair| joins(text.get(pair[0].end..pair[1].at).unwrap_or_default()) && backwards(&pair[0], &pair[1]));
    let told = pairs.map(|pair| {
        let what = format!("the period ends on {} and begins on {}", written(&pair[1]), written(&pair[0]));
        (pair[0].at..pair[1].end, what)
    });
    told.collect()
}

/// How long before a meeting the minutes are from that it confirms, and how long after it the next one is, in days at most.
const BETWEEN_MEETINGS: u64 = 130;

/// Compares the date of the minutes that a meeting confirms, or of the next meeting, with the day of this one.
fn beside(text: &str, date: &Dated, day: NaiveDate) -> Option<(Range<usize>, String)> {
    let own = date.whole()?;
    let sentence = sentence_range(text, date.at);
    let lead = text.get(sentence.start..date.at)?.to_lowercase();
    let whole = text.get(sentence)?.to_lowercase();
    let near = |words: &str| lead.rfind(words).is_some_and(|at| lead.len() - at <= 90);
    let a_year = |own: NaiveDate, by: i32| own.with_year(own.year() + by);
    let is_annual = whole.contains("annual") || whole.contains("agm") || whole.contains("matters arising");
    let is_confirmed = near("minutes") && ["held", "meeting of", "meeting on", "dated"].iter().any(|words| near(words));
    let is_to_come = ["to be held", "will be", "next", "would be", "should be"].iter().any(|words| whole.contains(words));
    if is_confirmed && !is_to_come && own > day {
        // Minutes of a year ago may be the last, where a body seldom meets; those of a meeting to come cannot be.
        let is_meant = a_year(own, -1).is_some_and(|was| was < day && was + Days::new(BETWEEN_MEETINGS) >= day);
        if is_meant {
            let what =
                format!("the minutes are of {}, and this meeting was on {}", civil_date::written(own), civil_date::written(day));
            return Some((date.at..date.end, what));
        }
    }
    let announces = near("next meeting") || near("next ordinary meeting") || near("agreed to hold the");
    let is_soon = a_year(own, 1).is_some_and(|meant| meant > day && meant <= day + Days::new(BETWEEN_MEETINGS));
    let is_told = announces && own < day && is_soon && !is_annual;
    is_told.then(|| {
        let what =
            format!("the next meeting is on {}, and this one was on {}", civil_date::written(own), civil_date::written(day));
        (date.at..date.end, what)
    })
}

/// The most characters between two dates of one list in a sentence.
const APART: usize = 30;

/// Returns the complete dates of a text that follow each other closely, if all of them do.
fn joined(text: &str, all: &[Dated]) -> Vec<Dated> {
    let is_close = |pair: &[Dated]| text.get(pair[0].end..pair[1].at).is_some_and(|between| between.chars().count() <= APART);
    let is_list = all.iter().all(|date| date.whole().is_some()) && all.windows(2).all(is_close);
    if is_list { all.to_vec() } else { Vec::new() }
}

/// The fewest dates in an order.
const FEWEST: usize = 4;

/// The longest time that ordered dates cover, in days.
const LONGEST: i64 = 800;

/// Returns the one date that breaks the order of the others, and would not in another year.
fn out_of_order(series: &[Dated]) -> Option<(Dated, String)> {
    let days: Vec<NaiveDate> = series.iter().filter_map(Dated::whole).collect();
    let is_ordered = |days: &[NaiveDate]| days.windows(2).all(|pair| pair[0] < pair[1]);
    if days.len() != series.len() || days.len() < FEWEST {
        return None;
    }
    let breaks: Vec<usize> = (1..days.len()).filter(|at| days[at - 1] >= days[*at]).collect();
    // One wrong date breaks the order before it, after it, or both.
    let (Some(first), true) = (breaks.first().copied(), breaks.len() <= 2) else { return None };
    let mut fitting = Vec::new();
    for (at, day) in [(first - 1, days[first - 1]), (first, days[first])] {
        for by in [-1, 1] {
            let Some(meant) = day.with_year(day.year() + by) else { continue };
            let mut other = days.clone();
            if let Some(own) = other.get_mut(at) {
                *own = meant;
            }
            let spans = other.first().zip(other.last()).is_some_and(|(first, last)| (*last - *first).num_days() <= LONGEST);
            if spans && is_ordered(&other) {
                fitting.push((at, meant));
            }
        }
    }
    let [(at, meant)] = fitting.as_slice() else { return None };
    let date = series.get(*at)?;
    Some((*date, format!("{} is out of order, and {} would not be", written(date), civil_date::written(*meant))))
}

/// How many characters of a line may stand before its date.
const BEFORE: usize = 40;

/// The most characters in a line of a list of dates.
const LINE: usize = 120;

/// Finds dates out of order in the lines of a list and in the columns of tables.
fn in_lists(paper: &Paper) -> Vec<(usize, String, String)> {
    let mut all = Vec::new();
    let mut run: Vec<(usize, Dated, &str)> = Vec::new();
    let mut tell = |run: &mut Vec<(usize, Dated, &str)>| {
        let series: Vec<Dated> = run.iter().map(|(_, date, _)| *date).collect();
        if let Some((date, what)) = out_of_order(&series)
            && let Some((position, _, text)) = run.iter().find(|(_, own, _)| *own == date)
        {
            all.push((*position, (*text).to_owned(), what));
        }
        run.clear();
    };
    for (position, piece) in paper.pieces.iter().enumerate() {
        let line = match &piece.what {
            What::Item { text, .. } | What::Paragraph { text, number: None } if text.chars().count() <= LINE => {
                Some(text.as_str())
            }
            _ => None,
        };
        let date = line.and_then(|text| {
            let mut own = dates(text).into_iter();
            own.next().filter(|date| date.at <= BEFORE && date.whole().is_some() && own.next().is_none())
        });
        match (date, line) {
            (Some(date), Some(text)) => run.push((position, date, text)),
            _ => tell(&mut run),
        }
        if let What::Table { rows, .. } = &piece.what {
            let width = rows.iter().map(Vec::len).max().unwrap_or_default();
            for column in 0..width {
                let cells = rows.iter().filter_map(|row| row.get(column));
                let mut cells: Vec<(usize, Dated, &str)> = cells
                    .filter_map(|cell| {
                        Some((position, *dates(cell).first().filter(|date| date.whole().is_some())?, cell.as_str()))
                    })
                    .collect();
                // A table may be in any order, so more of it must be in order.
                if cells.len() > FEWEST {
                    tell(&mut cells);
                }
            }
        }
    }
    tell(&mut run);
    all
}

#[cfg(test)]
mod tests {
    use crate::paper::{Paper, PaperKind};
    use crate::test_papers::{bullets, found, minute, paragraph, report, table};
    use documents::Block;

    const RULE: &str = "year";

    #[test]
    fn a_period_ends_after_it_begins() {
        for text in ["From 1 April 2024 to 31 March 2024.", "April 2024 – March 2024", "1st April 2025 until 31st March 2024"] {
            assert_eq!(found(RULE, &[paragraph(text)]).len(), 1, "{text}");
        }
        for text in [
            "From 1 April 2023 to 31 March 2024.",
            "March 2024 to April 2024",
            "1 May 2024 and 1 May 2023",
            "From 1 April 2024, and 31 March 2024.",
        ] {
            assert!(found(RULE, &[paragraph(text)]).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_minutes_that_are_confirmed_are_of_the_meeting_before() {
        // The minutes are of 6 February 2024.
        for text in [
            "The minutes of the meeting held on 7 November 2024 were confirmed.",
            "The minutes of the meeting held on 9 January 2025 were confirmed.",
            "The next meeting will be held on 5 March 2023.",
            "It was agreed to hold the March meeting on Tuesday, 5 March 2023.",
        ] {
            assert_eq!(found(RULE, &[minute(text, &[])]).len(), 1, "{text}");
        }
        for text in [
            "The minutes of the meeting held on 7 November 2023 were confirmed.",
            "The minutes of the meeting held on 6 February 2024 were confirmed.",
            "The minutes of the annual meeting held on 14 January 2023 were confirmed.",
            "The minutes of the meeting held on 9 January 2023 were confirmed.",
            "The minutes will be confirmed at the meeting on 5 March 2024.",
            "The next meeting will be held on 5 March 2024.",
            "In the minutes of 2019 the lamps of 3 May 2018 were told of.",
        ] {
            assert!(found(RULE, &[minute(text, &[])]).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_text_says_of_which_day_it_is() {
        let text = |confirmed: &str| {
            let mut paper = Paper::new(PaperKind::Text, "minutes.txt", "minutes.txt", None);
            let last = format!("The minutes of the meeting held on {confirmed} were approved.");
            let blocks =
                ["ASHMERE PARISH COUNCIL", "Minutes of the meeting held in the", "Boathouse on 6 February 2024", last.as_str()];
            paper.push_blocks(None, &blocks.map(Block::paragraph));
            paper
        };
        assert_eq!(found(RULE, &[text("9 January 2025")]).len(), 1);
        assert!(found(RULE, &[text("9 January 2024")]).is_empty());
    }

    #[test]
    fn a_date_stands_in_the_order_of_its_neighbours() {
        let days = |third: &str| ["3 September 2024", "5 November 2024", third, "4 March 2025"].map(str::to_owned);
        let list = |third: &str| report(&[bullets(&days(third).each_ref().map(String::as_str))]);
        let told = found(RULE, &[list("7 January 2024")]);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].what, "7 January 2024 is out of order, and 7 January 2025 would not be");
        assert!(found(RULE, &[list("7 January 2025")]).is_empty());
        assert_eq!(found(RULE, &[paragraph(&format!("The board meets on {}.", days("7 January 2024").join(", ")))]).len(), 1);
        assert!(
            found(RULE, &[report(&[bullets(&["3 May 2024", "2 May 2023", "1 May 2022", "4 May 2025"])])]).is_empty(),
            "in no order"
        );
        let cells = ["2 May 2024", "2 June 2024", "2 July 2023", "2 August 2024", "2 September 2024"];
        let rows: Vec<[&str; 1]> = cells.map(|cell| [cell]).to_vec();
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 1]>::as_slice).collect();
        assert_eq!(found(RULE, &[report(&[table(&["Day"], &rows)])]).len(), 1);
    }
}

//! Reads the block at the head of a report: to whom, when, by whom, on what.

use super::Reader;
use super::labels::label;
use super::lines::{Gap, Line};
use super::markers::Marker;
use super::words;
use foundation::{civil_date, text::single_spaced};
use reports::report::ReportBlock;

/// The meaning of a label in the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    ReportTo,
    Date,
    Officer,
    Portfolio,
    Subject,
    Wards,
    /// A label used in other councils' reports that has no field in the block.
    Other,
}

const LABELS: &[(&str, Field)] = &[
    ("report to", Field::ReportTo),
    ("meeting", Field::ReportTo),
    ("committee", Field::ReportTo),
    ("board", Field::ReportTo),
    ("to", Field::ReportTo),
    ("from", Field::Officer),
    ("meeting of", Field::ReportTo),
    ("report to the", Field::ReportTo),
    ("decision maker", Field::ReportTo),
    ("meeting or decision maker", Field::ReportTo),
    ("author", Field::Officer),
    ("report from", Field::Officer),
    ("responsible officer", Field::Officer),
    ("director", Field::Officer),
    ("agenda title", Field::Subject),
    ("heading", Field::Subject),
    ("date", Field::Date),
    ("date of meeting", Field::Date),
    ("meeting date", Field::Date),
    ("reporting officer", Field::Officer),
    ("report of", Field::Officer),
    ("report by", Field::Officer),
    ("report author", Field::Officer),
    ("lead officer", Field::Officer),
    ("portfolio", Field::Portfolio),
    ("portfolio holder", Field::Portfolio),
    ("cabinet member", Field::Portfolio),
    ("subject", Field::Subject),
    ("title", Field::Subject),
    ("report title", Field::Subject),
    ("title of report", Field::Subject),
    ("ward(s)", Field::Wards),
    ("wards", Field::Wards),
    ("ward", Field::Wards),
    ("ward(s) affected", Field::Wards),
    ("wards affected", Field::Wards),
    ("classification", Field::Other),
    ("past pathway of report", Field::Other),
    ("past pathway of paper", Field::Other),
    ("future pathway of report", Field::Other),
    ("future pathway of paper", Field::Other),
    ("electoral division", Field::Wards),
    ("electoral divisions", Field::Wards),
    ("divisions affected", Field::Wards),
    ("item", Field::Other),
    ("agenda item", Field::Other),
    ("agenda item no", Field::Other),
    ("contact", Field::Other),
    ("contact officer", Field::Other),
    ("decision type", Field::Other),
    ("exempt", Field::Other),
    ("key decision", Field::Other),
    ("status", Field::Other),
];

/// Labels that are recognised without a colon.
const KNOWN: &[&str] =
    &["report to", "date", "reporting officer", "portfolio", "subject", "ward(s)", "wards", "ward(s) affected"];

/// How many lines a block may run over.
const LONGEST: usize = 40;

/// Checks whether a report's block begins at `start`.
pub(super) fn begins(lines: &[Line<'_>], start: usize) -> bool {
    let stands_apart = |line: &&Line<'_>| line.gap != Gap::None || line.page || says_to_whom(line);
    let Some(line) = lines.get(start).filter(stands_apart) else { return false };
    if !matches!(field(line.text), Some((Field::ReportTo | Field::Officer | Field::Subject | Field::Date, _))) {
        return false;
    }
    let block = lines.iter().skip(start).take(LONGEST).take_while(|line| !ends_block(line));
    // A letter that comes with the papers has a date as well.
    if block.clone().any(|line| line.text.starts_with("Dear ")) {
        return false;
    }
    let fields: Vec<Field> = block.filter_map(|line| field(line.text)).map(|(field, _)| field).collect();
    let has = |field: Field| fields.contains(&field);
    let others = [Field::ReportTo, Field::Date, Field::Officer, Field::Portfolio, Field::Wards];
    has(Field::Subject)
        && (has(Field::ReportTo) || has(Field::Officer))
        && others.into_iter().filter(|field| has(*field)).count() >= 2
}

/// Checks whether the line says in capitals to whom a report goes, as the first line of a block does.
pub(super) fn is_first_line(line: &Line<'_>) -> bool {
    (line.gap != Gap::None || line.page) && says_to_whom(line)
}

/// Checks whether the line begins with `REPORT TO` in capitals, which is clear enough to need no gap above it.
fn says_to_whom(line: &Line<'_>) -> bool {
    line.text.starts_with("REPORT") && label(line.text, KNOWN).is_some_and(|(name, _)| name == "report to")
}

/// Returns the most lines that a block from `start` can take.
pub(super) fn longest(lines: &[Line<'_>], start: usize) -> usize {
    lines.iter().skip(start).take(LONGEST).take_while(|line| !ends_block(line)).count().max(1)
}

/// Reads the block at the start of `lines`. Also returns the index of the first line after it.
///
/// A line whose words have no field in a report's block is not placed.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) -> (ReportBlock, usize) {
    let mut block = ReportBlock::default();
    let mut current = Field::Other;
    let mut value = String::new();
    let mut first = 0;
    let mut position = 0;
    while let Some(line) = lines.get(position) {
        if let Some((next, rest)) = field(line.text) {
            store(&mut block, current, &value, lines.get(first..position).unwrap_or_default(), reader);
            (current, first) = (next, position);
            value.clear();
            words::append(&mut value, rest, reader.rejoined());
        } else if ends_block(line) || !belongs(&value, current, line) {
            break;
        } else {
            words::append(&mut value, line.text, reader.rejoined());
        }
        position += 1;
    }
    store(&mut block, current, &value, lines.get(first..position).unwrap_or_default(), reader);
    (block, position)
}

/// Checks whether a line without a label continues the value before it.
fn belongs(value: &str, current: Field, line: &Line<'_>) -> bool {
    value.is_empty()
        || line.gap == Gap::None
        || words::ends_in_broken_word(value)
        || words::ends_open(value)
        // The subject may run over any number of lines.
        || (current == Field::Subject && line.gap == Gap::Empty && !words::is_capitals(line.text))
}

/// Splits `Safer Board – 4 March 2025` into the body and the day.
fn body_and_day(value: &str) -> (&str, Option<chrono::NaiveDate>) {
    let parted = [" – ", " - ", " — ", " · ", ", "].iter().find_map(|joint| {
        let (body, day) = value.rsplit_once(joint).or_else(|| value.split_once(joint))?;
        words::is_day(day).then(|| civil_date::find(day)).flatten().map(|day| (body, day))
    });
    match parted {
        Some((body, day)) => (body.trim_end(), Some(day)),
        None => (value, None),
    }
}

fn ends_block(line: &Line<'_>) -> bool {
    matches!(Marker::read(line.text).0, Marker::Number(_) | Marker::Item(_)) || line.text.eq_ignore_ascii_case("agenda")
}

fn field(text: &str) -> Option<(Field, &str)> {
    let (name, rest) = label(text, KNOWN)?;
    LABELS.iter().find(|(label, _)| *label == name).map(|(_, field)| (*field, rest))
}

fn store(block: &mut ReportBlock, field: Field, value: &str, lines: &[Line<'_>], reader: &mut Reader<'_>) {
    let text = |slot: &mut String| {
        let free = slot.is_empty();
        if free {
            *slot = single_spaced(value);
        }
        free
    };
    let optional = |slot: &mut Option<String>| {
        let free = slot.is_none();
        if free {
            *slot = Some(single_spaced(value)).filter(|value| !value.is_empty());
        }
        free
    };
    let stored = match field {
        Field::ReportTo => {
            // `Safer Board – 4 March 2025`: the body and the day of its meeting.
            let (board, day) = body_and_day(value);
            if block.date.is_none() {
                block.date = day;
            }
            let free = block.report_to.is_empty();
            if free {
                block.report_to = single_spaced(board);
            }
            free
        }
        Field::Officer => text(&mut block.reporting_officer),
        Field::Subject => text(&mut block.subject),
        Field::Portfolio => optional(&mut block.portfolio),
        Field::Wards => optional(&mut block.wards),
        Field::Date if block.date.is_none() => {
            block.date = civil_date::find(value);
            value.is_empty() || (block.date.is_some() && words::is_day(value))
        }
        Field::Date | Field::Other => false,
    };
    match lines.first() {
        _ if stored => reader.place_all(lines),
        Some(line) => reader.remark(line.number, "the report's block has lines without a known label"),
        None => {}
    }
}

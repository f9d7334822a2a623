//! Reads when a meeting began and when it ended: `Meeting ended at 7.40 p.m.`, `There being no further business, the meeting
//! closed at 20.40.`
//!
//! The end of another meeting, of the public's part or of a fair is none, and neither is the time of the next meeting.

use super::doubt::{About, Reading};
use super::lines::{Gap, Line};
use super::{Reader, heading, words};
use chrono::{NaiveTime, TimeDelta};

/// The end of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// The index of the first line of the sentence.
    pub(super) first: usize,
    /// How many lines it takes.
    pub(super) taken: usize,
    pub(super) time: NaiveTime,
    /// Whether the lines say nothing else, so that they are no part of the last minute.
    pub(super) alone: bool,
}

/// Verbs that say when a meeting began.
const BEGAN: &[&str] = &["began", "commenced", "started", "opened"];

/// Verbs that say when it ended.
const ENDED: &[&str] = &["ended", "closed", "concluded", "finished", "rose", "terminated"];

/// What ends.
const MEETINGS: &[&str] = &[
    "meeting",
    "committee",
    "sub-committee",
    "council",
    "board",
    "panel",
    "cabinet",
    "executive",
    "assembly",
    "forum",
    "proceedings",
    "business",
];

/// Words that may come between what ended and the verb.
const BETWEEN: &[&str] =
    &["was", "then", "duly", "formally", "declared", "being", "be", "as", "and", "is", "to", "therefore", "having", "thereupon"];

/// Words between the verb and the time.
const AT: &[&str] = &["at", "am", "approximately", "about", "around", "ag", "circa", "c", ""];

/// Words of an end that say nothing else.
const USUAL: &str = "
    the meeting at and was am pm p a m noon midnight hours hrs there being no further other more business to discuss
    transact consider conduct matters items chair chairman chairwoman chairperson mayor thanked all everyone members those
    present for their attendance attending coming declared council committee board panel cabinet executive then formally
    time of this as having been diweddodd y cyfarfod daeth i ben with councillor councillors public it approximately closing
    close end finish brought came drew an";

/// What says to which half of the day a time belongs, or that it counts from midnight.
const HALVES: &[&str] = &["pm", "p.m", "p m", "am", "a.m", "a m", "hours", "hrs", "noon", "midnight"];

/// The most lines that the sentence runs over before the time.
const BEFORE: usize = 4;

/// The most lines of a signature and of the day of the next meeting.
const TAIL: usize = 60;

/// How near to the end of the paper its sentence may be printed twice, in lines.
const FEW: usize = 5;

/// The longest meeting that leaves out the half of the day, in hours.
const LONGEST: i64 = 8;

/// Finds the last end in the lines.
pub(super) fn find(lines: &[Line<'_>]) -> Option<End> {
    (0..lines.len()).rev().find_map(|position| at(lines, position))
}

/// Reads the end whose time is in the line at `position` or begins the next.
fn at(lines: &[Line<'_>], position: usize) -> Option<End> {
    let line = lines.get(position)?;
    if !line.text.chars().any(|c| c.is_ascii_digit()) && !line.text.contains("noon") && !line.text.contains("midnight") {
        return None;
    }
    // Only a line in which a meeting could have ended is put together with those above it.
    let above = |count: usize| position.checked_sub(count).and_then(|at| lines.get(at));
    let says = |text: &str| {
        let start = text.len().saturating_sub(400);
        let lower = text.get(text.ceil_char_boundary(start)..).unwrap_or_default().to_ascii_lowercase();
        ["ended", "closed", "conclu", "finish", "rose", "terminat", "close", "diwedd", "cyfarfod", "chríoch"]
            .iter()
            .any(|verb| lower.contains(verb))
    };
    if line.text.len() > 4000 || !(says(line.text) || above(1).is_some_and(|above| says(above.text))) {
        return None;
    }
    let joins = |count: usize| {
        let below = position.checked_sub(count - 1).and_then(|at| lines.get(at));
        let continued = below.is_some_and(|below| below.gap == Gap::None);
        continued && above(count).is_some_and(|above| !words::ends_sentence(above.text) && above.text.len() < 400)
    };
    let before = (1..=BEFORE).take_while(|count| joins(*count)).count();
    let first = position - before;
    let mut text = String::new();
    let mut of_time = 0;
    for line in lines.get(first..=position)? {
        of_time = text.len();
        words::append(&mut text, line.text, &std::collections::HashMap::new());
    }
    // The half of the day may be on the next line.
    let half = lines.get(position + 1).filter(|next| next.gap == Gap::None && next.width < 12 && begins_with_half(next.text));
    if let Some(next) = half {
        words::append(&mut text, next.text, &std::collections::HashMap::new());
    }
    let (start, end, time) = in_text(&text)?;
    // The time has to be in this line, or another position finds the end.
    if end <= of_time {
        return None;
    }
    let whole = text.get(..start).is_some_and(|before| before.trim().is_empty());
    let (mut first, mut said) = (first, text.as_str());
    if !whole {
        // The sentence may begin with one of the later lines.
        let later = lines
            .get(first..=position)?
            .iter()
            .rposition(|line| text.get(start..).is_some_and(|rest| rest.starts_with(line.text)));
        match later {
            Some(later) => (first, said) = (first + later, text.get(start..)?),
            None => first = position,
        }
    }
    let alone = (whole || first < position || text.get(start..)?.starts_with(line.text)) && is_usual(said);
    Some(End { first, taken: position + 1 + usize::from(half.is_some()) - first, time, alone })
}

fn begins_with_half(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    HALVES.iter().any(|half| lower.starts_with(half))
}

/// Returns where the sentence of an end begins, where its time ends, and the time.
fn in_text(text: &str) -> Option<(usize, usize, NaiveTime)> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        starts.push(at);
        at += word.len() + 1;
    }
    let word = |index: usize| text.get(*starts.get(index)?..)?.split(' ').next();
    let bare = |index: usize| {
        word(index).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).unwrap_or_default()
    };
    (1..starts.len()).rev().find_map(|index| {
        let start = *starts.get(index)?;
        let digits = word(index)?.trim_start_matches(['(', '–', '-']);
        if !digits.starts_with(|c: char| c.is_ascii_digit()) && !["noon", "midnight"].contains(&bare(index).as_str()) {
            return None;
        }
        let skipped = word(index)?.len() - digits.len();
        let (time, after) = heading::leading_time(text.get(start + skipped..)?)?;
        let mut verb = index;
        while verb > 0 && AT.contains(&bare(verb - 1).as_str()) {
            verb -= 1;
        }
        let verb = verb.checked_sub(1)?;
        let from = (0..=verb)
            .rev()
            .find(|at| *at == 0 || word(at - 1).is_some_and(|word| word.ends_with(['.', ';', '!', '?']) && word.len() > 3))?;
        let said: Vec<String> = (from..=verb).map(bare).collect();
        ends(&said).then(|| (starts.get(from).copied().unwrap_or_default(), text.len() - after.len(), time))
    })
}

/// Checks whether the words before a time, from the beginning of their sentence to the verb, say that the meeting ended.
fn ends(said: &[String]) -> bool {
    let is = |word: Option<&String>, of: &[&str]| word.is_some_and(|word| of.contains(&word.as_str()));
    let last = said.len().saturating_sub(1);
    let never = ["next", "previous", "last", "will", "would", "should", "must", "until", "if", "had", "annual", "earlier"];
    if said.is_empty() || said.iter().rev().take(8).any(|word| never.contains(&word.as_str())) {
        return false;
    }
    let before = |mut at: usize| {
        while at > 0 && is(said.get(at - 1), BETWEEN) {
            at -= 1;
        }
        at.checked_sub(1)
    };
    // `the meeting was closed`, `declared the meeting closed`.
    if is(said.get(last), ENDED) {
        let own = |noun: usize| is(said.get(noun), MEETINGS) && !is(noun.checked_sub(1).and_then(|at| said.get(at)), &["public"]);
        let began = said.iter().any(|word| BEGAN.contains(&word.as_str())) && said.iter().take(3).any(|word| word == "meeting");
        return before(last).is_some_and(own) || began;
    }
    // `closed the meeting`, `close of meeting`, `Diweddodd y cyfarfod`.
    if is(said.get(last), MEETINGS) || is(said.get(last), &["cyfarfod", "cruinniú"]) {
        let back = said.get(last.saturating_sub(3)..last).unwrap_or_default();
        let verbs = [
            "closed",
            "ended",
            "concluded",
            "close",
            "closure",
            "end",
            "finish",
            "diweddodd",
            "caewyd",
            "gorffennodd",
            "chríochnaigh",
            "críochnaíodh",
        ];
        return back.iter().any(|word| verbs.contains(&word.as_str()));
    }
    // `brought the meeting to a close`, `came to an end`, `daeth y cyfarfod i ben`.
    let meeting = said.iter().rev().take(6).any(|word| matches!(word.as_str(), "meeting" | "cyfarfod" | "business"));
    let times = said.iter().filter(|word| ["finish", "finished", "closed", "close", "end", "ended"].contains(&word.as_str()));
    let label = said.len() <= 4 && said.iter().any(|word| word == "time") && times.count() == 1;
    label || (meeting && is(said.get(last), &["close", "end", "ben", "conclusion"]))
}

/// Checks whether a sentence of an end says nothing besides it.
fn is_usual(text: &str) -> bool {
    let known =
        |word: &str| USUAL.split_whitespace().any(|usual| usual == word) || ENDED.contains(&word) || BEGAN.contains(&word);
    text.to_lowercase().split(|c: char| !c.is_alphabetic()).all(|word| word.is_empty() || known(word))
}

/// Reads the time at which the meeting began: `The meeting began at 6.30 p.m.`
pub(super) fn began(line: &Line<'_>) -> Option<NaiveTime> {
    let text = line.text.trim_start_matches('(');
    let text = text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")).unwrap_or(text);
    if line.width > 160 || !text.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("meeting ")) {
        return None;
    }
    let (before, after) = text.split_once(" at ")?;
    let verb = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let (time, _) = heading::leading_time(after.trim_end_matches([')', '.', ' ']))?;
    BEGAN.contains(&verb.as_str()).then_some(time)
}

/// Checks whether the line gives only when the meeting began or ended.
pub(super) fn says_only_times(text: &str) -> bool {
    is_usual(text)
}

/// Returns the time at which the meeting ended. Where the paper leaves out the half of the day, it is the one that fits the
/// beginning.
pub(super) fn settled(end: &End, lines: &[Line<'_>], started: Option<NaiveTime>, reader: &mut Reader<'_>) -> NaiveTime {
    let line = lines.get(end.first + end.taken.saturating_sub(1));
    let number = line.map_or(0, |line| line.number);
    let reading = |time: NaiveTime, line: usize| Reading { value: time.format("%H:%M").to_string(), line };
    let earlier =
        lines.get(..end.first.saturating_sub(FEW)).and_then(find).filter(|earlier| earlier.alone && earlier.time != end.time);
    if let Some(earlier) = earlier {
        let first = lines.get(earlier.first).map_or(0, |line| line.number);
        let readings = vec![reading(end.time, number), reading(earlier.time, first)];
        reader.doubt(About::End, number, "The paper says twice when the meeting ended.", readings);
    }
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    if end.time >= noon || line.is_some_and(|line| says_half(line.text)) {
        return end.time;
    }
    let later = end.time.overflowing_add_signed(TimeDelta::hours(12)).0;
    match started {
        Some(started) if started <= end.time => end.time,
        Some(started) if started < later && later - started <= TimeDelta::hours(LONGEST) => later,
        _ => {
            let says = format!("The meeting ended at {}: in the morning or in the evening?", end.time.format("%-I.%M"));
            reader.doubt(About::End, number, &says, vec![reading(later, number), reading(end.time, number)]);
            end.time
        }
    }
}

/// Checks whether the text says to which half of the day a time belongs: `8.50pm`, `8 p.m.`, `20.40 hours`.
fn says_half(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let after_figure = |(at, _): (usize, char)| {
        let rest = lower.get(at + 1..).unwrap_or_default().trim_start();
        HALVES.iter().any(|half| rest.starts_with(half))
    };
    lower.char_indices().filter(|(_, c)| c.is_ascii_digit()).any(after_figure)
        || lower.contains("noon")
        || lower.contains("midnight")
}

/// Places what follows the end: the signature and the day of the next meeting, which are no part of any minute.
pub(super) fn place_tail(lines: &[Line<'_>], reader: &mut Reader<'_>) {
    const SIGNED: &[&str] = &[
        "signed",
        "chair",
        "chairman",
        "chairwoman",
        "chairperson",
        "mayor",
        "date",
        "dated",
        "clerk",
        "presiding",
        "approved",
        "confirmed",
        "the next",
        "next meeting",
        "date of",
        "dates of",
        "minutes",
        "these minutes",
        "a correct",
        "as a",
        "................",
        "________",
        "………",
    ];
    let mut tail = String::new();
    let mut first = None;
    for line in lines.iter().take(TAIL) {
        let lower = line.text.get(..line.text.floor_char_boundary(80)).unwrap_or_default().to_lowercase();
        let bare = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '…'));
        let rule = !line.text.chars().any(char::is_alphanumeric);
        let goes_on = first.is_some() && line.gap == Gap::None && line.width < 60;
        if line.width > 200 || !(rule || goes_on || SIGNED.iter().any(|start| bare.starts_with(start))) {
            break;
        }
        if !reader.is_placed(line) {
            first = first.or(Some(line.number));
            words::append(&mut tail, line.text, reader.rejoined());
            reader.place(line);
        }
    }
    if let Some(first) = first {
        reader.front_matter(first, &tail);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::Source;
    use super::*;

    fn found(text: &str) -> Option<(NaiveTime, bool)> {
        let source = Source::new(text);
        find(&source.lines).map(|end| (end.time, end.alone))
    }

    #[test]
    fn reads_how_meetings_end() {
        for (text, hour, minute) in [
            ("Meeting ended at 7.40 p.m.", 19, 40),
            ("MEETING ENDED AT 7:40PM", 19, 40),
            ("The meeting began at 6.30 pm and ended at 8.10 pm", 20, 10),
            ("The meeting closed at 20.40.", 20, 40),
            ("There being no further business, the meeting closed at 8.50pm.", 20, 50),
            (
                "There being no other business the Chair thanked all members\nfor coming and declared the \
                 meeting closed at\n20:55pm",
                20,
                55,
            ),
            ("The meeting concluded at 9.15 pm", 21, 15),
            ("There being no further business, the meeting closed at 9.15\npm.", 21, 15),
            ("The Committee rose at 9.15 p.m.", 21, 15),
            ("The Chairman closed the meeting at 9.05pm.", 21, 5),
            ("Meeting closed: 9.05pm", 21, 5),
            ("(The meeting finished at 19:05 hours)", 19, 5),
            ("The Chair brought the meeting to a close at 9.05pm.", 21, 5),
            ("The meeting was declared closed at 12 noon.", 12, 0),
            ("Diweddodd y cyfarfod am 8.00pm", 20, 0),
            ("Close of meeting: 9.05pm", 21, 5),
            ("Finish time: 9.05pm", 21, 5),
        ] {
            assert_eq!(found(text), NaiveTime::from_hms_opt(hour, minute, 0).map(|time| (time, true)), "{text}");
        }
    }

    #[test]
    fn other_times_end_no_meeting() {
        for text in [
            "Date of the next meeting, Tuesday, 8 July 2025 at 8.00 pm in the Village Hall.",
            "The next meeting will be held at 7pm and closed at 9pm.",
            "The fair had closed at 9.00 pm on both days, and nothing was broken.",
            "The council offices closed at 5pm.",
            "The last meeting ended at 9pm.",
            "The works would begin at 7.30 am and end at 4.00 pm each day.",
            "The gates were closed at 20.40",
            "The meeting was held at 7pm",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn an_end_within_a_paragraph_is_found() {
        let time = NaiveTime::from_hms_opt(20, 40, 0).expect("a time");
        assert_eq!(found("Date of next meeting: 25 March. The meeting closed at 20.40."), Some((time, false)));
        assert_eq!(found("Councillor Dummy sang, and the meeting closed at 20.40."), Some((time, false)));
        assert_eq!(found("The lamps were lit.\nThe meeting closed at 20.40."), Some((time, true)));
    }
}

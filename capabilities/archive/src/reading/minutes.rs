//! Reads the minutes of one meeting.

use super::lines::{Gap, Line};
use super::markers::Marker;
use super::minute_heads::{self, Head};
use super::pieces::{self, Piece};
use super::{Reader, action_column, attendance, blocks, heading, notices, resolution, words};
use chrono::NaiveTime;
use extraction::Hint;
use meetings::minutes::{ActionNote, AttendanceLists, Minute, MinuteEntry, Minutes};

/// Reads the minutes in `lines`. Returns `None` if their board or their day is in doubt.
pub(super) fn read(lines: &[Line<'_>], reader: &mut Reader<'_>) -> Option<Minutes> {
    let lists = lines.iter().position(attendance::begins);
    let after_heading =
        lists.unwrap_or_else(|| minute_heads::find(lines).first().map_or(lines.len().min(14), |head| head.position));
    let head = heading::read(lines.get(..after_heading).unwrap_or_default(), reader);
    head.tell(reader);
    let (Some(board), Some(held_on)) = (head.board, head.date) else {
        reader.unplace(lines);
        return None;
    };
    notices::read(lines.get(..after_heading).unwrap_or_default(), reader);
    let (attendance, taken) = match lists {
        Some(_) => attendance::read(lines.get(after_heading..).unwrap_or_default(), reader),
        None => (AttendanceLists::default(), 0),
    };
    let mut body = Body { times: (head.time, None), private: false, banner: None, ended: false };
    let items = body.read(lines.get(after_heading + taken..).unwrap_or_default(), reader);
    Some(Minutes {
        standing: None,
        board,
        held_on,
        place: head.place,
        started_at: body.times.0,
        ended_at: body.times.1,
        attendance,
        items,
    })
}

/// Verbs that say when a meeting began.
const BEGAN: &[&str] = &["began", "commenced", "started", "opened"];

/// Verbs that say when it ended.
const ENDED: &[&str] = &["ended", "closed", "concluded", "finished", "rose", "terminated"];

/// What carries over from one minute to the next.
struct Body {
    /// When the meeting began and when it ended.
    times: (Option<NaiveTime>, Option<NaiveTime>),
    /// Whether the press and public are excluded.
    private: bool,
    /// A banner waiting for the minute that follows it.
    banner: Option<String>,
    /// Whether the meeting has ended; nothing after that belongs to its minutes.
    ended: bool,
}

impl Body {
    fn read(&mut self, lines: &[Line<'_>], reader: &mut Reader<'_>) -> Vec<Minute> {
        let answered = reader.answer().and_then(|answer| answer.items.as_deref());
        let heads = answered.map_or_else(|| minute_heads::find(lines), |items| minute_heads::answered(lines, items));
        reader.items = heads.iter().filter_map(|head| lines.get(head.position)).map(|line| line.number).collect();
        let first = heads.first().map_or(lines.len(), |head| head.position);
        let mut items = Vec::new();
        let before = self.minute(Minute::default(), lines.get(..first).unwrap_or_default(), reader);
        if !before.entries.is_empty() || !before.actions.is_empty() {
            items.push(before);
        }
        for (at, head) in heads.iter().enumerate() {
            if self.ended {
                break;
            }
            let end = heads.get(at + 1).map_or(lines.len(), |next| next.position);
            let own = lines.get(head.position..end).unwrap_or_default();
            let (title, taken) = title(head, own, reader);
            // The minute's own number stays its reference where the agenda's number follows in brackets.
            let listed = own.get(..taken).and_then(|lines| minute_heads::agenda_item(lines.last()?.text));
            let (reference, number) = match (listed, &head.reference, &head.number) {
                (Some(listed), None, Some(number)) if number != listed => (Some(number.clone()), Some(listed.to_owned())),
                _ => (head.reference.clone(), head.number.clone()),
            };
            // Text on the title's own line.
            let rest = head.rest.filter(|rest| !rest.is_empty()).zip(own.get(taken.saturating_sub(1))).map(|(rest, line)| Line {
                text: rest,
                gap: Gap::Spaced,
                ..*line
            });
            let body: Vec<Line<'_>> = rest.into_iter().chain(own.get(taken..).unwrap_or_default().iter().copied()).collect();
            let minute = Minute { reference, number, banner: self.banner.take(), title, ..Minute::default() };
            items.push(self.minute(minute, &body, reader));
        }
        if let Some(text) = self.banner.take() {
            // No minute follows the banner, so it becomes the last entry.
            let entry = MinuteEntry::Block(documents::Block::Heading { level: 1, number: None, text });
            match items.last_mut() {
                Some(last) => last.entries.push(entry),
                None => items.push(Minute { entries: vec![entry], ..Minute::default() }),
            }
        }
        items
    }

    /// Reads the text of one minute.
    fn minute(&mut self, mut minute: Minute, lines: &[Line<'_>], reader: &mut Reader<'_>) -> Minute {
        minute.private = self.private || says_private(&minute.title);
        let mut kept: Vec<&Line<'_>> = Vec::new();
        let mut position = 0;
        // The sentence that gives the end of the meeting comes after the last minute and is not part of it.
        let end = lines.iter().rposition(|line| !says_only_times(line.text)).map_or(0, |last| last + 1);
        while let Some(line) = lines.get(position) {
            if self.read_times(line) {
                if says_only_times(line.text) {
                    reader.place(line);
                } else {
                    kept.push(line);
                }
                position += 1;
                if self.times.1.is_some() {
                    self.ended = true;
                    // The Action column may continue beside and below the end.
                    Self::last_actions(&mut minute, lines.get(position..).unwrap_or_default(), reader);
                    break;
                }
                continue;
            }
            if let Some((action, taken)) = action_column::noted(lines.get(position..).unwrap_or_default()) {
                reader.place_all(lines.get(position..position + taken).unwrap_or_default());
                minute.actions.extend(action);
                position += taken;
                continue;
            }
            if is_column_label(line) {
                reader.place(line);
                position += 1;
                continue;
            }
            let rest = lines.get(position..).unwrap_or_default();
            if let Some((banner, taken)) = banner(rest) {
                reader.place_all(rest.get(..taken).unwrap_or_default());
                position += taken;
                self.take_banner(banner, &mut minute, position == lines.len());
                continue;
            }
            if let Some((owner, taken)) = action_column::post(lines.get(position..end).unwrap_or_default()) {
                reader.place_all(rest.get(..taken).unwrap_or_default());
                position += taken;
                minute.actions.push(ActionNote { owner, task: None, due_on: None });
                continue;
            }
            minute.private |= kept.is_empty() && line.width < 100 && says_private(line.text);
            kept.push(line);
            position += 1;
        }
        let pieces = pieces::assemble(&kept, reader);
        entries(&pieces, &mut minute);
        let title = minute.title.to_lowercase();
        self.private |= title.contains("exclusion of") && title.contains("public");
        minute
    }

    /// Reads the Action column after the end of the meeting.
    fn last_actions(minute: &mut Minute, lines: &[Line<'_>], reader: &mut Reader<'_>) {
        let mut rest = lines;
        while let Some((action, taken)) = action_column::noted(rest) {
            reader.place_all(rest.get(..taken).unwrap_or_default());
            minute.actions.extend(action);
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// Gives a banner to the minute it is in, or keeps it for the one that follows.
    fn take_banner(&mut self, banner: String, minute: &mut Minute, last: bool) {
        if let Some(private) = begins_part(&banner) {
            self.private = private;
        }
        let waits = last || minute.title.is_empty();
        let slot = if waits { &mut self.banner } else { &mut minute.banner };
        match slot {
            Some(printed) => *printed = format!("{printed} {banner}"),
            None => *slot = Some(banner),
        }
    }

    /// Reads the start or end time of the meeting. Returns whether the line gives one.
    fn read_times(&mut self, line: &Line<'_>) -> bool {
        let text = line.text.trim_start_matches('(');
        let text = text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")).unwrap_or(text);
        if line.width > 160 || !text.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("meeting ")) {
            return false;
        }
        let mut found = false;
        let mut verb = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(" at ") {
            verb.clear();
            verb.push_str(&before.rsplit(' ').next().unwrap_or_default().to_lowercase());
            let time = heading::leading_time(after.trim_end_matches([')', '.', ' ']));
            match (verb.as_str(), time) {
                (word, Some((time, _))) if ENDED.contains(&word) => {
                    self.times.1 = Some(time);
                }
                (word, Some((time, _))) if BEGAN.contains(&word) => self.times.0 = Some(time),
                _ => return found,
            }
            found = true;
            rest = after;
        }
        found
    }
}

/// Returns the title at the start of `lines`, on one line, and how many lines it takes with the number above it.
fn title(head: &Head<'_>, lines: &[Line<'_>], reader: &mut Reader<'_>) -> (String, usize) {
    let mut title = String::new();
    reader.place_all(lines.get(..head.before_title).unwrap_or_default());
    let mut taken = head.before_title;
    while let Some(line) = lines.get(taken) {
        let first = taken == head.before_title;
        let text = if first { head.title } else { line.text };
        let goes_on = first
            || (head.rest.is_none()
                && line.hint != Hint::Action
                && line.gap != Gap::Spaced
                && Marker::read(text).0 == Marker::None
                && banner(lines.get(taken..).unwrap_or_default()).is_none()
                && resolution::resolves(text).is_none()
                && continues_title(&title, lines.get(taken - 1), line));
        if !goes_on {
            break;
        }
        reader.place(line);
        words::append(&mut title, text, reader.rejoined());
        taken += 1;
    }
    if let Some(line) = lines.get(taken).filter(|line| minute_heads::agenda_item(line.text).is_some()) {
        reader.place(line);
        taken += 1;
    }
    (title, taken)
}

fn continues_title(title: &str, last: Option<&Line<'_>>, line: &Line<'_>) -> bool {
    if words::is_capitals(title) {
        return words::is_capitals(line.text);
    }
    if line.gap == Gap::None && words::starts_small(line.text) && !words::ends_sentence(line.text) {
        return true;
    }
    let full = last.is_some_and(|last| words::filled(last, line.text) > 85);
    line.gap == Gap::None && (full || words::ends_open(title)) && words::is_short_phrase(line.text) && words::is_title(line.text)
}

/// Checks whether the line gives the start or end time of the meeting and nothing else.
fn says_only_times(text: &str) -> bool {
    let known = ["the", "meeting", "at", "and", "was", "am", "pm", "p", "a", "m", "noon", "midnight", "hours", "hrs"];
    let said = |word: &str| known.contains(&word) || BEGAN.contains(&word) || ENDED.contains(&word);
    text.to_lowercase().split(|c: char| !c.is_alphabetic()).all(|word| word.is_empty() || said(word))
}

/// Checks for a label of the page's columns, or of the parts of a minute as web pages print them.
pub(super) fn is_column_label(line: &Line<'_>) -> bool {
    ["action", "minutes:", "minute:", "minute no.", "no.", "item", "items", "no. item", "no item", "media", "additional documents:", "available papers"]
        .contains(&line.text.to_lowercase().as_str())
}

/// Returns the banner at the start of `lines`, on one line, and how many lines it takes.
fn banner(lines: &[Line<'_>]) -> Option<(String, usize)> {
    let first = lines.first().filter(|line| line.width < 100)?;
    let text = first.text;
    if begins_part(text).is_some() {
        return Some((text.to_owned(), 1));
    }
    let begins = ["ITEM DEALT WITH", "ITEMS DEALT WITH", "ITEM(S) DEALT WITH", "MATTERS DEALT WITH"];
    let says = |banner: &&str| text.get(..banner.len()).is_some_and(|start| start.eq_ignore_ascii_case(banner));
    let capitals = words::is_capitals(text);
    if !begins.iter().any(says) || !(capitals || words::is_title(text)) || words::ends_sentence(text) {
        return None;
    }
    let goes_on = |line: &&Line<'_>| {
        let alike = if capitals { words::is_capitals(line.text) } else { line.gap == Gap::None && words::is_title(line.text) };
        alike && line.gap != Gap::Spaced && line.width < 60 && !line.text.chars().any(|c| c.is_ascii_digit())
    };
    let rest = lines.iter().skip(1).take(4).take_while(goes_on);
    let taken = 1 + rest.count();
    let mut banner = String::new();
    for line in lines.iter().take(taken) {
        words::append(&mut banner, line.text, &std::collections::HashMap::new());
    }
    Some((banner, taken))
}

/// Returns whether the part is private if the text heads the public (`Part I`) or private part (`PART II`,
/// `EXEMPT ITEMS`) of a meeting.
pub(super) fn begins_part(text: &str) -> Option<bool> {
    if text.len() > 100 {
        return None;
    }
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let titled = words::is_capitals(text) || words::is_title(text);
    match (words.next(), words.next().map(|word| word.trim_end_matches([':', '.', '-', '–'])), words.next()) {
        (Some("part"), Some("i" | "1" | "a" | "one"), None | Some("-" | "–" | "items")) if titled => Some(false),
        (Some("part"), Some("ii" | "2" | "b" | "two"), None | Some("-" | "–" | "items" | "(exempt" | "(private")) if titled => {
            Some(true)
        }
        (Some("exempt" | "private" | "confidential"), Some("items" | "business" | "item"), None) => Some(true),
        _ => None,
    }
}

/// Checks whether the words mark an item as taken in private (exempt under Schedule 12A of the Local Government Act 1972).
pub(super) fn says_private(text: &str) -> bool {
    let lower = text.to_lowercase();
    let marked = ["not for publication", "(part ii", "part ii)", "(exempt", "[exempt", "– exempt", "- exempt", "exempt item"];
    marked.iter().any(|mark| lower.contains(mark))
}

/// Adds the pieces of a minute as its entries.
fn entries(pieces: &[Piece], minute: &mut Minute) {
    let mut position = 0;
    let mut from = 0;
    while let Some(piece) = pieces.get(position) {
        let rest = pieces.get(position + 1..).unwrap_or_default();
        let (entry, taken) = if !piece.is_plain() {
            (None, 0)
        } else if let Some((form, sentence)) = resolution::resolves(&piece.text) {
            let (resolution, taken) = resolved(sentence, rest);
            (Some(Some(MinuteEntry::Resolution { form: form.to_owned(), resolution })), taken)
        } else if is_movement(&piece.text) {
            (Some(Some(MinuteEntry::Movement { movement: piece.text.clone() })), 0)
        } else if let Some(action) = action_column::labelled(&piece.text) {
            minute.actions.push(action);
            (Some(None), 0)
        } else {
            (None, 0)
        };
        if let Some(entry) = entry {
            let before = pieces.get(from..position).unwrap_or_default();
            minute.entries.extend(blocks::from_pieces(before).into_iter().map(MinuteEntry::Block));
            minute.entries.extend(entry);
            from = position + 1 + taken;
        }
        position += 1 + taken;
    }
    let last = pieces.get(from..).unwrap_or_default();
    minute.entries.extend(blocks::from_pieces(last).into_iter().map(MinuteEntry::Block));
}

/// Returns what was resolved: the sentence after the word, or the next paragraph, with its clauses.
fn resolved(sentence: &str, rest: &[Piece]) -> (documents::Clauses, usize) {
    match rest.first() {
        Some(next) if sentence.is_empty() && next.is_plain() => {
            let (resolution, taken) =
                resolution::with_clauses(resolution::clauses_of(&next.text), rest.get(1..).unwrap_or_default());
            (resolution, taken + 1)
        }
        _ => resolution::with_clauses(resolution::clauses_of(sentence), rest),
    }
}

/// Checks whether the sentence says that someone arrived or left.
fn is_movement(text: &str) -> bool {
    let starts =
        ["Councillor ", "Councillors ", "Cllr ", "Cllrs ", "Mr ", "Mrs ", "Ms ", "Miss ", "Dr ", "The Chair ", "The Vice-Chair "];
    let moved = [
        "left the meeting",
        "joined the meeting",
        "entered the meeting",
        "returned to the meeting",
        "left the room",
        "arrived at",
        "re-joined the meeting",
        "rejoined the meeting",
        "withdrew from the meeting",
        "arrived during",
        "left at this point",
    ];
    let text = text.trim_start_matches(['(', '[']);
    text.len() < 240
        && starts.iter().any(|start| text.starts_with(start))
        && moved.iter().any(|words| text.contains(words))
        && text.split_whitespace().count() <= 30
}

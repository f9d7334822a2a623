//! Who sent apologies and who stood in for whom, where only a minute says so.

use super::super::lines::Line;
use super::super::words as sentences;
use super::super::{About, Reader, Reading};
use super::labels::List;
use super::people::{self, Person};
use super::placing;
use super::words;
use meetings::minutes::{AttendanceLists, Attendee, BoardRole};

/// What the minutes say of attendance outside its lists.
#[derive(Default)]
pub(in super::super) struct Minuted {
    apologies: Vec<Person>,
    /// Who stood in for whom, with the line.
    substitutes: Vec<(String, String, usize)>,
    /// What is unclear in the apologies, with the line.
    unclear: Vec<(usize, String)>,
}

impl Minuted {
    /// Reads a minute whose title says that it is about apologies or substitutes.
    pub(in super::super) fn read(&mut self, title: &str, lines: &[Line<'_>]) {
        let title = title.to_lowercase();
        let apologies = ["apolog", "ymddiheur", "leithscéal", "absence"].iter().any(|word| title.contains(word));
        let substitutes = title.contains("substitut");
        if !apologies && !substitutes {
            return;
        }
        // The text is a few lines; what follows them is about something else.
        let mut text = String::new();
        let mut paragraphs: Vec<(usize, String)> = Vec::new();
        let mut first = 0;
        for line in lines.iter().take(40) {
            if text.is_empty() {
                first = line.number;
            } else if line.gap != super::super::lines::Gap::None && sentences::ends_sentence(&text)
                || line.text.starts_with(['·', '•', '-', '–'])
            {
                paragraphs.push((first, std::mem::take(&mut text)));
                first = line.number;
            }
            sentences::append(&mut text, line.text.trim_start_matches(['·', '•', '*', ' ']), &std::collections::HashMap::new());
        }
        paragraphs.push((first, text));
        for (line, paragraph) in &paragraphs {
            if apologies {
                let found = self.apologies.len();
                self.apologies_in(paragraph, *line);
                // The first paragraph that names anybody has them all, unless another says that it has more.
                if found > 0 && self.apologies.len() == found {
                    continue;
                }
            }
            self.substitutes_in(paragraph, *line);
        }
    }

    fn apologies_in(&mut self, paragraph: &str, line: usize) {
        let begun = !self.apologies.is_empty();
        let read = apologies(paragraph, begun);
        self.apologies.extend(read.people);
        self.unclear.extend(read.unclear.into_iter().map(|unclear| (line, format!("{} ‘{}’", unclear.says, unclear.words))));
    }

    fn substitutes_in(&mut self, paragraph: &str, line: usize) {
        for (at, _) in paragraph.match_indices("for ").take(20) {
            let before = paragraph.get(..at).unwrap_or_default().trim_end();
            let joins = [
                "as substitute",
                "as a substitute",
                "as the substitute",
                "substituting",
                "was substituting",
                "substituted",
                "substitute",
                "deputising",
                "was deputising",
                "deputised",
                "attended",
                "in attendance",
            ];
            let named = joins.iter().fold(before, |text, word| text.strip_suffix(word).unwrap_or(text).trim_end());
            let (Some(one), Some(other)) = (last_name(named), first_name(paragraph.get(at + 4..).unwrap_or_default())) else {
                continue;
            };
            // No meeting has more.
            if self.substitutes.len() < 100 {
                self.substitutes.push((one, other, line));
            }
        }
    }

    /// Adds what the minutes say to the lists, where these do not say it.
    pub(in super::super) fn add_to(self, lists: &mut AttendanceLists, reader: &mut Reader<'_>) {
        if lists.apologies.is_empty() {
            lists.apologies.extend(self.apologies.into_iter().map(|person| placing::attendee(person, true)));
            for (line, says) in self.unclear {
                reader.doubt(About::Attendance, line, &says, Vec::new());
            }
        }
        for (substitute, absent, line) in self.substitutes {
            let unlisted = lists.present.is_empty();
            let mut found = lists.present.iter_mut().filter(|attendee| placing::is_called(&attendee.name, &substitute));
            match (found.next(), found.next()) {
                (Some(attendee), None) => stand_in(attendee, &absent),
                _ if unlisted => {}
                _ => reader.doubt(
                    About::Attendance,
                    line,
                    &format!("{substitute} is said to have stood in for {absent} and is not among those present, or not alone under that name."),
                    vec![Reading { value: substitute.clone(), line }],
                ),
            }
        }
    }
}

fn stand_in(attendee: &mut Attendee, absent: &str) {
    if attendee.role.is_some() {
        return;
    }
    attendee.role = Some(BoardRole::Substitute);
    let note = format!("for {absent}");
    attendee.note = Some(attendee.note.take().map_or(note.clone(), |other| format!("{note}, {other}")));
}

/// Returns the titled name at the end of the text.
fn last_name(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().rev().take(6).collect();
    let title = words.iter().rposition(|word| words::councillor(word).is_some() || words::is_sure_title(word))?;
    let name: Vec<&str> = words.get(..title)?.iter().rev().copied().collect();
    named(&name)
}

/// Returns the titled name at the start of the text, with its title.
fn first_name(text: &str) -> Option<String> {
    if !words::begins_titled(text) {
        return None;
    }
    let all: Vec<&str> = text.split_whitespace().take(6).collect();
    let title = all
        .iter()
        .take_while(|word| words::councillor(word).is_some() || words::is_title(word) || words::is_council(word))
        .count();
    let name: Vec<&str> =
        all.iter().skip(title).copied().take_while(|word| words::is_name_word(word) || words::is_initial(word)).collect();
    // The name ends with the sentence or the list.
    let end = name
        .iter()
        .position(|word| word.ends_with([',', ';']) || word.ends_with('.') && !words::is_initial(word))
        .map_or(name.len(), |at| at + 1);
    let name = named(name.get(..end)?)?;
    Some(format!("{} {name}", all.get(..title)?.join(" ")))
}

fn named(name: &[&str]) -> Option<String> {
    let plain = name.iter().all(|word| words::is_name_word(word) || words::is_initial(word) || words::is_particle(word));
    (!name.is_empty() && plain).then(|| people::tidy(&name.join(" ")))
}

/// Reads who sent apologies from the text of a minute: `Apologies were received from Councillors A Dummy and B Foil.`
///
/// With `begun`, somebody is already named, so that only sentences about apologies count.
pub(super) fn apologies(text: &str, begun: bool) -> people::Read {
    let mut read = people::Read::default();
    for (at, sentence) in sentences_of(text).into_iter().enumerate().take(30) {
        let Some(names) = names_in(sentence, at == 0 && !begun) else { continue };
        let found = people::read(names, List::Apologies, &[]);
        read.people.extend(found.people.into_iter().filter(|person| !(person.is_clerk && person.notes.is_empty())));
        read.unclear.extend(found.unclear);
    }
    read
}

/// Splits the text where sentences end.
fn sentences_of(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for segment in super::segments::split(text) {
        if segment.before == super::segments::Separator::Stop {
            found.extend(text.get(start..segment.at));
            start = segment.at;
        }
    }
    found.extend(text.get(start..));
    found
}

/// Returns the part of a sentence that lists who sent apologies.
fn names_in(sentence: &str, first: bool) -> Option<&str> {
    let sentence = sentence.trim();
    let lower = sentence.to_lowercase();
    if lower.len() != sentence.len()
        || ["lateness", "late arrival", "arriving late", "early departure", "leaving early"]
            .iter()
            .any(|word| lower.contains(word))
    {
        return None;
    }
    let about = ["apolog", "ymddiheur"].iter().any(|word| lower.contains(word));
    let received = ["received", "accepted", "noted", "given by", "sent by"]
        .iter()
        .any(|word| lower.get(..40.min(lower.floor_char_boundary(40))).is_some_and(|start| start.contains(word)));
    let from = [
        " from:",
        " from ",
        "from ",
        " on behalf of ",
        " sent by ",
        " given by ",
        " by ",
        "apologies:",
        "apologies –",
        "apologies -",
        "apologies;",
    ];
    let start =
        if about || first && received { from.iter().find_map(|word| lower.find(word).map(|at| at + word.len())) } else { None };
    let listed = match start {
        Some(start) => sentence.get(start..)?,
        None if about => before_verb(sentence, &lower)?,
        None if first && words::begins_titled(sentence) && !words::is_sentence(sentence) => sentence,
        None => return None,
    };
    // What comes after the names says why they were away or what was done about it.
    let lower = listed.to_lowercase();
    let stops = [
        " who ",
        " due to ",
        " because ",
        " as they ",
        " as he ",
        " as she ",
        " owing to ",
        " were accepted",
        " was accepted",
        " were noted",
        " and accepted",
        " and noted",
        " were received",
        " was received",
        " which were",
        " and these",
        " and were",
        " for the meeting",
        " for tonight",
        " for this meeting",
        " with reasons",
        " with the reasons",
        " had been",
    ];
    let end =
        stops.iter().filter_map(|stop| lower.find(stop)).min().filter(|_| lower.len() == listed.len()).unwrap_or(listed.len());
    let listed = listed.get(..end)?.trim();
    (!listed.is_empty() && !listed.to_lowercase().starts_with("the previous") && !words::is_nobody(listed)).then_some(listed)
}

/// Returns the names before `had sent apologies`.
fn before_verb<'text>(sentence: &'text str, lower: &str) -> Option<&'text str> {
    let verbs = [
        " had sent ",
        " sent ",
        " has sent ",
        " have sent ",
        " gave ",
        " had given ",
        " tendered ",
        " had tendered ",
        " submitted ",
        " had submitted ",
        " apologised ",
        " offered ",
        " have given ",
        " has given ",
    ];
    let end = verbs.iter().filter_map(|verb| lower.find(verb)).min()?;
    sentence.get(..end).filter(|names| words::begins_titled(names))
}

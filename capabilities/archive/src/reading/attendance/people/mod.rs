//! Reads the people on one list.

mod brackets;
mod names;
mod posts;
mod shapes;

use super::labels::List;
use super::roles::Role;
use super::segments::{self, Piece, Segment, Separator};
use super::words::{self, Councillor};

/// A person on a list.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of how the person is printed")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    /// Where the person begins in the text of the list.
    pub(super) at: usize,
    /// `Councillor` as it is printed for this person, with the words before it: `County Cllr`.
    pub(super) councillor: Option<String>,
    /// Whether that is of a council above the parishes.
    pub(super) of_upper_council: bool,
    /// The name with other titles than `Councillor`.
    pub(super) name: String,
    pub(super) role: Option<Role>,
    pub(super) notes: Vec<String>,
    /// Whether one of the notes is a post or an organisation.
    pub(super) has_post: bool,
    /// Initials that the list gives the person, for use in the text.
    pub(super) initials: Option<String>,
    /// The list that the person belongs to, if it is not the one that the person is on.
    pub(super) moved: Option<List>,
    /// Whether the person is the clerk.
    pub(super) is_clerk: bool,
    /// Whether a post was printed before the name.
    closed: bool,
    /// What was before the person.
    after: Option<Separator>,
}

/// Something on a list that is not clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclear {
    /// Where it is in the text of the list.
    pub(super) at: usize,
    pub(super) says: &'static str,
    pub(super) words: String,
    /// The names that it may stand for.
    pub(super) readings: Vec<String>,
}

/// What a list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) people: Vec<Person>,
    /// Words that count people without naming them, with their places.
    pub(super) counted: Vec<(usize, String)>,
    pub(super) unclear: Vec<Unclear>,
    /// What an asterisk after a name means.
    pub(super) asterisk: Option<String>,
    /// Text on the same line that is no list, with its place.
    pub(super) beside: Vec<(usize, String)>,
}

/// A post or role that waits for the name after it.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    from: usize,
    /// Where the last of the words ends.
    to: usize,
    role: Option<Role>,
    /// Whether `The` is before it.
    article: bool,
}

const NAMELESS: &str = "A post is given without a name.";
const UNKNOWN: &str = "These words may or may not name a person.";
const RANGE: &str = "A range of people is given instead of their names.";
const WHOSE: &str = "It is not clear whose post this is.";
const TOGETHER: &str = "The names of several people are not separated.";
const LONG: &str = "These words among the names are too many for a name.";
const UNMARKED: &str = "This person has no mark for present or absent.";

/// Reads the people in `text`, which is on such a list.
pub(super) fn read(text: &str, list: List, marks: &[(String, List)]) -> Read {
    let segments = segments::split(text);
    let posts_first = posts_first(&segments, matches!(list, List::Officers | List::Attending | List::Others | List::Apologies));
    let members = matches!(
        list,
        List::Present | List::Chair(_) | List::Substitutes | List::Apologies | List::Absent | List::OnCouncilBusiness
    );
    let strict =
        !members && (segments.iter().any(|segment| segment.before == Separator::Semicolon) || one_on_each_line(&segments));
    let mut reading = Reading {
        text,
        list,
        marks,
        posts_first,
        strict,
        read: Read::default(),
        waiting: None,
        lead: None,
        group: 0,
        roles_first: false,
        noted: false,
        posted: false,
    };
    let mut beside = 0;
    for (index, segment) in segments.iter().enumerate() {
        if segment.at < beside {
            continue;
        }
        if segment.before == Separator::Stop && is_beside(text, &segments, index) {
            let rest = text.get(segment.at..).unwrap_or_default();
            let end = end_of_sentence(rest);
            beside = segment.at + end;
            reading.read.beside.push((segment.at, rest.get(..end).unwrap_or_default().to_owned()));
            continue;
        }
        reading.segment(segment);
    }
    reading.drop_waiting();
    reading.settle_initials();
    reading.read
}

/// Checks whether a sentence about something else begins with a segment: `She said …`, `2 To approve the minutes`.
fn is_beside(text: &str, segments: &[Segment<'_>], index: usize) -> bool {
    let Some(segment) = segments.get(index) else { return false };
    let named = words::begins_titled(segment.text) || segment.text.split_whitespace().next().is_some_and(words::is_initial);
    // The verb of a sentence may be on a later line, but another person may not be.
    let ends = |next: &&Segment<'_>| {
        next.before == Separator::Stop || next.before == Separator::Line && (named || words::begins_titled(next.text))
    };
    let next = segments.iter().skip(index + 1).take(60).find(ends);
    let end = next.map_or(text.len(), |next| next.at).min(text.floor_char_boundary(segment.at + 600));
    let sentence = text.get(segment.at..end).unwrap_or_default();
    let numbered = sentence.starts_with(|c: char| c.is_ascii_digit()) && !words::counted(segment.text);
    (numbered || words::is_sentence(sentence)) && !words::counted(segment.text) && !segment.text.contains("attended")
}

/// Returns where the text beside a list ends: before the next line that names or counts people and nothing else.
fn end_of_sentence(rest: &str) -> usize {
    let mut end = rest.find('\n').unwrap_or(rest.len());
    while let Some(after) = rest.get(end + 1..) {
        let line = after.split('\n').next().unwrap_or_default();
        if !words::is_sentence(line) && (words::begins_titled(line) || words::counted(line)) {
            break;
        }
        end += 1 + line.len();
    }
    end.min(rest.len())
}

/// Checks whether each line begins with another person, so that what commas separate on it belongs to that person.
fn one_on_each_line(segments: &[Segment<'_>]) -> bool {
    let lines = segments.iter().filter(|segment| matches!(segment.before, Separator::Line | Separator::Start));
    let (mut all, mut titled) = (0_usize, 0_usize);
    for line in lines {
        all += 1;
        titled += usize::from(words::begins_titled(line.text));
    }
    let within = segments
        .iter()
        .filter(|segment| !matches!(segment.before, Separator::Line | Separator::Start) && words::begins_titled(segment.text));
    all >= 2 && titled * 5 >= all * 4 && within.count() == 0
}

/// Returns where the last name is, if the list prints posts first and names in brackets: `Chief Executive (Mr. A. Dummy)`.
fn posts_first(segments: &[Segment<'_>], of_officers: bool) -> Option<usize> {
    let (mut titled, mut others, mut last) = (0_usize, 0_usize, 0);
    for segment in segments {
        if let Some((outside, inside)) =
            segment.text.trim_end_matches(['.', ' ']).strip_suffix(')').and_then(|text| text.rsplit_once('('))
        {
            if is_bracketed_name(inside) && !words::begins_titled(outside) {
                titled += 1;
                last = segment.at;
            } else {
                others += 1;
            }
        }
    }
    ((titled >= 2 || of_officers) && titled > others).then_some(last)
}

/// Checks whether what is in brackets is a person with a title.
fn is_bracketed_name(inside: &str) -> bool {
    let inside = inside.split(',').next().unwrap_or_default();
    let all: Vec<&str> = inside.split_whitespace().take(9).collect();
    words::begins_titled(inside)
        && all.len() <= 7
        && all.iter().all(|word| words::is_name_word(word) || words::is_initial(word) || words::is_particle(word))
        && !all.iter().skip(2).any(|word| words::is_post(word))
}

/// A list while it is read.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the list")]
struct Reading<'list> {
    text: &'list str,
    list: List,
    marks: &'list [(String, List)],
    /// Where the last name in brackets is, if posts are printed before names.
    posts_first: Option<usize>,
    /// Whether semicolons separate the people, so that what commas separate belongs to one.
    strict: bool,
    read: Read,
    waiting: Option<Waiting>,
    /// `Councillors` before several names, and whether it is of a council above the parishes.
    lead: Option<(String, bool)>,
    /// Whether anybody has a note, and whether it is a post.
    noted: bool,
    posted: bool,
    /// Whether roles are printed before names without a separator: `Chairman A. Dummy Vice Chairman B. Foil`.
    roles_first: bool,
    /// The index of the first person after the last word such as `Councillors` that governs those before it.
    group: usize,
}

impl Reading<'_> {
    fn segment(&mut self, segment: &Segment<'_>) {
        let mut text = segment.text.trim_matches([' ', '\n', ',', ';', '•', '|']);
        text = text.trim_start_matches(['-', '–', '.', ' ']);
        let at = segment.at
            + (segment.text.len() - segment.text.trim_start_matches([' ', '\n', ',', ';', '•', '|', '-', '–', '.']).len());
        if text.is_empty() || words::is_nobody(text) {
            return;
        }
        if text.len() > 2000 {
            self.unclear(at, LONG, text, Vec::new());
            return;
        }
        let mut pieces = segments::pieces(text);
        shapes::remove_number(&mut pieces);
        let outer: Vec<&str> = pieces.iter().filter_map(|(_, piece)| piece.word()).collect();
        let bracket = pieces.iter().find_map(|(_, piece)| if let Piece::Bracket(inside) = piece { Some(*inside) } else { None });
        if text.starts_with('*')
            && outer.len() > 1
            && !words::begins_titled(text)
            && !outer.iter().skip(1).any(|word| words::is_initial(word))
        {
            let meaning = text.trim_start_matches('*').trim().trim_start_matches(['=', '–', '-', ' ']);
            self.read.asterisk = Some(meaning.trim_start_matches("denotes ").to_owned());
            return;
        }
        if words::counts_people(&outer) && bracket.is_none_or(|inside| !words::begins_titled(inside)) {
            self.drop_waiting();
            self.read.counted.push((at, text.trim_end_matches('.').to_owned()));
            return;
        }
        if let [only] = outer.as_slice()
            && bracket.is_none()
            && self.read.people.last().is_some_and(|last| shapes::is_initials_of(only.trim_end_matches('.'), &last.name))
        {
            let letters = tidy(only);
            self.read.people.iter_mut().last().into_iter().for_each(|last| last.initials = Some(letters.clone()));
            return;
        }
        if self.honours(&outer, &pieces) || self.governs(segment, &outer) || self.bracketed(segment, at, &pieces) {
            return;
        }
        let titled = words::begins_titled(text) || outer.first().is_some_and(|word| words::is_initial(word));
        if self.posts_first.is_some_and(|last| at < last) && !titled {
            self.waiting.get_or_insert(Waiting { from: at, to: at, role: None, article: false }).to = at + text.len();
            return;
        }
        let subject = outer.last().is_some_and(|word| words::is_subject(word) || words::is_organisation(word));
        let absent = self.list == List::Apologies;
        // `the Director of Leisure, Housing and Parks`
        if let Some(waiting) = self
            .waiting
            .as_mut()
            .filter(|waiting| (subject || absent && waiting.article) && waiting.role.is_none() && !titled && bracket.is_none())
        {
            waiting.to = at + text.len();
            return;
        }
        if self.continues_note(segment, at, &outer, &pieces, text) || self.position(segment, at, &outer, &pieces, text) {
            return;
        }
        if text.len() > 300 || words::is_sentence(text) && !outer.iter().any(|word| matches!(*word, "attended" | "presided")) {
            self.drop_waiting();
            self.unclear(at, UNKNOWN, text, Vec::new());
            return;
        }
        if let Some(place) = outer.iter().position(|word| *word == "to" || *word == "through")
            && let (Some(one), Some(other)) = (outer.get(place.saturating_sub(1)), outer.get(place + 1))
            && words::is_name_word(one)
            && words::is_name_word(other)
        {
            self.unclear(at, RANGE, text, Vec::new());
            return;
        }
        self.people(segment.before, at, &pieces);
    }

    /// Reads letters after a name: `OBE`, `JP`.
    fn honours(&mut self, outer: &[&str], pieces: &[(usize, Piece<'_>)]) -> bool {
        let letters = |word: &str| word.matches('.').count() > 1 && words::is_initial(word);
        let all = !outer.is_empty() && outer.iter().all(|word| words::is_honour(word) || letters(word));
        if !all || self.waiting.is_some() {
            return false;
        }
        let Some(mut person) = self.read.people.pop() else { return false };
        person.notes.extend(outer.iter().map(|word| tidy(word)));
        for (_, piece) in pieces {
            if let Piece::Bracket(inside) = piece {
                self.bracket(&mut person, inside);
            }
        }
        self.read.people.push(person);
        true
    }

    /// Reads a word that governs all those before it, such as `Councillors`.
    fn governs(&mut self, segment: &Segment<'_>, outer: &[&str]) -> bool {
        let small = ["of", "the", "council", "committee", "board", "panel", "all", "being", "parish", "town", "community"];
        if outer.len() > 6 {
            return false;
        }
        let mut governing = outer.iter().filter(|word| !small.iter().any(|small| word.eq_ignore_ascii_case(small)));
        let (Some(only), None) = (governing.next(), governing.next()) else { return false };
        let only = words::bare(only);
        let before = self.read.people.len() > self.group && segment.before != Separator::Stop;
        match only.as_str() {
            word if words::councillor(word) == Some(Councillor::Several) || word == "members" => {
                if before {
                    self.group = self.read.people.len();
                } else if word != "members" {
                    self.lead = Some((tidy(outer.last().copied().unwrap_or_default()), false));
                }
            }
            "officers" | "staff" | "officials" if before && matches!(segment.before, Separator::Comma) => {
                for person in self.read.people.iter_mut().skip(self.group) {
                    person.moved = Some(List::Officers);
                }
                self.group = self.read.people.len();
            }
            _ => return false,
        }
        true
    }

    fn unclear(&mut self, at: usize, says: &'static str, words: &str, readings: Vec<String>) {
        let clipped = words.get(..words.floor_char_boundary(2000)).unwrap_or(words);
        self.read.unclear.push(Unclear { at, says, words: clipped.to_owned(), readings });
    }

    /// Leaves out initials that most people on the list have, and keeps others as notes.
    fn settle_initials(&mut self) {
        let with = self.read.people.iter().filter(|person| person.initials.is_some()).count();
        let shared = with * 2 > self.read.people.len() || with > 2;
        for person in &mut self.read.people {
            let kept = person.initials.take_if(|initials| !shared && words::is_honour(initials));
            person.notes.extend(kept);
        }
    }
}

/// Checks for the clerk's post.
pub(super) fn is_clerk(post: &str) -> bool {
    let clerk = ["clerk", "clerc"];
    let start = post.get(..post.floor_char_boundary(80)).unwrap_or(post);
    let own = start.split([' ', '/', ',', '&']).any(|word| clerk.contains(&words::bare(word).as_str()));
    own && !start.to_lowercase().contains("committee clerk")
}

/// Returns the words with single spaces and without signs around them; a full stop after an initial stays.
pub(super) fn tidy(words: &str) -> String {
    let tidied = foundation::text::single_spaced(
        words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '*' | '_' | '–' | '-')),
    );
    let last = tidied.rsplit(' ').next().unwrap_or_default();
    let keeps = words::is_initial(last)
        || words::is_title(last)
        || words::councillor(last).is_some()
        || !last.ends_with('.')
        || last.matches('.').count() > 1;
    if keeps { tidied } else { tidied.trim_end_matches('.').to_owned() }
}

impl Person {
    /// Begins a person at a place in the list.
    fn begun(at: usize, before: Separator) -> Self {
        Self { at, after: Some(before), ..Self::default() }
    }

    /// Adds a post or an organisation.
    pub(super) fn add_post(&mut self, post: &str) {
        let post = tidy(post);
        if !post.is_empty() {
            self.is_clerk |= is_clerk(&post);
            self.has_post = true;
            self.notes.push(post);
        }
    }
}

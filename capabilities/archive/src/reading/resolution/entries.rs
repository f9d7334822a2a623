//! Goes through the text of a minute and parts what was resolved from what was said.

use super::super::doubt::{About, Reading};
use super::super::markers::Marker;
use super::super::pieces::{Kind, Piece};
use super::super::{Reader, action_column, blocks, words};
use super::forms::{self, Form};
use super::motions::{self, Ended};
use super::movers::{self, Movers};
use super::pending::Pending;
use super::quotations::{self, Quotations};
use super::{bodies, clauses, sentences, votes, votes_by_name};
use documents::{Block, Clauses};
use meetings::minutes::{Minute, MinuteEntry, Motion, RecordedVote};

/// How a council records what it decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Manner {
    /// With a word of its own, such as `RESOLVED`. Sentences tell what was said.
    Formal,
    /// In sentences about the body, as parishes do, with such a word or without.
    Plain,
}

/// How far ahead the resolution may be to which movers or votes belong, in pieces.
const AHEAD: usize = 10;

/// The longest paragraph that is searched for decisions sentence by sentence, in bytes.
pub(super) const LONGEST: usize = 20_000;

/// Adds the pieces of a minute as its entries.
pub(in super::super) fn of_minute(pieces: Vec<Piece>, manner: Manner, minute: &mut Minute, reader: &mut Reader<'_>) {
    let pieces = quotations::parted(pieces);
    let mut walk = Walk {
        pieces: &pieces,
        quotations: quotations::of(&pieces),
        manner,
        minute,
        reader,
        waiting: Vec::new(),
        motion: Pending::default(),
        amendment: Pending::default(),
        latest: None,
        decided: false,
        unclear: None,
        taken: 0,
    };
    let mut position = 0;
    while let Some(piece) = pieces.get(position) {
        position += walk.step(piece, position).max(1) + std::mem::take(&mut walk.taken);
    }
    walk.finish();
}

/// A reading of a minute, piece by piece.
pub(super) struct Walk<'a, 'r, 's> {
    pub(super) pieces: &'a [Piece],
    quotations: Quotations,
    pub(super) manner: Manner,
    minute: &'a mut Minute,
    reader: &'r mut Reader<'s>,
    /// The text before the next entry.
    pub(super) waiting: Vec<Piece>,
    pub(super) motion: Pending,
    pub(super) amendment: Pending,
    /// The index of the resolution that is the last entry, to which movers and votes below it belong.
    latest: Option<usize>,
    /// Whether the minute has a decision or an outcome.
    decided: bool,
    /// The line and the words of a sentence that may be a decision.
    unclear: Option<(usize, String)>,
    /// How many pieces below a paragraph belong to a decision in it.
    pub(super) taken: usize,
}

impl Walk<'_, '_, '_> {
    /// Reads the piece at `position`. Returns how many pieces that takes.
    fn step(&mut self, piece: &Piece, position: usize) -> usize {
        if self.quotations.hold(position) {
            return self.quoted(piece, position);
        }
        if let Kind::Table(table) = &piece.kind {
            match votes_by_name::of_table(table) {
                Some(vote) => self.voted(vote, position),
                None => self.keep(piece),
            }
            return 1;
        }
        if piece.kind != Kind::Text {
            self.keep(piece);
            return 1;
        }
        if let Some(form) = forms::read(&piece.text).filter(|form| may_resolve(piece, form)) {
            return self.resolve(&form, piece, position);
        }
        if piece.is_plain() {
            if is_movement(&piece.text) {
                self.push(MinuteEntry::Movement { movement: piece.text.clone() });
                return 1;
            }
            if let Some(action) = action_column::labelled(&piece.text) {
                self.flush();
                self.minute.actions.push(action);
                return 1;
            }
            if let Some((vote, taken)) = votes_by_name::by_name(self.pieces.get(position..).unwrap_or_default()) {
                self.voted(vote, position + taken - 1);
                return taken;
            }
            if votes::is_only(&piece.text) {
                self.counted(&piece.text, position);
                return 1;
            }
        }
        if quotations::opens(&piece.text) {
            self.quote(&piece.text);
            if quotations::is_whole(&piece.text) {
                self.keep(piece);
                return 1;
            }
        }
        if let Some(movers) = movers::read(&piece.text).filter(|movers| movers.only && !piece.is_list_item()) {
            self.moved(&movers, position);
            return 1;
        }
        self.sentences(piece, position)
    }

    /// Keeps a piece as text.
    pub(super) fn keep(&mut self, piece: &Piece) {
        if !votes::speaks_of_vote(piece) {
            self.latest = None;
        }
        self.waiting.push(piece.clone());
    }

    /// Remembers a quotation as the words of a motion, if it can be that.
    fn quote(&mut self, text: &str) {
        let said = quotations::unquoted(text);
        let that = said.get(..4).is_some_and(|that| that.eq_ignore_ascii_case("that"));
        let above = self.waiting.last().map(|above| above.text.as_str()).unwrap_or_default();
        let announced = words::ends_with_colon(above) && is_about_motion(above) && !above.to_lowercase().contains("amend");
        if said.split_whitespace().nth(3).is_some() && (that || announced) {
            self.motion.words = Some(said.to_owned());
            self.motion.altered = false;
        }
    }

    /// Keeps a piece that begins inside a quotation as text. What follows the quotation in it is read as any other text.
    fn quoted(&mut self, piece: &Piece, position: usize) -> usize {
        let (inside, after) = quotations::split(&piece.text);
        if let Some(words) = self.motion.words.as_mut().filter(|words| words.len() < LONGEST) {
            words.push(' ');
            words.push_str(quotations::unquoted(inside));
        }
        if after.chars().any(char::is_alphanumeric) && piece.kind == Kind::Text {
            self.keep(&Piece { text: inside.to_owned(), ..piece.clone() });
            return self.sentences(&Piece { text: after.to_owned(), marker: Marker::None, ..piece.clone() }, position);
        }
        self.keep(piece);
        1
    }

    /// Adds the text before an entry.
    fn flush(&mut self) {
        let blocks = blocks::from_pieces(&self.waiting);
        self.minute.entries.extend(blocks.into_iter().map(MinuteEntry::Block));
        self.waiting.clear();
    }

    fn push(&mut self, entry: MinuteEntry) {
        self.flush();
        self.latest = None;
        self.minute.entries.push(entry);
    }

    /// Adds a resolution with what is known of its motion.
    pub(super) fn push_resolution(&mut self, form: &str, resolution: Clauses) {
        let motion = std::mem::take(&mut self.motion);
        let vote = motion.vote();
        let (moved_by, seconded_by) = if motion.is_sure() { (motion.moved_by, motion.seconded_by) } else { (None, None) };
        self.push(MinuteEntry::Resolution { form: form.to_owned(), resolution, moved_by, seconded_by, vote });
        self.latest = self.minute.entries.len().checked_sub(1);
        self.decided = true;
    }

    /// Reads a resolution from its word and what follows. Returns how many pieces that takes.
    pub(super) fn resolve(&mut self, form: &Form<'_>, piece: &Piece, position: usize) -> usize {
        let mut next = position + 1;
        if form.rest.is_empty() {
            // The table that is resolved may come before the sentence.
            while let Some(table) = self.pieces.get(next).filter(|piece| matches!(piece.kind, Kind::Table(_))) {
                self.waiting.push(table.clone());
                next += 1;
            }
        }
        let rest = self.pieces.get(next..).unwrap_or_default();
        let in_motion =
            self.waiting.last().is_some_and(|above| words::ends_with_colon(&above.text) && is_about_motion(&above.text));
        if in_motion && form.formal && !form.printed.starts_with("And") {
            self.doubt(piece.line, "This may be part of the motion that was moved, or what was resolved.", &piece.text);
            self.motion.words = Some(form.rest.to_owned());
            self.keep(piece);
            return 1;
        }
        let (resolution, taken) = clauses::read(form.rest, rest);
        if taken > 1
            && clauses::is_head_of_page(rest)
            && let Some(head) = rest.first().filter(|head| !resolution.lead.contains(head.text.as_str()))
        {
            self.waiting.push(head.clone());
        }
        if resolution.lead.is_empty() && resolution.clauses.is_empty() {
            self.doubt(piece.line, "Nothing follows the word of a resolution.", form.printed);
            self.keep(piece);
            return next - position;
        }
        if self.quotations.unclosed.take().is_some_and(|open| open < position) && !form.printed.starts_with("And") {
            self.doubt(piece.line, "A quotation above is not closed, so this may be quoted.", &piece.text);
        }
        if let Some(vote) = votes::read(form.printed) {
            self.motion.voted(vote);
        }
        let resolution = self.without_movers(resolution);
        self.motion.vote.unanimous |= ends_unanimously(&resolution);
        self.push_resolution(form.printed, resolution);
        next - position + taken
    }

    /// Takes the movers or votes that end a resolution: `… be noted. (Proposed Cllr Dummy, seconded Cllr Foil)`.
    fn without_movers(&mut self, mut resolution: Clauses) -> Clauses {
        let text = resolution.clauses.last_mut().unwrap_or(&mut resolution.lead);
        if text.len() > LONGEST {
            return resolution;
        }
        for _ in 0..3 {
            let sentences = sentences::of(text);
            let (Some(last), true) = (sentences.last().cloned(), sentences.len() > 1) else { break };
            let said = text.get(last.clone()).unwrap_or_default();
            let movers = movers::read(said).filter(|movers| movers.only);
            let vote = votes::read(said).filter(|_| votes::is_only(said) || motions::alone(said).is_some());
            match (movers, vote) {
                (Some(movers), _) => {
                    let words = self.motion.words.take();
                    self.motion.moved(&movers);
                    self.motion.words = words;
                }
                (None, Some(vote)) => self.motion.voted(vote),
                (None, None) => break,
            }
            text.truncate(last.start);
            text.truncate(text.trim_end().len());
        }
        resolution
    }

    /// Checks whether what was read at `position` belongs to a resolution that follows, and not to the one before.
    fn leads_on(&self, position: usize) -> bool {
        let following = self.pieces.iter().skip(position + 1).take(AHEAD);
        let mut about = following.skip_while(|piece| {
            votes::is_only(&piece.text)
                || votes_by_name::is_label(piece)
                || movers::read(&piece.text).is_some_and(|movers| movers.only)
        });
        about.next().is_some_and(|piece| forms::read(&piece.text).is_some_and(|form| form.formal && may_resolve(piece, &form)))
    }

    /// Takes who moved a motion, for the resolution to which it belongs.
    fn moved(&mut self, movers: &Movers<'_>, position: usize) {
        let attaches = self.latest.filter(|_| !self.leads_on(position));
        if let Some(MinuteEntry::Resolution { moved_by, seconded_by, .. }) =
            attaches.and_then(|at| self.minute.entries.get_mut(at))
            && (movers.moved_by.is_none() || moved_by.is_none())
            && (movers.seconded_by.is_none() || seconded_by.is_none())
        {
            *moved_by = movers.moved_by.map(str::to_owned).or(moved_by.take());
            *seconded_by = movers.seconded_by.map(str::to_owned).or(seconded_by.take());
            return;
        }
        if movers.amendment { self.amendment.moved(movers) } else { self.motion.moved(movers) }
    }

    /// Takes votes, for the resolution to which they belong.
    fn voted(&mut self, cast: RecordedVote, position: usize) {
        let attaches = self.latest.filter(|_| !self.leads_on(position));
        if let Some(MinuteEntry::Resolution { vote, .. }) = attaches.and_then(|at| self.minute.entries.get_mut(at)) {
            votes::join(vote.get_or_insert_default(), cast);
            return;
        }
        self.motion.voted(cast);
    }

    /// Takes the counts of a line that gives nothing else.
    fn counted(&mut self, text: &str, position: usize) {
        self.voted(votes::counted(text), position);
    }

    pub(super) fn push_motion(&mut self, said: &str, ended: &Ended<'_>, motion: Pending) {
        let vote = motion.vote();
        let Pending { moved_by, seconded_by, words, .. } = motion;
        let (outcome, amendment) = (ended.outcome, ended.amendment);
        let motion = Motion { sentence: said.to_owned(), outcome, amendment, words, moved_by, seconded_by, vote };
        self.push(MinuteEntry::Motion { motion });
        self.decided = true;
    }

    pub(super) fn remember(&mut self, line: usize, said: &str) {
        if self.unclear.is_none() {
            self.unclear = Some((line, said.to_owned()));
        }
    }

    pub(super) fn doubt(&mut self, line: usize, says: &str, words: &str) {
        let value = words.get(..words.floor_char_boundary(300)).unwrap_or_default().to_owned();
        self.reader.doubt(About::Resolution, line, says, vec![Reading { value, line }]);
    }

    /// Ends the minute: text that remains, a note that was its only outcome, what was unclear.
    fn finish(mut self) {
        self.flush();
        if self.decided {
            return;
        }
        if self.manner == Manner::Plain
            && let Some(MinuteEntry::Block(Block::Paragraph { text, .. })) = self.minute.entries.last()
            && let Some(noted) = bodies::decided(text).filter(|noted| noted.noted && sentences::of(text).len() == 1)
        {
            let (form, resolution) = (noted.form.to_owned(), clauses::clauses_of(noted.rest));
            self.minute.entries.pop();
            self.minute.entries.push(MinuteEntry::resolution(form, resolution));
            return;
        }
        if let Some((line, said)) = self.unclear.take() {
            self.doubt(line, "This speaks of a decision, but not clearly of one that the meeting took.", &said);
        }
    }
}

/// Checks whether a piece may be a resolution: a paragraph, or a numbered one whose word is that of a formal record.
fn may_resolve(piece: &Piece, form: &Form<'_>) -> bool {
    match &piece.marker {
        Marker::None | Marker::Number(_) => true,
        Marker::Item(item) => form.formal || (item.figure.is_some() && item.closed == '.'),
        Marker::Bullet(_) => form.formal && words::is_capitals(form.printed),
    }
}

/// Checks whether a resolution ends with words such as `all Councillors agreed`.
fn ends_unanimously(resolution: &Clauses) -> bool {
    let text = resolution.clauses.last().unwrap_or(&resolution.lead);
    let end = text.get(text.ceil_char_boundary(text.len().saturating_sub(40))..).unwrap_or(text).to_lowercase();
    let end = end.trim_end_matches(|c: char| !c.is_alphanumeric());
    ["all councillors agreed", "all members agreed", "all agreed", "all in favour", "unanimously", "(unanimous"]
        .iter()
        .any(|said| end.ends_with(said))
}

/// Checks whether a sentence announces a motion or an amendment.
fn is_about_motion(text: &str) -> bool {
    let lower = text.get(text.ceil_char_boundary(text.len().saturating_sub(300))..).unwrap_or(text).to_lowercase();
    ["moved", "motion", "amendment", "proposed", "amended to read", "recommendation"].iter().any(|word| lower.contains(word))
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

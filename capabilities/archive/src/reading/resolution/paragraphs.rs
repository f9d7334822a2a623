//! Searches a paragraph for decisions and outcomes, sentence by sentence.

use super::super::markers::Marker;
use super::super::pieces::Piece;
use super::super::words;
use super::bodies::{self, Decided};
use super::entries::{LONGEST, Manner, Walk};
use super::motions::{self, Ended};
use super::{clauses, forms, movers, quotations, sentences, votes};
use meetings::minutes::Outcome;

/// A paragraph of which sentences become entries.
pub(super) struct Parts<'a> {
    piece: &'a Piece,
    /// Its index.
    position: usize,
    /// Up to where it has been taken.
    taken: usize,
}

impl<'a> Parts<'a> {
    pub(super) fn new(piece: &'a Piece, position: usize) -> Self {
        Self { piece, position, taken: 0 }
    }

    /// Returns what comes before `end` and has not been taken.
    fn before(&self, end: usize) -> Option<Piece> {
        let text = self.piece.text.get(self.taken..end)?.trim();
        (!text.is_empty()).then(|| self.with(text))
    }

    /// Returns what is left after some of it was taken.
    fn rest(&self) -> Option<Piece> {
        let text = self.piece.text.get(self.taken..)?.trim_matches(|c: char| c.is_whitespace() || c == '|');
        (self.taken > 0 && !text.is_empty()).then(|| self.with(text))
    }

    fn with(&self, text: &str) -> Piece {
        let marker = if self.taken == 0 { self.piece.marker.clone() } else { Marker::None };
        Piece { text: text.to_owned(), marker, ..self.piece.clone() }
    }
}

impl Walk<'_, '_, '_> {
    /// Searches a paragraph for decisions. Returns how many pieces they take.
    pub(super) fn sentences(&mut self, piece: &Piece, position: usize) -> usize {
        let text = piece.text.as_str();
        if text.len() > LONGEST {
            self.keep(piece);
            return 1;
        }
        let quoted = quotations::within(text);
        let mut parts = Parts::new(piece, position);
        for range in sentences::of(text) {
            // What one sentence took may be more than itself.
            if range.start < parts.taken || quoted.iter().any(|quoted| quoted.contains(&range.start)) {
                continue;
            }
            let formal = forms::read(text.get(range.start..).unwrap_or_default()).filter(|form| form.formal && range.start > 0);
            if let Some(form) = formal {
                // Whatever follows the word in the paragraph is resolved.
                self.waiting.extend(parts.before(range.start));
                return self.resolve(&form, piece, position);
            }
            let said = text.get(range.clone()).unwrap_or_default();
            if self.sentence(said, range.start, &mut parts) {
                parts.taken = range.end;
            }
        }
        match parts.rest() {
            Some(rest) => self.keep(&rest),
            None if parts.taken == 0 => self.keep(piece),
            None => {}
        }
        1
    }

    /// Reads one sentence. Returns whether it has become an entry.
    fn sentence(&mut self, said: &str, start: usize, parts: &mut Parts<'_>) -> bool {
        let piece = parts.piece;
        if let Some(words) = notice(said) {
            self.motion.words = Some(words.to_owned());
        }
        if let Some(movers) = movers::read(said) {
            let pending = if movers.amendment { &mut self.amendment } else { &mut self.motion };
            pending.moved(&movers);
            if !movers.amendment && self.moved_and_decided(movers.rest, start, parts) {
                return true;
            }
        }
        let known = self.motion.is_known();
        if let Some(ended) = motions::ended(said).filter(|ended| known || !ended.weak) {
            return self.ended(&ended, said, start, parts);
        }
        if let Some(outcome) = motions::alone(said).filter(|_| known) {
            let ended = Ended { outcome, amendment: false, weak: false, word: said.trim_end_matches('.'), rest: "" };
            return self.ended(&ended, said, start, parts);
        }
        if votes::speaks_of_vote(piece)
            && let Some(vote) = votes::read(said)
        {
            self.motion.voted(vote);
        }
        self.decision(said, start, parts)
    }

    /// Reads a decision after the names of its movers: `…, seconded by Cllr Foil, it was agreed to …`.
    fn moved_and_decided(&mut self, rest: &str, start: usize, parts: &Parts<'_>) -> bool {
        let form = forms::inside(rest).map(|form| (form.printed, form.rest));
        let form = form.or_else(|| bodies::decided(rest).map(|decided| (decided.form, decided.rest)));
        let Some((form, rest)) = form.filter(|(_, rest)| !rest.is_empty()) else { return false };
        self.waiting.extend(parts.before(start));
        self.resolved(form, rest, parts.position);
        true
    }

    /// Reads a decision that a sentence records without a motion. Returns whether it has become an entry.
    fn decision(&mut self, said: &str, start: usize, parts: &Parts<'_>) -> bool {
        let piece = parts.piece;
        if piece.is_list_item() {
            return false;
        }
        let last = start + said.len() == piece.text.trim_end().len();
        let noted = bodies::noted_by_body(said).filter(|_| piece.is_plain() && last);
        let plain = || {
            let decided = bodies::decided(said).filter(|decided| !decided.noted);
            decided.or_else(|| bodies::minutes_confirmed(said)).or_else(|| bodies::outcome_only(said))
        };
        match (self.manner, noted.or_else(plain)) {
            (_, Some(decided)) if self.manner == Manner::Plain || decided.noted => {
                self.waiting.extend(parts.before(start));
                self.resolved(decided.form, decided.rest, parts.position);
                true
            }
            (_, Some(Decided { rest, .. })) if rest.len() < said.len() => {
                self.remember(piece.line, said);
                false
            }
            _ => {
                if bodies::is_unclear(said) {
                    self.remember(piece.line, said);
                }
                false
            }
        }
    }

    /// Adds what a sentence says was decided, with the list below it if it ends with a colon.
    fn resolved(&mut self, form: &str, rest: &str, position: usize) {
        if let Some(vote) = votes::read(form) {
            self.motion.voted(vote);
        }
        self.motion.words = None;
        let resolution = clauses::clauses_of(rest);
        let (resolution, taken) = if words::ends_with_colon(rest) {
            clauses::with_clauses(resolution, self.pieces.get(position + 1..).unwrap_or_default())
        } else {
            (resolution, 0)
        };
        self.taken += taken;
        let form = form.trim_start_matches("and ").trim_start_matches("And ");
        self.push_resolution(form, resolution);
    }

    /// Reads what became of a motion. Returns whether the sentence has become an entry.
    fn ended(&mut self, ended: &Ended<'_>, said: &str, start: usize, parts: &mut Parts<'_>) -> bool {
        let vote = votes::read(said).unwrap_or_default();
        if ended.outcome == Outcome::Carried
            && words::ends_with_colon(said)
            && self.reads_as_follows(ended, start + said.len(), parts)
        {
            return true;
        }
        if ended.amendment {
            let counted = std::mem::take(&mut self.motion.vote);
            let mut amendment = std::mem::take(&mut self.amendment);
            amendment.voted(counted);
            amendment.voted(vote);
            self.motion.altered |= ended.outcome == Outcome::Carried;
            self.waiting.extend(parts.before(start));
            self.push_motion(said, ended, amendment);
            return true;
        }
        self.motion.voted(vote);
        if ended.outcome != Outcome::Carried {
            let motion = std::mem::take(&mut self.motion);
            self.waiting.extend(parts.before(start));
            self.push_motion(said, ended, motion);
            return true;
        }
        if let Some(form) = forms::inside(ended.rest).filter(|form| !form.rest.is_empty()) {
            let end = start + said.len() - ended.rest.len();
            self.waiting.extend(parts.before(end));
            parts.taken = end;
            self.resolved(form.printed, form.rest, parts.position);
            return true;
        }
        let announced = forms::inside(ended.rest).is_some() || ended.rest.trim_end_matches([' ', ':']).ends_with("it was");
        let next = self.pieces.get(parts.position + 1);
        if announced || next.is_some_and(|next| forms::read(&next.text).is_some_and(|form| form.formal)) {
            // The resolution follows in words of its own.
            return false;
        }
        let Some(words) = self.motion.words.take() else {
            self.doubt(parts.piece.line, "A motion was carried, but its words are not clear.", said);
            let motion = std::mem::take(&mut self.motion);
            self.waiting.extend(parts.before(start));
            self.push_motion(said, ended, motion);
            return true;
        };
        if self.motion.altered {
            self.doubt(parts.piece.line, "The motion was amended, but the words as amended are not printed as a whole.", &words);
        }
        self.waiting.extend(parts.before(start + said.len()));
        self.push_resolution(ended.word, clauses::clauses_of(&words));
        true
    }

    /// Reads the motion as amended below the sentence that says so: `The amendments were agreed, the motion to read as follows:`
    fn reads_as_follows(&mut self, ended: &Ended<'_>, end: usize, parts: &mut Parts<'_>) -> bool {
        let Some(next) = self.pieces.get(parts.position + 1).filter(|next| next.is_plain()) else { return false };
        let read = notice(&next.text).unwrap_or_else(|| quotations::unquoted(&next.text));
        let resolution = clauses::clauses_of(read);
        self.waiting.extend(parts.before(end));
        self.waiting.push(next.clone());
        self.taken += 1;
        self.motion.words = None;
        self.push_resolution(ended.word, resolution);
        true
    }
}

/// Returns the words of a motion of which notice was given: `I will move at the next meeting that …`.
fn notice(said: &str) -> Option<&str> {
    let said = said.trim_start_matches(['*', ' ']);
    ["I will move", "We will move", "To move", "I move", "We move"].iter().find(|start| said.starts_with(**start))?;
    let that = said.get(..said.floor_char_boundary(120))?.find(" that ").map(|at| at + 1);
    let meeting =
        || said.get(..said.floor_char_boundary(60))?.to_ascii_lowercase().find("meeting ").map(|at| at + "meeting ".len());
    said.get(that.or_else(meeting)?..)
}

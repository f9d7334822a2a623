//! Reads posts that are apart from the names they belong to: before them, after a comma, without any.

use super::super::labels::List;
use super::super::roles::{self, Role};
use super::super::segments::{self, Piece, Segment, Separator};
use super::super::words;
use super::{NAMELESS, Person, Reading, UNKNOWN, WHOSE, Waiting, is_bracketed_name, is_clerk, tidy};

impl Reading<'_> {
    /// Reads a post before a name in brackets: `Chief Executive (Mr. A. Dummy)`, `The Mayor (Councillor B Foil)`.
    pub(super) fn bracketed(&mut self, segment: &Segment<'_>, at: usize, pieces: &[(usize, Piece<'_>)]) -> bool {
        let titled = |inside: &str| is_bracketed_name(inside) || self.posts_first.is_some() && words::begins_titled(inside);
        let Some(place) = pieces.iter().position(|(_, piece)| matches!(piece, Piece::Bracket(inside) if titled(inside))) else {
            return false;
        };
        let Some((offset, Piece::Bracket(inside))) = pieces.get(place) else { return false };
        let before: Vec<&str> = pieces.iter().take(place).filter_map(|(_, piece)| piece.word()).collect();
        let named = words::begins_titled(&before.join(" ")) || before.first().is_some_and(|word| words::is_initial(word));
        let role = roles::of(&before.join(" "));
        let is_post = self.posts_first.is_some() || role.is_some() || words::is_position(&before) || self.waiting.is_some();
        if named || !is_post || before.is_empty() && self.waiting.is_none() {
            return false;
        }
        let from = self.waiting.take().map_or(at, |waiting| waiting.from);
        let post = self.text.get(from..at + offset).unwrap_or_default();
        let post =
            foundation::text::single_spaced(post.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.')));
        let post = article_off(post.strip_prefix("and ").unwrap_or(&post));
        // `Engineers (Mr A and Mr B)` have one post.
        let shared: Vec<&str> =
            segments::split(inside).iter().filter(|part| part.before != Separator::Comma).map(|part| part.text).collect();
        let (first, more) = inside.split_once(',').unwrap_or((inside, ""));
        let names = if shared.len() > 1 { shared } else { vec![first] };
        let last = names.len() - 1;
        let mut rest = place + 1;
        for (index, name) in names.into_iter().enumerate() {
            let mut person = Person::begun(at + offset, segment.before);
            let inner = segments::pieces(name);
            let begun = self.before_name(&mut person, &inner, 0);
            let taken = self.name(&mut person, &inner, begun);
            if taken == begun {
                let words = format!("{post} ({name})");
                self.unclear(at, UNKNOWN, &words, vec![tidy(name)]);
                continue;
            }
            if self.after_name(&mut person, &inner, taken) < inner.len() {
                self.unclear(at, UNKNOWN, name, Vec::new());
            }
            match role {
                Some(role) => {
                    person.role = Some(role);
                    person.notes.extend(role.is_civic().then(|| post.to_owned()));
                }
                None => person.add_post(post),
            }
            person.closed = true;
            if index == last {
                if !more.trim().is_empty() {
                    self.bracket(&mut person, more);
                }
                rest = self.after_name(&mut person, pieces, rest);
            }
            self.finish(person);
        }
        // Another name may follow without a separator.
        self.people(Separator::Line, at, pieces.get(rest..).unwrap_or_default());
        true
    }

    /// Reads what goes on from the post before it, broken at `and` or a comma: `Cabinet Member for Health` `and Housing`.
    pub(super) fn continues_note(
        &mut self,
        segment: &Segment<'_>,
        at: usize,
        outer: &[&str],
        pieces: &[(usize, Piece<'_>)],
        text: &str,
    ) -> bool {
        let strict = self.strict && matches!(segment.before, Separator::Comma | Separator::And);
        let titled = words::begins_titled(text) || outer.first().is_some_and(|word| words::is_initial(word));
        let Some(person) = self.read.people.last_mut().filter(|person| !person.closed && self.waiting.is_none()) else {
            return false;
        };
        let joining = if segment.before == Separator::And { " and " } else { ", " };
        let noted = text.contains(['(', '–']) || text.contains(" - ");
        let another = person.has_post && noted && outer.len() > 1 && !words::is_position(outer.get(..2).unwrap_or_default());
        if strict && !titled && !another && (segment.before == Separator::Comma || person.has_post && outer.len() != 2) {
            let text = tidy(text);
            if words::is_honour(&text) || roles::of(&text).is_some() {
                return false;
            }
            match person.notes.last_mut().filter(|_| person.has_post) {
                Some(note) => note.extend([joining, &text]),
                None => person.add_post(&text),
            }
            return true;
        }
        // `Council of A and West B Cllr C`: what is before the title still belongs to the note.
        let titled_at = (1..outer.len().min(5)).find(|place| {
            let word = outer.get(*place).copied().unwrap_or_default();
            (words::is_sure_title(word) || words::councillor(word).is_some())
                && outer.get(place + 1).is_some_and(|next| words::is_name_word(next))
        });
        if let Some(place) = titled_at.filter(|_| matches!(segment.before, Separator::And | Separator::Comma) && !titled) {
            let own = outer.get(..place).unwrap_or_default();
            if person.has_post
                || segment.before == Separator::Comma && words::is_position(own) && roles::of(&own.join(" ")).is_none()
            {
                match person.notes.last_mut().filter(|_| person.has_post) {
                    Some(note) => note.extend([joining, &own.join(" ")]),
                    None => person.add_post(&own.join(" ")),
                }
                let rest = pieces.iter().position(|(_, piece)| piece.word() == outer.get(place).copied()).unwrap_or(place);
                self.people(Separator::Line, at, pieces.get(rest..).unwrap_or_default());
                return true;
            }
        }
        let subject =
            outer.last().is_some_and(|word| words::is_subject(word) || words::is_organisation(word) && !words::is_name_too(word));
        let goes_on =
            matches!(segment.before, Separator::And | Separator::Comma) && person.has_post && subject && !titled && !another;
        if let Some(note) = person.notes.last_mut().filter(|_| goes_on) {
            note.extend([joining, &tidy(text)]);
        }
        goes_on
    }

    /// Reads a post or a role that is separated from its name.
    pub(super) fn position(
        &mut self,
        segment: &Segment<'_>,
        at: usize,
        outer: &[&str],
        pieces: &[(usize, Piece<'_>)],
        text: &str,
    ) -> bool {
        let article = outer.first().is_some_and(|word| word.eq_ignore_ascii_case("the") || word.eq_ignore_ascii_case("an"));
        let bare = outer.get(usize::from(article)..).unwrap_or_default();
        // What is after a dash says something of the name before it.
        let dash = bare.iter().position(|word| matches!(*word, "-" | "–" | "—") || word.ends_with(':')).unwrap_or(bare.len());
        if dash < bare.len() && !words::is_position(bare.get(..dash).unwrap_or_default()) {
            return false;
        }
        let role = roles::of(&bare.join(" "));
        if bare.is_empty() || role.is_none() && !words::is_position(bare) {
            return false;
        }
        let own_bracket = pieces.iter().any(|(_, piece)| matches!(piece, Piece::Bracket(_)));
        let attaches = matches!(segment.before, Separator::Comma | Separator::Line | Separator::Semicolon) && !article
            || role.is_some() && segment.before == Separator::Comma;
        let clerk = is_clerk(&bare.join(" "));
        if attaches
            && matches!(bare, [only] if words::councillor(only) == Some(words::Councillor::One))
            && let Some(last) = self.read.people.last_mut()
            && last.councillor.is_none()
        {
            // `A. Dummy, Councillor, B. Foil, Councillor`
            last.councillor = Some(tidy(&bare.join(" ")));
            return true;
        }
        let last = self.read.people.last().filter(|person| !person.closed && self.waiting.is_none() && person.at < at);
        if let Some(last) = last.filter(|_| attaches) {
            let listed = segment.before == Separator::Line && self.read.people.len() > 1 && !self.noted;
            if clerk && last.councillor.is_some() && !own_bracket {
                self.nameless(at, bare, true);
                return true;
            }
            let apposition = last.after == Some(Separator::And)
                || self.group == self.read.people.len() - 1
                || self.read.people.len() == 1
                || self.posted
                || last.after == Some(Separator::Line)
                || self.list == List::Officers
                || self.list == List::Attending;
            let alone = matches!(bare, [only] if !words::is_abbreviation(only)) && role.is_none();
            if alone && (!apposition || listed) {
                let name = last.name.clone();
                self.unclear(at, WHOSE, text, vec![format!("{name} ({text})"), text.to_owned()]);
                return true;
            }
            self.attach(role, text, pieces);
            return true;
        }
        if clerk
            && (article || segment.before != Separator::Start || self.read.people.is_empty() && outer.len() == 1)
            && !own_bracket
        {
            self.drop_waiting();
            self.nameless(at, bare, true);
            return true;
        }
        match self.waiting {
            Some(waiting) if !article && segment.before != Separator::Stop => {
                self.waiting = Some(Waiting { to: at + text.len(), ..waiting })
            }
            _ => {
                self.drop_waiting();
                self.waiting = Some(Waiting { from: at, to: at + text.len(), role, article });
            }
        }
        true
    }

    /// Adds a post or a role to the last person.
    pub(super) fn attach(&mut self, role: Option<Role>, text: &str, pieces: &[(usize, Piece<'_>)]) {
        let Some(mut person) = self.read.people.pop() else { return };
        match role {
            Some(role) if person.role.is_none() => {
                person.role = Some(role);
                person.notes.extend(role.is_civic().then(|| tidy(text)));
                for (_, piece) in pieces {
                    if let Piece::Bracket(inside) = piece {
                        self.bracket(&mut person, inside);
                    }
                }
            }
            _ => person.add_post(&tidy(text)),
        }
        (self.noted, self.posted) = (true, self.posted || person.has_post);
        self.read.people.push(person);
    }

    /// Adds a clerk without a name.
    pub(super) fn nameless(&mut self, at: usize, post: &[&str], is_clerk: bool) {
        let name = tidy(&post.join(" "));
        self.read.people.push(Person { at, name, is_clerk, closed: true, ..Person::default() });
    }

    /// Notes a post that no name followed.
    pub(super) fn drop_waiting(&mut self) {
        let Some(waiting) = self.waiting.take() else { return };
        let to = self.text.floor_char_boundary(waiting.to.min(waiting.from + 400));
        let words = tidy(self.text.get(waiting.from..to).unwrap_or_default());
        self.unclear(waiting.from, NAMELESS, &words, Vec::new());
    }
}

/// Removes `The` before a post.
fn article_off(post: &str) -> &str {
    post.strip_prefix("the ").or_else(|| post.strip_prefix("The ")).unwrap_or(post)
}

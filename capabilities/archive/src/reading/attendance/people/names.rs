//! Reads names with what is printed around them: titles, roles, brackets, posts.

use super::super::labels::List;
use super::super::roles;
use super::super::segments::{Piece, Separator};
use super::super::words::{self, Councillor};
use super::shapes::{
    Pieces, begins_person, begins_plain, begins_title, begins_untitled, councillor, ends_name, is_initials_of, is_welsh_council,
    next_person, one, post_before, role_begins,
};
use super::{Person, RANGE, Reading, TOGETHER, UNKNOWN, UNMARKED, tidy};
use meetings::minutes::BoardRole;

impl Reading<'_> {
    /// Reads a segment that names a person, or several that only their titles or initials separate.
    pub(super) fn people(&mut self, before: Separator, at: usize, pieces: Pieces<'_, '_>) {
        let mut position = 0;
        let mut before = before;
        while position < pieces.len() {
            let start = position;
            let from = at + pieces.get(position).map_or(0, |(offset, _)| *offset);
            let mut person = Person::begun(from, before);
            let first = self.read.people.is_empty();
            let mark = self.mark(pieces, position);
            position += usize::from(mark.is_some());
            person.moved = mark;
            position = self.before_name(&mut person, pieces, position);
            self.roles_first |= first && person.role.is_some();
            let named = position;
            position = self.name(&mut person, pieces, position);
            if position == named && person.name.is_empty() {
                let end = next_person(pieces, position.max(start + 1));
                self.without_name(person, at, pieces, start, end);
                position = end;
                continue;
            }
            position = self.after_name(&mut person, pieces, position);
            self.finish(person);
            before = Separator::Line;
        }
    }

    /// Returns the list that a mark at `position` puts the person on.
    fn mark(&self, pieces: Pieces<'_, '_>, position: usize) -> Option<List> {
        let word = pieces.get(position)?.1.word()?.trim_matches(|c: char| !c.is_alphanumeric());
        // Where a mark is after the name, a letter before it is an initial.
        if pieces.last().and_then(|(_, piece)| piece.word()).is_none_or(|last| self.is_mark(last)) {
            return None;
        }
        self.marks.iter().find(|(mark, _)| mark.eq_ignore_ascii_case(word)).map(|(_, list)| *list)
    }

    /// Says that words are unclear, unless they only hold a role that waits for its person.
    fn without_name(&mut self, person: Person, at: usize, pieces: Pieces<'_, '_>, start: usize, end: usize) {
        let from = pieces.get(start).map_or(0, |(offset, _)| *offset);
        let to = pieces.get(end).map(|(offset, _)| at + *offset);
        let rest = self.text.get(at + from..to.unwrap_or(self.text.len())).unwrap_or_default();
        let all: Vec<&str> = pieces.get(start..end).unwrap_or_default().iter().filter_map(|(_, piece)| piece.word()).collect();
        let length = all.iter().map(|word| word.len() + 1).sum::<usize>();
        let words = match to {
            Some(_) => tidy(rest),
            None => tidy(rest.get(..rest.floor_char_boundary(length.max(1) - 1)).unwrap_or(rest)),
        };
        if let [(_, Piece::Bracket(inside))] = pieces.get(start..end).unwrap_or_default()
            && let Some(mut last) = self.read.people.pop()
        {
            self.bracket(&mut last, inside);
            self.read.people.push(last);
            return;
        }
        let only_initial = person.councillor.is_some() && all.last().is_some_and(|word| words::is_initial(word));
        self.unclear(at + from, if only_initial { RANGE } else { UNKNOWN }, &words, Vec::new());
    }

    /// Reads what is before a name: roles, `Councillor`, titles. Returns the place after it.
    pub(super) fn before_name(&mut self, person: &mut Person, pieces: Pieces<'_, '_>, mut position: usize) -> usize {
        if let Some(waiting) = self.waiting.take() {
            // `The Mayor, Councillor A Dummy`; without `The`, two people may be meant.
            let joined = person.after == Some(Separator::And);
            match waiting.role {
                Some(role) if !joined && (waiting.article || role.is_civic() || person.after == Some(Separator::Start)) => {
                    person.role = Some(role);
                    let printed = tidy(self.text.get(waiting.from..person.at).unwrap_or_default());
                    if role.is_civic() || roles::of(&printed).is_none() {
                        person.notes.push(printed);
                    }
                }
                None if matches!(person.after, Some(Separator::Comma | Separator::Line | Separator::Semicolon))
                    && begins_person(pieces, position) =>
                {
                    let post = self.text.get(waiting.from..person.at).unwrap_or_default();
                    person.add_post(post.strip_prefix("The ").or_else(|| post.strip_prefix("the ")).unwrap_or(post));
                    person.closed = true;
                }
                _ => {
                    self.waiting = Some(waiting);
                    self.drop_waiting();
                }
            }
        }
        let mut titles: Vec<&str> = Vec::new();
        while let Some((_, Piece::Word(word))) = pieces.get(position) {
            let following: Vec<&str> = pieces.iter().skip(position).take(5).map_while(|(_, piece)| piece.word()).collect();
            let more = following.len() > 1;
            if matches!(*word, "/" | "-" | "–" | ":" | "•" | ".")
                || more && matches!(words::bare(word).as_str(), "the" | "y" | "an") && word.len() < 4
            {
                position += 1;
            } else if let Some((role, count)) = roles::leading(&following).filter(|(_, count)| pieces.len() > position + count) {
                let names = |word: &str| word.starts_with(|c: char| c.is_uppercase() || matches!(c, '/' | '-' | '–' | ':'));
                if !matches!(pieces.get(position + count), Some((_, Piece::Word(word))) if names(word)) {
                    break;
                }
                person.role = person.role.or(Some(role));
                if role.is_civic() {
                    person.notes.push(tidy(&following.get(..count).unwrap_or_default().join(" ")));
                }
                position += count;
            } else if let Some((count, several)) = councillor(&following) {
                let printed = following.get(..count).unwrap_or_default();
                let word = tidy(&printed.join(" "));
                person.of_upper_council = printed.iter().any(|word| words::is_upper_council(word) || is_welsh_council(word));
                self.lead = several.then(|| (word.clone(), person.of_upper_council));
                person.councillor = Some(one(&word));
                position += count;
            } else if more && words::is_title(word) {
                titles.push(word);
                position += 1;
            } else if let Some(count) = post_before(&following) {
                person.add_post(&following.get(..count).unwrap_or_default().join(" "));
                person.closed = true;
                position += count;
            } else {
                break;
            }
        }
        if person.councillor.is_none()
            && let Some((lead, upper)) = &self.lead
        {
            if titles.is_empty()
                || self
                    .read
                    .people
                    .last()
                    .is_some_and(|last| last.councillor.is_some() && last.name.contains(' ') && begins_title(&last.name))
            {
                (person.councillor, person.of_upper_council) = (Some(one(lead)), *upper);
            } else {
                self.lead = None;
            }
        }
        person.name = titles
            .iter()
            .filter(|title| !matches!(words::bare(title).as_str(), "messrs" | "mesdames"))
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        position
    }

    /// Reads a name. Returns the place after it; the same place if there is none.
    pub(super) fn name(&mut self, person: &mut Person, pieces: Pieces<'_, '_>, from: usize) -> usize {
        let mut position = from;
        let capitals = pieces.iter().filter_map(|(_, piece)| piece.word()).all(|word| !word.chars().any(char::is_lowercase));
        let (mut plain, mut initials_first, mut ended) = (0_usize, false, false);
        let mut name: Vec<&str> = Vec::new();
        while let Some((_, Piece::Word(word))) = pieces.get(position) {
            let next = pieces.get(position + 1).and_then(|(_, piece)| piece.word());
            if plain > 0
                && (words::is_honour(word) || ends_name(pieces, position) || word.starts_with(['–', '—']) || *word == "-")
            {
                break;
            }
            let role_next = self.roles_first && plain > 0 && role_begins(pieces, position);
            if role_next || plain > 0 && words::is_sure_title(word) && next.is_none() && word.ends_with('.') {
                break;
            }
            if self.is_mark(word) && plain > 0 && next.is_none() {
                break;
            }
            if words::is_initial(word) {
                // `A. Dummy B. Foil`: an initial after a surname begins another name.
                if plain > 0
                    && (initials_first || plain > 1 || person.councillor.is_some() && plain > 1)
                    && next.is_some_and(words::is_name_word)
                {
                    break;
                }
                initials_first |= plain == 0;
            } else if plain > 0 && !capitals && (words::is_abbreviation(word) || is_initials_of(word, &name.join(" "))) {
                break;
            } else if plain == 0 && words::is_sure_title(word) && !words::is_police(word) {
                break;
            } else if words::is_name_word(word) {
                plain += 1;
            } else if !(words::is_particle(word) && next.is_some_and(words::is_name_word)) {
                break;
            }
            name.push(word);
            position += 1;
            ended = word.ends_with([':', '*', ';']) || word.ends_with(',');
            if ended {
                break;
            }
        }
        if plain == 0 || name.is_empty() {
            return from;
        }
        let crowded = plain > 4
            || plain == 4
                && person.name.is_empty()
                && !name.iter().any(|word| words::is_initial(word) || words::is_particle(word) || word.contains('-'));
        let titled = std::mem::take(&mut person.name);
        let printed = name.join(" ");
        if printed.contains('*') {
            person.notes.push("*".to_owned());
        }
        let colon = printed.ends_with(':');
        let printed = tidy(&printed.replace('*', ""));
        person.name = if titled.is_empty() { printed.clone() } else { format!("{titled} {printed}") };
        if crowded {
            let half = name.len() / 2;
            let readings = vec![
                printed.clone(),
                name.get(..half).unwrap_or_default().join(" "),
                name.get(half..).unwrap_or_default().join(" "),
            ];
            self.unclear(person.at, TOGETHER, &printed, readings);
            person.name.clear();
        }
        if colon && ended {
            // `B. Foil: Borough Councillor`
            let note: Vec<&str> = pieces.iter().skip(position).map_while(|(_, piece)| piece.word()).collect();
            position += note.len();
            self.said_after(person, &note);
        }
        position
    }

    fn is_mark(&self, word: &str) -> bool {
        self.marks.iter().any(|(mark, _)| mark.eq_ignore_ascii_case(word.trim_matches(|c: char| !c.is_alphanumeric())))
    }

    /// Reads what follows a name up to the next. Returns the place after it.
    pub(super) fn after_name(&mut self, person: &mut Person, pieces: Pieces<'_, '_>, mut position: usize) -> usize {
        while let Some((offset, piece)) = pieces.get(position) {
            let word = match piece {
                Piece::Bracket(inside) => {
                    self.bracket(person, inside);
                    position += 1;
                    continue;
                }
                Piece::Word(word) => *word,
            };
            if !word.chars().any(|c| c.is_alphanumeric() || matches!(c, '*' | '†' | '#' | '^' | '-' | '–' | '—')) {
                position += 1;
                continue;
            }
            let untitled = begins_untitled(pieces, position) && !person.name.is_empty() || begins_plain(person, pieces, position);
            if begins_person(pieces, position)
                || untitled
                || self.roles_first && person.role.is_some() && role_begins(pieces, position)
            {
                break;
            }
            let end = (position + 1..pieces.len())
                .find(|next| matches!(pieces.get(*next), Some((_, Piece::Bracket(_)))) || begins_person(pieces, *next))
                .unwrap_or(pieces.len());
            let said: Vec<&str> =
                pieces.get(position..end).unwrap_or_default().iter().filter_map(|(_, piece)| piece.word()).collect();
            if matches!(word, "-" | "–" | "—" | ":" | "/") {
                // A dash before a title separates two people.
                if said.len() > 1 {
                    self.said_after(person, said.get(1..).unwrap_or_default());
                }
                position = end;
            } else if self.is_mark(word) {
                person.moved = self.marks.iter().find(|(mark, _)| mark.eq_ignore_ascii_case(word)).map(|(_, list)| *list);
                position += 1;
            } else if is_initials_of(word, &person.name) {
                person.take_initials(word);
                position += 1;
            } else if words::is_honour(word) {
                person.notes.push(tidy(word));
                position += 1;
            } else if matches!(word, "of" | "from" | "representing" | "on") && said.len() > 1 {
                person.add_post(&said.join(" "));
                position = end;
            } else if words::counts_people(&said) {
                self.read.counted.push((person.at, tidy(&said.join(" "))));
                position = end;
            } else if word.chars().all(|c| matches!(c, '*' | '†' | '#' | '^')) {
                person.notes.push(word.to_owned());
                position += 1;
            } else if words::is_abbreviation(word) {
                person.take_initials(word);
                position += 1;
            } else if let Some((role, count)) = roles::leading(&said) {
                person.take_role(role, said.get(..count).unwrap_or_default());
                position += count;
            } else if matches!(word, "for" | "substituting" | "deputising" | "replacing" | "sub") && end < pieces.len() {
                // `Councillor A for Councillor B`: the second is the one who is absent.
                let after = next_person(pieces, end + 2).max(end + 1);
                let printed = |piece: Piece<'_>| match piece {
                    Piece::Word(word) => word.to_owned(),
                    Piece::Bracket(inside) => format!("({inside})"),
                };
                let whole: Vec<String> =
                    pieces.get(end..after).unwrap_or_default().iter().map(|(_, piece)| printed(*piece)).collect();
                person.role = Some(roles::Role::Substitute);
                person.notes.push(format!("for {}", tidy(&whole.join(" "))));
                position = after;
            } else if words::councillor(word) == Some(Councillor::One) && said.len() == 1 && person.councillor.is_none() {
                // `B. Foil Councillor`
                person.councillor = Some(tidy(word));
                position += 1;
            } else if matches!(said.as_slice(), [.., "attended"] | [.., "attending"])
                || matches!(said.as_slice(), ["also", "present"] | ["also", "in", "attendance"])
            {
                person.moved = Some(List::Others);
                position = end;
            } else if words::is_position(&said) {
                person.add_post(&said.join(" "));
                position = end;
            } else {
                self.unclear(person.at + offset, UNKNOWN, &said.join(" "), Vec::new());
                position = end;
            }
        }
        position
    }

    /// Adds the person.
    pub(super) fn finish(&mut self, mut person: Person) {
        if person.name.is_empty() {
            return;
        }
        if !self.marks.is_empty() && person.moved.is_none() && self.marks.iter().any(|(_, list)| *list == List::Present) {
            self.unclear(person.at, UNMARKED, &person.name.clone(), vec![person.name.clone()]);
            return;
        }
        if person.councillor.is_none() && words::is_heading(&person.name) {
            self.unclear(person.at, UNKNOWN, &person.name.clone(), Vec::new());
            return;
        }
        if let List::Chair(role) = self.list
            && person.role.is_none_or(|found| found.is_civic() || role == BoardRole::Chair)
            && self.read.people.is_empty()
        {
            if person.role == Some(roles::Role::ViceChair) {
                person.notes.push("Vice-Chair".to_owned());
            }
            person.role = Some(if role == BoardRole::Chair { roles::Role::Chair } else { roles::Role::ViceChair });
        }
        if self.list == List::Substitutes && person.role.is_none() {
            person.role = Some(roles::Role::Substitute);
        }
        (self.noted, self.posted) = (self.noted || !person.notes.is_empty(), self.posted || person.has_post);
        self.read.people.push(person);
    }
}

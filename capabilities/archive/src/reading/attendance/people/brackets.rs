//! Reads what is said of a person after the name: in brackets, after a dash, as initials.

use super::super::labels::List;
use super::super::roles;
use super::super::words;
use super::shapes::{is_away, is_initials_of, surname_only};
use super::{Person, Reading, is_clerk, tidy};

impl Reading<'_> {
    /// Reads what follows a dash or a colon: a role, a post, an organisation.
    pub(super) fn said_after(&mut self, person: &mut Person, said: &[&str]) {
        let printed = said.join(" ");
        if let Some(role) = roles::of(&printed) {
            person.take_role(role, said);
        } else if let Some((role, note)) = roles::in_brackets(&printed) {
            person.role = person.role.or(Some(role));
            person.notes.extend(note);
        } else if matches!(said, [only] if is_initials_of(only, &person.name)) {
            person.take_initials(said.first().copied().unwrap_or_default());
        } else if !printed.is_empty() {
            person.add_post(&printed);
        }
    }

    /// Reads what is in brackets after a name.
    pub(super) fn bracket(&mut self, person: &mut Person, inside: &str) {
        let inside = inside.trim().trim_matches([',', ';', ' ']);
        if inside.is_empty() {
            return;
        }
        if inside.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("vacanc")) {
            self.read.counted.push((person.at, inside.to_owned()));
            return;
        }
        let lone = !person.name.split(' ').any(words::is_initial) && surname_only(&person.name);
        let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
        if lone && letters == 1 && words::is_initial(inside) {
            // Two members share the surname: `Dummy (J)`.
            person.name = format!("{} ({inside})", person.name);
            return;
        }
        if let Some(list) = self.marks.iter().find(|(mark, _)| mark.eq_ignore_ascii_case(inside)).map(|(_, list)| *list) {
            person.moved = Some(list);
        } else if let Some((role, note)) = roles::in_brackets(inside) {
            person.role = person.role.or(Some(role));
            person.notes.extend(note);
        } else if is_initials_of(inside, &person.name) {
            person.initials = Some(inside.to_owned());
        } else if lone && letters == 2 && words::is_initial(inside) {
            person.name = format!("{} ({inside})", person.name);
        } else if is_away(inside) {
            person.moved = Some(List::Apologies);
        } else if inside.contains([',', ';']) && inside.split([',', ';']).any(|part| roles::of(part).is_some()) {
            for part in inside.split([',', ';']) {
                person.take_bracket_part(part.trim());
            }
        } else {
            person.is_clerk |= is_clerk(inside);
            person.has_post = true;
            person.notes.push(foundation::text::single_spaced(inside));
        }
    }
}

impl Person {
    /// Gives the person a role, unless another is known already; an office of the council is kept as a note.
    pub(super) fn take_role(&mut self, role: roles::Role, printed: &[&str]) {
        let known = self.role.filter(|known| !known.is_civic() || role.is_civic());
        self.role = known.or(Some(role));
        self.notes.extend(role.is_civic().then(|| tidy(&printed.join(" "))));
    }

    /// Keeps the person's initials, or letters that are none as the name of an organisation.
    pub(super) fn take_initials(&mut self, word: &str) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_initials_of(word, &self.name) {
            self.initials = Some(word.to_owned());
        } else {
            self.add_post(word);
        }
    }

    /// Reads one of several things in the same brackets: a role, or else a note.
    fn take_bracket_part(&mut self, part: &str) {
        match roles::in_brackets(part) {
            Some((role, note)) => {
                self.role = self.role.or(Some(role));
                self.notes.extend(note);
            }
            None if part.is_empty() => {}
            None => self.notes.push(foundation::text::single_spaced(part)),
        }
    }
}

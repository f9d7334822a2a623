//! Reads what is said of a person after the name: in brackets, after a dash, as initials.

use super::super::labels::List;
use super::super::roles;
use super::super::words;
use super::shapes::{is_away, is_initials_of, surname_only};
use super::{Person, Reading, is_clerk, tidy};

impl Reading<'_> {
    pub(super) fn role(&mut self, person: &mut Person, role: roles::Role, printed: &[&str]) {
        let known = person.role.filter(|known| !known.is_civic() || role.is_civic());
        person.role = known.or(Some(role));
        person.notes.extend(role.is_civic().then(|| tidy(&printed.join(" "))));
    }

    /// Reads what follows a dash or a colon: a role, a post, an organisation.
    pub(super) fn said_after(&mut self, person: &mut Person, said: &[&str]) {
        let printed = said.join(" ");
        if let Some(role) = roles::of(&printed) {
            self.role(person, role, said);
        } else if let Some((role, note)) = roles::in_brackets(&printed) {
            person.role = person.role.or(Some(role));
            person.notes.extend(note);
        } else if matches!(said, [only] if is_initials_of(only, &person.name)) {
            self.initials(person, said.first().copied().unwrap_or_default());
        } else if !printed.is_empty() {
            person.add_post(&printed);
        }
    }

    pub(super) fn initials(&mut self, person: &mut Person, word: &str) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_initials_of(word, &person.name) { person.initials = Some(word.to_owned()) } else { person.add_post(word) }
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
        let lone = !person.name.split(' ').any(|word| words::is_initial(word)) && surname_only(&person.name);
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
                self.bracket_part(person, part.trim());
            }
        } else {
            person.is_clerk |= is_clerk(inside);
            person.has_post = true;
            person.notes.push(foundation::text::single_spaced(inside));
        }
    }

    pub(super) fn bracket_part(&mut self, person: &mut Person, part: &str) {
        match roles::in_brackets(part) {
            Some((role, note)) => {
                person.role = person.role.or(Some(role));
                person.notes.extend(note);
            }
            None if part.is_empty() => {}
            None => person.notes.push(foundation::text::single_spaced(part)),
        }
    }
}

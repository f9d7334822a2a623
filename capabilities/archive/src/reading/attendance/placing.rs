//! Puts the people of the printed lists into the lists of the record.

use super::super::{About, Reader, Reading};
use super::labels::List;
use super::people::{self, Person, Read};
use super::printed::Printed;
use super::roles::Role;
use super::vocabulary::{Kind, is};
use super::words;
use foundation::person_name::PersonName;
use meetings::minutes::{AttendanceLists, Attendee, BoardRole};

/// The lists of a meeting while they are read.
#[derive(Default)]
pub(super) struct Placing {
    lists: AttendanceLists,
    /// For each of those present, the office of the council that may make them preside.
    civic: Vec<Option<Role>>,
    /// The places in the list of those present of the first few who preside.
    presiding: Vec<usize>,
    /// Whether a list of members has been read, so that one headed `Present` after it has others.
    members_listed: bool,
}

impl Placing {
    /// Adds the people of a printed list.
    pub(super) fn add(&mut self, printed: &Printed, reader: &mut Reader<'_>) {
        if printed.list == List::Public {
            let counted = printed.text.trim().chars().all(|c| c.is_ascii_digit());
            let text = if counted { format!("Public: {}", printed.text.trim()) } else { printed.text.clone() };
            notice(printed.line_at(0), &text, reader);
            return;
        }
        let read = people::read(&printed.text, printed.list, &printed.marks);
        tell(printed, &read, reader);
        let Read { mut people, asterisk, .. } = read;
        if let Some(meaning) = &asterisk {
            let mut explains = false;
            for person in &mut people {
                explains |= person.explain_asterisk(meaning);
            }
            if !explains {
                notice(printed.line_at(0), meaning, reader);
            }
        }
        let manner = self.manner(printed, &people);
        let has_people = !people.is_empty();
        for mut person in people {
            person.notes.extend(printed.group.clone());
            let line = printed.line_at(person.at);
            self.place(person, printed, &manner, line, reader);
        }
        self.members_listed |= has_people && printed.list == List::Present && printed.of_members;
    }

    /// Adds those who are said to have sent apologies.
    pub(super) fn add_apologies(&mut self, people: Vec<Person>) {
        for person in people {
            let attendee = attendee(person, true);
            self.lists.apologies.push(attendee);
        }
    }

    fn manner(&self, printed: &Printed, people: &[Person]) -> Manner {
        let count = |is: fn(&Person) -> bool| people.iter().filter(|person| is(person)).count();
        let councillors = count(|person| person.councillor.is_some());
        let upper = count(is_of_upper_council);
        let officers = count(|person| person.is_officer());
        Manner {
            upper_are_members: upper * 2 > people.len() || upper > 0 && upper == councillors && councillors > 1,
            councillors: councillors * 2 > people.len(),
            officers: officers * 2 > people.len(),
            mixed: printed.list == List::Present && !printed.of_members && self.members_listed,
            few: people.len() < 50,
            first: printed.list == List::Attending && self.lists.present.is_empty() && councillors * 2 > people.len(),
        }
    }

    fn place(&mut self, mut person: Person, printed: &Printed, manner: &Manner, line: usize, reader: &mut Reader<'_>) {
        let list = person.moved.map_or_else(
            || target(&person, printed.list, manner),
            |moved| if moved == List::Attending { List::Others } else { moved },
        );
        match printed.list {
            List::Clerk if person.notes.is_empty() => person.notes.push("Clerk".to_owned()),
            List::MinuteTaker if manner.few && self.is_listed(&person.name) => {
                notice(line, &person.name, reader);
                return;
            }
            List::MinuteTaker if person.notes.is_empty() => person.notes.push("Minute taker".to_owned()),
            _ if list == List::Absent => person.notes.insert(0, "absent".to_owned()),
            // A post is no person, and only members send apologies.
            List::Apologies if person.is_nameless_clerk() => {
                notice(line, &person.name, reader);
                return;
            }
            _ => {}
        }
        match list {
            List::Apologies | List::Absent => self.lists.apologies.push(attendee(person, true)),
            List::OnCouncilBusiness => self.lists.absent_on_council_business.push(attendee(person, true)),
            List::Officers | List::Clerk | List::MinuteTaker => self.lists.officers.push(attendee(person, false)),
            List::Attending | List::Others | List::Public => self.lists.also_in_attendance.push(attendee(person, false)),
            List::Present | List::Chair(_) | List::Substitutes => self.present(person),
        }
    }

    /// Adds a member, once if the list repeats who presided.
    fn present(&mut self, person: Person) {
        let civic = person.role.filter(|role| role.is_civic());
        let attendee = attendee(person, true);
        // Few preside, so only they are compared with all others.
        let presides = matches!(attendee.role, Some(BoardRole::Chair | BoardRole::ViceChair)) && self.presiding.len() < 4;
        let twice = if presides {
            self.lists.present.iter().position(|known| known.role.is_none() && known.name == attendee.name)
        } else {
            self.presiding.iter().copied().find(|at| self.lists.present.get(*at).is_some_and(|known| known.name == attendee.name))
        };
        if let Some(known) = twice.and_then(|at| self.lists.present.get_mut(at))
            && (known.note.is_none() || attendee.note.is_none())
        {
            known.role = known.role.or(attendee.role);
            known.note = known.note.take().or(attendee.note);
            return;
        }
        if presides {
            self.presiding.push(self.lists.present.len());
        }
        self.lists.present.push(attendee);
        self.civic.push(civic);
    }

    fn is_listed(&self, name: &str) -> bool {
        let lists = &self.lists;
        [&lists.present, &lists.officers, &lists.also_in_attendance]
            .iter()
            .any(|list| list.iter().any(|known| known.name == name))
    }

    /// Returns the lists.
    pub(super) fn finish(mut self) -> AttendanceLists {
        // The Mayor presides over the council, unless the minutes say that somebody else did.
        for role in [BoardRole::Chair, BoardRole::ViceChair] {
            let said = self
                .lists
                .present
                .iter()
                .zip(&self.civic)
                .any(|(attendee, civic)| attendee.role == Some(role) && civic.is_none());
            if said {
                for (attendee, civic) in self.lists.present.iter_mut().zip(&self.civic) {
                    attendee.role = attendee.role.filter(|own| *own != role || civic.is_none());
                }
            }
        }
        self.lists
    }

    /// Gives the role to the only member present with these initials or this name. Returns `false` if there is none or somebody else
    /// has it.
    pub(super) fn preside(&mut self, printed: &str) -> bool {
        if self.lists.present.iter().any(|attendee| attendee.role == Some(BoardRole::Chair)) {
            return false;
        }
        let mut found = self.lists.present.iter_mut().filter(|attendee| is_called(&attendee.name, printed));
        match (found.next(), found.next()) {
            (Some(attendee), None) => {
                attendee.role = Some(BoardRole::Chair);
                true
            }
            _ => false,
        }
    }
}

/// Writes down words that name nobody.
pub(super) fn notice(line: usize, words: &str, reader: &mut Reader<'_>) {
    let words = foundation::text::single_spaced(words);
    if !words.is_empty() && !words::is_nobody(&words) {
        reader.front_matter(line, &words);
    }
}

/// Says what was counted and what is unclear.
pub(super) fn tell(printed: &Printed, read: &Read, reader: &mut Reader<'_>) {
    for (at, words) in &read.counted {
        notice(printed.line_at(*at), words, reader);
    }
    for (at, words) in &read.beside {
        let line = printed.line_at(*at);
        notice(line, words, reader);
        reader.doubt(About::Attendance, line, "Other text is on the same line as this list of people.", Vec::new());
    }
    for unclear in &read.unclear {
        let line = printed.line_at(unclear.at);
        let readings = unclear.readings.iter().map(|value| Reading { value: value.clone(), line }).collect();
        reader.doubt(
            About::Attendance,
            line,
            &format!("{} ‘{}’", unclear.says, foundation::text::single_spaced(&unclear.words)),
            readings,
        );
    }
}

/// Checks whether the printed name or initials may mean the person of this name.
pub(super) fn is_called(name: &str, printed: &str) -> bool {
    let (Some(known), Some(named)) = (PersonName::read(name), PersonName::read(printed)) else { return false };
    let initials: String = known.plain().split([' ', '-', '.']).filter_map(|word| word.chars().next()).collect();
    known.may_be(&named) || (printed.chars().count() <= 4 && initials.eq_ignore_ascii_case(&printed.replace('.', "")))
}

/// How a list mixes people.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the list")]
struct Manner {
    /// Whether councillors of a county or borough are the members of this council.
    upper_are_members: bool,
    /// Whether most are called `Councillor`.
    councillors: bool,
    /// Whether most are officers.
    officers: bool,
    /// Whether the members are on another list.
    mixed: bool,
    /// Whether there are so few that each may be looked for on the other lists.
    few: bool,
    /// Whether it is the only list and has the members.
    first: bool,
}

/// Returns the list of the record for a person on a printed list.
fn target(person: &Person, list: List, manner: &Manner) -> List {
    match list {
        List::Present | List::Chair(_) | List::Substitutes => {
            let guest = is_of_upper_council(person) && !manner.upper_are_members
                || person.name.split(' ').next().is_some_and(words::is_police);
            if person.is_clerk {
                List::Officers
            } else if manner.mixed {
                if person.is_officer() { List::Officers } else { List::Others }
            } else if guest {
                List::Others
            } else if manner.councillors && person.councillor.is_none() && person.is_officer() {
                List::Officers
            } else {
                list
            }
        }
        List::Officers if person.councillor.is_some() => List::Others,
        List::Attending if manner.first && person.councillor.is_some() => List::Present,
        List::Attending | List::Others if person.is_clerk => List::Officers,
        List::Attending if person.councillor.is_none() && manner.officers && (person.is_officer() || !person.has_post) => {
            List::Officers
        }
        List::Attending => List::Others,
        other => other,
    }
}

fn is_of_upper_council(person: &Person) -> bool {
    let noted = |note: &String| {
        let all: Vec<&str> = note.split_whitespace().take(4).collect();
        all.windows(2).any(|pair| matches!(pair, [council, councillor] if words::is_upper_council(council) && words::councillor(councillor).is_some()))
    };
    person.of_upper_council || person.notes.iter().any(noted)
}

impl Person {
    /// Returns whether the person's post is one of the council's staff.
    fn is_officer(&self) -> bool {
        let staff = |note: &String| {
            let lower = note.to_lowercase();
            let elected = ["cabinet member", "councillor", "police", "constabulary", "representative", "co-chair", "chair of"]
                .iter()
                .any(|word| lower.contains(word));
            !elected && lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| is(word, Kind::Staff))
        };
        self.is_clerk || self.councillor.is_none() && self.notes.iter().any(staff)
    }

    fn is_nameless_clerk(&self) -> bool {
        self.is_clerk && self.notes.is_empty()
    }

    /// Replaces an asterisk by what the list says that it means. Returns `false` if the person has none.
    fn explain_asterisk(&mut self, meaning: &str) -> bool {
        if !self.notes.iter().any(|note| note == "*") {
            return false;
        }
        self.notes.retain(|note| note != "*");
        match super::roles::in_brackets(meaning.trim_end_matches('.')) {
            Some((role, note)) => {
                self.role = self.role.or(Some(role));
                self.notes.extend(note);
            }
            None => self.notes.push(meaning.trim_end_matches('.').to_owned()),
        }
        true
    }
}

/// Returns the person as the record has it. A member's `Councillor` is left out.
pub(super) fn attendee(person: Person, is_member: bool) -> Attendee {
    let name = match person.councillor {
        Some(title) if !is_member => format!("{title} {}", person.name),
        _ => person.name,
    };
    let note = if person.notes.is_empty() { None } else { Some(person.notes.join(", ")) };
    Attendee { name, role: person.role.map(Role::on_board), note }
}

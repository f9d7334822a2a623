//! A board and its members, as published.

pub mod managing;
pub mod publishing;
pub mod store;

use crate::minutes::{Attendee, BoardRole};
use chrono::{NaiveDate, NaiveTime};
use foundation::{MunicipalYear, PersonName, civil_date};
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `board`: the board and its members in each municipal year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRegister {
    /// The name.
    pub name: String,
    /// Other forms of the name that packs print.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_known_as: Vec<String>,
    /// The kind of body: `Policy and Performance Board`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The prefix of its minute references: `SAF`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_prefix: Option<String>,
    /// What it is responsible for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibilities: Option<String>,
    /// Its terms of reference, in the words of the council's constitution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_of_reference: Option<String>,
    /// The number of members who must be present for the board to take decisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<u32>,
    /// Whether it is the council's crime and disorder committee (Police and Justice Act 2006, section 19).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_crime_and_disorder_committee: bool,
    /// The usual start time of its meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_time: Option<NaiveTime>,
    /// The usual venue of its meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_place: Option<String>,
    /// The members, by year, in printed order.
    #[serde(default)]
    pub members: Vec<BoardMember>,
}

/// A member of a board in one municipal year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardMember {
    /// The name with its title: `Councillor Norman Plumpton-Walsh`.
    pub name: String,
    /// The role.
    #[serde(default)]
    pub role: BoardRole,
    /// The municipal year.
    pub municipal_year: MunicipalYear,
    /// The first day, if it is not the first day of the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day, if it is not the last day of the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl BoardMember {
    /// Creates a member for the whole of a year.
    pub fn in_year(name: impl Into<String>, role: BoardRole, municipal_year: MunicipalYear) -> Self {
        Self { name: name.into(), role, municipal_year, from: None, until: None }
    }

    /// Returns the dates in words unless they cover the whole year: `from 1 January 2024`, `until 31 March 2024`.
    pub fn days(&self) -> Option<String> {
        days_in_words(self.from, self.until)
    }

    /// Checks whether the member sits on the board on `day`.
    pub fn sits_on(&self, day: NaiveDate) -> bool {
        self.municipal_year == MunicipalYear::of(day)
            && self.from.is_none_or(|from| from <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

/// Returns the dates of a seat in words unless they cover the whole year.
pub fn days_in_words(from: Option<NaiveDate>, until: Option<NaiveDate>) -> Option<String> {
    match (from.map(civil_date::written), until.map(civil_date::written)) {
        (Some(from), Some(until)) => Some(format!("{from} to {until}")),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (None, None) => None,
    }
}

impl BoardRegister {
    /// Adds attendees whom the minutes of a meeting in `year` name as members and who are not in the register yet, and records the
    /// chair and vice-chair if the register has them only as members. Returns whether anything changed.
    pub fn learn(&mut self, year: MunicipalYear, attendees: impl IntoIterator<Item = Attendee>) -> bool {
        let mut changed = false;
        for attendee in attendees {
            let Some(name) = PersonName::read(&attendee.name) else { continue };
            let role = attendee.role.unwrap_or_default();
            let known = self.members.iter_mut().find(|member| {
                member.municipal_year == year && PersonName::read(&member.name).is_some_and(|known| known.may_be(&name))
            });
            match known {
                Some(member) if member.role == BoardRole::Member && role != BoardRole::Member => {
                    member.role = role;
                    changed = true;
                }
                Some(_) => {}
                None => {
                    let name = PersonName { title: "Councillor".to_owned(), ..name };
                    // Keep the fuller form of a name known from another year.
                    let fuller =
                        self.members.iter().filter_map(|member| PersonName::read(&member.name)).find(|known| known.may_be(&name));
                    let name = fuller.unwrap_or(name).full();
                    self.members.push(BoardMember::in_year(name, role, year));
                    changed = true;
                }
            }
        }
        if changed {
            self.sort();
        }
        changed
    }

    /// Checks whether anyone of this name sits on the board at any time between the given dates of a year. A missing date means the
    /// first or last day of the year.
    pub fn seats_somebody(
        &self,
        name: &PersonName,
        year: MunicipalYear,
        from: Option<NaiveDate>,
        until: Option<NaiveDate>,
    ) -> bool {
        let begins_before_other_ends =
            |from: Option<NaiveDate>, until: Option<NaiveDate>| from.zip(until).is_none_or(|(from, until)| from <= until);
        self.members.iter().any(|member| {
            member.municipal_year == year
                && PersonName::read(&member.name).is_some_and(|known| known.may_be(name))
                && begins_before_other_ends(member.from, until)
                && begins_before_other_ends(from, member.until)
        })
    }

    /// Sorts the members into printed order: chair, vice-chair, then by surname, with substitutes last.
    pub fn sort(&mut self) {
        self.members.sort_by_key(|member| {
            let name = PersonName::read(&member.name).unwrap_or_default();
            (member.municipal_year, member.role, name.surname.to_lowercase(), name.given.to_lowercase())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attendee(name: &str, role: Option<BoardRole>) -> Attendee {
        Attendee { name: name.into(), role, note: None }
    }

    #[test]
    fn minutes_teach_the_register_who_sits_on_the_board() {
        let year = MunicipalYear::beginning_in(2023).expect("a year");
        let mut register = BoardRegister { name: "Safer Board".into(), ..BoardRegister::default() };
        let printed = || [attendee("Quill", None), attendee("B. Ashby", Some(BoardRole::Chair))];
        assert!(register.learn(year, printed()));
        let names: Vec<_> = register.members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["Councillor B. Ashby", "Councillor Quill"]);
        assert!(!register.learn(year, printed()), "the same minutes teach nothing new");
        assert!(!register.learn(year, [attendee("Bertha Ashby", None)]), "the same person with more of the name");
    }
}

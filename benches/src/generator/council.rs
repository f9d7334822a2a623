//! The council: its boards, their members, and the dates of their meetings.

use super::vocabulary::{GIVEN_NAMES, SURNAMES, THEMES};
use chrono::{Datelike, Days, NaiveDate};
use foundation::MunicipalYear;
use habits::Random;
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::BoardRole;

/// The months in which boards meet, in the order of the municipal year: not in May, when the council itself meets, nor in
/// August.
const MONTHS: [u32; 10] = [6, 7, 9, 10, 11, 12, 1, 2, 3, 4];

/// The municipal year of the last meetings, by its first calendar year.
const LAST_YEAR: i32 = 2025;

/// The number of members on a board.
const SEATS: usize = 11;

/// A council whose record is determined by a seed.
#[derive(Clone, Debug)]
pub struct Council {
    seed: u64,
    boards: usize,
    years: usize,
}

/// One of the council's meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeetingPlace {
    /// The index of the board, from 0.
    pub board: usize,
    /// The index of the meeting among the board's, from 0.
    pub position: usize,
}

impl Council {
    /// Creates a council whose boards meet at least this many times in total: the more meetings, the more boards and years.
    pub fn with_meetings(seed: u64, meetings: usize) -> Self {
        let boards = (meetings / 25).clamp(4, THEMES.len());
        Self { seed, boards, years: meetings.div_ceil(boards * MONTHS.len()).max(1) }
    }

    /// Returns the meetings in the order in which they are held, until the years end.
    pub fn meetings(&self) -> impl Iterator<Item = MeetingPlace> + '_ {
        (0..self.years * MONTHS.len()).flat_map(|position| (0..self.boards).map(move |board| MeetingPlace { board, position }))
    }

    /// Returns the number of boards.
    pub fn boards(&self) -> usize {
        self.boards
    }

    /// Returns the name of a board.
    pub fn board_name(&self, board: usize) -> String {
        format!("{} Scrutiny Board", THEMES[board % THEMES.len()].0)
    }

    /// Returns the board with its members in every year.
    pub fn register(&self, board: usize) -> BoardRegister {
        let years = (0..=self.years).filter_map(|year| self.municipal_year(year));
        let members = years.flat_map(|year| {
            (0..SEATS).map(move |seat| {
                let name = format!("Councillor {} {}", given_name(board, year, seat), surname(board, year, seat));
                BoardMember::in_year(name, role(seat), year)
            })
        });
        BoardRegister {
            name: self.board_name(board),
            reference_prefix: Some(prefix(board).to_owned()),
            members: members.collect(),
            ..BoardRegister::default()
        }
    }

    fn municipal_year(&self, position: usize) -> Option<MunicipalYear> {
        let before_the_last = i32::try_from(self.years.checked_sub(position)?).ok()?;
        MunicipalYear::beginning_in(LAST_YEAR + 1 - before_the_last)
    }

    /// Returns the date of a meeting: every board has its own weekday and week of the month.
    pub fn held_on(&self, place: MeetingPlace) -> NaiveDate {
        let month = MONTHS[place.position % MONTHS.len()];
        let year = self.municipal_year(place.position / MONTHS.len()).map_or(LAST_YEAR + 1, MunicipalYear::first_year);
        let year = if month < 5 { year + 1 } else { year };
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
        let monday = first + Days::new(u64::from((7 - first.weekday().num_days_from_monday()) % 7));
        let days = place.board % 4 + 7 * (place.board / 4 % 3);
        monday + Days::new(days as u64)
    }

    /// Returns random numbers for one aspect of a meeting, independent of all others.
    pub(super) fn random(&self, place: MeetingPlace, thing: u64) -> Random {
        Random::from_parts(&[self.seed, place.board as u64, place.position as u64, thing])
    }

    /// Returns the members expected at a meeting as its minutes print them, the chair first: surnames, with an initial for the
    /// chair.
    pub(super) fn printed_members(&self, place: MeetingPlace) -> Vec<(String, BoardRole)> {
        let year = MunicipalYear::of(self.held_on(place));
        let printed = |seat| {
            let surname = surname(place.board, year, seat);
            let initial = given_name(place.board, year, seat).chars().next().unwrap_or('A');
            let name = if seat == 0 { format!("{initial}. {surname}") } else { surname.to_owned() };
            (name, role(seat))
        };
        (0..SEATS).map(printed).collect()
    }
}

/// Returns the letters before the numbers of a board's minutes.
pub fn prefix(board: usize) -> &'static str {
    THEMES[board % THEMES.len()].1
}

/// Returns which of the councillors holds a seat; elections every four years bring in others.
fn councillor(board: usize, year: MunicipalYear, seat: usize) -> usize {
    let term = usize::try_from(year.first_year() - 1900).unwrap_or_default() / 4;
    (board * 11 + term * 17 + seat) % SURNAMES.len()
}

fn surname(board: usize, year: MunicipalYear, seat: usize) -> &'static str {
    SURNAMES[councillor(board, year, seat)]
}

fn given_name(board: usize, year: MunicipalYear, seat: usize) -> &'static str {
    GIVEN_NAMES[councillor(board, year, seat) * 7 % GIVEN_NAMES.len()]
}

fn role(seat: usize) -> BoardRole {
    match seat {
        0 => BoardRole::Chair,
        1 => BoardRole::ViceChair,
        _ => BoardRole::Member,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meetings_follow_one_another_and_no_board_meets_twice_on_a_day() {
        for count in [100, 10_000] {
            let council = Council::with_meetings(1, count);
            assert!(council.meetings().count() >= count);
            for board in 0..council.boards() {
                let days: Vec<NaiveDate> =
                    council.meetings().filter(|place| place.board == board).map(|place| council.held_on(place)).collect();
                assert!(days.is_sorted_by(|one, other| one < other), "board {board}");
            }
        }
    }

    #[test]
    fn everyone_printed_is_in_the_register() {
        let council = Council::with_meetings(1, 100);
        let register = council.register(2);
        let place = MeetingPlace { board: 2, position: 13 };
        let year = MunicipalYear::of(council.held_on(place));
        for (name, _) in council.printed_members(place) {
            let printed = foundation::PersonName::read(&name).expect("a name");
            let known = register.members.iter().filter(|member| member.municipal_year == year);
            let matching =
                known.filter(|member| foundation::PersonName::read(&member.name).is_some_and(|name| name.may_be(&printed)));
            assert_eq!(matching.count(), 1, "{name}");
        }
    }
}

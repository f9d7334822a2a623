//! Corrects members' names, removes members entered by mistake, and copies members into the next municipal year. Each operation
//! publishes the registers that it changes, with its reason.

use access::By;
use db::WriteTransaction;
use foundation::{MunicipalYear, PersonName};
use meetings::board::publishing::{publish_register, register_and_version};
use meetings::board::store::Board;
use meetings::board::{BoardMember, BoardRegister};
use meetings::meeting::BoardId;
use meetings::members::store::Person;
use meetings::minutes::BoardRole;
use meetings::{board, interests, meeting, members};
use packs::pack;
use publications::Publishing;
use web::{Error, Result};

/// Returns the name, with the usual title of members if it has none.
pub(crate) fn with_title(name: PersonName) -> PersonName {
    if name.title.is_empty() { PersonName { title: "Councillor".to_owned(), ..name } } else { name }
}

/// Corrects a person's name everywhere: in their own record and in the registers of all boards on which they have or had a seat.
/// Returns `false`, and changes nothing, if someone else has the name.
pub(crate) async fn correct_name(
    transaction: &WriteTransaction,
    person: &Person,
    name: &PersonName,
    why: &str,
    by: By<'_>,
) -> Result<bool> {
    if members::store::alike(transaction, name).await?.iter().any(|other| other.id != person.id) {
        return Ok(false);
    }
    let places = members::seat_store::places_of(transaction, person.id).await?;
    members::name_store::rename(transaction, person, name, why, by).await?;
    let reason = format!("The name {} was corrected to {}: {why}", person.name.full(), name.full());
    let publishing = Publishing { at: by.at, actor: by.actor, reason: &reason };
    for of_board in places.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((id, _)) = of_board.first() else { continue };
        let (board, mut register) = register_of(transaction, *id).await?;
        for (_, position) in of_board {
            if let Some(member) = register.members.get_mut(*position) {
                member.name = name.full();
            }
        }
        register.sort();
        publish_register(transaction, &board, &register, &publishing).await?;
    }
    let interests = interests::register_store::record(person.id);
    if publications::current(transaction, &interests).await?.is_some() {
        interests::register_store::publish(transaction, person.id, &reason, by).await?;
    }
    Ok(true)
}

async fn register_of(transaction: &WriteTransaction, board: BoardId) -> Result<(Board, BoardRegister)> {
    let board = board::store::by_id(transaction, board).await?.ok_or(Error::NotFound("Board"))?;
    let (register, _) = register_and_version(transaction, &board).await?;
    Ok((board, register))
}

/// Removes a seat that was entered by mistake from a board's register. A person with no other seat is deleted.
/// If anything refers to them, changes nothing and returns what does.
pub(crate) async fn remove(
    transaction: &WriteTransaction,
    board: &Board,
    (person, position): (&Person, usize),
    why: &str,
    by: By<'_>,
) -> Result<Option<&'static str>> {
    let (mut register, _) = register_and_version(transaction, board).await?;
    let Some(seat) = register.members.get(position) else { return Err(Error::NotFound("Member")) };
    if let Some(refers) = members::removal_store::references(transaction, person.id, board.id, seat.municipal_year).await? {
        return Ok(Some(refers));
    }
    if is_on_a_front_sheet(transaction, person, board.id, seat.municipal_year).await? {
        return Ok(Some("the front sheet of an agenda that was published names them"));
    }
    register.members.remove(position);
    let reason = format!("{} was entered by mistake: {why}", person.name.full());
    let publishing = Publishing { at: by.at, actor: by.actor, reason: &reason };
    publish_register(transaction, board, &register, &publishing).await?;
    members::removal_store::delete_unreferenced(transaction, person.id, by).await?;
    Ok(None)
}

/// Checks whether the front sheet of any agenda that a board published in a year names a person, under any name they have had.
async fn is_on_a_front_sheet(
    transaction: &WriteTransaction,
    person: &Person,
    board: BoardId,
    year: MunicipalYear,
) -> Result<bool> {
    let former = members::name_store::of_person(transaction, person.id).await?;
    let names: Vec<String> =
        former.iter().map(|correction| &correction.before).chain([&person.name]).map(PersonName::full).collect();
    for meeting in meeting::store::of_board(transaction, board, year).await? {
        let packs = pack::published::of_meeting(transaction, meeting.id).await?;
        if packs.iter().any(|(_, pack)| pack.members().any(|member| names.iter().any(|name| name == member))) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the members offered by the form for the next year: those on the board at the end of a year, without duplicates, in
/// register order.
pub(crate) fn at_the_end_of(register: &BoardRegister, year: MunicipalYear) -> Vec<&BoardMember> {
    register.members.iter().filter(|member| member.municipal_year == year && member.sits_on(year.last_day())).collect()
}

/// Checks whether a member of one year also sits on the board in another.
pub(crate) fn is_in(register: &BoardRegister, member: &BoardMember, year: MunicipalYear) -> bool {
    PersonName::read(&member.name).is_none_or(|name| register.seats_somebody(&name, year, None, None))
}

/// Returns the pairs of years between which members can be copied, if any are missing: from the last year with members into this
/// one, and from this one into the next.
pub(crate) fn years_to_roll_over(register: &BoardRegister, this_year: MunicipalYear) -> Vec<(MunicipalYear, MunicipalYear)> {
    let before = register.members.iter().map(|member| member.municipal_year).filter(|year| *year < this_year).max();
    let years = before.map(|before| (before, this_year)).into_iter().chain([(this_year, this_year.next())]);
    years.filter(|(from, into)| at_the_end_of(register, *from).iter().any(|member| !is_in(register, member, *into))).collect()
}

/// Adds members to a year, each with a role, unless they already sit on the board in it. Returns how many were added.
pub(crate) fn roll_over(register: &mut BoardRegister, into: MunicipalYear, members: &[(String, BoardRole)]) -> usize {
    let mut added = 0;
    for (name, role) in members {
        let is_new = PersonName::read(name).is_some_and(|name| !register.seats_somebody(&name, into, None, None));
        if is_new {
            register.members.push(BoardMember::in_year(name.clone(), *role, into));
            added += 1;
        }
    }
    register.sort();
    added
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn year(first: i32) -> MunicipalYear {
        MunicipalYear::beginning_in(first).expect("a year")
    }

    fn register() -> BoardRegister {
        let left = BoardMember {
            until: NaiveDate::from_ymd_opt(2024, 1, 9),
            ..BoardMember::in_year("Councillor Ben Example", BoardRole::Member, year(2023))
        };
        let members = vec![BoardMember::in_year("Councillor Ada Sample", BoardRole::Chair, year(2023)), left];
        BoardRegister { members, ..BoardRegister::default() }
    }

    #[test]
    fn members_are_taken_over_into_the_year_that_has_none() {
        let mut register = register();
        let years = |from, into| vec![(year(from), year(into))];
        assert_eq!(years_to_roll_over(&register, year(2023)), years(2023, 2024));
        assert_eq!(years_to_roll_over(&register, year(2024)), years(2023, 2024), "a year that has begun without them");
        let offered: Vec<&str> = at_the_end_of(&register, year(2023)).iter().map(|member| member.name.as_str()).collect();
        assert_eq!(offered, ["Councillor Ada Sample"], "whoever left is not offered");
        let members = [("Councillor Ada Sample".to_owned(), BoardRole::ViceChair)];
        assert_eq!(roll_over(&mut register, year(2024), &members), 1);
        assert_eq!(roll_over(&mut register, year(2024), &members), 0, "nobody twice");
        assert!(years_to_roll_over(&register, year(2023)).is_empty());
        assert_eq!(years_to_roll_over(&register, year(2024)), years(2024, 2025));
        assert!(years_to_roll_over(&BoardRegister::default(), year(2024)).is_empty(), "nobody to take over");
    }

    #[test]
    fn one_entry_by_hand_does_not_end_the_offer() {
        let mut register = register();
        let to_the_end = BoardMember {
            until: NaiveDate::from_ymd_opt(2024, 4, 30),
            ..BoardMember::in_year("Councillor Cy Instance", BoardRole::Member, year(2023))
        };
        register.members.push(to_the_end);
        register.members.push(BoardMember::in_year("Councillor Ada Sample", BoardRole::Chair, year(2024)));
        assert_eq!(years_to_roll_over(&register, year(2023)), [(year(2023), year(2024))]);
        assert_eq!(
            years_to_roll_over(&register, year(2024)),
            [(year(2023), year(2024)), (year(2024), year(2025))],
            "in a year that has begun too"
        );
        let offered = at_the_end_of(&register, year(2023));
        let told: Vec<(&str, bool)> =
            offered.iter().map(|member| (member.name.as_str(), is_in(&register, member, year(2024)))).collect();
        assert_eq!(told, [("Councillor Ada Sample", true), ("Councillor Cy Instance", false)]);
    }
}

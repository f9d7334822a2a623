//! What a confirmation page about a meeting says: who is emailed, and whether its date is still in the future.

use crate::meeting::Meeting;
use crate::meeting::managing::trail;
use chrono::NaiveDate;
use foundation::civil_date;
use maud::Markup;
use web::{AppState, Confirmation, confirmation_page};

/// Renders the confirmation page for an action on a meeting.
pub fn page(state: &AppState, meeting: &Meeting, confirmation: &Confirmation<'_>) -> Markup {
    confirmation_page(state, &format!("{}, {}", meeting.board_name, meeting.short_day()), trail(meeting), confirmation)
}

/// Returns a warning if the meeting's date is in the future; `None` on that date and afterwards.
pub fn before_its_day(meeting: &Meeting, today: NaiveDate) -> Option<String> {
    let days = (meeting.held_on - today).num_days();
    let when = match days {
        ..=0 => return None,
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    };
    Some(format!(
        "This meeting is {when}, on {}. Today is {}.",
        civil_date::written_with_weekday(meeting.held_on),
        civil_date::written(today)
    ))
}

/// Returns a sentence about which members get an email, so that it promises only emails that are sent. Followers of the board are
/// not known here.
pub fn told(state: &AppState, members: &[String], about: &str) -> String {
    told_if(state.sends_mail, members, about)
}

/// Returns a sentence saying that followers of the board get an email, or `None` if none is sent.
pub fn followers_told(state: &AppState) -> Option<String> {
    state.sends_mail.then(|| "People who follow the board will be emailed.".to_owned())
}

fn told_if(sends_mail: bool, members: &[String], about: &str) -> String {
    match members {
        _ if !sends_mail => "Email is not set up, so no one will be emailed.".to_owned(),
        [] => format!("No member of this board has an account, so no members will be emailed about {about}."),
        [only] => format!("{only} will be emailed about {about}."),
        [before @ .., last] => {
            format!("{} members will be emailed about {about}: {} and {last}.", members.len(), before.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meeting::sample;

    #[test]
    fn a_day_that_has_not_come_is_said_plainly() {
        let today = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        let said = |held_on| before_its_day(&sample(held_on), today);
        assert_eq!(said("2024-06-04"), None);
        assert_eq!(said("2024-06-03"), None);
        assert!(said("2024-06-05").is_some_and(|said| said.contains("tomorrow, on Wednesday, 5 June 2024")));
        assert!(said("2024-09-10").is_some_and(|said| said.contains("in 98 days, on Tuesday, 10 September 2024")));
    }

    #[test]
    fn whoever_gets_an_email_is_named() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(told_if(true, &[], "this").starts_with("No member of this board has an account"));
        assert_eq!(told_if(true, &names(&["Ada Sample"]), "this"), "Ada Sample will be emailed about this.");
        assert_eq!(told_if(false, &names(&["Ada Sample"]), "this"), "Email is not set up, so no one will be emailed.");
        let three = told_if(true, &names(&["Ada Sample", "Ben Example", "Cy Instance"]), "this");
        assert_eq!(three, "3 members will be emailed about this: Ada Sample, Ben Example and Cy Instance.");
    }
}

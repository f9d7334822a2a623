//! Actions that minutes assign to posts, followed until they are done: their states, how actions in revised minutes are matched
//! with existing ones, and when the holder of the post is reminded.

pub mod counted_store;
pub mod pages;
pub mod recommendation_pages;
pub mod recommendation_store;
pub mod reminding;
pub mod store;
pub mod tables;
pub mod work;

use chrono::{Days, NaiveDate};
use foundation::text::title_key;
use lifecycle::{Follows, Lifecycle, begin, step};

lifecycle::words! {
    /// The state of an action. [`LIFE`] has the steps.
    pub enum ActionState {
        /// No one has reported starting it.
        Open = "open", "Open";
        /// In progress.
        InProgress = "in-progress", "In progress";
        /// Done.
        Done = "done", "Done";
        /// No longer needed.
        NotNeeded = "not-needed", "No longer needed";
    }
}

db::stored_words!(ActionState, word);

lifecycle::words! {
    /// A step of an action.
    pub(crate) enum ActionStep {
        Agree = "agree", "Agree in minutes";
        Start = "start", "Mark as in progress";
        Finish = "finish", "Mark as done";
        Drop = "drop", "Mark as no longer needed";
        Reopen = "reopen", "Reopen";
    }
}

lifecycle::words! {
    /// Those who take the steps.
    pub(crate) enum Taker {
        Minutes = "the minutes";
        Holder = "the holder of the post";
        Clerk = "the clerk";
    }
}

lifecycle::words! {
    /// The conditions.
    pub(crate) enum Condition {
        Details = "details are given";
        Reason = "a reason is given";
    }
}

/// The life of an action. Both conditions are the same field of the form, which is required for a note too.
pub(crate) static LIFE: Lifecycle<ActionState, ActionStep, Taker, Condition> = Lifecycle {
    title: "States of an action",
    about: "How an action given to a post in minutes is followed. Progress notes and changes of due date do not change the state.",
    table: &[
        begin(ActionStep::Agree, ActionState::Open).by(&[Taker::Minutes]).then(&[
            Follows::Deadline("the action, if the minutes give one"),
            Follows::Email("the holder of the post, as reminders"),
        ]),
        step(ActionStep::Start, &[ActionState::Open], ActionState::InProgress)
            .by(&[Taker::Holder, Taker::Clerk])
            .then(&[Follows::Ledger("state")]),
        step(ActionStep::Finish, &[ActionState::Open, ActionState::InProgress], ActionState::Done)
            .by(&[Taker::Holder, Taker::Clerk])
            .when(&[Condition::Details])
            .then(&[Follows::Ledger("done")]),
        step(ActionStep::Drop, &[ActionState::Open, ActionState::InProgress], ActionState::NotNeeded)
            .by(&[Taker::Clerk])
            .when(&[Condition::Reason])
            .then(&[Follows::Ledger("state")]),
        step(ActionStep::Reopen, &[ActionState::Done, ActionState::NotNeeded], ActionState::Open)
            .by(&[Taker::Clerk])
            .when(&[Condition::Reason])
            .then(&[Follows::Ledger("state")]),
    ],
    ends: &[],
};

impl ActionState {
    /// Checks whether anything remains to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

/// Checks whether a step is the reader's: every holder's step is also a clerk's.
pub(crate) fn may(is_clerk: bool) -> impl Fn(Taker) -> bool {
    move |taker| taker == if is_clerk { Taker::Clerk } else { Taker::Holder }
}

/// An action as recorded in minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The minute’s reference.
    pub reference: Option<String>,
    /// The title of its minute.
    pub title: String,
    /// The post that is responsible.
    pub owner: String,
    /// What is to be done, if the minutes say so.
    pub task: Option<String>,
    /// The due date.
    pub due_on: Option<NaiveDate>,
}

/// An action that is already followed.
#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
#[row(table = "followed_action")]
pub(crate) struct Known {
    pub id: i64,
    pub reference: Option<String>,
    pub title: String,
    pub owner: String,
    pub task: Option<String>,
}

/// Returns the actions in minutes.
pub fn of_minutes(minutes: &[meetings::minutes::Minute]) -> Vec<Wanted> {
    let wanted = minutes.iter().flat_map(|minute| {
        minute.actions.iter().map(move |action| Wanted {
            reference: minute.reference.clone(),
            title: minute.title.clone(),
            owner: action.owner.clone(),
            task: action.task.clone(),
            due_on: action.due_on,
        })
    });
    wanted.collect()
}

/// Returns the key that identifies a minute: its reference, or its title if it has none.
fn place(reference: Option<&String>, title: &str) -> String {
    title_key(reference.map_or(title, String::as_str))
}

/// Returns, for each wanted action, the index of the known action that matches it. Exact matches come first, then actions in the
/// same minute with the same task or the same owner, then a pair that is the only one left in its minute.
pub(crate) fn matched(known: &[Known], wanted: &[Wanted]) -> Vec<Option<usize>> {
    let task = |task: &Option<String>| title_key(task.as_deref().unwrap_or_default());
    let same_place =
        |one: &Known, other: &Wanted| place(one.reference.as_ref(), &one.title) == place(other.reference.as_ref(), &other.title);
    let same_owner = |one: &Known, other: &Wanted| title_key(&one.owner) == title_key(&other.owner);
    let same_task = |one: &Known, other: &Wanted| task(&one.task) == task(&other.task);
    let mut taken = vec![false; known.len()];
    let mut found: Vec<Option<usize>> = vec![None; wanted.len()];
    #[allow(clippy::type_complexity, reason = "three ways to be alike, tried in their order")]
    let passes: [&dyn Fn(&Known, &Wanted) -> bool; 3] =
        [&|one, other| same_owner(one, other) && same_task(one, other), &|one, other| same_task(one, other), &|one, other| {
            same_owner(one, other)
        }];
    for alike in passes {
        for (wanted, found) in wanted.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let free = known.iter().enumerate().find(|(at, one)| !taken[*at] && same_place(one, wanted) && alike(one, wanted));
            if let Some((at, _)) = free {
                taken[at] = true;
                *found = Some(at);
            }
        }
    }
    let left = |found: &[Option<usize>], at: usize| {
        let key = place(wanted[at].reference.as_ref(), &wanted[at].title);
        (0..wanted.len())
            .filter(|other| found[*other].is_none() && place(wanted[*other].reference.as_ref(), &wanted[*other].title) == key)
            .count()
    };
    for at in 0..wanted.len() {
        let free: Vec<usize> = (0..known.len()).filter(|one| !taken[*one] && same_place(&known[*one], &wanted[at])).collect();
        if let (None, [only], 1) = (found[at], free.as_slice(), left(&found, at)) {
            taken[*only] = true;
            found[at] = Some(*only);
        }
    }
    found
}

/// The reason for a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reminder {
    /// The due date is near.
    Soon,
    /// The due date has passed.
    Overdue,
}

/// Returns the reminder to send to the holder of the post `today`: once within `before` days of the due date, on the first day
/// after it, and then every `every` days. Each is sent once, even if the program did not run on the exact day.
pub(crate) fn reminder(
    state: ActionState,
    due: NaiveDate,
    last: Option<NaiveDate>,
    today: NaiveDate,
    before: u32,
    every: u32,
) -> Option<Reminder> {
    if !state.is_open() || last.is_some_and(|last| last >= today) {
        return None;
    }
    if today <= due {
        let opens = due.checked_sub_days(Days::new(before.into()))?;
        return (before > 0 && opens <= today && last.is_none_or(|last| last < opens)).then_some(Reminder::Soon);
    }
    let again = |last: NaiveDate| every > 0 && last.checked_add_days(Days::new(every.into())).is_some_and(|next| next <= today);
    last.is_none_or(|last| last <= due || again(last)).then_some(Reminder::Overdue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 6, day).expect("a day")
    }

    fn known(id: i64, reference: &str, owner: &str, task: &str) -> Known {
        Known { id, reference: Some(reference.into()), title: "A title".into(), owner: owner.into(), task: Some(task.into()) }
    }

    fn wanted(reference: &str, owner: &str, task: &str) -> Wanted {
        Wanted {
            reference: Some(reference.into()),
            title: "A title".into(),
            owner: owner.into(),
            task: Some(task.into()),
            due_on: None,
        }
    }

    #[test]
    fn the_table_is_sound_and_in_the_guide() {
        test_kit::assert_sound(&LIFE);
        test_kit::assert_documented("action-states.md", &[LIFE.markdown(1)]);
    }

    #[test]
    fn a_holder_finishes_and_a_clerk_alone_drops_and_reopens() {
        let after = |state, step, is_clerk| LIFE.take(state, step, may(is_clerk), |_| true).ok().map(|line| line.to);
        assert_eq!(after(ActionState::Open, ActionStep::Finish, false), Some(ActionState::Done));
        assert_eq!(after(ActionState::Open, ActionStep::Drop, false), None);
        assert_eq!(after(ActionState::Done, ActionStep::Reopen, true), Some(ActionState::Open));
        assert_eq!(after(ActionState::Done, ActionStep::Start, true), None);
    }

    #[test]
    fn a_new_version_finds_the_actions_that_are_known() {
        let before = [
            known(1, "HSB8", "Harbour Master", "Mend the lanterns"),
            known(2, "HSB8", "Harbour Master", "Count them"),
            known(3, "HSB9", "Clerk", "Write"),
        ];
        let after = [
            wanted("HSB8", "Harbour Master", "Count them"),
            wanted("HSB8", "Head of Harbours", "Mend the lanterns"),
            wanted("HSB9", "Clerk", "Write a letter"),
            wanted("HSB9", "Clerk", "Send it"),
        ];
        assert_eq!(matched(&before, &after), [Some(1), Some(0), Some(2), None]);
        let alone = [wanted("HSB9", "Treasurer", "Pay")];
        assert_eq!(matched(&before, &alone), [Some(2)], "the only one of its minute");
    }

    #[test]
    fn reminders_come_before_after_and_again() {
        let told = |last, today| reminder(ActionState::Open, day(14), last, day(today), 7, 7);
        assert_eq!(told(None, 6), None);
        assert_eq!(told(None, 7), Some(Reminder::Soon));
        assert_eq!(told(Some(day(7)), 9), None);
        assert_eq!(told(Some(day(7)), 14), None, "the day itself is not late");
        assert_eq!(told(Some(day(7)), 15), Some(Reminder::Overdue));
        assert_eq!(told(Some(day(15)), 20), None);
        assert_eq!(told(Some(day(15)), 22), Some(Reminder::Overdue));
        assert_eq!(reminder(ActionState::Done, day(14), None, day(20), 7, 7), None);
    }

    proptest! {
        #[test]
        fn nobody_is_reminded_twice_a_day_and_nothing_is_matched_twice(due in 1u32..28, before in 0u32..15, every in 0u32..15, count in 0usize..5) {
            let mut last = None;
            let mut told = 0;
            for today in 1..=30 {
                for _ in 0..2 {
                    if reminder(ActionState::Open, day(due), last, day(today), before, every).is_some() {
                        prop_assert_ne!(last, Some(day(today)));
                        last = Some(day(today));
                        told += 1;
                    }
                }
            }
            prop_assert!(told >= 1, "an action that is late is told of");
            let known: Vec<Known> = (0..3).map(|id| known(id, "HSB1", "Clerk", "Write")).collect();
            let wanted: Vec<Wanted> = (0..count).map(|_| wanted("HSB1", "Clerk", "Write")).collect();
            let mut found: Vec<usize> = matched(&known, &wanted).into_iter().flatten().collect();
            prop_assert_eq!(found.len(), count.min(3));
            found.dedup();
            prop_assert_eq!(found.len(), count.min(3));
        }
    }
}

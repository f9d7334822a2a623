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
#[cfg(test)]
use meetings::state_table::Line;

/// The state of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionState {
    /// No one has reported starting it.
    Open,
    /// In progress.
    InProgress,
    /// Done.
    Done,
    /// No longer needed.
    NotNeeded,
}

/// A step that changes the state of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActionStep {
    Start,
    Finish,
    Drop,
    Reopen,
}

/// Who may take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taker {
    /// The holder of the post, or a clerk.
    HolderOrClerk,
    /// Only a clerk.
    Clerk,
}

/// The transitions: the state before, the step, the state after, who may take it, and its conditions.
const TRANSITIONS: [(ActionState, ActionStep, ActionState, Taker, &str); 7] = [
    (ActionState::Open, ActionStep::Start, ActionState::InProgress, Taker::HolderOrClerk, "–"),
    (ActionState::Open, ActionStep::Finish, ActionState::Done, Taker::HolderOrClerk, "details are given"),
    (ActionState::InProgress, ActionStep::Finish, ActionState::Done, Taker::HolderOrClerk, "details are given"),
    (ActionState::Open, ActionStep::Drop, ActionState::NotNeeded, Taker::Clerk, "a reason is given"),
    (ActionState::InProgress, ActionStep::Drop, ActionState::NotNeeded, Taker::Clerk, "a reason is given"),
    (ActionState::Done, ActionStep::Reopen, ActionState::Open, Taker::Clerk, "a reason is given"),
    (ActionState::NotNeeded, ActionStep::Reopen, ActionState::Open, Taker::Clerk, "a reason is given"),
];

impl ActionState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Open, Self::InProgress, Self::Done, Self::NotNeeded];

    /// Returns the word stored in the tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in-progress",
            Self::Done => "done",
            Self::NotNeeded => "not-needed",
        }
    }

    /// Returns the state for a stored word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Returns the label shown to users.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::InProgress => "In progress",
            Self::Done => "Done",
            Self::NotNeeded => "No longer needed",
        }
    }

    /// Checks whether anything remains to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }

    /// Returns the state after a step, or `None` if the state does not allow the step or only a clerk may take it.
    pub(crate) fn after(self, step: ActionStep, is_clerk: bool) -> Option<Self> {
        let line = TRANSITIONS.iter().find(|(from, known, ..)| *from == self && *known == step)?;
        let may = match line.3 {
            Taker::HolderOrClerk => true,
            Taker::Clerk => is_clerk,
        };
        may.then_some(line.2)
    }
}

impl ActionStep {
    pub(crate) const ALL: [Self; 4] = [Self::Start, Self::Finish, Self::Drop, Self::Reopen];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Finish => "finish",
            Self::Drop => "drop",
            Self::Reopen => "reopen",
        }
    }

    pub(crate) fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Start => "Mark as in progress",
            Self::Finish => "Mark as done",
            Self::Drop => "Mark as no longer needed",
            Self::Reopen => "Reopen",
        }
    }
}

/// Returns the page `docs/action-states.md`.
#[cfg(test)]
pub(crate) fn states_page() -> String {
    let state = |state: ActionState| match state {
        ActionState::InProgress => "InProgress",
        ActionState::NotNeeded => "NoLongerNeeded",
        other => other.label(),
    };
    let taker = |taker: Taker| match taker {
        Taker::HolderOrClerk => "holder of the post, clerk",
        Taker::Clerk => "clerk",
    };
    let lines: Vec<Line> = TRANSITIONS
        .iter()
        .map(|(from, step, to, who, holds)| Line {
            from: state(*from),
            act: step.word(),
            to: state(*to),
            who: taker(*who),
            holds,
        })
        .collect();
    let opening =
        "How an action given to a post in minutes is followed. Progress notes and changes of due date do not change the state.";
    meetings::state_table::page("States of an action", opening, "Open", &lines)
}

/// An action as recorded in minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub reference: Option<String>,
    /// The title of its minute.
    pub title: String,
    pub owner: String,
    pub task: Option<String>,
    pub due_on: Option<NaiveDate>,
}

/// An action that is already followed.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    fn the_guide_shows_the_states_as_they_are() {
        meetings::state_table::assert_documented("action-states.md", &states_page());
    }

    #[test]
    fn a_holder_finishes_and_a_clerk_alone_drops_and_opens_again() {
        assert_eq!(ActionState::Open.after(ActionStep::Finish, false), Some(ActionState::Done));
        assert_eq!(ActionState::Open.after(ActionStep::Drop, false), None);
        assert_eq!(ActionState::Done.after(ActionStep::Reopen, true), Some(ActionState::Open));
        assert_eq!(ActionState::Done.after(ActionStep::Start, true), None);
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

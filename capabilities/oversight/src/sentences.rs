//! Ledger entries as sentences: who did what to which record.

use crate::names::Names;
use ledger::Action;
use std::collections::HashMap;
use web::{AppState, Result};

/// Returns the label of an action in lists; the ledger's own word is shown below it.
pub(crate) fn label(action: Action) -> &'static str {
    match action {
        Action::Collected => "Added",
        Action::Altered => "Changed",
        Action::Consulted => "Opened",
        Action::Disclosed => "Shared or downloaded",
        Action::Combined => "Merged",
        Action::Erased => "Erased",
        Action::Published => "Published",
        Action::Imported => "Imported",
        Action::SignedIn => "Signed in",
        Action::SignInRefused => "Sign-in refused",
        Action::SignedOut => "Signed out",
        Action::Invited => "Sent a link",
        Action::Granted => "Gave a role",
        Action::Revoked => "Removed access",
        Action::GlassBroken => "Emergency access",
        Action::Reviewed => "Reviewed",
        Action::Sealed => "Sealed",
    }
}

/// The names of records, each looked up only once.
#[derive(Debug, Default)]
pub(crate) struct Records(HashMap<String, String>);

impl Records {
    /// Looks up the names of these records.
    pub(crate) async fn of(state: &AppState, records: impl Iterator<Item = &str>) -> Result<Self> {
        let mut names = HashMap::new();
        for record in records {
            if !record.is_empty() && !names.contains_key(record) {
                names.insert(record.to_owned(), state.record_name(record).await?);
            }
        }
        Ok(Self(names))
    }

    fn name<'a>(&'a self, record: &'a str) -> &'a str {
        self.0.get(record).map_or(record, String::as_str)
    }
}

/// Formats an entry as a sentence without its full stop: `Cora Specimen published the agenda of 11 June 2024`.
pub(crate) fn sentence(actor: &str, action: &str, record: &str, names: &Names, records: &Records) -> String {
    let who = names.name(actor).unwrap_or(actor);
    let what = records.name(record);
    let Some(action) = Action::ALL.into_iter().find(|known| known.word() == action) else {
        return format!("{who}: {action} {what}");
    };
    let is_own = actor == record;
    let sentence = match action {
        Action::Collected => format!("{who} added {what}"),
        Action::Altered => format!("{who} changed {what}"),
        Action::Consulted => format!("{who} opened {what}"),
        Action::Disclosed => format!("{who} shared or downloaded {what}"),
        Action::Combined => format!("{who} merged {what}"),
        Action::Erased => format!("{who} erased {what}, or part of it"),
        Action::Published => format!("{who} published {what}"),
        Action::Imported => format!("{who} imported {what}"),
        Action::SignedIn if is_own => format!("{who} signed in"),
        Action::SignedIn => format!("{who} signed in to {what}"),
        Action::SignInRefused => format!("An attempt to sign in to {what} was refused"),
        Action::SignedOut if is_own => format!("{who} signed out"),
        Action::SignedOut => format!("{who} ended sessions of {what}"),
        Action::Invited => format!("{who} sent a link for {what}"),
        Action::Granted => format!("{who} gave {what}"),
        Action::Revoked => format!("{who} removed {what}, or access to it"),
        Action::GlassBroken => format!("{who} used emergency access to open {what}"),
        Action::Reviewed => format!("{who} reviewed emergency access: {what}"),
        Action::Sealed => format!("{who} sealed {what}"),
    };
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_makes_a_sentence_with_who_and_what() {
        let names = Names::default();
        let records = Records(HashMap::from([("meeting/4/agenda".to_owned(), "the agenda of 11 June 2024".to_owned())]));
        for action in Action::ALL {
            let sentence = sentence("moothall import", action.word(), "meeting/4/agenda", &names, &records);
            assert!(sentence.contains("the agenda of 11 June 2024"), "{sentence}");
            assert!(sentence.starts_with(char::is_uppercase), "{sentence}");
            assert!(!label(action).is_empty());
        }
        assert_eq!(
            sentence("account/7", "published", "meeting/4/agenda", &names, &records),
            "Account/7 published the agenda of 11 June 2024"
        );
        assert_eq!(sentence("a test", "made up", "leaf/1", &names, &records), "a test: made up leaf/1");
    }

    #[test]
    fn signing_in_names_nobody_twice() {
        let (names, records) = (Names::default(), Records::default());
        assert_eq!(sentence("account/7", "signed in", "account/7", &names, &records), "Account/7 signed in");
    }
}

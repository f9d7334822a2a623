//! Where a kind of record keeps the facts that a scope asks for, and the condition that a scope becomes.

use crate::account::AccountId;
use crate::place::Place;
use crate::scope::Scope;
use chrono::NaiveDate;
use db::Value;

/// How a statement answers one fact about a record.
#[derive(Clone, Copy, Debug)]
pub enum Fact<'a> {
    /// It is true of no record of this kind.
    Never,
    /// No statement can tell. It counts as not true where it would allow something, and as true where it would forbid it, so that
    /// a list may leave out a record but never shows one too many.
    Unknown,
    /// It is true of the records that meet this condition, which both databases understand and which is never null.
    ///
    /// `{places}` stands for the values of the places asked for, separated by commas, `{account}` for the account's key, and
    /// `{today}` for the day.
    If(&'a str),
}

/// How a statement answers the facts of [`crate::Record`] about the rows of its table.
///
/// A fact with several values, such as the agencies that a record is shared with, is best answered by a sub-select without a
/// reference to the outer row (`p.id IN (SELECT s.paper_id FROM …)`). Both databases then find its rows by their index.
#[derive(Clone, Copy, Debug)]
pub struct StoredFacts<'a> {
    /// The column of its key: `p.id`.
    pub key: &'a str,
    /// Whether it belongs to one of `{places}`.
    pub place: Fact<'a>,
    /// Whether `{account}` owns it.
    pub owner: Fact<'a>,
    /// Whether it is shared with one of `{places}` on `{today}`.
    pub shared_with: Fact<'a>,
    /// Whether `{account}` has a conflict of interest in it.
    pub conflicted: Fact<'a>,
    /// Whether it holds exempt information.
    pub is_exempt: Fact<'a>,
    /// Whether it is public.
    pub is_public: Fact<'a>,
}

const TRUE: &str = "(1 = 1)";
const FALSE: &str = "(1 = 0)";

impl StoredFacts<'_> {
    /// Returns the condition that the rows of a scope meet on `today`, for a `WHERE` clause, in brackets. The values of its
    /// placeholders are added to `values`, which has those of the statement so far.
    pub fn condition(&self, scope: &Scope, today: NaiveDate, values: &mut Vec<Value>) -> String {
        self.written(scope, false, today, values)
    }

    /// Returns the condition for a scope. `unknown` is what a fact counts as that no statement can tell.
    fn written(&self, scope: &Scope, unknown: bool, today: NaiveDate, values: &mut Vec<Value>) -> String {
        match scope {
            Scope::All => TRUE.to_owned(),
            Scope::Public => asked(self.is_public, unknown, &Asked::Nothing, today, values),
            Scope::Within(places) => asked(self.place, unknown, &Asked::Places(places), today, values),
            Scope::OwnedBy(account) => asked(self.owner, unknown, &Asked::Account(*account), today, values),
            Scope::SharedWith(places) => asked(self.shared_with, unknown, &Asked::Places(places), today, values),
            Scope::Keys(keys) if keys.is_empty() => FALSE.to_owned(),
            Scope::Keys(keys) => format!("({} IN ({}))", self.key, placeholders(keys.iter().copied(), values)),
            Scope::Exempt => asked(self.is_exempt, unknown, &Asked::Nothing, today, values),
            Scope::Conflicted(account) => asked(self.conflicted, unknown, &Asked::Account(*account), today, values),
            Scope::AnyOf(sets) => self.joined(sets, " OR ", FALSE, unknown, today, values),
            Scope::AllOf(sets) => self.joined(sets, " AND ", TRUE, unknown, today, values),
            Scope::Except(set, other) => {
                let set = self.written(set, unknown, today, values);
                match self.written(other, !unknown, today, values).as_str() {
                    FALSE => set,
                    other => format!("({set} AND NOT {other})"),
                }
            }
        }
    }

    /// Joins the conditions for sets, without those that are the same as no set at all: a database uses an index for each of several
    /// conditions joined by `OR` only if it can for all of them.
    fn joined(
        &self,
        sets: &[Scope],
        by: &str,
        without: &str,
        unknown: bool,
        today: NaiveDate,
        values: &mut Vec<Value>,
    ) -> String {
        let mut each: Vec<String> = sets.iter().map(|set| self.written(set, unknown, today, values)).collect();
        each.retain(|condition| condition != without);
        match each.as_slice() {
            [] => without.to_owned(),
            [only] => only.clone(),
            several => format!("({})", several.join(by)),
        }
    }
}

/// The values for which a fact is asked.
enum Asked<'a> {
    Nothing,
    Places(&'a [Place]),
    Account(AccountId),
}

fn asked(fact: Fact<'_>, unknown: bool, about: &Asked<'_>, today: NaiveDate, values: &mut Vec<Value>) -> String {
    if matches!(about, Asked::Places([])) {
        return FALSE.to_owned();
    }
    let condition = match fact {
        Fact::Never => return FALSE.to_owned(),
        Fact::Unknown => return if unknown { TRUE } else { FALSE }.to_owned(),
        Fact::If(condition) => condition,
    };
    let condition = match about {
        Asked::Nothing => condition.to_owned(),
        Asked::Places(places) => {
            condition.replace("{places}", &placeholders(places.iter().map(|place| place.as_str().to_owned()), values))
        }
        Asked::Account(account) => condition.replace("{account}", &placeholders([account.get()], values)),
    };
    // A value without a placeholder would be one too many for PostgreSQL.
    let condition =
        if condition.contains("{today}") { condition.replace("{today}", &placeholders([today], values)) } else { condition };
    format!("({condition})")
}

/// Adds values to those of a statement. Returns their placeholders, separated by commas.
fn placeholders<V: Into<Value>>(more: impl IntoIterator<Item = V>, values: &mut Vec<Value>) -> String {
    let mut each = Vec::new();
    for value in more {
        values.push(value.into());
        each.push(format!("${}", values.len()));
    }
    each.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: StoredFacts<'_> = StoredFacts {
        key: "p.id",
        place: Fact::If("p.board IN ({places})"),
        owner: Fact::Never,
        shared_with: Fact::If("p.id IN (SELECT s.paper_id FROM share s WHERE s.agency IN ({places}) AND s.until_day >= {today})"),
        conflicted: Fact::Unknown,
        is_exempt: Fact::Unknown,
        is_public: Fact::Unknown,
    };

    fn condition(scope: &Scope, before: usize) -> (String, usize) {
        let mut values: Vec<Value> = (0..before).map(|_| 0_i64.into()).collect();
        let today = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        (FACTS.condition(scope, today, &mut values), values.len())
    }

    fn boards(ids: &[i64]) -> Vec<Place> {
        ids.iter().map(|id| Place::new("board", *id)).collect()
    }

    #[test]
    fn values_are_numbered_after_those_of_the_statement() {
        let scope = Scope::any_of([Scope::Within(boards(&[1, 2])), Scope::SharedWith(boards(&[3])), Scope::Keys(vec![7])]);
        let expected = "((p.board IN ($3, $4)) OR (p.id IN (SELECT s.paper_id FROM share s WHERE s.agency IN ($5) AND s.until_day \
                        >= $6)) OR (p.id IN ($7)))";
        assert_eq!(condition(&scope, 2), (expected.to_owned(), 7));
        assert_eq!(condition(&Scope::none(), 0), (FALSE.to_owned(), 0));
        assert_eq!(condition(&Scope::Within(Vec::new()), 0), (FALSE.to_owned(), 0));
    }

    #[test]
    fn what_no_statement_can_tell_allows_nothing() {
        let own = Scope::OwnedBy(AccountId::new(1).expect("a key"));
        assert_eq!(condition(&own, 0).0, FALSE);
        assert_eq!(condition(&Scope::Public, 0).0, FALSE);
        assert_eq!(condition(&Scope::All.except(Scope::Exempt), 0).0, "((1 = 1) AND NOT (1 = 1))");
        let twice = Scope::All.except(Scope::All.except(Scope::Exempt));
        assert_eq!(condition(&twice, 0).0, "((1 = 1) AND NOT (1 = 1))");
        let either = Scope::AnyOf(vec![Scope::Public, Scope::Keys(vec![7]), own]);
        assert_eq!(condition(&either, 0).0, "(p.id IN ($1))", "and is left out");
    }
}

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
    /// It is true of the records whose key is in one of these sets of rows. The same placeholders can be in each.
    Among(&'a [Rows<'a>]),
}

/// Rows of another table that name records by their key: those with which a paper is shared, the authors of a draft.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// The column that names the record: `s.paper_id`.
    pub key: &'a str,
    /// The table with its alias and a condition: `private_paper_share s WHERE s.agency IN ({places})`.
    pub from: &'a str,
}

impl Rows<'_> {
    /// Returns the condition that a record is among the rows. `record` is the column of its own key: `p.id`.
    pub fn have(&self, record: &str, reading: Reading) -> String {
        let Self { key, from } = self;
        match reading {
            Reading::RowByRow => format!("EXISTS (SELECT 1 FROM {from} AND {key} = {record})"),
            Reading::ByKey => format!("{record} IN (SELECT {key} FROM {from})"),
        }
    }
}

/// How a list finds its rows. Both ways give the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It asks of each row, in the order of the list, whether it belongs to it: quick if many of them do.
    RowByRow,
    /// It collects the keys of all rows that belong to it, and then sorts: quick if there are few.
    ByKey,
}

/// How a statement answers the facts of [`crate::Record`] about the rows of its table.
///
/// A fact with several values, such as the agencies that a record is shared with, is best answered by [`Fact::Among`], so that a
/// list can be read in either way.
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
    pub fn condition(&self, scope: &Scope, reading: Reading, today: NaiveDate, values: &mut Vec<Value>) -> String {
        self.written(scope, false, &mut Statement { record: self.key, reading, today, values })
    }

    /// Returns the condition for a scope. `unknown` is what a fact counts as that no statement can tell.
    fn written(&self, scope: &Scope, unknown: bool, statement: &mut Statement<'_>) -> String {
        match scope {
            Scope::All => TRUE.to_owned(),
            Scope::Public => statement.fact(self.is_public, unknown, &Asked::Nothing),
            Scope::Within(places) => statement.fact(self.place, unknown, &Asked::Places(places)),
            Scope::OwnedBy(account) => statement.fact(self.owner, unknown, &Asked::Account(*account)),
            Scope::SharedWith(places) => statement.fact(self.shared_with, unknown, &Asked::Places(places)),
            Scope::Keys(keys) if keys.is_empty() => FALSE.to_owned(),
            Scope::Keys(keys) => format!("({} IN ({}))", self.key, placeholders(keys.iter().copied(), statement.values)),
            Scope::Exempt => statement.fact(self.is_exempt, unknown, &Asked::Nothing),
            Scope::Conflicted(account) => statement.fact(self.conflicted, unknown, &Asked::Account(*account)),
            Scope::AnyOf(sets) => self.joined(sets, " OR ", FALSE, unknown, statement),
            Scope::AllOf(sets) => self.joined(sets, " AND ", TRUE, unknown, statement),
            Scope::Except(set, other) => {
                let set = self.written(set, unknown, statement);
                match self.written(other, !unknown, statement).as_str() {
                    FALSE => set,
                    other => format!("({set} AND NOT {other})"),
                }
            }
        }
    }

    /// Joins the conditions for sets, without those that are the same as no set at all: a database uses an index for each of several
    /// conditions joined by `OR` only if it can for all of them.
    fn joined(&self, sets: &[Scope], by: &str, without: &str, unknown: bool, statement: &mut Statement<'_>) -> String {
        let mut each: Vec<String> = sets.iter().map(|set| self.written(set, unknown, statement)).collect();
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

/// A statement whose condition is being written.
struct Statement<'a> {
    /// The column of the record's key.
    record: &'a str,
    reading: Reading,
    today: NaiveDate,
    values: &'a mut Vec<Value>,
}

impl Statement<'_> {
    fn fact(&mut self, fact: Fact<'_>, unknown: bool, about: &Asked<'_>) -> String {
        if matches!(about, Asked::Places([])) {
            return FALSE.to_owned();
        }
        match fact {
            Fact::Never => FALSE.to_owned(),
            Fact::Unknown => if unknown { TRUE } else { FALSE }.to_owned(),
            Fact::If(condition) => format!("({})", self.filled(condition, about)),
            Fact::Among(sets) => {
                let (record, reading) = (self.record, self.reading);
                let each: Vec<String> = sets.iter().map(|rows| self.filled(&rows.have(record, reading), about)).collect();
                format!("({})", each.join(" OR "))
            }
        }
    }

    /// Returns a condition with placeholders for its values.
    fn filled(&mut self, condition: &str, about: &Asked<'_>) -> String {
        let condition = match about {
            Asked::Nothing => condition.to_owned(),
            Asked::Places(places) => {
                let places = places.iter().map(|place| place.as_str().to_owned());
                condition.replace("{places}", &placeholders(places, self.values))
            }
            Asked::Account(account) => condition.replace("{account}", &placeholders([account.get()], self.values)),
        };
        // A value without a placeholder would be one too many for PostgreSQL.
        if condition.contains("{today}") {
            condition.replace("{today}", &placeholders([self.today], self.values))
        } else {
            condition
        }
    }
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
        shared_with: Fact::Among(&[
            Rows { key: "s.paper_id", from: "share s WHERE s.agency IN ({places}) AND s.until_day >= {today}" },
            Rows { key: "g.paper_id", from: "given g WHERE g.agency IN ({places})" },
        ]),
        conflicted: Fact::Unknown,
        is_exempt: Fact::Unknown,
        is_public: Fact::Unknown,
    };

    fn condition(scope: &Scope, before: usize) -> (String, usize) {
        condition_by(Reading::ByKey, scope, before)
    }

    fn condition_by(reading: Reading, scope: &Scope, before: usize) -> (String, usize) {
        let mut values: Vec<Value> = (0..before).map(|_| 0_i64.into()).collect();
        let today = NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day");
        (FACTS.condition(scope, reading, today, &mut values), values.len())
    }

    fn boards(ids: &[i64]) -> Vec<Place> {
        ids.iter().map(|id| Place::new("board", *id)).collect()
    }

    #[test]
    fn values_are_numbered_after_those_of_the_statement() {
        let scope = Scope::any_of([Scope::Within(boards(&[1, 2])), Scope::SharedWith(boards(&[3])), Scope::Keys(vec![7])]);
        let expected = "((p.board IN ($3, $4)) OR (p.id IN (SELECT s.paper_id FROM share s WHERE s.agency IN ($5) AND s.until_day \
                        >= $6) OR p.id IN (SELECT g.paper_id FROM given g WHERE g.agency IN ($7))) OR (p.id IN ($8)))";
        assert_eq!(condition(&scope, 2), (expected.to_owned(), 8));
        let row_by_row = "(EXISTS (SELECT 1 FROM share s WHERE s.agency IN ($1) AND s.until_day >= $2 AND s.paper_id = p.id) OR EXISTS \
                          (SELECT 1 FROM given g WHERE g.agency IN ($3) AND g.paper_id = p.id))";
        let shared = Scope::SharedWith(boards(&[3]));
        assert_eq!(condition_by(Reading::RowByRow, &shared, 0), (row_by_row.to_owned(), 3));
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

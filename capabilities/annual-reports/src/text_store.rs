//! SQL statements for the texts of drafts.

use crate::AnnualReportId;
use crate::draft::{Part, Passage};
use crate::writing::MOST_SERVICES;
use db::{Connection, DbError, WriteTransaction};
use ledger::{Action, By, LedgerError};
use serde_json::json;

fn record_name(id: i64) -> String {
    format!("annual-report-text/{id}")
}

/// Returns the texts of a report, with services in order.
pub(crate) async fn of_report(connection: &Connection, report: AnnualReportId) -> Result<Vec<Passage>, DbError> {
    db::select(connection, "WHERE report_id = $1 ORDER BY position, id", db::values![report]).await
}

/// Returns one text of a report.
pub(crate) async fn of_part(connection: &Connection, report: AnnualReportId, part: &str) -> Result<Option<Passage>, DbError> {
    db::first(connection, "WHERE report_id = $1 AND part = $2", db::values![report, part]).await
}

/// The outcome of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saved {
    /// It was saved.
    Yes,
    /// Someone else has saved another version since this one was read.
    Meanwhile,
    /// The report already has the maximum number of services.
    TooMany,
}

/// The text to save.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'a> {
    pub part: &'a Part,
    pub title: &'a str,
    /// An empty text removes the part.
    pub text: &'a str,
    /// The version that was current when editing began; 0 if there was none.
    pub seen: i64,
}

/// Saves a text in place of the version that was read.
pub(crate) async fn save(
    transaction: &WriteTransaction,
    report: AnnualReportId,
    written: &Written<'_>,
    by: By<'_>,
) -> Result<Saved, LedgerError> {
    if written.text.is_empty() {
        return remove(transaction, report, written, by).await;
    }
    let id = match (written.part, written.seen) {
        // A service that someone else has removed since comes back as a new one.
        (Part::Service(None), _) | (Part::Service(Some(_)), 0) => {
            let services = of_report(transaction, report).await?;
            let numbers = services.iter().filter_map(service_number).collect::<Result<Vec<i64>, DbError>>()?;
            let number = numbers.iter().copied().max().unwrap_or(0);
            let count = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
            if count >= MOST_SERVICES {
                return Ok(Saved::TooMany);
            }
            let position = services.iter().map(|text| text.position).max().unwrap_or(0);
            // A concurrent addition takes the same number, and one of the two is told to look again.
            insert(transaction, report, &format!("service-{}", number + 1), position + 1, written, by).await?
        }
        (part, 0) => insert(transaction, report, &part.word(), 0, written, by).await?,
        (part, seen) => {
            let sql = "UPDATE annual_report_text SET title = $1, text = $2, version = version + 1, saved_by = $3, saved_at = $4 \
                       WHERE report_id = $5 AND part = $6 AND version = $7 RETURNING id";
            let values = db::values![written.title, written.text, by.actor, by.at, report, part.word(), seen];
            db::single::<i64>(transaction, sql, values).await?
        }
    };
    let Some(id) = id else { return Ok(Saved::Meanwhile) };
    write_down(transaction, id, by).await?;
    Ok(Saved::Yes)
}

/// Returns the number of a service; `None` for any other text.
fn service_number(text: &Passage) -> Option<Result<i64, DbError>> {
    let number = text.part.strip_prefix("service-")?;
    let unreadable =
        |_| DbError::unreadable("annual_report_text", &format!("id {}", text.id), "part", format!("“{number}” is not a number"));
    Some(number.parse().map_err(unreadable))
}

async fn insert(
    transaction: &WriteTransaction,
    report: AnnualReportId,
    part: &str,
    position: i64,
    written: &Written<'_>,
    by: By<'_>,
) -> Result<Option<i64>, DbError> {
    let passage = db::insert!(
        transaction,
        Passage {
            report_id: report,
            part,
            position,
            title: written.title,
            text: written.text,
            version: 1_i64,
            saved_by: by.actor,
            saved_at: by.at,
        },
        "ON CONFLICT (report_id, part) DO NOTHING"
    );
    passage.await
}

async fn remove(
    transaction: &WriteTransaction,
    report: AnnualReportId,
    written: &Written<'_>,
    by: By<'_>,
) -> Result<Saved, LedgerError> {
    let sql = "DELETE FROM annual_report_text WHERE report_id = $1 AND part = $2 AND version = $3 RETURNING id";
    let values = db::values![report, written.part.word(), written.seen];
    if let Some(id) = db::single::<i64>(transaction, sql, values).await? {
        let (record, payload) = (record_name(id), json!({ "part": written.part.word() }));
        ledger::append(transaction, &by.did(Action::Erased, &record, &payload)).await?;
        return Ok(Saved::Yes);
    }
    let is_there = of_part(transaction, report, &written.part.word()).await?.is_some();
    Ok(if is_there { Saved::Meanwhile } else { Saved::Yes })
}

/// Moves a service one place up; the first stays where it is. Moves in one report wait for each other.
pub(crate) async fn move_up(
    transaction: &WriteTransaction,
    report: AnnualReportId,
    part: &str,
    by: By<'_>,
) -> Result<(), LedgerError> {
    db::hold(transaction, &[&format!("services of annual report {report}")]).await?;
    let texts = of_report(transaction, report).await?;
    let services: Vec<&Passage> = texts.iter().filter(|text| text.part.starts_with("service-")).collect();
    let Some(place) = services.iter().position(|text| text.part == part) else { return Ok(()) };
    let Some((before, moved)) = place.checked_sub(1).and_then(|before| Some((services.get(before)?, services.get(place)?)))
    else {
        return Ok(());
    };
    for (text, position) in [(moved, before.position), (before, moved.position)] {
        db::update!(transaction, Passage { position }, "id = $1", [text.id]).await?;
        write_down(transaction, text.id, by).await?;
    }
    Ok(())
}

/// Appends a ledger entry without the text, because readers of the ledger may not read drafts.
async fn write_down(transaction: &WriteTransaction, id: i64, by: By<'_>) -> Result<(), LedgerError> {
    let text = db::by_id::<Passage>(transaction, id).await?.ok_or_else(|| DbError::Value(record_name(id)))?;
    let (record, payload) = (record_name(id), json!({ "part": text.part, "version": text.version }));
    let action = if text.version == 1 { Action::Collected } else { Action::Altered };
    ledger::append(transaction, &by.did(action, &record, &payload)).await?;
    Ok(())
}

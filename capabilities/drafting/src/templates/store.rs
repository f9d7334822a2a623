//! The versions of the report template. Until a council chooses or changes one, it is the plain template.

use access::By;
use checking::template::Template;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use serde_json::json;
use settings::{List, Settings, TEMPLATE};
use web::{Error, Result};

/// A version of the template.
#[derive(Clone, Debug)]
pub(crate) struct TemplateVersion {
    /// 0 is the default of a council that chose no other: the plain template or, in an installation from before templates could
    /// be chosen, that of the published packs, which every council had then.
    pub version: i64,
    pub template: Template,
}

impl TemplateVersion {
    /// Returns the version with only the priorities in force on `day`.
    pub(crate) fn on_day(mut self, settings: &Settings, day: NaiveDate) -> Self {
        for section in self.template.sections.iter_mut().filter(|section| section.lists_priorities) {
            section.parts = settings.names_on(List::Priorities, day);
        }
        self
    }
}

#[derive(db::Row)]
#[row(table = "report_template", key(version), unread(reason, made_by, made_at))]
struct Row {
    version: i64,
    content: String,
}

async fn shipped(connection: &Connection) -> Result<TemplateVersion> {
    let chosen = settings::read(connection).await?.values.remove(TEMPLATE.key).unwrap_or_default();
    let is_kept = chosen.iter().any(|rule| rule.value == KEPT);
    Ok(TemplateVersion { version: 0, template: if is_kept { Template::of_the_seeds() } else { Template::plain() } })
}

/// The setting's value for the template in an installation from before templates could be chosen.
const KEPT: &str = "kept";

/// Reads a version. If headings are the council's priorities, it includes those of all dates, so that each
/// is recognised in a report.
async fn read(connection: &Connection, row: &Row) -> Result<TemplateVersion> {
    let mut template: Template = serde_json::from_str(&row.content).map_err(|error| Error::Content(error.to_string()))?;
    if template.sections.iter().any(|section| section.lists_priorities) {
        let settings = settings::read(connection).await?;
        for section in template.sections.iter_mut().filter(|section| section.lists_priorities) {
            section.parts = settings.list(List::Priorities).map(|entry| entry.name.clone()).collect();
        }
    }
    Ok(TemplateVersion { version: row.version, template })
}

/// Returns the version that new drafts follow.
pub(crate) async fn current(connection: &Connection) -> Result<TemplateVersion> {
    match db::first(connection, "ORDER BY version DESC LIMIT 1", []).await? {
        Some(row) => read(connection, &row).await,
        None => shipped(connection).await,
    }
}

/// Returns the version that a draft follows.
pub(crate) async fn of_version(connection: &Connection, version: i64) -> Result<TemplateVersion> {
    if version == 0 {
        return shipped(connection).await;
    }
    let row = db::first(connection, "WHERE version = $1", db::values![version]).await?;
    let row =
        row.ok_or_else(|| DbError::unreadable("report_template", &format!("version {version}"), "version", "is missing"))?;
    read(connection, &row).await
}

/// A version of the template without its content.
#[derive(Clone, Debug, db::Row)]
#[row(table = "report_template", key(version))]
pub(crate) struct TemplateSummary {
    pub version: i64,
    pub reason: String,
    pub made_at: DateTime<Utc>,
}

/// Returns the latest versions that a council made, newest first.
pub(crate) async fn latest(connection: &Connection) -> Result<Vec<TemplateSummary>> {
    Ok(db::select(connection, "ORDER BY version DESC LIMIT 50", []).await?)
}

/// Adds a version after `seen`; returns `false` if someone else has done so since.
pub(crate) async fn add(
    transaction: &WriteTransaction,
    template: &Template,
    seen: i64,
    reason: &str,
    by: By<'_>,
) -> Result<bool> {
    let mut kept = template.clone();
    // Priorities are a separate list with dates; a version that copied them would freeze those of one day.
    for section in kept.sections.iter_mut().filter(|section| section.lists_priorities) {
        section.parts.clear();
    }
    let content = serde_json::to_string(&kept).map_err(|error| Error::Content(error.to_string()))?;
    let record = "report-template/1";
    ledger::append(transaction, &by.did(Action::Altered, record, &json!({ "version": seen + 1, "reason": reason }))).await?;
    let sql = "SELECT COALESCE(MAX(version), 0) FROM report_template";
    if db::count(transaction, sql, []).await? != seen {
        return Ok(false);
    }
    let row = db::columns!(Row { version: seen + 1, content, reason, made_by: by.actor, made_at: by.at });
    Ok(db::insert_row::<Row>(transaction, row, "ON CONFLICT (version) DO NOTHING").await?.is_some())
}

//! The template of reports, version by version. Until a council changes it, it is that of the published packs.

use access::By;
use checking::template::Template;
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, FromQueryResult, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::{Error, Result};

/// A version of the template.
#[derive(Clone, Debug)]
pub(crate) struct TemplateVersion {
    /// 0 is the one that Moothall ships.
    pub version: i64,
    pub template: Template,
}

#[derive(FromQueryResult)]
struct Row {
    version: i64,
    content: String,
}

fn shipped() -> TemplateVersion {
    TemplateVersion { version: 0, template: Template::of_the_seeds() }
}

fn read(row: &Row) -> Result<TemplateVersion> {
    let template = serde_json::from_str(&row.content).map_err(|error| Error::Content(error.to_string()))?;
    Ok(TemplateVersion { version: row.version, template })
}

/// The version that new drafts follow.
pub(crate) async fn current(connection: &impl ConnectionTrait) -> Result<TemplateVersion> {
    let sql = "SELECT version, content FROM report_template ORDER BY version DESC LIMIT 1";
    db::row::<Row>(connection, sql, []).await?.as_ref().map_or_else(|| Ok(shipped()), read)
}

/// The version that a draft follows.
pub(crate) async fn of_version(connection: &impl ConnectionTrait, version: i64) -> Result<TemplateVersion> {
    let sql = "SELECT version, content FROM report_template WHERE version = $1";
    db::row::<Row>(connection, sql, [version.into()]).await?.as_ref().map_or_else(|| Ok(shipped()), read)
}

/// A version of the template without what it says.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct TemplateSummary {
    pub version: i64,
    pub reason: String,
    pub made_at: DateTime<Utc>,
}

/// The latest versions that a council made, the newest first.
pub(crate) async fn latest(connection: &impl ConnectionTrait) -> Result<Vec<TemplateSummary>> {
    let sql = "SELECT version, reason, made_at FROM report_template ORDER BY version DESC LIMIT 50";
    Ok(db::rows(connection, sql, []).await?)
}

/// Adds a version after `seen`; tells false where somebody else did meanwhile.
pub(crate) async fn add(
    transaction: &WriteTransaction,
    template: &Template,
    seen: i64,
    reason: &str,
    by: By<'_>,
) -> Result<bool> {
    let content = serde_json::to_string(template).map_err(|error| Error::Content(error.to_string()))?;
    let record = "report-template/1";
    ledger::append(transaction, &by.did(Action::Altered, record, &json!({ "version": seen + 1, "reason": reason }))).await?;
    let sql = "INSERT INTO report_template (version, content, reason, made_by, made_at) SELECT $1, $2, $3, $4, $5 WHERE (SELECT \
               COALESCE(MAX(version), 0) FROM report_template) = $6";
    let values = [(seen + 1).into(), content.into(), reason.into(), by.actor.into(), by.at.into(), seen.into()];
    Ok(db::execute(transaction, sql, values).await? == 1)
}

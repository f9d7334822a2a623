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
    pub reason: String,
    /// When it was made; none for the one that Moothall ships.
    pub made: Option<(String, DateTime<Utc>)>,
}

#[derive(FromQueryResult)]
struct Row {
    version: i64,
    content: String,
    reason: String,
    made_by: String,
    made_at: DateTime<Utc>,
}

fn shipped() -> TemplateVersion {
    TemplateVersion { version: 0, template: Template::of_the_seeds(), reason: "As Moothall ships it".to_owned(), made: None }
}

fn read(row: Row) -> Result<TemplateVersion> {
    let template = serde_json::from_str(&row.content).map_err(|error| Error::Content(error.to_string()))?;
    Ok(TemplateVersion { version: row.version, template, reason: row.reason, made: Some((row.made_by, row.made_at)) })
}

/// The version that new drafts follow.
pub(crate) async fn current(connection: &impl ConnectionTrait) -> Result<TemplateVersion> {
    Ok(all(connection).await?.into_iter().next().unwrap_or_else(shipped))
}

/// The version that a draft follows.
pub(crate) async fn of_version(connection: &impl ConnectionTrait, version: i64) -> Result<TemplateVersion> {
    let all = all(connection).await?;
    Ok(all.into_iter().find(|known| known.version == version).unwrap_or_else(shipped))
}

/// Every version, the latest first.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<TemplateVersion>> {
    let sql = "SELECT version, content, reason, made_by, made_at FROM report_template ORDER BY version DESC";
    let mut all = db::rows::<Row>(connection, sql, []).await?.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    all.push(shipped());
    Ok(all)
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

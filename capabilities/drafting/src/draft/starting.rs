//! The template of reports that a new council starts with.

use crate::templates;
use access::By;
use checking::template::Template;
use db::WriteTransaction;
use web::{Error, FromTemplate, Result};

/// Sets up the template of reports that the council chose.
pub(crate) struct ReportTemplate;

#[async_trait::async_trait]
impl FromTemplate for ReportTemplate {
    async fn begin(&self, transaction: &WriteTransaction, template: &str, by: By<'_>) -> Result<()> {
        // The plain template needs no version, since it is the default.
        if template != "published-packs" || templates::store::current(transaction).await?.version != 0 {
            return Ok(());
        }
        let reason = "Chosen when the council was set up";
        if templates::store::add(transaction, &Template::of_the_packs_with_priorities(), 0, reason, by).await? {
            Ok(())
        } else {
            Err(Error::NotUnderstood("Someone else has changed the template of reports. Go back and try again.".into()))
        }
    }
}

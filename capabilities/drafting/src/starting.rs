//! The template of reports with which a council starts.

use crate::template_store;
use access::By;
use checking::template::Template;
use db::WriteTransaction;
use web::{FromTemplate, Result};

/// Sets the template of reports that belongs to what a council chose.
pub(crate) struct ReportTemplate;

#[async_trait::async_trait]
impl FromTemplate for ReportTemplate {
    async fn begin(&self, transaction: &WriteTransaction, template: &str, by: By<'_>) -> Result<()> {
        // The plain one needs no version: it is what every council has that chose no other.
        if template != "published-packs" || template_store::current(transaction).await?.version != 0 {
            return Ok(());
        }
        let reason = "Chosen when the council was set up";
        template_store::add(transaction, &Template::of_the_packs_with_priorities(), 0, reason, by).await?;
        Ok(())
    }
}

//! Names for the records in the ledger, for people who can read the ledger but not the records. A name reveals nothing that is
//! not public.

use crate::{AppState, Error};

/// The names of a capability's records.
#[async_trait::async_trait]
pub trait RecordNames: Send + Sync {
    /// Returns what people call a record of this capability, such as `the agenda of 11 June 2024` for `meeting/4/agenda`;
    /// `None` if the record belongs to another capability or cannot be found.
    async fn name(&self, state: &AppState, record: &str) -> Result<Option<String>, Error>;
}

impl AppState {
    /// Returns what people call a record, such as `the agenda of 11 June 2024`. A record without a name is called by its kind
    /// and key.
    pub async fn record_name(&self, record: &str) -> Result<String, Error> {
        for names in &self.joined.record_names {
            if let Some(name) = names.name(self, record).await? {
                return Ok(name);
            }
        }
        let (kind, key) = record.split_once('/').unwrap_or((record, ""));
        let known = self.joined.policy.record_kind(kind).map(|kind| kind.name.to_lowercase());
        let kind = known.unwrap_or_else(|| kind.replace('-', " "));
        Ok(if key.is_empty() { format!("the {kind}") } else { format!("the {kind} with number {key}") })
    }
}

//! What people call the records that the ledger names, for those who read the ledger and no record. A name says nothing that is not public.

use crate::{AppState, Error};

/// The records of a capability, by name.
#[async_trait::async_trait]
pub trait RecordNames: Send + Sync {
    /// Returns what people call a record of this capability, such as `the agenda of 11 June 2024` for `meeting/4/agenda`; `None` if the record
    /// is another's or cannot be found.
    async fn name(&self, state: &AppState, record: &str) -> Result<Option<String>, Error>;
}

impl AppState {
    /// Returns what people call a record, such as `the agenda of 11 June 2024`. One that nobody knows by name is called by its kind and key.
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

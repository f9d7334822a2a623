//! Whether the rows of the database are what the ledger last said of them.

use crate::chain::digest;
use crate::ledger_store;
use crate::{Fault, LedgerError, StandingRecords};
use db::Db;
use std::collections::HashMap;

/// Compares every standing record of these kinds with the state that its last entry sealed, and names each that differs, each that
/// came without an entry, and each that is gone without having been erased.
pub async fn verify_standing(db: &Db, kinds: &[Box<dyn StandingRecords>]) -> Result<Vec<Fault>, LedgerError> {
    let mut faults = Vec::new();
    for kind in kinds {
        let mut sealed: HashMap<String, ledger_store::LastState> = ledger_store::last_states(db.reading(), kind.kind())
            .await?
            .into_iter()
            .map(|last| (last.record.clone(), last))
            .collect();
        for (record, state) in kind.standing(db).await? {
            let (position, what) = match sealed.remove(&record) {
                None => (0, "it was put in without an entry in the ledger"),
                Some(last) if last.is_erased() => (last.position, "it stands although the ledger says that it was erased"),
                Some(last) if last.state_digest != digest(&state.to_string()) => {
                    (last.position, "it was changed after its last entry in the ledger was written")
                }
                Some(_) => continue,
            };
            faults.push(Fault { position, record, what });
        }
        let gone = sealed.into_values().filter(|last| !last.is_erased());
        faults.extend(gone.map(|last| Fault {
            position: last.position,
            record: last.record,
            what: "it was taken away without an entry in the ledger",
        }));
    }
    faults.sort_by(|one, other| (&one.record, one.position).cmp(&(&other.record, other.position)));
    Ok(faults)
}

//! Imports a pack: stores the original file and records its boards, meetings, minutes, agendas and reports as publications, all
//! in one transaction, so that a failed import leaves nothing behind.

use crate::reading::{PartKind, ReadPack};
use chrono::{DateTime, Utc};
use db::{DbError, WriteTransaction};
use files::{FileError, Files, StoredFile, Visibility};
use foundation::text::readable_title;
use ledger::{Action, By, LedgerError};
use meetings::{MeetingDocument, MeetingId, MeetingsError};
use publications::{Outcome, Publishing};
use reports::ReportsError;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// A file containing a pack.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Its name, without folders.
    pub name: String,
    /// Its original bytes.
    pub content: Vec<u8>,
}

/// The result of an import.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The stored file.
    pub file: StoredFile,
    /// Its parts, in the order minutes, agendas, reports.
    pub parts: Vec<ImportedPart>,
    /// How many parts of the pack were left out, since something about them is in doubt.
    pub left_out: usize,
    /// Remarks for the user, such as board names that were matched to other names.
    pub remarks: Vec<String>,
}

impl Imported {
    /// Returns whether the import changed the record.
    pub fn is_change(&self) -> bool {
        self.parts.iter().any(|part| part.outcome.is_change())
    }
}

/// A part of a pack and the outcome of importing it.
#[derive(Clone, Debug)]
pub struct ImportedPart {
    /// `minutes`, `agenda` or `report`, matching the kind of its publication.
    pub kind: &'static str,
    /// What it is, for display: `SAF24 to SAF29`, or a report's subject.
    pub title: String,
    /// The board's name in the record.
    pub board: String,
    /// Its meeting.
    pub meeting: MeetingId,
    /// The outcome of publishing it.
    pub outcome: Outcome,
}

/// Why a pack could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The file could not be stored.
    #[error(transparent)]
    File(#[from] FileError),
    /// The ledger returned an error.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Minutes or an agenda could not be published.
    #[error(transparent)]
    Meetings(#[from] MeetingsError),
    /// A report could not be published.
    #[error(transparent)]
    Reports(#[from] ReportsError),
}

/// Imports a pack. `pack` is what [`crate::reading_of_file`] returned for the file.
pub async fn import(
    transaction: &WriteTransaction,
    files: &Files,
    file: PackFile,
    pack: &ReadPack,
    actor: &str,
    at: DateTime<Utc>,
) -> Result<Imported, ImportError> {
    let reason = format!("Read again from the pack {}", file.name);
    let publishing = Publishing { at, actor, reason: &reason };
    let names = BoardNames::of(transaction, pack).await?;
    let mut parts = Vec::new();
    for (_, minutes) in pack.minutes.iter().enumerate().filter(|(position, _)| pack.is_settled(PartKind::Minutes, *position)) {
        let board = names.known(&minutes.board);
        let minutes = meetings::minutes::Minutes { board: board.clone(), ..minutes.clone() };
        let placed = agendas::publish_minutes(transaction, &minutes, &publishing).await?;
        let title = references(&minutes);
        parts.push(ImportedPart { kind: "minutes", title, board, meeting: placed.meeting, outcome: placed.outcome });
    }
    for (_, agenda) in pack.agendas.iter().enumerate().filter(|(position, _)| pack.is_settled(PartKind::Agenda, *position)) {
        let board = names.known(&agenda.board);
        let agenda = meetings::agenda::Agenda { board: board.clone(), ..agenda.clone() };
        let placed = agendas::publish_agenda(transaction, &agenda, &publishing).await?;
        let title = counted(agenda.items.len(), "item", "items");
        parts.push(ImportedPart { kind: "agenda", title, board, meeting: placed.meeting, outcome: placed.outcome });
    }
    for (_, report) in pack.reports.iter().enumerate().filter(|(position, _)| pack.is_settled(PartKind::Report, *position)) {
        let board = names.known(&report.block.report_to);
        let placed = reports::publish_report(transaction, &board, report, &publishing).await?;
        let title = readable_title(&report.block.subject);
        parts.push(ImportedPart { kind: "report", title, board, meeting: placed.meeting, outcome: placed.outcome });
    }
    let kind = extraction::Kind::of(&file.content);
    let kept = files.keep(transaction, &file.name, kind.content_type(), file.content.into(), at, Visibility::Public).await?;
    let left_out = pack.parts.len() - parts.len();
    let imported = Imported { file: kept, parts, left_out, remarks: names.remarks() };
    list_and_log(transaction, &imported, kind.name(), actor, at).await?;
    Ok(imported)
}

/// Lists the file among the documents of the meetings it covers, and appends the import to the ledger if it changed anything.
async fn list_and_log(
    transaction: &WriteTransaction,
    imported: &Imported,
    format: &str,
    actor: &str,
    at: DateTime<Utc>,
) -> Result<(), ImportError> {
    let file = &imported.file;
    let title = format!("Pack as published: {}", file.name);
    let address = format!("/files/{}", file.id);
    let document = MeetingDocument { title: &title, address: &address, format, size: file.size };
    let meetings: BTreeSet<MeetingId> = imported.parts.iter().map(|part| part.meeting).collect();
    for meeting in &meetings {
        agendas::add_document(transaction, *meeting, &document).await?;
    }
    if imported.is_change() {
        let changed: Vec<_> =
            imported.parts.iter().filter(|part| part.outcome.is_change()).map(|part| part.outcome.id()).collect();
        let payload = json!({ "name": file.name, "hash": file.hash, "size": file.size, "publications": changed });
        let record = format!("file/{}", file.id);
        let entry = By { actor, at }.did(Action::Imported, &record, &payload);
        ledger::append(transaction, &entry).await?;
    }
    Ok(())
}

/// Returns `SAF24 to SAF29`, or the number of minutes if they have no references.
fn references(minutes: &meetings::minutes::Minutes) -> String {
    let mut references = minutes.items.iter().filter_map(|minute| minute.reference.as_deref());
    match (references.next(), references.next_back()) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(only), None) => only.to_owned(),
        _ => counted(minutes.items.len(), "minute", "minutes"),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Maps each printed name to a board.
///
/// A pack belongs to one board, yet prints its name in several forms. An unknown name is matched to a known name in the same pack
/// if all the words of one are in the other ('Safer Board' and 'Safer Ashmere Board').
#[derive(Debug, Default)]
struct BoardNames {
    known: HashMap<String, String>,
}

impl BoardNames {
    async fn of(transaction: &WriteTransaction, pack: &ReadPack) -> Result<Self, MeetingsError> {
        let printed: Vec<&str> = pack
            .minutes
            .iter()
            .map(|minutes| minutes.board.as_str())
            .chain(pack.agendas.iter().map(|agenda| agenda.board.as_str()))
            .chain(pack.reports.iter().map(|report| report.block.report_to.as_str()))
            .collect();
        let mut known = HashMap::new();
        for name in &printed {
            if let Some(ours) = meetings::board_name(transaction, name).await? {
                known.insert((*name).to_owned(), ours);
            }
        }
        Ok(Self { known: resolve(&printed, known) })
    }

    fn known(&self, printed: &str) -> String {
        self.known.get(printed).cloned().unwrap_or_else(|| readable_title(printed))
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<String> = self
            .known
            .iter()
            .filter(|(printed, ours)| words(printed) != words(ours))
            .map(|(printed, ours)| format!("“{printed}” is taken for the {ours}"))
            .collect();
        remarks.sort();
        remarks
    }
}

fn words(name: &str) -> BTreeSet<String> {
    let name = name.to_lowercase().replace('&', " and ");
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "the").map(str::to_owned).collect()
}

/// Adds the remaining printed names to `known` (the printed names already in the record).
fn resolve(printed: &[&str], mut known: HashMap<String, String>) -> HashMap<String, String> {
    for name in printed {
        if known.contains_key(*name) {
            continue;
        }
        let these = words(name);
        let alike = |other: &str| {
            let others = words(other);
            !others.is_empty() && !these.is_empty() && (these.is_subset(&others) || others.is_subset(&these))
        };
        // Only names in this pack: another of the council's boards may differ by a single word.
        let ours = printed.iter().find_map(|other| known.get(*other).filter(|_| alike(other)).cloned());
        known.insert((*name).to_owned(), ours.unwrap_or_else(|| readable_title(name)));
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_in_one_pack_are_one_board() {
        let printed = [
            "SAFER POLICY AND PERFORMANCE BOARD",
            "Safer Policy & Performance Board",
            "Safer Ashmere Policy and Performance Board",
        ];
        let known = resolve(&printed, HashMap::new());
        assert!(printed.iter().all(|name| known[*name] == "Safer Policy and Performance Board"), "{known:?}");
    }

    #[test]
    fn another_board_stays_another() {
        let printed = ["Safer Board", "Health Board"];
        let known = resolve(&printed, HashMap::from([("Safer Board".to_owned(), "Safer Board".to_owned())]));
        assert_eq!(known["Health Board"], "Health Board");
    }
}

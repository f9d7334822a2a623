//! A preview of a section, with its figures counted, charts drawn and images in place.

use crate::draft::Draft;
use crate::draft::placing::{Named, placed};
use crate::draft_files::FileUse;
use crate::inserted_figures::live::Filled;
use crate::{draft_files, inserted_figures};
use documents::{Block, Picture};
use maud::{Markup, html};
use web::{AppState, Result};

/// A preview of a section.
#[derive(Debug, Default)]
pub(crate) struct SectionReading {
    pub blocks: Vec<Block>,
    /// What must be fixed.
    pub faults: Vec<String>,
    /// The rendered figures and images, by the reference in the text: `[[decisions 2023/24]]`, `picture-1`.
    pub readings: Vec<(String, Markup)>,
}

/// Renders the text of a section.
pub(crate) async fn read(state: &AppState, draft: &Draft, typed: &str) -> Result<SectionReading> {
    let files = draft_files::store::of_draft(state.db.reading(), draft.id).await?;
    let (position, _) = ledger::head(state.db.reading()).await?;
    let filled = inserted_figures::live::fill(state, &[typed], state.clock.now(), position).await?;
    let text = filled.texts.first().map_or("", String::as_str);
    let (blocks, missing) = placed(markdown::blocks(text), Named { files: &files, figures: &filled.figures });
    let mut readings = of_figures(&filled);
    for file in files.iter().filter(|file| file.usage == FileUse::Picture) {
        let picture = Picture {
            file: file.hash.clone(),
            alternative: file.description.clone(),
            caption: None,
            width: file.width,
            height: file.height,
        };
        let image = html! {
            img class="moothall-picture__image" src=(documents::html::picture_address(&picture.file)) alt=(picture.alternative) width=(picture.width) height=(picture.height);
        };
        readings.push((file.reference(), image));
    }
    let faults = filled.faults.into_iter().map(|(_, fault)| fault).chain(missing).chain(markdown::chart_faults(typed)).collect();
    Ok(SectionReading { blocks, faults, readings })
}

/// Renders each figure; one that cannot be counted is shown as typed.
fn of_figures(filled: &Filled) -> Vec<(String, Markup)> {
    let mut readings: Vec<(String, Markup)> = Vec::new();
    for (typed, place) in &filled.sources {
        let name = format!("[[{typed}]]");
        let Some(figure) = place.and_then(|place| filled.figures.get(place)) else { continue };
        if readings.iter().all(|(known, _)| *known != name) {
            readings.push((name, inserted_figures::live::shown(figure)));
        }
    }
    readings
}

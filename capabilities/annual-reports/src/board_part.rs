//! The annual reports on a board's page.

use crate::draft::published_record;
use crate::draft_store;
use maud::{Markup, html};
use meetings::BoardId;
use meetings::parts::{BoardOf, BoardPart, OtherForm};
use web::{AppState, Error};

pub(crate) struct AnnualReports;

#[async_trait::async_trait]
impl BoardPart for AnnualReports {
    fn other_forms(&self, _: Option<BoardOf<'_>>) -> Vec<OtherForm> {
        Vec::new()
    }

    async fn public(&self, state: &AppState, board: Option<BoardOf<'_>>) -> Result<Option<Markup>, Error> {
        let Some((board, id)) = board.and_then(|board| Some((board, BoardId::new(board.id)?))) else { return Ok(None) };
        let drafts = draft_store::of_board(state.db.reading(), id).await?;
        let records: Vec<String> = drafts.iter().map(|draft| published_record(id, draft.year)).collect();
        let published = publications::current_of_records(state.db.reading(), &records).await?;
        Ok((!published.is_empty()).then(|| {
            html! {
                (ui::paragraph(html! {
                    (ui::link(format!("/boards/{}/annual-reports", board.slug), "Annual reports"))
                    " of this board"
                }))
            }
        }))
    }
}

/// Returns the boards on whose reports someone may work.
pub(crate) async fn boards_of(
    state: &AppState,
    actor: &access::Actor,
    action: access::Action,
) -> Result<Vec<meetings::Board>, Error> {
    if !state.joined.policy.could(actor, action) {
        return Ok(Vec::new());
    }
    let may = |board: &meetings::Board| {
        let place = crate::access::place_of(board.id);
        state.joined.policy.can(actor, action, &crate::access::facts(&place)) == access::Answer::Allowed
    };
    Ok(meetings::boards(state.db.reading()).await?.into_iter().filter(may).collect())
}

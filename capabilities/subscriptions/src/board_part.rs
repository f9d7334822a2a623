//! The links for following, on the pages of boards and meetings.

use maud::{Markup, html};
use meetings::parts::{BoardOf, BoardPart, OtherForm};
use web::{AppState, Error};

pub(crate) struct Following;

/// Returns the calendar and the feed of a board, or of all boards.
pub(crate) fn forms(board: Option<BoardOf<'_>>) -> [OtherForm; 2] {
    let (begin, of) = match board {
        Some(board) => (format!("/boards/{}", board.slug), format!(" of the {}", board.name)),
        None => (String::new(), " of all boards".to_owned()),
    };
    [
        OtherForm {
            title: format!("Agendas and minutes{of}"),
            content_type: "application/atom+xml",
            address: format!("{begin}/feed.atom"),
        },
        OtherForm { title: format!("Meetings{of}"), content_type: "text/calendar", address: format!("{begin}/calendar.ics") },
    ]
}

fn follow(board: BoardOf<'_>) -> String {
    format!("/boards/{}/follow", board.slug)
}

#[async_trait::async_trait]
impl BoardPart for Following {
    fn other_forms(&self, board: Option<BoardOf<'_>>) -> Vec<OtherForm> {
        forms(board).into()
    }

    async fn public(&self, state: &AppState, board: Option<BoardOf<'_>>) -> Result<Option<Markup>, Error> {
        if let Some(board) = board {
            return Ok(Some(html! {
                (ui::paragraph(html! {
                    (ui::link(follow(board), "Follow this board")) " by email, in your calendar or with a feed reader"
                }))
            }));
        }
        let boards = meetings::boards(state.db.reading()).await?;
        if boards.is_empty() {
            return Ok(None);
        }
        let [feed, calendar] = forms(None);
        Ok(Some(ui::details(
            "Follow the meetings",
            html! {
                (ui::paragraph("Follow a board by email, in your calendar or with a feed reader:"))
                (ui::bullets(html! {
                    @for board in &boards { li { (ui::link(follow(board.of()), html! { "Follow the " (board.name) })) } }
                }))
                (ui::paragraph(html! {
                    "All boards: " (ui::link(&calendar.address, "calendar")) " and "
                    (ui::link(&feed.address, "feed"))
                }))
            },
        )))
    }
}

//! What other capabilities add to the pages of boards and meetings.

use access::Actor;
use documents::Block;
use maud::Markup;
use web::{AppState, Error};

/// A board, as passed to capabilities that add something to its page.
#[derive(Clone, Copy, Debug)]
pub struct BoardOf<'a> {
    /// Its key.
    pub id: i64,
    /// The board's part of an address.
    pub slug: &'a str,
    /// Its name.
    pub name: &'a str,
}

/// The content of a page in another form: a feed, a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherForm {
    /// What it is.
    pub title: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its address.
    pub address: String,
}

impl OtherForm {
    /// Returns the link for the head of a page.
    pub fn alternate(&self) -> ui::Alternate<'_> {
        ui::Alternate { title: &self.title, content_type: self.content_type, address: &self.address }
    }
}

/// What a capability other than the one for meetings adds to a board's page, and to the lists of all boards' meetings.
#[async_trait::async_trait]
pub trait BoardPart: Send + Sync {
    /// Returns the other forms of the board; of all boards together if `board` is `None`.
    fn other_forms(&self, board: Option<BoardOf<'_>>) -> Vec<OtherForm>;

    /// Returns the public part below the heading of the board's page, or of the list of all meetings if `board` is `None`;
    /// `None` if there is nothing to show.
    async fn public(&self, state: &AppState, board: Option<BoardOf<'_>>) -> Result<Option<Markup>, Error>;
}

/// What a capability other than the one for meetings adds to a meeting, which is identified by its key.
#[async_trait::async_trait]
pub trait MeetingPart: Send + Sync {
    /// Returns the public part for the meeting's page, for use under a heading of level 2; `None` if there is nothing to show.
    async fn public(&self, state: &AppState, meeting: i64) -> Result<Option<Markup>, Error>;

    /// Returns the pages for people who manage the meeting, each with its name and address, leaving out those that `actor` may
    /// not open.
    async fn pages(&self, state: &AppState, actor: &Actor, meeting: i64) -> Result<Vec<(String, String)>, Error>;

    /// Returns what the minutes say under an agenda item of this kind (`questions`); `None` if this capability has nothing to
    /// do with it.
    async fn minuted(&self, state: &AppState, meeting: i64, item_kind: &str) -> Result<Option<Vec<Block>>, Error>;

    /// Returns what the person recording the meeting sees and does at an agenda item, for use under a heading of level 2;
    /// `None` if there is nothing or `actor` may not record it.
    async fn at_item(&self, _: &AppState, _: &Actor, _: ItemOf<'_>) -> Result<Option<Markup>, Error> {
        Ok(None)
    }

    /// Returns what is still open when the meeting is about to end, one sentence each.
    async fn unfinished(&self, _: &AppState, _: i64) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }
}

/// An agenda item, as passed to capabilities that add something to it during the meeting.
#[derive(Clone, Copy, Debug)]
pub struct ItemOf<'a> {
    /// The meeting's key.
    pub meeting: i64,
    /// The item's key.
    pub id: i64,
    /// The kind of business: `questions`.
    pub kind: &'a str,
    /// Its title, as anyone may read it.
    pub title: &'a str,
}

/// Returns the other forms of a board, or of all boards together if `board` is `None`.
pub fn other_forms(state: &AppState, board: Option<BoardOf<'_>>) -> Vec<OtherForm> {
    state.joined.contributions.of::<dyn BoardPart>().flat_map(|part| part.other_forms(board)).collect()
}

/// Returns what capabilities add to a board's page, or to the list of all meetings if `board` is `None`.
///
/// # Errors
/// Returns the error of the first part that fails.
pub async fn of_board(state: &AppState, board: Option<BoardOf<'_>>) -> Result<Vec<Markup>, Error> {
    let mut parts = Vec::new();
    for part in state.joined.contributions.of::<dyn BoardPart>() {
        parts.extend(part.public(state, board).await?);
    }
    Ok(parts)
}

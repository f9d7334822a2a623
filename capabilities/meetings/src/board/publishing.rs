//! Publishes the registers of boards, and updates the tables derived from them in the same transaction.

use crate::board;
use crate::board::BoardRegister;
use crate::board::store::Board;
use crate::meeting::BoardId;
use db::{Connection, DbError, WriteTransaction};
use publications::{NewPublication, Outcome, PublicationError, Publishing};

/// An error in publishing.
#[derive(Debug, thiserror::Error)]
pub enum MeetingsError {
    /// A database error.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The publication or its ledger entry failed.
    #[error(transparent)]
    Publication(#[from] PublicationError),
    /// A stored publication does not match its kind.
    #[error("a stored publication cannot be read: {0}")]
    Content(#[from] serde_json::Error),
    /// A name without letters or digits cannot be the name of a board.
    #[error("“{0}” is not the name of a board")]
    NoBoardName(String),
}

type Result<T> = std::result::Result<T, MeetingsError>;

impl From<MeetingsError> for web::Error {
    fn from(error: MeetingsError) -> Self {
        match error {
            MeetingsError::Database(error) => Self::Database(error),
            MeetingsError::Publication(error) => error.into(),
            MeetingsError::Content(error) => Self::Content(error.to_string()),
            MeetingsError::NoBoardName(_) => Self::NotUnderstood(error.to_string()),
        }
    }
}

/// Returns the board for any form of its name, creating it if there is none.
pub async fn board_for(transaction: &WriteTransaction, name: &str) -> Result<Board> {
    if foundation::text::title_key(name).is_empty() {
        return Err(MeetingsError::NoBoardName(name.to_owned()));
    }
    match board::store::by_name(transaction, name).await? {
        Some(board) => Ok(board),
        None => Ok(board::store::insert(transaction, name).await?),
    }
}

/// Returns the public register of a board, or one with only its name if none is public.
pub async fn register_of(connection: &Connection, board: &Board) -> Result<BoardRegister> {
    match publications::current(connection, &Board::record(board.id)).await? {
        Some(publication) => Ok(serde_json::from_str(&publication.content)?),
        None => Ok(BoardRegister { name: board.name.clone(), ..BoardRegister::default() }),
    }
}

/// Returns the register of a board and its version, which is `0` if none is public.
pub async fn register_and_version(connection: &Connection, board: &Board) -> web::Result<(BoardRegister, String)> {
    match publications::current(connection, &Board::record(board.id)).await? {
        Some(publication) => Ok((crate::kinds::read(&publication.content)?, publication.id.to_string())),
        None => Ok((BoardRegister { name: board.name.clone(), ..BoardRegister::default() }, "0".to_owned())),
    }
}

/// Publishes the register of an existing board, under its current name.
pub async fn publish_register(
    transaction: &WriteTransaction,
    board: &Board,
    register: &BoardRegister,
    publishing: &Publishing<'_>,
) -> Result<Outcome> {
    let record = Board::record(board.id);
    let new = NewPublication { kind: "board", record: &record, title: &register.name, content: serde_json::to_string(register)? };
    let outcome = publications::publish(transaction, &new, publishing).await?;
    if outcome.is_change() {
        board::store::write_register(transaction, board.id, register).await?;
    }
    Ok(outcome)
}

/// Publishes a board's register.
pub async fn publish_board(
    transaction: &WriteTransaction,
    register: &BoardRegister,
    publishing: &Publishing<'_>,
) -> Result<Outcome> {
    let board = board_for(transaction, &register.name).await?;
    publish_register(transaction, &board, register, publishing).await
}

/// Publishes the register of the board with this key, whatever its names. Returns `None` if there is no such board.
pub async fn publish_board_of(
    transaction: &WriteTransaction,
    board: BoardId,
    register: &BoardRegister,
    publishing: &Publishing<'_>,
) -> Result<Option<Outcome>> {
    let Some(board) = board::store::by_id(transaction, board).await? else { return Ok(None) };
    Ok(Some(publish_register(transaction, &board, register, publishing).await?))
}

/// Returns the names of all boards, in the order of their names.
pub async fn board_names(connection: &Connection) -> Result<Vec<String>> {
    Ok(board::store::boards(connection).await?.into_iter().map(|board| board.name).collect())
}

/// Returns the name of a board for any form of its name, or `None` if the board is unknown.
pub async fn board_name(connection: &Connection, printed: &str) -> Result<Option<String>> {
    Ok(board::store::by_name(connection, printed).await?.map(|board| board.name))
}

//! All SQL statements about officers' posts and their holders over time.

use crate::PostId;
use access::{AccessError, AccountId, By};
use chrono::NaiveDate;
use db::{Connection, DbError, WriteTransaction};
use foundation::text::title_key;
use ledger::Action;
use serde_json::json;

/// An officer's post, which the Action column of minutes names instead of a person.
#[derive(Clone, Debug, db::Row)]
#[row(table = "post")]
pub struct Post {
    /// Its key.
    pub id: PostId,
    /// The title: `Operational Director, Community and Greenspace`.
    pub title: String,
    /// The last day on which the post exists; `None` if it has not ended.
    pub ended_on: Option<NaiveDate>,
}

/// A holder of a post.
#[derive(Clone, Debug, db::Row)]
#[row(table = "post_holder")]
pub struct Holder {
    /// The key of the row.
    pub id: i64,
    /// The post.
    #[row(column = "post_id")]
    pub post: PostId,
    /// The holder's name.
    pub name: String,
    /// The account of the holder, if known.
    #[row(column = "account_id")]
    pub account: Option<AccountId>,
    /// The first day on which they hold it.
    #[row(column = "from_day")]
    pub from: NaiveDate,
    /// The last day on which they hold it; `None` if it has no end yet.
    #[row(column = "until_day")]
    pub until: Option<NaiveDate>,
}

impl Holder {
    /// Checks whether they hold the post on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Returns all posts, sorted by title.
pub async fn all(connection: &Connection) -> Result<Vec<Post>, DbError> {
    db::select(connection, "ORDER BY title, id", []).await
}

/// Returns the past and present holders of posts, latest first.
pub async fn holders(connection: &Connection) -> Result<Vec<Holder>, DbError> {
    db::select(connection, "ORDER BY from_day DESC, id DESC", []).await
}

/// Returns the titles of the posts that an account holds on `day`.
pub async fn held_by(connection: &Connection, account: AccountId, day: NaiveDate) -> Result<Vec<String>, DbError> {
    let sql = "SELECT p.title FROM post_holder h JOIN post p ON p.id = h.post_id WHERE h.account_id = $1 AND h.from_day <= $2 \
               AND (h.until_day IS NULL OR h.until_day >= $2) ORDER BY h.from_day DESC, h.id DESC";
    db::column(connection, sql, db::values![account, day]).await
}

/// Locks the posts and their holders until the transaction ends, so that what was checked before a change remains valid.
pub async fn hold(transaction: &WriteTransaction) -> Result<(), DbError> {
    db::hold(transaction, &["titles of posts"]).await
}

/// Returns the registered title of the post that a form names, adding the post if it is new. Titles that differ only in case or
/// punctuation name the same post.
pub async fn named(transaction: &WriteTransaction, title: &str, by: By<'_>) -> Result<String, AccessError> {
    hold(transaction).await?;
    let id = post_for(transaction, title, by).await?;
    let post = all(transaction).await?.into_iter().find(|post| post.id == id);
    Ok(post.map_or_else(|| title.to_owned(), |post| post.title))
}

/// Returns the titles of the posts that exist on `day`, for a select field. A title that an item already has stays in the list.
pub async fn titles(connection: &Connection, day: NaiveDate, current: &str) -> Result<Vec<String>, DbError> {
    let posts = all(connection).await?.into_iter().filter(|post| post.ended_on.is_none_or(|last| last >= day));
    let mut titles: Vec<String> = posts.map(|post| post.title).collect();
    if !current.is_empty() && !titles.iter().any(|title| title == current) {
        titles.push(current.to_owned());
    }
    Ok(titles)
}

/// Returns the post with this title, ignoring case and punctuation, and creates it if there is none.
pub async fn post_for(transaction: &WriteTransaction, title: &str, by: By<'_>) -> Result<PostId, AccessError> {
    let key = title_key(title);
    if let Some(post) = all(transaction).await?.into_iter().find(|post| title_key(&post.title) == key) {
        return Ok(post.id);
    }
    let id = db::insert!(transaction, Post { title }).await?;
    let record = format!("post/{id}");
    ledger::append(transaction, &by.did(Action::Collected, &record, &json!({ "title": title }))).await?;
    Ok(id)
}

/// Ends a post on a date, or removes its end date if `on` is `None`.
pub async fn end(transaction: &WriteTransaction, id: PostId, on: Option<NaiveDate>, by: By<'_>) -> Result<(), AccessError> {
    db::update!(transaction, Post { ended_on: on }, "id = $1", [id]).await?;
    let record = format!("post/{id}");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "ended_on": on }))).await?;
    Ok(())
}

/// Gives a post to a new holder from a date on. The previous holder keeps it until the day before.
pub async fn give(
    transaction: &WriteTransaction,
    post: PostId,
    name: &str,
    account: Option<AccountId>,
    from: NaiveDate,
    by: By<'_>,
) -> Result<(), AccessError> {
    let day_before = from.pred_opt().unwrap_or(from);
    let condition = "post_id = $1 AND until_day IS NULL AND from_day < $2";
    db::update!(transaction, Holder { until_day: day_before }, condition, [post, from]).await?;
    db::insert!(transaction, Holder { post_id: post, name, account_id: account, from_day: from }).await?;
    let record = format!("post/{post}");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "holder": name, "from": from }))).await?;
    Ok(())
}

/// Ends a person's holding of a post on a date.
pub async fn end_holding(
    transaction: &WriteTransaction,
    post: PostId,
    holder: i64,
    until: NaiveDate,
    by: By<'_>,
) -> Result<(), AccessError> {
    db::update!(transaction, Holder { until_day: until }, "id = $1 AND post_id = $2", [holder, post]).await?;
    let record = format!("post/{post}");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "holder": holder, "until": until }))).await?;
    Ok(())
}

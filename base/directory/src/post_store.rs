//! All SQL statements about officers' posts and their holders over time.

use crate::PostId;
use access::{AccessError, AccountId, By};
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};
use foundation::text::title_key;
use ledger::Action;
use serde_json::json;

/// An officer's post, which the Action column of minutes names instead of a person.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its key.
    pub id: PostId,
    /// The title: `Operational Director, Community and Greenspace`.
    pub title: String,
    /// The last day on which the post exists; `None` if it has not ended.
    pub ended_on: Option<NaiveDate>,
}

/// A holder of a post.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The key of the row.
    pub id: i64,
    /// The post.
    pub post: PostId,
    /// The holder's name.
    pub name: String,
    /// The account of the holder, if known.
    pub account: Option<AccountId>,
    /// The first day on which they hold it.
    pub from: NaiveDate,
    /// The last day on which they hold it; `None` if it has no end yet.
    pub until: Option<NaiveDate>,
}

impl Holder {
    /// Checks whether they hold the post on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

#[derive(db::Row)]
struct PostRow {
    id: i64,
    title: String,
    ended_on: Option<NaiveDate>,
}

#[derive(db::Row)]
struct HolderRow {
    id: i64,
    post_id: i64,
    name: String,
    account_id: Option<i64>,
    from_day: NaiveDate,
    until_day: Option<NaiveDate>,
}

/// Returns all posts, sorted by title.
pub async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Post>, DbError> {
    let rows = db::rows::<PostRow>(connection, "SELECT id, title, ended_on FROM post ORDER BY title, id", []).await?;
    let post = |row: PostRow| Some(Post { id: PostId::new(row.id)?, title: row.title, ended_on: row.ended_on });
    Ok(rows.into_iter().filter_map(post).collect())
}

/// Returns the past and present holders of posts, latest first.
pub async fn holders(connection: &impl ConnectionTrait) -> Result<Vec<Holder>, DbError> {
    let sql = "SELECT id, post_id, name, account_id, from_day, until_day FROM post_holder ORDER BY from_day DESC, id DESC";
    let rows = db::rows::<HolderRow>(connection, sql, []).await?;
    let holder = |row: HolderRow| {
        Some(Holder {
            id: row.id,
            post: PostId::new(row.post_id)?,
            name: row.name,
            account: row.account_id.and_then(AccountId::new),
            from: row.from_day,
            until: row.until_day,
        })
    };
    Ok(rows.into_iter().filter_map(holder).collect())
}

/// Returns the titles of the posts that an account holds on `day`.
pub async fn held_by(connection: &impl ConnectionTrait, account: AccountId, day: NaiveDate) -> Result<Vec<String>, DbError> {
    let (posts, holders) = (all(connection).await?, holders(connection).await?);
    let held = holders.into_iter().filter(|holder| holder.account == Some(account) && holder.holds_on(day));
    Ok(held.filter_map(|holder| posts.iter().find(|post| post.id == holder.post)).map(|post| post.title.clone()).collect())
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
pub async fn titles(connection: &impl ConnectionTrait, day: NaiveDate, current: &str) -> Result<Vec<String>, DbError> {
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
    let id = db::single::<i64>(transaction, "INSERT INTO post (title) VALUES ($1) RETURNING id", [title.into()]).await?;
    let id = id.and_then(PostId::new).ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))?;
    let record = format!("post/{id}");
    ledger::append(transaction, &by.did(Action::Collected, &record, &json!({ "title": title }))).await?;
    Ok(id)
}

/// Ends a post on a date, or removes its end date if `on` is `None`.
pub async fn end(transaction: &WriteTransaction, id: PostId, on: Option<NaiveDate>, by: By<'_>) -> Result<(), AccessError> {
    db::execute(transaction, "UPDATE post SET ended_on = $1 WHERE id = $2", [on.into(), id.get().into()]).await?;
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
    let sql = "UPDATE post_holder SET until_day = $1 WHERE post_id = $2 AND until_day IS NULL AND from_day < $3";
    let day_before = from.pred_opt().unwrap_or(from);
    db::execute(transaction, sql, [day_before.into(), post.get().into(), from.into()]).await?;
    let sql = "INSERT INTO post_holder (post_id, name, account_id, from_day) VALUES ($1, $2, $3, $4)";
    db::execute(transaction, sql, [post.get().into(), name.into(), account.map(AccountId::get).into(), from.into()]).await?;
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
    let sql = "UPDATE post_holder SET until_day = $1 WHERE id = $2 AND post_id = $3";
    db::execute(transaction, sql, [until.into(), holder.into(), post.get().into()]).await?;
    let record = format!("post/{post}");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "holder": holder, "until": until }))).await?;
    Ok(())
}

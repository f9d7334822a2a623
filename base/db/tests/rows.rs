//! Rows: what is written is read as it was, and what cannot be read is named.

use chrono::NaiveDate;
use db::{Db, DbError, Table as _};

db::record_id!(
    /// The key of a boat.
    BoatId
);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colour {
    Red,
    DarkBlue,
}

impl Colour {
    const ALL: [Self; 2] = [Self::Red, Self::DarkBlue];

    fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::DarkBlue => "dark-blue",
        }
    }
}

db::stored_words!(Colour, word);

#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
#[row(table = "boat", unread(hash))]
struct Boat {
    id: BoatId,
    #[row(column = "title")]
    name: String,
    colour: Colour,
    trim: Option<Colour>,
    built: Option<NaiveDate>,
    #[row(skip)]
    crew: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, db::Row)]
#[row(table = "berth", key(harbour, number))]
struct Berth {
    harbour: String,
    number: i64,
    boat_id: BoatId,
}

/// A boat with its berth, if it has one.
#[derive(Debug, PartialEq, Eq, db::Row)]
#[row(table = "boat", unread(hash))]
struct Moored {
    id: BoatId,
    #[row(joined)]
    length: i64,
    #[row(nested)]
    berth: Option<Berth>,
}

async fn database(folder: &tempfile::TempDir) -> Db {
    let db = Db::open(&format!("sqlite://{}", folder.path().join("boats.db").display())).await.expect("it opens");
    let transaction = db.begin().await.expect("a transaction");
    for sql in [
        "CREATE TABLE boat (id INTEGER PRIMARY KEY, title TEXT NOT NULL, colour TEXT NOT NULL, trim TEXT, built DATE, hash TEXT)",
        "CREATE TABLE berth (harbour TEXT NOT NULL, number BIGINT NOT NULL, boat_id BIGINT NOT NULL, PRIMARY KEY (harbour, number))",
    ] {
        db::execute(&transaction, sql, []).await.expect("created");
    }
    transaction.commit().await.expect("committed");
    db
}

#[tokio::test]
async fn what_is_written_is_read_as_it_was() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(&folder).await;
    let transaction = db.begin().await?;
    let id = db::insert!(&transaction, Boat { title: "Heron", colour: Colour::DarkBlue, hash: "x" }).await?;
    let boat = db::by_id::<Boat>(&transaction, id).await?.expect("it is there");
    let expected = Boat { id, name: "Heron".into(), colour: Colour::DarkBlue, trim: None, built: None, crew: Vec::new() };
    assert_eq!(boat, expected);
    let changed = Boat { trim: Some(Colour::Red), built: NaiveDate::from_ymd_opt(1974, 4, 1), ..boat };
    assert!(!db::save(&transaction, &changed, "title = $1", db::values!["Gull"]).await?, "the condition does not hold");
    assert!(db::save(&transaction, &changed, "title = $1", db::values!["Heron"]).await?);
    assert_eq!(db::select::<Boat>(&transaction, "WHERE trim = $1", db::values![Colour::Red]).await?, [changed]);
    assert_eq!(db::update!(&transaction, Boat { colour: Colour::Red }, "id = $1 AND title = $2", [id, "Gull"]).await?, 0);
    let kept = db::insert!(&transaction, Boat { id, title: "Gull", colour: Colour::Red }, "ON CONFLICT (id) DO NOTHING").await?;
    assert_eq!(kept, None);
    for number in [3_i64, 3] {
        db::upsert!(&transaction, Berth { harbour: "Quay", number, boat_id: id }).await?;
    }
    let berths = db::select::<Berth>(&transaction, "ORDER BY number", []).await?;
    assert_eq!(berths, [Berth { harbour: "Quay".into(), number: 3, boat_id: id }]);
    Ok(())
}

#[tokio::test]
async fn what_is_joined_is_read_if_it_is_there() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(&folder).await;
    let transaction = db.begin().await?;
    let heron = db::insert!(&transaction, Boat { title: "Heron", colour: Colour::Red }).await?;
    let gull = db::insert!(&transaction, Boat { title: "Gull", colour: Colour::Red }).await?;
    db::insert!(&transaction, Berth { harbour: "Quay", number: 3_i64, boat_id: gull }).await?;
    let (boat, berth) = (Moored::columns("b"), Berth::columns("m"));
    let sql = format!(
        "SELECT {boat}, LENGTH(b.title) AS length, {berth} FROM boat b LEFT JOIN berth m ON m.boat_id = b.id ORDER BY b.id"
    );
    let berth = Berth { harbour: "Quay".into(), number: 3, boat_id: gull };
    let expected = [Moored { id: heron, length: 5, berth: None }, Moored { id: gull, length: 4, berth: Some(berth) }];
    assert_eq!(db::rows::<Moored>(&transaction, &sql, []).await?, expected);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_read_is_named() -> Result<(), DbError> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(&folder).await;
    let transaction = db.begin().await?;
    for sql in [
        "INSERT INTO boat (id, title, colour, trim) VALUES (7, 'Heron', 'red', 'lost'), (8, 'Gull', 'puce', NULL)",
        "INSERT INTO berth (harbour, number, boat_id) VALUES ('Quay', 3, 0)",
    ] {
        db::execute(&transaction, sql, []).await?;
    }
    let named = |error: DbError| error.to_string().split_once(": ").map(|(_, named)| named.to_owned()).unwrap_or_default();
    let of_id =
        async |id: i64| named(db::by_id::<Boat>(&transaction, BoatId::new(id).expect("a key")).await.expect_err("unknown"));
    assert_eq!(of_id(7).await, "the column trim of boat, in the row with id 7: “lost” is not a known word");
    assert_eq!(of_id(8).await, "the column colour of boat, in the row with id 8: “puce” is not a known word");
    let error = db::select::<Berth>(&transaction, "", []).await.expect_err("0 is no key");
    assert_eq!(named(error), "the column boat_id of berth, in the row with harbour Quay, number 3: 0 is not a key");
    let error = db::column::<BoatId>(&transaction, "SELECT boat_id FROM berth", []).await.expect_err("0 is no key");
    assert!(named(error).starts_with("the column boat_id of berth"));
    let error = db::rows::<(String, Colour)>(&transaction, "SELECT title, colour FROM boat WHERE id = 8", []).await;
    assert!(named(error.expect_err("unknown")).starts_with("the column colour of boat"));
    let error = db::column::<usize>(&transaction, "SELECT -number AS below FROM berth", []).await.expect_err("it is negative");
    assert_eq!(named(error), "the column below of berth, in the row with a key that the query does not give: -3 is less than 0");
    let error = db::select::<Boat>(&transaction, "WHERE id = 8", []).await.map(|_| ());
    assert!(matches!(error, Err(DbError::Unreadable { .. })));
    Ok(())
}

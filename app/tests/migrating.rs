//! Migrations that are killed, fail or run concurrently leave a database that the next start completes, with the same tables as
//! usual.

use db::{Db, DbError, Kind, Migrations, SqlMigration};
use moothall::wiring;
use std::process::{Child, Command, Stdio};
use std::task::Poll;
use test_kit::{On, TestDatabase, both_databases};

both_databases!(
    a_step_that_fails_at_any_statement_leaves_nothing,
    a_migration_that_is_given_up_at_any_moment_goes_on_later,
    a_process_that_is_killed_at_any_moment_is_followed_by_one_that_succeeds,
    three_processes_at_once_all_succeed,
    a_database_of_a_newer_version_is_refused,
    what_an_earlier_version_recorded_is_not_done_again,
    emails_that_an_earlier_version_left_are_sent,
);

/// Returns the tables, columns and indexes of the database.
async fn schema(db: &Db) -> String {
    let sql = match db.kind() {
        Kind::Sqlite => {
            "SELECT group_concat(part, char(10)) FROM (SELECT type || ' ' || name || ' ' || COALESCE(sql, '') AS part FROM sqlite_master \
             ORDER BY part)"
        }
        Kind::PostgreSql => {
            "SELECT string_agg(part, chr(10) ORDER BY part) FROM (SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || \
             is_nullable || ' ' || COALESCE(column_default, '') AS part FROM information_schema.columns WHERE table_schema = 'public' \
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL SELECT conrelid::regclass || ' ' || conname \
             || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace) AS parts"
        }
    };
    db::single::<Option<String>>(db.reading(), sql, []).await.unwrap().flatten().unwrap_or_default()
}

/// Returns three migrations, none of which may be left half done.
fn steps() -> Vec<SqlMigration> {
    vec![
        SqlMigration {
            name: "m20240604_001_first",
            statements: &[
                "CREATE TABLE first (id {KEY}, name TEXT NOT NULL, at {INSTANT})",
                "CREATE INDEX first_by_name ON first (name)",
                "INSERT INTO first (name) VALUES ('one')",
            ],
            protects: &[],
        },
        SqlMigration {
            name: "m20240604_002_second",
            statements: &[
                "CREATE TABLE second (id {KEY}, first_id BIGINT NOT NULL REFERENCES first (id))",
                "ALTER TABLE first ADD COLUMN note TEXT",
                "UPDATE first SET note = 'noted'",
            ],
            protects: &[],
        },
        SqlMigration {
            name: "m20240604_003_third",
            statements: &["INSERT INTO second (first_id) SELECT id FROM first", "ALTER TABLE first ADD COLUMN other TEXT"],
            protects: &[],
        },
    ]
}

/// Returns the schema of an empty database after undisturbed migrations.
async fn undisturbed(on: On) -> String {
    let whole = TestDatabase::new(on).await;
    assert_eq!(db::migrate(&whole.db, &Migrations(steps())).await.unwrap(), 3);
    assert_eq!(db::migrate(&whole.db, &Migrations(steps())).await.unwrap(), 0, "once");
    schema(&whole.db).await
}

async fn is_whole(db: &Db, wanted: &str) {
    db::migrate(db, &Migrations(steps())).await.unwrap();
    assert_eq!(db::pending_migrations(db, &Migrations(steps())).await.unwrap(), 0);
    assert_eq!(schema(db).await, wanted);
    let count = async |table: &str| {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        db::single::<i64>(db.reading(), &sql, []).await.unwrap().unwrap()
    };
    assert_eq!((count("first").await, count("second").await, count("seaql_migrations").await), (1, 1, 3));
}

async fn a_step_that_fails_at_any_statement_leaves_nothing(on: On) {
    let wanted = undisturbed(on).await;
    for (step, whole) in steps().into_iter().enumerate() {
        for broken in 0..=whole.statements.len() {
            let database = TestDatabase::new(on).await;
            let mut statements = whole.statements.to_vec();
            statements.insert(broken, "THIS IS NO STATEMENT");
            let mut broken_steps = steps();
            broken_steps[step] = SqlMigration { name: whole.name, statements: statements.leak(), protects: whole.protects };
            let error = db::migrate(&database.db, &Migrations(broken_steps)).await.unwrap_err();
            assert!(matches!(error, DbError::Step { step, .. } if step == whole.name), "{error}");
            assert_eq!(db::pending_migrations(&database.db, &Migrations(steps())).await.unwrap(), 3 - step);
            is_whole(&database.db, &wanted).await;
        }
    }
}

async fn a_migration_that_is_given_up_at_any_moment_goes_on_later(on: On) {
    let wanted = undisturbed(on).await;
    for moment in 0.. {
        let database = TestDatabase::new(on).await;
        let migrations = Migrations(steps());
        let mut migrating = Box::pin(db::migrate(&database.db, &migrations));
        let mut polls = 0;
        let done = std::future::poll_fn(|context| {
            if polls == moment {
                return Poll::Ready(false);
            }
            polls += 1;
            migrating.as_mut().poll(context).map(|result| result.is_ok())
        })
        .await;
        drop(migrating);
        is_whole(&database.db, &wanted).await;
        database.db.close().await.unwrap();
        if done {
            // The number depends on how quickly the database responds.
            assert!(moment > 5, "there were {moment} moments at which to give it up");
            break;
        }
    }
}

/// Starts `moothall migrate` over a database.
fn migrating(database: &TestDatabase, folder: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_moothall"))
        .args(["migrate", "--database", &database.address, "--folder"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

async fn a_process_that_is_killed_at_any_moment_is_followed_by_one_that_succeeds(on: On) {
    let folder = tempfile::tempdir().unwrap();
    let whole = TestDatabase::new(on).await;
    let begun = std::time::Instant::now();
    assert!(migrating(&whole, folder.path()).wait().unwrap().success());
    let (time, wanted) = (begun.elapsed(), schema(&whole.db).await);
    let rounds = 12;
    for round in 0..rounds {
        let database = TestDatabase::new(on).await;
        let mut process = migrating(&database, folder.path());
        tokio::time::sleep(time * round / rounds).await;
        // SIGKILL.
        process.kill().unwrap();
        process.wait().unwrap();
        assert!(migrating(&database, folder.path()).wait().unwrap().success(), "after round {round} of {rounds} in {time:?}");
        assert_eq!(schema(&database.db).await, wanted);
    }
}

async fn three_processes_at_once_all_succeed(on: On) {
    let (database, folder) = (TestDatabase::new(on).await, tempfile::tempdir().unwrap());
    let mut processes: Vec<Child> = (0..3).map(|_| migrating(&database, folder.path())).collect();
    for process in &mut processes {
        assert!(process.wait().unwrap().success());
    }
    let migrations = web::migrations(&wiring::capabilities());
    assert_eq!(db::pending_migrations(&database.db, &migrations).await.unwrap(), 0);

    // The same with connections of one process that start at the same moment.
    let database = TestDatabase::new(on).await;
    let mut all = Vec::new();
    for _ in 0..3 {
        let (address, migrations) = (database.address.clone(), migrations.clone());
        all.push(tokio::spawn(async move { db::migrate(&Db::open(&address).await?, &migrations).await }));
    }
    let mut done = 0;
    for one in all {
        done += one.await.unwrap().unwrap();
    }
    assert_eq!(done, migrations.0.len(), "each step was carried out once");
}

async fn a_database_of_a_newer_version_is_refused(on: On) {
    let database = TestDatabase::new(on).await;
    db::migrate(&database.db, &Migrations(steps())).await.unwrap();
    let older = Migrations(steps()[..2].to_vec());
    for result in [db::migrate(&database.db, &older).await, db::pending_migrations(&database.db, &older).await] {
        let error = result.unwrap_err().to_string();
        assert!(error.contains("m20240604_003_third") && error.contains("newer version"), "{error}");
    }
}

async fn what_an_earlier_version_recorded_is_not_done_again(on: On) {
    let database = TestDatabase::new(on).await;
    assert_eq!(db::pending_migrations(&database.db, &Migrations(steps())).await.unwrap(), 3);
    assert_eq!(schema(&database.db).await, "", "asking makes no table");
    // As sea-orm-migration created its table and performed the first migration.
    let transaction = database.db.begin().await.unwrap();
    let record = "CREATE TABLE \"seaql_migrations\" ( \"version\" varchar NOT NULL PRIMARY KEY, \"applied_at\" bigint NOT NULL )";
    let first = steps().remove(0);
    let key = if on == On::Sqlite {
        "INTEGER PRIMARY KEY AUTOINCREMENT"
    } else {
        "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
    };
    let first_table = first.statements[0].replace("{KEY}", key).replace("{INSTANT}", "TIMESTAMP");
    for statement in [record, &first_table, first.statements[2]] {
        db::execute(&transaction, statement, []).await.unwrap();
    }
    let sql = "INSERT INTO seaql_migrations (version, applied_at) VALUES ($1, 1700000000)";
    db::execute(&transaction, sql, [first.name.into()]).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(db::migrate(&database.db, &Migrations(steps())).await.unwrap(), 2);
}

async fn emails_that_an_earlier_version_left_are_sent(on: On) {
    let database = TestDatabase::new(on).await;
    let all = web::migrations(&wiring::capabilities());
    let earlier = all.0.iter().filter(|step| step.name != "m20261129_062_mail_jobs").copied().collect();
    db::migrate(&database.db, &Migrations(earlier)).await.unwrap();
    let transaction = database.db.begin().await.unwrap();
    let sent = "'2024-06-04T09:00:00+00:00', NULL, 1, '2024-06-04T09:00:01+00:00'";
    let waits = "'2024-06-04T09:00:00+00:00', '2024-06-04T09:04:00+00:00', 2, NULL";
    let given_up = "'2024-06-04T09:00:00+00:00', NULL, 8, NULL";
    for state in [sent, waits, given_up] {
        let sql = format!(
            "INSERT INTO mail (to_address, to_name, subject, text, queued_at, due_at, attempts, sent_at) \
             VALUES ('petra@ashmere.example', '', 'An agenda', 'It is published.', {state})"
        );
        db::execute(&transaction, &sql, []).await.unwrap();
    }
    transaction.commit().await.unwrap();
    assert_eq!(db::migrate(&database.db, &all).await.unwrap(), 1);
    let waiting = jobs::list(database.db.reading(), false, 0, 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!((waiting[0].kind.as_str(), waiting[0].payload.as_str(), waiting[0].attempts), (mail::SEND, "{\"mail\":2}", 2));
    assert_eq!(waiting[0].run_at.unwrap().to_rfc3339(), "2024-06-04T09:04:00+00:00");
}

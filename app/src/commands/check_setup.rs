//! `moothall doctor`: checks everything that the program needs, and says what to do about each problem.

use crate::configuration::Configuration;
use crate::file_modes;
use crate::saying::say;
use crate::wiring;
use anyhow::Result;
use chrono::TimeDelta;
use db::Kind;
use files::{Files, FolderState};
use foundation::Clock;
use search::SearchIndex;

/// The result of one check.
enum Finding {
    Well(String),
    Ill { what: String, advice: &'static str },
}

pub(super) async fn run(configuration: &Configuration) -> Result<()> {
    let mut findings = vec![folder(configuration), modes(configuration)];
    match db::Db::open(&configuration.database_address()).await {
        Ok(db) => findings.extend(database(&db, configuration).await),
        Err(error) => {
            findings.push(Finding::Ill { what: error.to_string(), advice: "Correct the address, or start the server." });
        }
    }
    findings.push(address(configuration).await);
    let mut ill = 0;
    for finding in &findings {
        match finding {
            Finding::Well(what) => say(&format!("ok    {what}"))?,
            Finding::Ill { what, advice } => {
                ill += 1;
                say(&format!("FAIL  {what}\n      {advice}"))?;
            }
        }
    }
    anyhow::ensure!(ill == 0, "{ill} of {} checks failed", findings.len());
    Ok(())
}

fn folder(configuration: &Configuration) -> Finding {
    let folder = &configuration.folder;
    match wiring::make_folder(folder) {
        Ok(()) => Finding::Well(format!("the folder {} can be written to", folder.display())),
        Err(error) if error.kind() == std::io::ErrorKind::StorageFull => Finding::Ill {
            what: format!("the folder {} cannot be written to because its disk is full", folder.display()),
            advice: "Free space on the disk, or choose a folder on another with --folder.",
        },
        Err(error) => Finding::Ill {
            what: format!("the folder {} cannot be written to: {error}", folder.display()),
            advice: "Change its permissions, or choose another with --folder.",
        },
    }
}

async fn database(db: &db::Db, configuration: &Configuration) -> Vec<Finding> {
    let kind = match db.kind() {
        Kind::Sqlite => "SQLite",
        Kind::PostgreSql => "PostgreSQL",
    };
    let mut findings = vec![Finding::Well(format!("the database opens ({kind})"))];
    match db::pending_migrations(db, &web::migrations(&wiring::capabilities())).await {
        Ok(0) => findings.push(Finding::Well("its tables are up to date".to_owned())),
        Ok(steps) => {
            let what = format!("{steps} steps are missing from its tables");
            findings.push(Finding::Ill { what, advice: "Run `moothall migrate`, or start the site, which does the same." });
            return findings;
        }
        Err(error) => {
            let advice = "The database may belong to another program or a newer version. Use one that belongs to this version.";
            findings.push(Finding::Ill { what: format!("its tables cannot be read: {error}"), advice });
            return findings;
        }
    }
    findings.push(match db.try_writing().await {
        Ok(()) => Finding::Well("the database can be written to".to_owned()),
        Err(error) => Finding::Ill {
            what: format!("cannot write to the database: {error}"),
            advice: "Free space on its disk, and check that this account can write to it.",
        },
    });
    findings.push(files(db, configuration).await);
    findings.push(index(db, configuration).await);
    findings.push(jobs(db, configuration).await);
    findings
}

/// Checks whether other accounts on the machine can read the program's files.
fn modes(configuration: &Configuration) -> Finding {
    let folder = configuration.folder.display();
    let mut places = vec![configuration.folder.clone()];
    if let Some(file) = db::sqlite_file(&configuration.database_address()) {
        for end in ["", "-wal", "-shm"] {
            let mut name = file.clone().into_os_string();
            name.push(end);
            places.push(name.into());
        }
    }
    let advice = "Run `chmod -R go=` on that folder, and on the database if it is elsewhere.";
    match file_modes::open_to_others(&places) {
        Ok(open) => match open.first() {
            None => Finding::Well(format!("only this account can read the database and the files in {folder}")),
            Some(first) => Finding::Ill {
                what: format!("other accounts can use {} files and folders in {folder}, such as {}", open.len(), first.display()),
                advice,
            },
        },
        Err(error) => Finding::Ill { what: format!("file permissions cannot be read: {error}"), advice },
    }
}

/// Checks whether the folder is the one that contains the database's files.
async fn files(db: &db::Db, configuration: &Configuration) -> Finding {
    let advice = "All servers of one database must share one folder for files.";
    let state = match Files::open(&configuration.folder.join("files")) {
        Ok(files) => files.folder_state(db).await,
        Err(error) => Err(error),
    };
    match state {
        Ok(Some(FolderState::Own)) => Finding::Well("the database's files are in this folder".to_owned()),
        Ok(None) => {
            Finding::Well("the database has no folder for files yet; this one will be used when the site starts".to_owned())
        }
        Ok(Some(FolderState::Other { mark, place })) => Finding::Ill { what: wiring::other_folder(&mark, &place), advice },
        Err(error) => Finding::Ill { what: error.to_string(), advice },
    }
}

async fn index(db: &db::Db, configuration: &Configuration) -> Finding {
    let ill = |what: String| Finding::Ill { what, advice: "Run `moothall reindex`." };
    let position = match SearchIndex::open(&configuration.folder.join("search")).and_then(|index| index.position()) {
        Ok(position) => position,
        Err(error) => return ill(error.to_string()),
    };
    match publications::last_id(db.reading()).await {
        Ok(last) if position == last => Finding::Well(format!("the search index has all {last} publications")),
        Ok(last) if position < last => Finding::Well(format!(
            "the search index is {} publications behind; a running site catches up within seconds",
            last - position
        )),
        Ok(last) => {
            ill(format!("the search index has {position} publications and the database {last}; it belongs to another database"))
        }
        Err(error) => ill(error.to_string()),
    }
}

/// How long a due job may wait before it looks as though no process runs jobs.
const LATE: TimeDelta = TimeDelta::minutes(30);

/// Checks whether jobs have failed, whether all are of a known kind, and whether something runs them.
async fn jobs(db: &db::Db, configuration: &Configuration) -> Finding {
    let ill = |what: String, advice| Finding::Ill { what, advice };
    let known = match web::join(wiring::capabilities()) {
        Ok((joined, _)) => joined.jobs.names(),
        Err(error) => return ill(error.to_string(), "This is a fault of the program."),
    };
    let now = Clock::system().now();
    let found = async {
        let counts = jobs::count(db.reading(), now).await?;
        Ok::<_, db::DbError>((counts, jobs::unknown_kinds(db.reading(), &known).await?))
    };
    match found.await {
        Err(error) => ill(format!("the jobs cannot be read: {error}"), "Check the database."),
        Ok((_, unknown)) if !unknown.is_empty() => {
            let kinds: Vec<String> = unknown.into_iter().map(|(kind, count)| format!("{kind} ({count})")).collect();
            let what = format!("jobs wait that this version does not know: {}", kinds.join(", "));
            ill(what, "Use the version that wrote them, or delete them under Settings, Jobs.")
        }
        Ok((counts, _)) if counts.dead > 0 => {
            ill(format!("{} jobs have failed for good", counts.dead), "See Settings, Jobs, and retry or delete them.")
        }
        // Without a mail server emails wait, which is no fault.
        Ok((counts, _)) if configuration.mail.is_some() && counts.due_since.is_some_and(|since| now - since > LATE) => {
            let what = format!("{} jobs wait, the oldest for longer than {} minutes", counts.waiting, LATE.num_minutes());
            ill(what, "Start `moothall serve` or `moothall worker`, and read the log of the one that runs.")
        }
        Ok((counts, _)) => Finding::Well(format!("no job has failed; {} are waiting", counts.waiting)),
    }
}

async fn address(configuration: &Configuration) -> Finding {
    match crate::serving::listen(configuration.listen).await {
        Ok(_) => Finding::Well(format!("the address {} is free", configuration.listen)),
        Err(error) => Finding::Ill { what: error.to_string(), advice: "If this Moothall is using it, there is nothing to do." },
    }
}

//! Wires base and capabilities together.

use crate::commands::confined::{READ_WORD, TYPESET};
use crate::configuration::Configuration;
use crate::pages;
use access::Passwords;
use access::provider::Provider;
use anyhow::{Context, Result};
use db::Db;
use documents::Typesetter;
use files::{Files, FolderState};
use foundation::Clock;
use mail::Sender;
use metrics_exporter_prometheus::PrometheusBuilder;
use printing::Printing;
use search::SearchIndex;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use typesetting::ConfinedTypesetter;
use web::{AppState, Capability, Council, Parts, Routes};

/// Returns all capabilities. A new one is added here and nowhere else.
pub fn capabilities() -> Vec<Capability> {
    vec![
        accounts::capability(),
        council::capability(),
        drafting::capability(),
        meetings::capability(),
        actions::capability(),
        packs::capability(),
        public_record::capability(),
        agendas::capability(),
        sittings::capability(),
        boards::capability(),
        oversight::capability(),
        papers::capability(),
        questions::capability(),
        annual_reports::capability(),
        reports::capability(),
        subscriptions::capability(),
    ]
}

/// The program with its database opened, ready to serve or to run a command.
pub struct Program {
    /// The state that every handler can reach.
    pub state: AppState,
    /// The routes of the capabilities and of the program itself.
    pub routes: Vec<Routes>,
}

/// Creates the folder if it is missing, and tests whether it can be written: an empty file would still fit on a full disk.
pub fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let trial = folder.join(format!("can-be-written-{}", std::process::id()));
    let written = std::fs::File::create(&trial).and_then(|mut file| {
        file.write_all(&vec![b'-'; TRIAL_SIZE])?;
        file.sync_all()
    });
    let removed = std::fs::remove_file(&trial);
    // Sync the folder's own name to the disk, too, before anything is stored in the folder.
    #[cfg(unix)]
    if let Some(parent) = folder.canonicalize()?.parent() {
        std::fs::File::open(parent)?.sync_all()?;
    }
    written.and(removed)
}

/// The size of the test file, in bytes.
const TRIAL_SIZE: usize = 1024 * 1024;

/// Creates the installation's folder and opens its database, without changing it.
pub async fn open_database(configuration: &Configuration) -> Result<Db> {
    make_folder(&configuration.folder).with_context(|| {
        let folder = configuration.folder.display();
        format!("the folder {folder} cannot be created or written to; choose another with --folder or change its permissions")
    })?;
    Ok(Db::open(&configuration.database_address()).await?)
}

/// Opens everything and updates the database's tables to this version.
pub async fn open(configuration: &Configuration, clock: Clock, council: Council) -> Result<Program> {
    open_to_send(configuration, clock, council, None).await
}

/// Does the same for a program that runs jobs and so sends emails.
pub async fn open_to_send(
    configuration: &Configuration,
    clock: Clock,
    council: Council,
    mail_sender: Option<Sender>,
) -> Result<Program> {
    let db = open_database(configuration).await?;
    let secret = configuration.secret()?;
    let capabilities = capabilities();
    ledger::migrate(&db, &web::migrations(&capabilities), secret.row_seal_key(), clock)
        .await
        .with_context(|| format!("the tables in {} cannot be brought up to this version", configuration.folder.display()))?;
    let (joined, mut routes) = web::join(capabilities)?;
    let db = ledger::hold(db, &joined.protected_tables, secret.row_seal_key(), clock).await?;
    routes.insert(0, pages::routes());
    let files = Files::open(&configuration.folder.join("files"))?;
    if let FolderState::Other { mark, place } = files.recognise(&db).await? {
        tracing::warn!("{}", other_folder(&mark, &place));
    }
    let program = std::env::current_exe().context("this program cannot find itself, so it cannot typeset")?;
    let word_reader = word::Reader::confined(program.clone(), READ_WORD.map(Into::into).to_vec());
    let printing = Printing::new(db.clone(), files.clone(), typesetter(program));
    let site = configuration.site();
    let provider = configuration
        .provider
        .clone()
        .map(|settings| Provider::new(settings, &site.address, |role| joined.policy.role(role).is_some()));
    let is_demonstration = council.is_demonstration;
    let state = AppState::new(Parts {
        db,
        search: SearchIndex::open(&configuration.folder.join("search"))?,
        files,
        clock,
        council,
        joined,
        printing: Some(printing),
        word: word_reader,
        passwords: Passwords::new()?,
        secret,
        provider: provider.transpose()?,
        site,
        mail_sender,
        sends_mail: is_demonstration || configuration.mail.is_some(),
        measurements: measurements(),
    });
    Ok(Program { state, routes })
}

/// Returns the sender of emails, if a mail server is configured.
pub fn mail_sender(configuration: &Configuration) -> Result<Option<Sender>> {
    Ok(configuration.mail.as_ref().map(|settings| Sender::new(settings, &configuration.council)).transpose()?)
}

/// Returns the message for a server that has a folder of its own, with advice.
pub fn other_folder(mark: &str, place: &Path) -> String {
    let folder = place.parent().unwrap_or(place).display();
    format!(
        "the database's files are not in {folder}, but in the folder of another server, or in one that was here before: files that were \
         stored there cannot be served. Let all servers of one database use one shared folder, or restore the folder with its \
         files. If all files are in {folder}, write {mark} into {} and start again",
        place.display()
    )
}

/// Returns a typesetter that uses children of this program, one at a time: each takes a processor, and the site needs the
/// other.
pub fn typesetter(program: PathBuf) -> Arc<dyn Typesetter> {
    Arc::new(ConfinedTypesetter::new(program, TYPESET.map(Into::into).to_vec(), 1))
}

/// Starts collecting measurements. A second program in the same process, as in tests, collects none.
fn measurements() -> Option<Box<dyn Fn() -> String + Send + Sync>> {
    let recorder = PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0])
        .ok()?
        .install_recorder()
        .ok()?;
    Some(Box::new(move || recorder.render()))
}

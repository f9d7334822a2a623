//! The demonstration's record, made from the TOML files in `demonstration/`, which are embedded in the program.

use access::account::{AccountState, By};
use access::actor::Term;
use access::role_store::{self, NewRole};
use access::{Place, account_store};
use anyhow::{Context, Result};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use meetings::agenda::Agenda;
use meetings::board::{BoardMember, BoardRegister};
use meetings::minutes::Minutes;
use publications::Publishing;
use reports::report::Report;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use settings::List;
use std::collections::BTreeMap;
use web::{AppState, DemonstrationAccount};

/// The author of the demonstration's publications in the ledger.
const ACTOR: &str = "the demonstration";

#[derive(RustEmbed)]
#[folder = "demonstration/"]
struct Sources;

/// The definition of the demonstration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demonstration {
    /// The council whose board it shows.
    pub council: String,
    /// The start of its clock: between the publication of its last pack and that pack's meeting.
    pub clock: DateTime<Utc>,
    /// The source of its data.
    pub attribution: String,
    boards: Vec<Board>,
    lists: BTreeMap<String, Vec<String>>,
    accounts: Vec<DemonstrationPerson>,
}

/// An invented person with an account.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemonstrationPerson {
    name: String,
    mail: String,
    part: String,
    roles: Vec<PersonsRole>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonsRole {
    role: String,
    /// The board for which it is held.
    board: Option<String>,
    /// Any other place for which it is held: `agency/1`.
    place: Option<String>,
}

impl Demonstration {
    /// Returns what the site shows about the demonstration.
    pub fn shown(&self) -> web::Demonstration {
        let account = |person: &DemonstrationPerson| DemonstrationAccount {
            mail: person.mail.clone(),
            name: person.name.clone(),
            part: person.part.clone(),
        };
        web::Demonstration { accounts: self.accounts.iter().map(account).collect() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Board {
    name: String,
    #[serde(default)]
    also_known_as: Vec<String>,
    reference_prefix: Option<String>,
    kind: Option<String>,
    responsibilities: Option<String>,
    #[serde(default)]
    is_crime_and_disorder_committee: bool,
    usual_time: Option<NaiveTime>,
    usual_place: Option<String>,
    members: Vec<BoardMember>,
}

/// Reads the definition of the demonstration.
pub fn read() -> Result<Demonstration> {
    source("demonstration.toml")
}

fn source<T: DeserializeOwned>(name: &str) -> Result<T> {
    let file = Sources::get(name).with_context(|| format!("the demonstration has no file {name}"))?;
    let text = std::str::from_utf8(&file.data).with_context(|| format!("{name} is not UTF-8"))?;
    toml::from_str(text).with_context(|| format!("the demonstration's file {name} cannot be read"))
}

/// Returns all sources in a folder, by name.
fn sources<T: DeserializeOwned>(folder: &str) -> Result<Vec<T>> {
    let mut names: Vec<_> = Sources::iter().filter(|name| name.starts_with(folder)).collect();
    names.sort();
    names.iter().map(|name| source(name)).collect()
}

/// Loads the demonstration's record into an empty database, and its accounts if they are missing. Returns whether the database
/// was empty.
pub async fn load(state: &AppState, demonstration: &Demonstration) -> Result<bool> {
    let is_empty = publications::last_id(state.db.reading()).await? == 0;
    if is_empty {
        load_record(state, demonstration).await?;
    }
    load_settings(state, demonstration).await?;
    load_accounts(state, demonstration).await?;
    Ok(is_empty)
}

/// Fills the council's lists if they are empty, and chooses the template of the published packs.
async fn load_settings(state: &AppState, demonstration: &Demonstration) -> Result<()> {
    if !settings::read(state.db.reading()).await?.entries.is_empty() {
        return Ok(());
    }
    let by = settings::By { actor: ACTOR, at: state.clock.now() };
    let transaction = state.db.begin().await?;
    for (word, names) in &demonstration.lists {
        let list = List::read(word).with_context(|| format!("the demonstration fills an unknown list, {word}"))?;
        for name in names {
            settings::add_entry(&transaction, list, name, (None, None), by).await?;
        }
    }
    council::start_from(state, &transaction, council::PUBLISHED_PACKS, by).await?;
    transaction.commit().await?;
    Ok(state.reload_settings().await?)
}

/// Creates the accounts that do not exist yet.
async fn load_accounts(state: &AppState, demonstration: &Demonstration) -> Result<()> {
    let at = state.clock.now();
    let by = By { actor: ACTOR, at };
    let boards = meetings::boards(state.db.reading()).await?;
    let transaction = state.db.begin().await?;
    for person in &demonstration.accounts {
        if account_store::by_mail(&transaction, &person.mail).await?.is_some() {
            continue;
        }
        let id = account_store::insert(&transaction, &person.mail, &person.name, by).await?;
        account_store::set_state(&transaction, id, AccountState::Active, by).await?;
        for PersonsRole { role, board, place } in &person.roles {
            anyhow::ensure!(
                state.joined.policy.role(role).is_some(),
                "the demonstration gives {} an unknown role, {role}",
                person.name
            );
            let of_board = board.as_ref().map(|name| {
                let board = boards.iter().find(|board| board.name == *name);
                let board = board
                    .with_context(|| format!("the demonstration gives {} a role on an unknown board, {name}", person.name))?;
                Ok::<_, anyhow::Error>(Place::new(directory::roles::BOARD_PLACE, board.id.get()))
            });
            let place = of_board.transpose()?.or_else(|| place.as_deref().and_then(Place::parse));
            let term = Term { from: at.date_naive(), until: None };
            role_store::give(&transaction, id, &NewRole { role: role.clone(), place, term }, false, by).await?;
        }
    }
    Ok(transaction.commit().await?)
}

async fn load_record(state: &AppState, demonstration: &Demonstration) -> Result<()> {
    let transaction = state.db.begin().await?;
    // Each paper was published some days before the demonstration's clock starts; the instants only need to be in order.
    let mut at = demonstration.clock - TimeDelta::days(1);
    let mut publishing = || {
        at += TimeDelta::minutes(1);
        Publishing { at, actor: ACTOR, reason: "The demonstration's data" }
    };
    for board in &demonstration.boards {
        let register = BoardRegister {
            name: board.name.clone(),
            also_known_as: board.also_known_as.clone(),
            kind: board.kind.clone(),
            reference_prefix: board.reference_prefix.clone(),
            responsibilities: board.responsibilities.clone(),
            terms_of_reference: None,
            quorum: None,
            is_crime_and_disorder_committee: board.is_crime_and_disorder_committee,
            usual_time: board.usual_time,
            usual_place: board.usual_place.clone(),
            members: board.members.clone(),
        };
        meetings::publish_board(&transaction, &register, &publishing()).await?;
    }
    for agenda in sources::<Agenda>("meetings/")? {
        agendas::publish_agenda(&transaction, &agenda, &publishing()).await?;
    }
    for minutes in sources::<Minutes>("minutes/")? {
        agendas::publish_minutes(&transaction, &minutes, &publishing()).await?;
    }
    for report in sources::<Report>("reports/")? {
        let printed = &report.block.report_to;
        let board = meetings::board_name(&transaction, printed).await?.unwrap_or_else(|| printed.clone());
        reports::publish_report(&transaction, &board, &report, &publishing()).await?;
    }
    Ok(transaction.commit().await?)
}

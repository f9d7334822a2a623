//! Pages for creating a board and editing its register.

use access::actor::Term;
use access::role_store::{self, NewRole};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use directory::roles::CLERK;
use foundation::text::{clean_line, title_key};
use foundation::time_of_day;
use maud::{Markup, html};
use meetings::access::{BEGIN_BOARD, EDIT_BOARD, board_place};
use meetings::board;
use meetings::board::BoardRegister;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::publish_board;
use meetings::board::publishing::{publish_register, register_and_version};
use meetings::board::store::Board;
use publications::Publishing;
use ui::FormState;
use web::{AppState, NOT_A_TIME, OrNotFound, Result, SignedIn, SubmittedForm, edit_refused, redirect_done, refused};

/// Returns the form as it opens for a register, of which this is the version.
fn form_of(register: &BoardRegister, version: String) -> FormState {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut form = FormState::of([
        ("name", register.name.clone()),
        ("also_known_as", register.also_known_as.join("\n")),
        ("kind", text(&register.kind)),
        ("reference_prefix", text(&register.reference_prefix)),
        ("responsibilities", text(&register.responsibilities)),
        ("terms_of_reference", text(&register.terms_of_reference)),
        ("quorum", register.quorum.map(|quorum| quorum.to_string()).unwrap_or_default()),
        ("usual_time", register.usual_time.map(time_of_day::on_page).unwrap_or_default()),
        ("usual_place", text(&register.usual_place)),
        ("version", version),
    ]);
    form.tick("crime_and_disorder", register.is_crime_and_disorder_committee);
    form
}

/// Reads the register, which keeps its members.
fn read(form: &mut SubmittedForm, register: &BoardRegister) -> Option<BoardRegister> {
    let name = form.line("name").at_most(120, "Name").required(NO_NAME);
    if name.as_ref().is_some_and(|name| title_key(name).is_empty()) {
        form.fault("name", NO_NAME);
    }
    let kind = form.line("kind").at_most(80, "Kind of body").optional();
    let is_prefix = |prefix: &String| prefix.len() <= 8 && prefix.chars().all(|c| c.is_ascii_uppercase());
    let prefix = form.parse("reference_prefix", |prefix| Some(prefix.to_uppercase())).filter(is_prefix);
    let prefix = prefix.optional("Prefix must be 8 letters or fewer, like SAF");
    let quorum = form.number("quorum", 1..=99).optional("Quorum must be a whole number from 1 to 99");
    let responsibilities = form.line("responsibilities").at_most(2_000, "Responsibilities").optional();
    let terms_of_reference = form.lines("terms_of_reference").at_most(10_000, "Terms of reference").optional();
    let usual_time = form.time("usual_time").optional(NOT_A_TIME);
    let usual_place = form.line("usual_place").at_most(160, "Usual place").optional();
    let others = read_other_names(form);
    form.accept(())?;
    let name = name?;
    Some(BoardRegister {
        also_known_as: others?.into_iter().filter(|other| title_key(other) != title_key(&name)).collect(),
        name,
        kind: kind?,
        reference_prefix: prefix?,
        responsibilities: responsibilities?,
        terms_of_reference: terms_of_reference?,
        quorum: quorum?,
        is_crime_and_disorder_committee: form.is_ticked("crime_and_disorder"),
        usual_time: usual_time?,
        usual_place: usual_place?,
        members: register.members.clone(),
    })
}

const NO_NAME: &str = "Enter the board’s name";

/// Reads the other names of the board, one on each line.
fn read_other_names(form: &mut SubmittedForm) -> Option<Vec<String>> {
    let names = form.lines("also_known_as").text()?;
    let names: Vec<String> = names.lines().map(clean_line).filter(|name| !name.is_empty()).collect();
    if names.len() > 20 || names.iter().any(|name| name.chars().count() > 120) {
        form.fault("also_known_as", "Enter 20 other names or fewer, each of 120 characters or fewer");
    }
    Some(names)
}

/// Handles `GET /boards/begin`.
pub(crate) async fn begin_form(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, BEGIN_BOARD)?;
    Ok(begin_page(&state, &FormState::default()))
}

/// Handles `POST /boards/begin`. The person who creates a board becomes its clerk.
pub(crate) async fn begin(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    state.ask_any(&who.actor, BEGIN_BOARD)?;
    let Some(register) = read(&mut form, &BoardRegister::default()) else {
        return Ok(refused(begin_page(&state, &form)));
    };
    let transaction = state.db.begin().await?;
    board::store::hold_names(&transaction).await?;
    if board::store::by_name(&transaction, &register.name).await?.is_some() {
        drop(transaction);
        form.fault("name", "A board with this name already exists");
        return Ok(refused(begin_page(&state, &form)));
    }
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: "The board was created" };
    publish_board(&transaction, &register, &publishing).await?;
    let board = board::store::by_name(&transaction, &register.name).await?.or_not_found("Board")?;
    let term = Term { from: state.clock.today(), until: None };
    let role = NewRole { role: CLERK.to_owned(), place: Some(board_place(board.id)), term };
    role_store::give(&transaction, who.account, &role, false, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/desk", board.slug), "begun").into_response())
}

/// Handles `GET /boards/{slug}/edit`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(slug): Path<String>) -> Result<Markup> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let (register, version) = register_and_version(state.db.reading(), &board).await?;
    Ok(edit_page(&state, &board, &form_of(&register, version), None))
}

/// Handles `POST /boards/{slug}/edit`.
pub(crate) async fn edit(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let transaction = state.db.begin().await?;
    board::store::hold_names(&transaction).await?;
    let (current, version) = register_and_version(&transaction, &board).await?;
    let register = read(&mut form, &current);
    let reason = form.line("reason").at_most(300, "Reason").required("Enter a reason for the change");
    if board::store::by_name(&transaction, form.value("name")).await?.is_some_and(|known| known.id != board.id) {
        form.fault("name", "Another board has this name");
    }
    let (Some(register), Some(reason), false) = (register, reason, form.has_faults()) else {
        drop(transaction);
        return Ok(refused(edit_page(&state, &board, &form, None)));
    };
    if version != form.value("version") {
        drop(transaction);
        form.set("version", version);
        let conflict = conflict(&current, &register, &format!("/boards/{}/desk", board.slug));
        return Ok(edit_refused(edit_page(&state, &board, &form, Some(conflict))));
    }
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: &reason };
    publish_register(&transaction, &board, &register, &publishing).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/desk", board.slug), "changed").into_response())
}

fn begin_page(state: &AppState, form: &FormState) -> Markup {
    let title = form.title("Create a board");
    let breadcrumbs = vec![("Your work".into(), "/work".into()), ("Your boards".into(), "/desk".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, "Create a board"))
            form action="/boards/begin" method="post" novalidate { (fields(form)) (ui::send("Create board")) }
        }
    };
    ui::page(&page, content)
}

fn edit_page(state: &AppState, board: &Board, form: &FormState, conflict: Option<Markup>) -> Markup {
    let title = form.title("Name, terms of reference and quorum");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&board.name), "Name, terms of reference and quorum"))
            @if let Some(conflict) = conflict { (conflict) }
            form action=(format!("/boards/{}/edit", board.slug)) method="post" novalidate {
                (fields(form))
                (form.hidden("version"))
                (form.input(&ui::Input { name: "reason", label: "Reason for the change", hint: Some("Published with the new version of the register"), ..Default::default() }))
                (ui::send("Publish changes"))
            }
        }
    };
    ui::page(&page, content)
}

/// Renders the register as someone else has changed it since the form was opened, compared with what was submitted: `own`.
fn conflict(current: &BoardRegister, own: &BoardRegister, address: &str) -> Markup {
    let [current, own] = [current, own].map(|register| form_of(register, String::new()));
    let fields = [
        ("Name", "name"),
        ("Also known as", "also_known_as"),
        ("Kind of body", "kind"),
        ("Prefix of minute references", "reference_prefix"),
        ("Quorum", "quorum"),
        ("Responsible for", "responsibilities"),
        ("Terms of reference", "terms_of_reference"),
        ("Crime and disorder committee", "crime_and_disorder"),
        ("Usual start time", "usual_time"),
        ("Usual place", "usual_place"),
    ];
    let fields = &ui::compared(&current, &own, &fields);
    ui::edit_conflict(&ui::EditConflict { thing: "board", change: None, fields, address })
}

fn fields(form: &FormState) -> Markup {
    let line = |name, label, hint| form.input(&ui::Input { name, label, hint, ..Default::default() });
    let text =
        |name, label, hint, rows| form.textarea(&ui::Textarea { name, label, hint, rows: Some(rows), ..Default::default() });
    html! {
        (line("name", "Name", None))
        (text("also_known_as", "Also known as", Some("Other names used in papers, one on each line"), 2))
        (line("kind", "Kind of body", Some("For example, Policy and Performance Board")))
        (line("reference_prefix", "Prefix of minute references", Some("For example, SAF for references SAF1, SAF2 and so on through the municipal year")))
        (line("quorum", "Quorum", Some("How many members must be present to take decisions")))
        (text("responsibilities", "Responsible for", Some("A sentence or two for the public page"), 3))
        (text("terms_of_reference", "Terms of reference", None, 6))
        (form.checkbox(
            "crime_and_disorder", "Statutory role", "This is the council’s crime and disorder committee",
            Some("It must meet to scrutinise crime and disorder at least once every 12 months (Police and Justice Act 2006, section 19). You get a warning if no meeting is scheduled."),
        ))
        (form.time("usual_time", "Usual start time"))
        (line("usual_place", "Usual place", None))
    }
}

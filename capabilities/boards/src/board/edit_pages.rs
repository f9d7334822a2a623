//! Pages for creating a board and editing its register.

use access::actor::Term;
use access::role_store::{self, NewRole};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use directory::roles::CLERK;
use foundation::text::title_key;
use maud::{Markup, html};
use meetings::access::{BEGIN_BOARD, EDIT_BOARD, board_place};
use meetings::board;
use meetings::board::BoardRegister;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::publish_board;
use meetings::board::publishing::{publish_register, register_and_version};
use meetings::board::store::Board;
use meetings::form::{
    NOT_A_TIME, hidden, is_ticked, is_too_long, line, line_field, send, some_line, some_text, text_field, time, time_field,
    written_time,
};
use publications::Publishing;
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BoardForm {
    name: String,
    also_known_as: String,
    kind: String,
    reference_prefix: String,
    responsibilities: String,
    terms_of_reference: String,
    quorum: String,
    crime_and_disorder: String,
    usual_time: String,
    usual_place: String,
    reason: String,
    /// The version that was edited.
    version: String,
}

impl BoardForm {
    fn of(register: &BoardRegister, version: String) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            name: register.name.clone(),
            also_known_as: register.also_known_as.join("\n"),
            kind: text(&register.kind),
            reference_prefix: text(&register.reference_prefix),
            responsibilities: text(&register.responsibilities),
            terms_of_reference: text(&register.terms_of_reference),
            quorum: register.quorum.map(|quorum| quorum.to_string()).unwrap_or_default(),
            crime_and_disorder: if register.is_crime_and_disorder_committee { "yes".to_owned() } else { String::new() },
            usual_time: written_time(register.usual_time),
            usual_place: text(&register.usual_place),
            reason: String::new(),
            version,
        }
    }

    /// Returns a fault for each field that is too long. Long text is rejected rather than truncated.
    fn lengths(&self) -> Vec<ui::Fault<'static>> {
        let fields = [
            (&self.name, 120, "Name must be 120 characters or fewer", "name"),
            (&self.kind, 80, "Kind of body must be 80 characters or fewer", "kind"),
            (&self.responsibilities, 2_000, "Responsibilities must be 2,000 characters or fewer", "responsibilities"),
            (&self.terms_of_reference, 10_000, "Terms of reference must be 10,000 characters or fewer", "terms_of_reference"),
            (&self.usual_place, 160, "Usual place must be 160 characters or fewer", "usual_place"),
            (&self.reason, 300, "Reason must be 300 characters or fewer", "reason"),
        ];
        fields
            .into_iter()
            .filter(|(text, most, ..)| is_too_long(text, *most))
            .map(|(.., message, field)| (message, field))
            .collect()
    }

    /// Returns the register with the submitted values, and the faults found in them.
    fn read(&self, register: &BoardRegister) -> (BoardRegister, Vec<ui::Fault<'static>>) {
        let mut faults = self.lengths();
        let name = line(&self.name, 120);
        if title_key(&name).is_empty() {
            faults.push(("Enter the board’s name", "name"));
        }
        let prefix = some_line(&self.reference_prefix, 12).map(|prefix| prefix.to_uppercase());
        if prefix.as_deref().is_some_and(|prefix| prefix.len() > 8 || !prefix.chars().all(|c| c.is_ascii_uppercase())) {
            faults.push(("Prefix must be 8 letters or fewer, like SAF", "reference_prefix"));
        }
        let quorum =
            some_line(&self.quorum, 5).map(|quorum| quorum.parse::<u32>().ok().filter(|quorum| (1..=99).contains(quorum)));
        if quorum == Some(None) {
            faults.push(("Quorum must be a whole number from 1 to 99", "quorum"));
        }
        let usual_time = some_line(&self.usual_time, 20).map(|text| time(&text));
        if usual_time == Some(None) {
            faults.push((NOT_A_TIME, "usual_time"));
        }
        let others: Vec<&str> = self.also_known_as.lines().filter(|name| !name.trim().is_empty()).collect();
        if others.len() > 20 || others.iter().any(|name| is_too_long(name, 120)) {
            faults.push(("Enter 20 other names or fewer, each of 120 characters or fewer", "also_known_as"));
        }
        let names = self.also_known_as.lines().filter_map(|name| some_line(name, 120));
        let read = BoardRegister {
            also_known_as: names.filter(|other| title_key(other) != title_key(&name)).take(20).collect(),
            name,
            kind: some_line(&self.kind, 80),
            reference_prefix: prefix,
            responsibilities: some_line(&self.responsibilities, 2_000),
            terms_of_reference: some_text(&self.terms_of_reference, 10_000),
            quorum: quorum.flatten(),
            is_crime_and_disorder_committee: is_ticked(&self.crime_and_disorder),
            usual_time: usual_time.flatten(),
            usual_place: some_line(&self.usual_place, 160),
            members: register.members.clone(),
        };
        (read, faults)
    }
}

/// Handles `GET /boards/begin`.
pub(crate) async fn begin_form(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, BEGIN_BOARD)?;
    Ok(begin_page(&state, &BoardForm::default(), &[]))
}

/// Handles `POST /boards/begin`. The person who creates a board becomes its clerk.
pub(crate) async fn begin(State(state): State<AppState>, who: SignedIn, Form(form): Form<BoardForm>) -> Result<Response> {
    state.ask_any(&who.actor, BEGIN_BOARD)?;
    let (register, mut faults) = form.read(&BoardRegister::default());
    let transaction = state.db.begin().await?;
    board::store::hold_names(&transaction).await?;
    if faults.is_empty() && board::store::by_name(&transaction, &register.name).await?.is_some() {
        faults.push(("A board with this name already exists", "name"));
    }
    if !faults.is_empty() {
        drop(transaction);
        return Ok(refused(begin_page(&state, &form, &faults)));
    }
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: "The board was created" };
    publish_board(&transaction, &register, &publishing).await?;
    let board = board::store::by_name(&transaction, &register.name).await?.ok_or(Error::NotFound("Board"))?;
    let term = Term { from: state.clock.today(), until: None };
    let role = NewRole { role: CLERK.to_owned(), place: Some(board_place(board.id)), term };
    role_store::give(&transaction, who.account, &role, false, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/desk?done=begun", board.slug)).into_response())
}

/// Handles `GET /boards/{slug}/edit`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(slug): Path<String>) -> Result<Markup> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let (register, version) = register_and_version(state.db.reading(), &board).await?;
    Ok(edit_page(&state, &board, &BoardForm::of(&register, version), &[], None))
}

/// Handles `POST /boards/{slug}/edit`.
pub(crate) async fn edit(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Form(form): Form<BoardForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let transaction = state.db.begin().await?;
    board::store::hold_names(&transaction).await?;
    let (current, version) = register_and_version(&transaction, &board).await?;
    let (register, mut faults) = form.read(&current);
    let reason = line(&form.reason, 300);
    if reason.is_empty() {
        faults.push(("Enter a reason for the change", "reason"));
    }
    let taken = board::store::by_name(&transaction, &register.name).await?.is_some_and(|known| known.id != board.id);
    if taken {
        faults.push(("Another board has this name", "name"));
    }
    if !faults.is_empty() {
        drop(transaction);
        return Ok(refused(edit_page(&state, &board, &form, &faults, None)));
    }
    if version != form.version {
        drop(transaction);
        let form = BoardForm { version, ..form };
        return Ok(refused(edit_page(
            &state,
            &board,
            &form,
            &[(
                "Someone else has changed this board since you opened it. Compare both versions, then save again to keep yours",
                "name",
            )],
            Some(&current),
        )));
    }
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason: &reason };
    publish_register(&transaction, &board, &register, &publishing).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/desk?done=changed", board.slug)).into_response())
}

fn begin_page(state: &AppState, form: &BoardForm, faults: &[ui::Fault<'_>]) -> Markup {
    let title = ui::form_title("Create a board", !faults.is_empty());
    let breadcrumbs = vec![("Your work".into(), "/work".into()), ("Your boards".into(), "/desk".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(None, "Create a board"))
            form action="/boards/begin" method="post" novalidate { (fields(form, faults)) (send("Create board")) }
        }
    };
    ui::page(&page, content)
}

fn edit_page(
    state: &AppState,
    board: &Board,
    form: &BoardForm,
    faults: &[ui::Fault<'_>],
    meanwhile: Option<&BoardRegister>,
) -> Markup {
    let title = ui::form_title("Name, terms of reference and quorum", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&board.name), "Name, terms of reference and quorum"))
            @if let Some(meanwhile) = meanwhile {
                h2 class="govuk-heading-m" { "Current text" }
                (ui::summary_list(&[
                    ui::SummaryRow::new("Name", html! { (meanwhile.name) }),
                    ui::SummaryRow::new("Quorum", html! { (meanwhile.quorum.map(|quorum| quorum.to_string()).unwrap_or_default()) }),
                    ui::SummaryRow::new("Responsible for", html! { (meanwhile.responsibilities.clone().unwrap_or_default()) }),
                    ui::SummaryRow::new("Terms of reference", html! { (meanwhile.terms_of_reference.clone().unwrap_or_default()) }),
                ]))
                h2 class="govuk-heading-m" { "Your version" }
            }
            form action=(format!("/boards/{}/edit", board.slug)) method="post" novalidate {
                (fields(form, faults))
                (hidden("version", &form.version))
                (line_field("reason", "Reason for the change", &form.reason, Some("Published with the new version of the register"), faults))
                (send("Publish changes"))
            }
        }
    };
    ui::page(&page, content)
}

fn fields(form: &BoardForm, faults: &[ui::Fault<'_>]) -> Markup {
    html! {
        (line_field("name", "Name", &form.name, None, faults))
        (text_field("also_known_as", "Also known as", &form.also_known_as, Some("Other names used in papers, one on each line"), 2, faults))
        (line_field("kind", "Kind of body", &form.kind, Some("For example, Policy and Performance Board"), faults))
        (line_field("reference_prefix", "Prefix of minute references", &form.reference_prefix, Some("For example, SAF for references SAF1, SAF2 and so on through the municipal year"), faults))
        (line_field("quorum", "Quorum", &form.quorum, Some("How many members must be present to take decisions"), faults))
        (text_field("responsibilities", "Responsible for", &form.responsibilities, Some("A sentence or two for the public page"), 3, faults))
        (text_field("terms_of_reference", "Terms of reference", &form.terms_of_reference, None, 6, faults))
        (ui::checkboxes(&ui::Choices {
            name: "crime_and_disorder", legend: "Statutory role",
            choices: vec![ui::Choice {
                value: "yes", text: "This is the council’s crime and disorder committee",
                hint: Some("It must meet to scrutinise crime and disorder at least once every 12 months (Police and Justice Act 2006, section 19). You get a warning if no meeting is scheduled."),
                chosen: is_ticked(&form.crime_and_disorder)
            }],
            ..Default::default()
        }))
        (time_field("usual_time", "Usual start time", &form.usual_time, faults))
        (line_field("usual_place", "Usual place", &form.usual_place, None, faults))
    }
}

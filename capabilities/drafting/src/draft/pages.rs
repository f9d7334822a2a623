//! Creating a report, and its overview of sections.

use crate::access::{BEGIN, READ, WRITE, draft_facts};
use crate::draft::open_draft::OpenDraft;
use crate::draft::store::NewDraft;
use crate::draft::{FIRST_APPENDIX, MOST_APPENDICES, State as DraftState, Text};
use crate::{comments, draft, sections, templates};
use access::{AccountId, Actor, Answer, Place};
use agendas::ReportItem;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use checking::template::TemplateSection;
use directory::roles::BOARD_PLACE;
use maud::{Markup, html};
use meetings::DraftItemId;
use ui::FormState;
use web::{AppState, Done, Error, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// The kinds of report, each with its label.
pub(crate) const KINDS: [(&str, &str); 3] =
    [("report", "Report"), ("presentation", "Report with a presentation"), ("information", "Report for information")];

/// Returns the kind that a form names.
pub(crate) fn read_kind(text: &str) -> Option<&'static str> {
    KINDS.iter().find(|(kind, _)| *kind == text).map(|(kind, _)| *kind)
}

/// Returns the key that a form names, if it is that of one of these accounts.
pub(crate) fn account_among(accounts: &[(String, String)], text: &str) -> Option<AccountId> {
    accounts.iter().find(|(key, _)| key == text)?.0.parse().ok()
}

/// Checks whether someone may create reports to a board, on public or exempt items.
pub(crate) fn may_begin(state: &AppState, actor: &Actor, board: &Place, is_exempt: bool) -> bool {
    state.joined.policy.can(actor, BEGIN, &draft_facts(0, board, None, &[], is_exempt)) == Answer::Allowed
}

async fn item_to_begin(state: &AppState, who: &SignedIn, id: &str) -> Result<(ReportItem, Place)> {
    let missing = || Error::NotFound("Item");
    let id: DraftItemId = id.parse().map_err(|_| missing())?;
    let item = agendas::report_item(state.db.reading(), id).await?.ok_or_else(missing)?;
    let board = Place::new(BOARD_PLACE, item.meeting.board.get());
    if may_begin(state, &who.actor, &board, item.is_exempt) { Ok((item, board)) } else { Err(missing()) }
}

/// What can be selected when a report is created, each with its name.
struct Offered {
    /// The records of the reports that it can be copied from.
    earlier: Vec<(String, String)>,
    /// The accounts of its possible authors, if the user is a clerk and so creates it for someone else.
    authors: Vec<(String, String)>,
}

async fn offered(state: &AppState, who: &SignedIn, item: &ReportItem, board: &Place) -> Result<Offered> {
    let earlier = draft::copying::earlier_reports(state, item).await?;
    let is_clerk = state.joined.policy.can(&who.actor, WRITE, &draft_facts(0, board, None, &[], true)) == Answer::Allowed;
    let authors = if is_clerk { draft::particulars_pages::reporting_officers(state, board).await? } else { Vec::new() };
    Ok(Offered { earlier, authors })
}

/// Handles `GET /drafts/begin/{item}`.
pub(crate) async fn begin_form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Response> {
    let (item, board) = item_to_begin(&state, &who, &id).await?;
    if let Some(draft) = draft::store::of_item(state.db.reading(), item.id.get()).await? {
        return Ok(Redirect::to(&draft.address()).into_response());
    }
    let offered = offered(&state, &who, &item, &board).await?;
    Ok(begin_page(&state, &item, &offered, &FormState::of([("kind", "report")])).into_response())
}

fn begin_page(state: &AppState, item: &ReportItem, offered: &Offered, form: &FormState) -> Markup {
    let title = form.title("Create report");
    let trail = vec![("Home".into(), "/".into()), ("Your work".into(), "/work".into()), ("Reports".into(), "/drafts".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&format!("{}, {}", item.meeting.board_name, item.meeting.short_day())), &item.title))
            form action=(format!("/drafts/begin/{}", item.id)) method="post" novalidate {
                (form.select(&ui::Select {
                    name: "kind", label: "Kind of report", hint: Some("This decides who clears the report"), ..Default::default()
                }, None, &KINDS))
                (form.select(&ui::Select {
                    name: "copy", label: "Start from",
                    hint: Some("If you copy a report, each section lists the dates, periods and figures to check"), ..Default::default()
                }, Some("Blank report"), &offered.earlier))
                @if !offered.authors.is_empty() {
                    (form.select(&ui::Select {
                        name: "author", label: "Author",
                        hint: Some("Only authors, clerks and the people who clear the report can read it before it is published"),
                        ..Default::default()
                    }, Some("I will write it"), &offered.authors))
                }
                (ui::send("Create report"))
            }
        }
    };
    ui::page(&page, content)
}

/// A report as it is to be created.
struct Wanted {
    kind: &'static str,
    /// The record of the report to copy.
    copy: Option<String>,
    /// The author, if it is not the user.
    author: Option<AccountId>,
}

fn read(form: &mut SubmittedForm, offered: &Offered) -> Option<Wanted> {
    let kind = form.parse("kind", read_kind).or_fault("Select the kind of report");
    let copy = form.choice("copy", &offered.earlier, |(record, _)| record.clone()).optional("Select a report from the list");
    let author = if offered.authors.is_empty() {
        Some(None)
    } else {
        form.parse("author", |text| account_among(&offered.authors, text)).optional("Select an author from the list")
    };
    Some(Wanted { kind: kind?, copy: copy?.map(|(record, _)| record), author: author? })
}

/// Handles `POST /drafts/begin/{item}`.
pub(crate) async fn begin(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (item, board) = item_to_begin(&state, &who, &id).await?;
    let offered = offered(&state, &who, &item, &board).await?;
    let Some(Wanted { kind, copy, author }) = read(&mut form, &offered) else {
        return Ok(refused(begin_page(&state, &item, &offered, &form)));
    };
    let template = templates::store::current(state.db.reading()).await?.on_day(&state.settings(), item.meeting.held_on);
    let copied = match copy {
        Some(record) => Some(draft::copying::copied(&state, &record, &template.template).await?),
        None => None,
    };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let new = NewDraft {
        board: &board,
        item: item.id.get(),
        kind,
        subject: &item.title,
        reporting_officer: item.lead_officer.as_deref().unwrap_or_default(),
        template: template.version,
        copied_from: copied.as_ref().map(|copied| copied.report),
        is_exempt: item.is_exempt,
        author: author.unwrap_or(who.account),
    };
    let existed = draft::store::of_item(&transaction, item.id.get()).await?.is_some();
    let draft = draft::store::begin(&transaction, &new, by).await?;
    if !existed {
        let texts: Vec<(i32, String)> = match copied {
            Some(copied) => copied.take_over(&transaction, draft, by).await?,
            None => (0..)
                .zip(&template.template.sections)
                .filter(|(_, section)| !section.parts.is_empty())
                .map(|(number, section)| (number, sections::composing::scaffold(&section.parts)))
                .collect(),
        };
        for (section, text) in texts {
            draft::store::write(&transaction, draft, section, &text, 0, by).await?.version()?;
        }
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/drafts/{draft}"), "begun").into_response())
}

/// Handles `GET /drafts/{id}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, READ, &id).await?;
    let connection = state.db.reading();
    let template = templates::store::of_version(connection, open.draft.template).await?.template;
    let texts = draft::store::texts(connection, open.draft.id).await?;
    let unsettled = comments::store::unsettled(connection, open.draft.id).await?;
    let completed = sections::completed_store::of_draft(connection, open.draft.id).await?;
    let waits = |section: i32| unsettled.iter().find(|waiting| waiting.section == section).map_or(0, |waiting| waiting.count);
    let own = open.draft.address();
    let banner = match done.as_str() {
        "begun" => Some("Report created"),
        "saved" => Some("Changes saved"),
        "changed" => Some("Report details changed"),
        "completed" => Some("Section marked as complete"),
        "imported" => Some("Word document imported"),
        _ => None,
    };
    let page = ui::Page {
        title: &open.draft.subject,
        section: Some(ui::Section::Work),
        breadcrumbs: open.trail()[..3].to_vec(),
        ..state.page()
    };
    let task = |section: i32, title: &str, required: bool, hint: &str| {
        let text = texts.iter().find(|text| text.section == section);
        let address = format!("{own}/sections/{section}");
        let hint = if waits(section) > 0 {
            format!("{hint} {} to resolve.", counted(waits(section), "comment"))
        } else {
            hint.to_owned()
        };
        (title.to_owned(), address, hint, is_written(text), completed.contains(&section), required)
    };
    let mut tasks: Vec<(String, String, String, bool, bool, bool)> = (0..)
        .zip(&template.sections)
        .map(|(number, section)| task(number, &section.heading, section.required, &section.guidance))
        .collect();
    for text in texts.iter().filter(|text| text.section >= FIRST_APPENDIX) {
        tasks.push(task(text.section, &format!("Appendix {}", text.section - FIRST_APPENDIX + 1), false, ""));
    }
    let shown: Vec<ui::Task> = tasks
        .iter()
        .map(|(title, address, hint, is_written, is_complete, required)| ui::Task {
            title,
            address: Some(address),
            hint: Some(hint).filter(|hint| !hint.is_empty()).map(String::as_str),
            // A template, an import or a copy may have written the text; only its author knows whether it is finished.
            state: if *is_complete {
                ui::TaskState::Completed
            } else if *is_written {
                ui::TaskState::Tagged("In progress", ui::TagColour::Teal)
            } else if *required {
                ui::TaskState::Tagged("Not started", ui::TagColour::Blue)
            } else {
                ui::TaskState::Tagged("Optional", ui::TagColour::Grey)
            },
        })
        .collect();
    let content = html! {
        @if let Some(banner) = banner { (ui::done(banner)) }
        (open.head(&state, "Text"))
        (ui::heading(None, &open.draft.subject))
        @if let (Some(_), true) = (open.draft.copied_from, open.draft.state == DraftState::Drafting) {
            (ui::inset_text(html! { "This report is a copy. Each section lists the dates, periods and figures to check." }))
        }
        (ui::task_list("sections", &shown))
        @if open.may_write {
            (ui::button_group(html! {
                @if open.draft.state == DraftState::Drafting {
                    (ui::button(&ui::Button { text: "Send for clearance", address: Some(&format!("{own}/clearance")), ..Default::default() }))
                }
                (ui::button(&ui::Button { text: "Report details", kind: ui::ButtonKind::Secondary, address: Some(&format!("{own}/particulars")), ..Default::default() }))
                (ui::button(&ui::Button { text: "Import Word document", kind: ui::ButtonKind::Secondary, address: Some(&format!("{own}/import")), ..Default::default() }))
            }))
            form action=(format!("{own}/appendices")) method="post" {
                (ui::button(&ui::Button { text: "Add appendix", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn is_written(text: Option<&Text>) -> bool {
    text.is_some_and(|text| !text.text.trim().is_empty())
}

fn counted(count: i64, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// Returns the required sections without text, each with its number and heading.
pub(crate) fn missing<'a>(sections: &'a [TemplateSection], texts: &[Text]) -> Vec<(i32, &'a str)> {
    let written = |section: i32| is_written(texts.iter().find(|text| text.section == section));
    (0..)
        .zip(sections)
        .filter(|(number, section)| section.required && !written(*number))
        .map(|(number, section)| (number, section.heading.as_str()))
        .collect()
}

/// Handles `POST /drafts/{id}/appendices`.
pub(crate) async fn append(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let payload = serde_json::json!({ "what": "appendix" });
    // Append the ledger entry first: concurrent requests wait for one another, and each gets the next number.
    draft::store::note(&transaction, open.draft.id, ledger::Action::Altered, &payload, by).await?;
    let written = draft::store::written_sections(&transaction, open.draft.id).await?;
    let next = written
        .into_iter()
        .map(|section| section + 1)
        .filter(|section| *section > FIRST_APPENDIX)
        .max()
        .unwrap_or(FIRST_APPENDIX);
    if next >= FIRST_APPENDIX + MOST_APPENDICES {
        return Err(Error::NotUnderstood("A report can have up to 20 appendices.".into()));
    }
    draft::store::write(&transaction, open.draft.id, next, "# Title of the appendix\n", 0, by).await?.version()?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/sections/{next}", open.draft.address())))
}

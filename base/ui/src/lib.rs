//! The user interface: the page around the content, and its components, as functions that return HTML.
//!
//! Most components are those of GOV.UK Frontend and MOJ Frontend, and a test compares them with their published examples; those
//! whose classes begin with `moothall-` are our own: minutes, resolutions, meetings. If a component contains other content,
//! that content is a `Markup` argument. A component with many parts takes a struct with a default, so that a page names only
//! what it needs:
//!
//! ```
//! let field = ui::input(&ui::Input { name: "q", label: "Search", ..Default::default() });
//! assert!(field.into_string().contains("<label class=\"govuk-label\" for=\"q\">Search</label>"));
//! ```
//!
//! Nothing here needs JavaScript, and no page contains inline styles or scripts, so that a strict content security policy
//! holds: styles, scripts, fonts and pictures from the same host, and nothing else.

#![expect(
    clippy::needless_pass_by_value,
    reason = "content is handed over to the component that holds it, so that a page writes `inset_text(html! { … })`"
)]

mod choices;
mod contents;
mod document;
mod edit_conflict;
mod error_order;
mod fields;
mod filters;
#[cfg(test)]
mod fixtures;
mod form_state;
mod glass;
mod layout;
mod links;
mod lists;
mod messages;
mod minutes;
mod page;
mod pages_of_results;
mod records;
mod style_guide;
mod tables;
mod text;

pub use choices::{Choice, Choices, checkboxes, field_group, one_checkbox, radios};
pub use contents::{ContentsEntry, contents, with_aside, with_contents};
pub use document::{document, document_entries, one_minute};
pub use edit_conflict::{EditConflict, TextVersions, compared, edit_conflict, text_versions};
pub use fields::{
    DateInput, Fault, FileInput, Input, InputKind, Select, SelectOption, Textarea, date_input, error_about, error_summary,
    file_input, form_title, hidden, input, row_input, select, short_input, textarea,
};
pub use filters::{FilterGroup, FilterPanel, SearchBox, filter_panel, search_box, with_filters};
pub use form_state::FormState;
pub use glass::{OpenGlass, glass_banner, glass_openings};
pub use layout::{halves, narrowed, two_thirds};
pub use links::{
    Button, ButtonKind, back_link, breadcrumbs, button, button_group, order_button, row_button, send, sub_navigation,
};
pub use lists::{DocumentLink, Entry, MeetingCard, Task, TaskState, documents, entries, marked, meeting_cards, task_list};
pub use messages::{
    TagColour, details, details_shown, done, done_with, empty_state, heading, inset_text, notification_banner, panel,
    success_banner, tag, warning_text,
};
pub use minutes::{ActionEntry, Minute, minute, minute_banner, movement, resolution};
pub use page::{Alternate, Page, Section, page};
pub use pages_of_results::{older_entries, pagination};
pub use records::{Event, IdentityBar, Queue, identity_bar, timeline, work_queues};
pub use style_guide::{Sample, style_guide, style_guide_page};
pub use tables::{Column, RowAction, SummaryRow, Table, summary_list, table};
pub use text::{
    autosave_status, bullets, h2, h2_as, h2_at, h2_focused, h2_large, h2_large_at, h2_small, h2_small_at, h3, h3_as,
    hidden_caption, hint, hint_as, hint_paragraph, inline_hint, lead, link, link_along, link_as, link_current, link_to, list,
    list_as, main_link, measured, numbered, order_status, paragraph, paragraph_as, paragraph_at, place_link, small, small_as,
    spaced_bullets, spaced_list, spaced_numbered, summary_line, tight_h3, tight_paragraph, visually_hidden,
};

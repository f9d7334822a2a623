//! The basis of every page and interface: the application's state, errors that become pages, the layers around every request,
//! the contributions of capabilities, and the pages that no capability owns (publications, licences, health, assets).

mod capability;
mod contributions;
mod demonstration;
mod error;
mod forms;
mod found;
mod own_pages;
mod record_names;
mod requests;
mod responses;
mod state;

pub use capability::{
    AttachedFile, Capability, ClosedRecord, ClosedRecords, FirstStep, FromTemplate, JoinError, Joined, Places, PrivateFiles,
    PublishedKind, WorkQueue, WorkQueues, join, migrations,
};
pub use contributions::Contributions;
pub use demonstration::{DemonstrationPart, DemonstrationParts, DemonstrationPerson, DemonstrationPlace, read_demonstration};
pub use error::{Error, Result};
pub use forms::answers::{AcceptedFile, Answer, NOT_A_DATE, NOT_A_TIME, NOT_AN_EMAIL_ADDRESS, TextAnswer, read_date};
pub use forms::submitted_form::{SubmittedFile, SubmittedForm, UnreadForm};
pub use found::{NotAKey, OrNotFound};
pub use own_pages::assets::PartOfTheProgram;
pub use own_pages::health::PeerAddress;
pub use own_pages::site::{Site, safe_redirect};
pub use record_names::RecordNames;
pub use requests::context::{RequestContext, SESSION, SignedIn, cookie_value, reader_address, set_cookie};
pub use requests::layers::{as_it_is, edit_refused, refused, refused_to_script, with_status};
pub use requests::router::{all_routes, router};
pub use requests::routes::{Address, Routes};
pub use responses::confirmation_page::{CONFIRMED, Confirmation, confirmation_page};
pub use responses::csv_file::{csv_file, csv_in_batches};
pub use responses::done::{Done, confirmation, redirect_done};
pub use responses::list_page::ListPage;
pub use responses::paper_files::handed_out;
pub use responses::prints::{PrintedKind, print_name, print_of, redirect_to_print};
pub use responses::stored_files::{FileRequest, SentAsItIs, stored_file};
pub use responses::zip_file::{Zipped, zip_file, zip_size};
pub use state::authored::AuthoredTransaction;
pub use state::following::{catch_up, follow_publications};
pub use state::openings::{OpeningNote, glass_banner, glass_openings};
pub use state::{AppState, Council, Parts};

//! The basis of every page and interface: the application's state, errors that become pages, the layers around every request,
//! the contributions of capabilities, and the pages that no capability owns (publications, licences, health, assets).

mod board_followers;
mod capability;
mod error;
mod own_pages;
mod record_names;
mod requests;
mod responses;
mod state;

pub use board_followers::{BoardFollowers, BoardMessage};
pub use capability::{
    AttachedFile, BoardOf, BoardPart, Capability, ClosedRecord, ClosedRecords, FirstStep, FromTemplate, ItemOf, ItemPapers,
    JoinError, Joined, MeetingPart, OtherForm, PaperFor, Places, PublishedKind, PublishedPaper, WorkQueue, WorkQueues,
    WrittenPaper, join, migrations,
};
pub use error::{Error, Result};
pub use own_pages::assets::PartOfTheProgram;
pub use own_pages::health::PeerAddress;
pub use own_pages::site::{Site, safe_redirect};
pub use record_names::RecordNames;
pub use requests::context::{RequestContext, SESSION, SignedIn, cookie_value, reader_address, set_cookie};
pub use requests::layers::{as_it_is, refused, with_status};
pub use requests::router::{all_routes, router};
pub use requests::routes::{Address, Routes};
pub use requests::sent_parts::{SentPart, SentParts, SentPartsError};
pub use responses::csv_file::{csv_file, csv_in_batches};
pub use responses::done::Done;
pub use responses::list_page::ListPage;
pub use responses::paper_files::handed_out;
pub use responses::prints::{PrintedKind, print_name, print_of, redirect_to_print};
pub use responses::stored_files::{FileRequest, SentAsItIs, stored_file};
pub use responses::zip_file::{Zipped, zip_file, zip_size};
pub use state::following::{catch_up, follow_publications};
pub use state::openings::{OpeningNote, glass_banner, glass_openings};
pub use state::{AppState, Council, Demonstration, DemonstrationAccount, Parts};

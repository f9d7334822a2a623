//! The basis of every page and interface: the application's state, errors that become pages, the layers around every request,
//! the contributions of capabilities, and the pages that no capability owns (publications, licences, health, assets).

mod asking;
mod assets_routes;
mod board_followers;
mod capability;
mod colours;
mod council_pages;
mod csv_file;
mod done;
mod doors;
mod error;
mod following;
mod health;
mod information_pages;
mod kept_settings;
mod layers;
mod list_page;
mod observation;
mod openings;
mod paper_files;
mod prints;
mod publication_pages;
mod record_names;
mod remembered;
mod router;
mod routes;
mod sent_parts;
mod site;
mod state;
mod stored_files;
mod zip_file;

pub use asking::{Asking, SESSION, SignedIn, cookie_value, reader_address, set_cookie};
pub use assets_routes::PartOfTheProgram;
pub use board_followers::{BoardFollowers, BoardMessage};
pub use capability::{
    AttachedFile, BoardOf, BoardPart, Capability, ClosedRecord, ClosedRecords, FirstStep, FromTemplate, ItemOf, ItemPapers,
    Joined, MeetingPart, OtherForm, PaperFor, Places, PublishedKind, PublishedPaper, WorkQueue, WorkQueues, WrittenPaper, join,
    migrations,
};
pub use csv_file::{csv_file, csv_in_batches};
pub use done::Done;
pub use error::{Error, Result};
pub use following::{catch_up, follow_publications};
pub use health::PeerAddress;
pub use layers::{as_it_is, refused, with_status};
pub use list_page::ListPage;
pub use openings::{OpeningNote, glass_banner, glass_openings};
pub use paper_files::handed_out;
pub use prints::{PrintedKind, print_name, print_of, redirect_to_print};
pub use record_names::RecordNames;
pub use router::{all_routes, router};
pub use routes::{Address, Routes};
pub use sent_parts::{SentPart, SentParts, SentPartsError};
pub use site::{Site, way_on};
pub use state::{AppState, Council, Demonstration, DemonstrationAccount, Parts};
pub use stored_files::{FileRequest, SentAsItIs, stored_file};
pub use zip_file::{Zipped, zip_file, zip_size};

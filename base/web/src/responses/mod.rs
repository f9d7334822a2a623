//! Responses that many handlers send: files, CSV and ZIP files, prints, lists a page at a time,
//! confirmations.

pub(crate) mod confirmation_page;
pub(crate) mod csv_file;
pub(crate) mod done;
pub(crate) mod list_page;
pub(crate) mod paper_files;
pub(crate) mod prints;
pub(crate) mod public_page;
pub(crate) mod stored_files;
pub(crate) mod zip_file;

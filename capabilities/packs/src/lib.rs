//! The files of agenda items and the packs of agendas, public and exempt, as PDFs, ZIP files and Word documents.

pub mod item_files;
pub mod pack;
pub mod private_business_pages;

pub use private_business_pages::private_paper;

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "packs",
        migrations: &[item_files::tables::ITEM_FILES],
        routes: public_routes().merge(routes()),
        kinds: vec![Box::new(item_files::ItemFileKind), Box::new(pack::published::PackKind)],
        printed_kinds: pack::printed_kinds(),
        ..Capability::default()
    }
}

fn public_routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/pack.pdf", pack::print_links::pack)
        .get("/meetings/{id}/minutes.pdf", pack::print_links::minutes)
        .get("/meetings/{id}/decisions.pdf", pack::print_links::decisions)
        .get("/meetings/{id}/supplements/{number}", pack::print_links::supplement)
        .get("/agenda-items/{id}", private_business_pages::paper)
        // Everything here is public and the same for everyone who is not signed in.
        .remembered()
}

fn routes() -> Routes {
    Routes::new()
        .get("/meetings/{id}/private", private_business_pages::show)
        .get("/meetings/{id}/private.pdf", private_business_pages::file)
        .get("/meetings/{id}/items/{item}/files", item_files::pages::show)
        .upload("/meetings/{id}/items/{item}/files", item_files::pages::add, item_files::pages::LARGEST_UPLOAD)
        .get("/meetings/{id}/items/{item}/files/{file}", item_files::edit_pages::show)
        .post("/meetings/{id}/items/{item}/files/{file}", item_files::edit_pages::rename)
        .post("/meetings/{id}/items/{item}/files/{file}/move", item_files::pages::move_file)
        .post("/meetings/{id}/items/{item}/files/{file}/remove", item_files::edit_pages::remove)
        .upload(
            "/meetings/{id}/items/{item}/files/{file}/replace",
            item_files::edit_pages::replace,
            item_files::pages::LARGEST_UPLOAD,
        )
        .get("/meetings/{id}/items/{item}/files/{file}/{version}", item_files::edit_pages::download)
        .get("/meetings/{id}/private-files/{file}", item_files::public_pages::private_file)
        .get("/agenda-files/{id}", item_files::public_pages::show)
        .get("/meetings/{id}/papers.zip", pack::papers_zip::public)
        .get("/meetings/{id}/agenda.docx", pack::word_documents::agenda)
        .get("/meetings/{id}/minutes.docx", pack::word_documents::minutes)
        .get("/my/meetings/{id}/papers.zip", pack::papers_zip::own)
}

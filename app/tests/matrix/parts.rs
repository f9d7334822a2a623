//! What each capability brings to the table: its addresses in `addresses.txt`, and examples of them in `examples.rs`, both in its
//! `tests/matrix`.

use crate::matrix::examples::Own;
use moothall::{pages, wiring};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use test_kit::{Examples, TestApp};
use web::Address;

#[path = "../../../capabilities/accounts/tests/matrix/examples.rs"]
mod accounts;
#[path = "../../../capabilities/actions/tests/matrix/examples.rs"]
mod actions;
#[path = "../../../capabilities/agendas/tests/matrix/examples.rs"]
mod agendas;
#[path = "../../../capabilities/annual-reports/tests/matrix/examples.rs"]
mod annual_reports;
#[path = "../../../capabilities/boards/tests/matrix/examples.rs"]
mod boards;
#[path = "../../../capabilities/council/tests/matrix/examples.rs"]
mod council;
#[path = "../../../capabilities/drafting/tests/matrix/examples.rs"]
mod drafting;
#[path = "../../../capabilities/oversight/tests/matrix/examples.rs"]
mod oversight;
#[path = "../../../capabilities/packs/tests/matrix/examples.rs"]
mod packs;
#[path = "../../../capabilities/papers/tests/matrix/examples.rs"]
mod papers;
#[path = "../../../capabilities/public-record/tests/matrix/examples.rs"]
mod public_record;
#[path = "../../../capabilities/questions/tests/matrix/examples.rs"]
mod questions;
#[path = "../../../capabilities/reports/tests/matrix/examples.rs"]
mod reports;
#[path = "../../../capabilities/sittings/tests/matrix/examples.rs"]
mod sittings;
#[path = "../../../capabilities/subscriptions/tests/matrix/examples.rs"]
mod subscriptions;

/// The name of the program's own part.
pub(crate) const OWN: &str = "app";

/// The examples of each part, in the order in which they are created: some need the records of others.
pub(crate) const EXAMPLES: &[(&str, &dyn Examples)] = &[
    (OWN, &Own),
    ("accounts", &accounts::Accounts),
    ("council", &council::Council),
    ("boards", &boards::Boards),
    ("agendas", &agendas::Agendas),
    ("packs", &packs::Packs),
    ("drafting", &drafting::Drafting),
    ("actions", &actions::Actions),
    ("sittings", &sittings::Sittings),
    ("papers", &papers::Papers),
    ("oversight", &oversight::Oversight),
    ("questions", &questions::Questions),
    ("annual-reports", &annual_reports::AnnualReports),
    ("public-record", &public_record::PublicRecord),
    ("reports", &reports::Reports),
    ("subscriptions", &subscriptions::Subscriptions),
];

/// A capability's part, or the program's own.
pub(crate) struct Part {
    /// The capability's name, which is that of its folder.
    pub name: &'static str,
    /// Its addresses, in the order of its routes.
    pub addresses: Vec<Address>,
    pub examples: &'static dyn Examples,
}

impl Part {
    /// Returns the file with its lines of the table.
    pub(crate) fn table(&self) -> PathBuf {
        let app = Path::new(env!("CARGO_MANIFEST_DIR"));
        if self.name == OWN {
            app.join("tests/matrix/addresses.txt")
        } else {
            app.join(format!("../capabilities/{}/tests/matrix/addresses.txt", self.name))
        }
    }
}

/// Returns the names of the capabilities that have addresses.
pub(crate) fn with_addresses() -> Vec<&'static str> {
    let capabilities = wiring::capabilities().into_iter();
    capabilities.filter(|capability| !capability.routes.addresses().is_empty()).map(|capability| capability.name).collect()
}

/// Returns the parts of everything that has addresses, the program's own first.
///
/// # Panics
/// If there are addresses without examples or examples without addresses.
pub(crate) fn parts(app: &TestApp) -> Vec<Part> {
    let mut examples: BTreeMap<&str, &'static dyn Examples> = EXAMPLES.iter().copied().collect();
    let own = web::all_routes(&app.state, [pages::routes()]);
    let of_capabilities = wiring::capabilities().into_iter().map(|capability| (capability.name, capability.routes));
    let mut parts = Vec::new();
    for (name, routes) in std::iter::once((OWN, own)).chain(of_capabilities) {
        let addresses = routes.addresses().to_vec();
        if addresses.is_empty() {
            continue;
        }
        let Some(examples) = examples.remove(name) else {
            panic!("{name} has addresses, but no examples: add its tests/matrix/examples.rs to app/tests/matrix/parts.rs")
        };
        parts.push(Part { name, addresses, examples });
    }
    assert!(examples.is_empty(), "examples of what has no addresses: {:?}", examples.keys());
    parts
}

//! Display names for the actors in ledger entries, under the name by which this crate knows them.

pub use web::actor_name as of;

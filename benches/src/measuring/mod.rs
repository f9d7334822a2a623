//! The tools for measuring.

pub(crate) mod clerk;
pub(crate) mod cut_disk;
pub(crate) mod figures;
pub(crate) mod load;
pub(crate) mod process;
pub(crate) mod strangers;

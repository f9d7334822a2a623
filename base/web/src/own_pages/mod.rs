//! The pages that no capability owns: publications, contact and privacy, health, the styles and scripts.

pub(crate) mod assets;
pub(crate) mod colours;
pub(crate) mod council;
pub(crate) mod health;
pub(crate) mod information;
pub(crate) mod publications;
pub(crate) mod site;

//! From a request to its handler: routes, layers, limits on what is sent, and who asks.

pub(crate) mod context;
pub(crate) mod doors;
pub(crate) mod layers;
pub(crate) mod remembering;
pub(crate) mod router;
pub(crate) mod routes;
pub(crate) mod sent_parts;

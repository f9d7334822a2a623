//! `RequestContext` a question: the form, what makes a question unfit, earlier ones like it, and following it.

pub(crate) mod fitness;
pub(crate) mod form;
pub(crate) mod pages;
pub(crate) mod similar;
pub(crate) mod similarity;
pub(crate) mod store;
pub(crate) mod track_pages;

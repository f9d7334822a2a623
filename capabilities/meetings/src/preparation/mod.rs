//! The agenda in preparation: its items, their papers and deadlines, and putting them in order.

pub(crate) mod deadline;
pub(crate) mod deadline_pages;
pub(crate) mod deadline_store;
pub(crate) mod item;
pub(crate) mod item_form;
pub(crate) mod item_pages;
pub(crate) mod item_paper;
pub(crate) mod order_pages;
pub(crate) mod pages;
pub(crate) mod preparing;
pub(crate) mod report_item;
pub(crate) mod several_items_pages;
pub(crate) mod standing_item_pages;
pub(crate) mod store;
pub(crate) mod taking_over;
pub(crate) mod view;
pub(crate) mod work;

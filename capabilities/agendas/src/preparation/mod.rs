//! The agenda in preparation: its items, their papers and deadlines, and putting them in order.

pub mod deadline_pages;
pub mod item_form;
pub mod item_pages;
pub mod order_pages;
pub mod pages;
pub mod preparing;
pub mod report_item;
pub mod several_items_pages;
pub mod standing_item_pages;
pub mod taking_over;
pub mod view;
pub mod work;

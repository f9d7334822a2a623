//! The settings that there are. A capability declares those of its own rules; the council's own stand here.

use crate::Unit;

/// A setting: what it is called, in what it is given, and what holds where nobody has set anything.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The word that is stored: `meetings.clear-days`.
    pub key: &'static str,
    /// Under which heading it stands: `Meetings`.
    pub group: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// In what it is given.
    pub unit: Unit,
    /// What holds where nobody has set anything; none where the council must decide.
    pub default: Option<&'static str>,
    /// Where the default is laid down; what is set instead brings its own citation.
    pub citation: &'static str,
}

/// The heading of what the pages show of the council itself.
pub const COUNCIL: &str = "The council";

/// The council's name.
pub const NAME: Known =
    Known { key: "council.name", group: COUNCIL, label: "Name", unit: Unit::Words, default: None, citation: "" };

/// The words beside the mark in the head of each page, where the whole name is too long.
pub const MARK_TEXT: Known = Known {
    key: "council.mark-text",
    group: COUNCIL,
    label: "Words beside the mark",
    unit: Unit::Words,
    default: None,
    citation: "",
};

/// The colour of the head of each page, of buttons and of links' underlines.
pub const BRAND_COLOUR: Known =
    Known { key: "council.colour", group: COUNCIL, label: "Colour", unit: Unit::Colour, default: None, citation: "" };

//! The settings that there are. A capability declares those of its own rules; the council's own are here.

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

impl Known {
    /// Returns whether a value needs a citation: it is laid down somewhere, and is not only what the council says about itself.
    pub fn needs_citation(&self) -> bool {
        ![COUNCIL, CONTACT, ATTENDING, PRIVACY].contains(&self.group)
    }
}

/// The heading of what the pages show of the council itself.
pub const COUNCIL: &str = "The council";
/// The heading of how people get in touch.
pub const CONTACT: &str = "Contact details";
/// The heading of how people attend or watch meetings.
pub const ATTENDING: &str = "Attending and watching meetings";
/// The heading of what the privacy notice names.
pub const PRIVACY: &str = "Privacy notice";

const fn own(key: &'static str, group: &'static str, label: &'static str, unit: Unit) -> Known {
    Known { key, group, label, unit, default: None, citation: "" }
}

/// The council's name.
pub const NAME: Known = own("council.name", COUNCIL, "Name", Unit::Words);

/// The words beside the mark or logo in the head of each page, if the whole name is too long.
pub const MARK_TEXT: Known = own("council.mark-text", COUNCIL, "Short name", Unit::Words);

/// The colour of the head of each page, of buttons and of links.
pub const BRAND_COLOUR: Known = own("council.colour", COUNCIL, "Colour", Unit::Colour);

/// The picture in the head of each page, by the hash of its bytes; set on a page of its own.
pub const LOGO: Known = own("council.logo", COUNCIL, "Logo", Unit::Words);

/// The template that the council chose at the start, or `kept` if it was there before templates could be chosen.
pub const TEMPLATE: Known = own("council.template", COUNCIL, "Template", Unit::Words);

/// The team that answers for meetings.
pub const CONTACT_TEAM: Known =
    Known { default: Some("Democratic services"), ..own("contact.team", CONTACT, "Team", Unit::Words) };
/// The team's email address.
pub const CONTACT_EMAIL: Known = own("contact.email", CONTACT, "Email", Unit::Email);
/// The team's telephone number.
pub const CONTACT_TELEPHONE: Known = own("contact.telephone", CONTACT, "Telephone", Unit::Words);
/// The team's postal address.
pub const CONTACT_ADDRESS: Known = own("contact.address", CONTACT, "Address", Unit::Text);
/// When the team can be reached.
pub const CONTACT_HOURS: Known = own("contact.hours", CONTACT, "Opening hours", Unit::Words);

/// How to attend a meeting in person.
pub const ATTEND: Known = own("attending.how", ATTENDING, "How to attend", Unit::Text);
/// Where meetings can be watched.
pub const WATCH: Known = own("attending.watch", ATTENDING, "Where to watch online", Unit::WebAddress);
/// What the venue has for people with access needs.
pub const ACCESS: Known = own("attending.access", ATTENDING, "Access and facilities", Unit::Text);

/// Whom to ask about personal data.
pub const PRIVACY_EMAIL: Known = own("privacy.email", PRIVACY, "Data protection officer’s email", Unit::Email);
/// The council's own privacy notice.
pub const PRIVACY_NOTICE: Known = own("privacy.notice", PRIVACY, "Council’s privacy notice", Unit::WebAddress);

/// What a council says about itself, in the order in which people see it. The logo and the template have pages of their own.
pub const OWN: [&Known; 13] = [
    &NAME,
    &MARK_TEXT,
    &BRAND_COLOUR,
    &CONTACT_TEAM,
    &CONTACT_EMAIL,
    &CONTACT_TELEPHONE,
    &CONTACT_ADDRESS,
    &CONTACT_HOURS,
    &ATTEND,
    &WATCH,
    &ACCESS,
    &PRIVACY_EMAIL,
    &PRIVACY_NOTICE,
];

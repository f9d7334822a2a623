//! The settings that exist. Each capability declares those of its own rules; the council's own are here.

use crate::Unit;

/// A setting: its name, its unit, and the default that applies until it is set.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The word stored in the database: `meetings.clear-days`.
    pub key: &'static str,
    /// The heading it is listed under: `Meetings`.
    pub group: &'static str,
    /// The label shown to people.
    pub label: &'static str,
    /// The unit of its values.
    pub unit: Unit,
    /// The value that applies until one is set, or `None` if the council must decide.
    pub default: Option<&'static str>,
    /// The source of the default. A value set by the council has its own citation.
    pub citation: &'static str,
}

impl Known {
    /// Returns whether a value needs a citation. Facts that the council gives about itself do not.
    pub fn needs_citation(&self) -> bool {
        ![COUNCIL, CONTACT, ATTENDING, PRIVACY].contains(&self.group)
    }
}

/// The heading for what pages show about the council itself.
pub const COUNCIL: &str = "The council";
/// The heading for contact details.
pub const CONTACT: &str = "Contact details";
/// The heading for attending or watching meetings.
pub const ATTENDING: &str = "Attending and watching meetings";
/// The heading for what the privacy notice mentions.
pub const PRIVACY: &str = "Privacy notice";

const fn own(key: &'static str, group: &'static str, label: &'static str, unit: Unit) -> Known {
    Known { key, group, label, unit, default: None, citation: "" }
}

/// The council's name.
pub const NAME: Known = own("council.name", COUNCIL, "Name", Unit::Words);

/// The words beside the mark or logo in the page header, if the full name is too long.
pub const MARK_TEXT: Known = own("council.mark-text", COUNCIL, "Short name", Unit::Words);

/// The colour of the page header, buttons and links.
pub const BRAND_COLOUR: Known = own("council.colour", COUNCIL, "Colour", Unit::Colour);

/// The image in the page header, stored as the hash of its bytes. It is set on a page of its own.
pub const LOGO: Known = own("council.logo", COUNCIL, "Logo", Unit::Words);

/// The template that the council chose at the start, or `kept` if the installation is older than templates.
pub const TEMPLATE: Known = own("council.template", COUNCIL, "Template", Unit::Words);

/// The team responsible for meetings.
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
/// The venue's facilities for people with access needs.
pub const ACCESS: Known = own("attending.access", ATTENDING, "Access and facilities", Unit::Text);

/// The email address for questions about personal data.
pub const PRIVACY_EMAIL: Known = own("privacy.email", PRIVACY, "Data protection officer’s email", Unit::Email);
/// The council's own privacy notice.
pub const PRIVACY_NOTICE: Known = own("privacy.notice", PRIVACY, "Council’s privacy notice", Unit::WebAddress);

/// The settings that a council gives about itself, in the order in which they are shown. The logo and the template have pages of
/// their own.
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

//! What a council publishes about a member apart from their seats: party, ward and contact details.

use documents::{Document, Fact};
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `member-details`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, db::Row)]
#[row(table = "member_details", key(person_id), unread(person_id))]
pub struct MemberDetails {
    /// The political group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// The ward.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ward: Option<String>,
    /// The council email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
}

impl MemberDetails {
    /// Returns the details that are known, each with its label.
    pub fn labelled(&self) -> Vec<(&'static str, &str)> {
        let all = [("Party", &self.party), ("Ward", &self.ward), ("Email", &self.email), ("Telephone", &self.telephone)];
        all.into_iter().filter_map(|(label, value)| Some((label, value.as_deref()?))).collect()
    }
}

/// Returns the details as a document.
pub(crate) fn document(details: &MemberDetails) -> Document {
    Document {
        anchor: "details".to_owned(),
        title: "Member’s details".to_owned(),
        facts: details.labelled().into_iter().map(|(label, value)| Fact::new(label, value)).collect(),
        ..Document::default()
    }
}

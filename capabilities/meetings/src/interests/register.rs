//! A member's register of interests (Localism Act 2011, sections 29 to 34; SI 2012/1464): its entries and what is published of
//! them.

use documents::{Block, Document, Entry, ListItem, ListStyle};
use serde::{Deserialize, Serialize};

/// The category of a registered interest: those in the schedule to SI 2012/1464, and one for interests under the council's own
/// code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Employment, office, trade, profession or vocation.
    Employment,
    /// Sponsorship.
    Sponsorship,
    /// Contracts with the council.
    Contracts,
    /// Land.
    Land,
    /// Licences to occupy land.
    Licences,
    /// Corporate tenancies.
    CorporateTenancies,
    /// Securities.
    Securities,
    /// An interest that the council’s own code requires.
    Other,
}

impl Category {
    /// All values, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Employment,
        Self::Sponsorship,
        Self::Contracts,
        Self::Land,
        Self::Licences,
        Self::CorporateTenancies,
        Self::Securities,
        Self::Other,
    ];

    /// Returns the word stored in the tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Employment => "employment",
            Self::Sponsorship => "sponsorship",
            Self::Contracts => "contracts",
            Self::Land => "land",
            Self::Licences => "licences",
            Self::CorporateTenancies => "corporate-tenancies",
            Self::Securities => "securities",
            Self::Other => "other",
        }
    }

    /// Returns the category for a stored word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.word() == word)
    }

    /// Returns the label shown to users.
    pub fn label(self) -> &'static str {
        match self {
            Self::Employment => "Employment, office, trade, profession or vocation",
            Self::Sponsorship => "Sponsorship",
            Self::Contracts => "Contracts",
            Self::Land => "Land",
            Self::Licences => "Licences",
            Self::CorporateTenancies => "Corporate tenancies",
            Self::Securities => "Securities",
            Self::Other => "Other interests",
        }
    }
}

db::stored_words!(Category, word);

/// The content of a publication of kind `register-of-interests`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterOfInterests {
    /// The member's name, with its title.
    pub member: String,
    /// The entries in the order of the categories.
    #[serde(default)]
    pub entries: Vec<PublishedInterest>,
}

/// An interest as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedInterest {
    /// The category.
    pub category: Category,
    /// The details; `None` for a sensitive interest, of which only its existence is published (section 32).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

impl PublishedInterest {
    /// Returns the interest in words.
    pub(crate) fn words(&self) -> String {
        let details = self.details.as_deref().unwrap_or("details withheld as sensitive (Localism Act 2011, section 32)");
        format!("{}: {details}", self.category.label())
    }
}

/// Returns the register as a document.
pub fn document(register: &RegisterOfInterests) -> Document {
    let items: Vec<ListItem> = register.entries.iter().map(|entry| ListItem::bullet(entry.words())).collect();
    let block = if items.is_empty() {
        Block::paragraph("No interests to declare.")
    } else {
        Block::List { style: ListStyle::Bullets, items }
    };
    Document {
        anchor: "register-of-interests".to_owned(),
        caption: Some("Register of interests".to_owned()),
        title: register.member.clone(),
        entries: vec![Entry::from(block)],
        ..Document::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_sensitive_interest_is_told() {
        let register = RegisterOfInterests {
            member: "Councillor Ada Sample".into(),
            entries: vec![
                PublishedInterest { category: Category::Land, details: None },
                PublishedInterest { category: Category::Contracts, details: Some("Lamps Limited".into()) },
            ],
        };
        let text = documents::plain_text::of_document(&document(&register));
        assert!(text.contains("Land: details withheld as sensitive") && text.contains("Contracts: Lamps Limited"), "{text}");
        for category in Category::ALL {
            assert_eq!(Category::read(category.word()), Some(category));
        }
    }
}

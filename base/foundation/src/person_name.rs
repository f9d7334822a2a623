//! People's names as attendance lists print them, and whether two names may refer to the same person.

use crate::text::{single_spaced, title_key};
use serde::{Deserialize, Serialize};

/// A name: a title such as `Councillor`, given names or initials as printed, and a surname.
///
/// Minutes print the surname alone, with initials if two members share it (the rule book, 'Minutes').
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// The title, such as `Councillor` or `Dr`; empty if none is printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The given names in full or as initials (`N.`); empty if none are printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// The surname, with all its parts.
    pub surname: String,
}

const TITLES: &[&str] =
    &["councillor", "councillors", "cllr", "cllrs", "mr", "mrs", "ms", "miss", "dr", "sir", "dame", "rev", "lord", "lady"];

impl PersonName {
    /// Parses a printed name: `Councillor N. Plumpton Walsh`, `A. Lowe`, `Carlin`, `Norman Plumpton-Walsh`.
    ///
    /// Initials mark where the surname begins. Without them, the first of several words is taken as a given name.
    pub fn read(printed: &str) -> Option<Self> {
        let printed = single_spaced(printed);
        let mut words: Vec<&str> = printed.split(' ').filter(|word| !word.is_empty()).collect();
        let mut title = String::new();
        while let Some(first) = words.first() {
            if words.len() < 2 || !TITLES.contains(&first.trim_end_matches('.').to_lowercase().as_str()) {
                break;
            }
            title = if first.to_lowercase().starts_with('c') { "Councillor".to_owned() } else { words[0].to_owned() };
            words.remove(0);
        }
        let initials = words.iter().take_while(|word| is_initial(word)).count();
        let given_count = if initials > 0 { initials.min(words.len() - 1) } else { usize::from(words.len() > 1) };
        let surname = words.get(given_count..)?.join(" ");
        if surname.is_empty() || !surname.chars().any(char::is_alphabetic) {
            return None;
        }
        Some(Self { title, given: words[..given_count].join(" "), surname })
    }

    /// Returns the given names and surname, without the title.
    pub fn plain(&self) -> String {
        if self.given.is_empty() { self.surname.clone() } else { format!("{} {}", self.given, self.surname) }
    }

    /// Returns the full name, including the title.
    pub fn full(&self) -> String {
        if self.title.is_empty() { self.plain() } else { format!("{} {}", self.title, self.plain()) }
    }

    /// Returns whether two names may refer to the same person: their surnames match, ignoring hyphens, and their given names are
    /// compatible.
    pub fn may_be(&self, other: &Self) -> bool {
        title_key(&self.surname) == title_key(&other.surname) && given_names_agree(&self.given, &other.given)
    }
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.full())
    }
}

/// Returns whether a word is made of initials: one or more capitals, such as `N.`, `N` or `J.R.`.
fn is_initial(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let only = word.chars().all(|c| c.is_uppercase() || c == '.');
    only && (letters == 1 || (letters <= 3 && word.contains('.')))
}

fn given_names_agree(one: &str, other: &str) -> bool {
    let parts =
        |given: &str| -> Vec<String> { given.split([' ', '.']).filter(|part| !part.is_empty()).map(str::to_lowercase).collect() };
    let (one, other) = (parts(one), parts(other));
    one.iter().zip(&other).all(|(a, b)| {
        if a.chars().count() == 1 || b.chars().count() == 1 { a.chars().next() == b.chars().next() } else { a == b }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(printed: &str) -> PersonName {
        PersonName::read(printed).expect("a name")
    }

    #[test]
    fn reads_names_as_printed() {
        let chair = name("Councillor N. Plumpton Walsh");
        assert_eq!((chair.title.as_str(), chair.given.as_str(), chair.surname.as_str()), ("Councillor", "N.", "Plumpton Walsh"));
        assert_eq!(name("Cllr Norman Plumpton-Walsh").full(), "Councillor Norman Plumpton-Walsh");
        assert_eq!(name("A. Lowe").plain(), "A. Lowe");
        assert_eq!(name("Carlin").surname, "Carlin");
        assert!(PersonName::read("  ").is_none());
        assert!(PersonName::read("–").is_none());
    }

    #[test]
    fn initials_and_hyphens_do_not_part_one_person() {
        assert!(name("N. Plumpton Walsh").may_be(&name("Norman Plumpton-Walsh")));
        assert!(name("Carlin").may_be(&name("Chris Carlin")));
        assert!(!name("C. Plumpton-Walsh").may_be(&name("Norman Plumpton-Walsh")));
        assert!(!name("P. Wallace").may_be(&name("A. Wallace")));
    }
}

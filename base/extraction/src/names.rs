//! Names of people in columns and cells, told by the titles before them.

/// Titles that begin a person's name.
const TITLES: &[&str] = &[
    "Councillor",
    "Councillors",
    "Cllr",
    "Cllrs",
    "Cllr.",
    "Cllrs.",
    "Cr",
    "Cr.",
    "Mr",
    "Mr.",
    "Mrs",
    "Mrs.",
    "Ms",
    "Ms.",
    "Miss",
    "Dr",
    "Dr.",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Rev",
    "Rev.",
    "Revd",
    "Reverend",
    "Canon",
    "Alderman",
    "Ald.",
    "Professor",
    "Prof.",
    "Cynghorydd",
    "Cyng.",
];

/// The most words that one person takes, with titles, honours and roles.
const MOST_WORDS: usize = 14;

/// Checks whether the text is a person's name that begins with a title.
pub(crate) fn is_titled(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|word| TITLES.contains(&word)) && (1..MOST_WORDS).contains(&words.count())
}

/// Splits names that follow one another without a sign between them. Returns the whole text if they have signs, or are not names.
pub(crate) fn apart(text: &str) -> Vec<String> {
    let whole = || vec![text.to_owned()];
    if text.contains([',', ';', '\n']) || !is_titled_first(text) {
        return whole();
    }
    let mut names: Vec<Vec<&str>> = Vec::new();
    let mut is_titled = false;
    for word in text.split_whitespace() {
        let begins = TITLES.contains(&word);
        match names.last_mut() {
            // More than one title may be before a name: `County Councillor Mrs`.
            Some(name) if !begins || is_titled => name.push(word),
            _ => names.push(vec![word]),
        }
        is_titled = begins;
    }
    let are_names = names.len() > 1 && names.iter().all(|name| (2..=MOST_WORDS).contains(&name.len()) && !joins(name));
    if are_names { names.into_iter().map(|name| name.join(" ")).collect() } else { whole() }
}

fn is_titled_first(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| TITLES.contains(&word))
}

/// Checks whether what ends here goes on with the next name: `Councillor Fern and`.
fn joins(name: &[&str]) -> bool {
    name.last().is_some_and(|word| ["and", "&", "for", "by", "to", "of", "with", "from", "that"].contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_their_titles() {
        let names = apart("Councillor A Fern (Chair) Councillor B Moss Councillor Mrs C Reed");
        assert_eq!(names, ["Councillor A Fern (Chair)", "Councillor B Moss", "Councillor Mrs C Reed"]);
        for whole in [
            "Councillor A Fern and Councillor B Moss",
            "Mr A Fern, Mr B Moss",
            "Councillor A Fern",
            "It was moved by Councillor A Fern and Councillor B Moss",
            "",
        ] {
            assert_eq!(apart(whole), [whole]);
        }
    }

    #[test]
    fn a_name_has_a_title_and_few_words() {
        assert!(is_titled("Miss F Model,") && is_titled("Cllr. Sue Leaf (SL)"));
        assert!(!is_titled("Councillor") && !is_titled("Fern") && !is_titled(&format!("Mr {}", "word ".repeat(20))));
    }
}

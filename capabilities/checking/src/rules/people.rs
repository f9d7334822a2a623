//! The `person` rule.

use crate::rules::names::is_slip;
use crate::rules::{Checked, Found};
use crate::words;
use crate::words::{Word, around};
use foundation::PersonName;

/// Checks for a word that introduces the names of councillors.
fn announces(word: &str) -> bool {
    matches!(word, "Councillor" | "Councillors" | "Cllr" | "Cllrs" | "Cllr." | "Cllrs.")
}

/// Checks whether a word may be part of a name: `Norman`, `Plumpton-Walsh`, `O’Neill`, `N`.
fn is_of_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Returns the councillors named in a text, in order.
fn councillors(text: &str) -> Vec<PersonName> {
    let words: Vec<Word<'_>> = words::words(text);
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !announces(words[at].text) {
            at += 1;
            continue;
        }
        let is_list = words[at].text.trim_end_matches('.').ends_with('s');
        let mut parts: Vec<&str> = Vec::new();
        let mut end = words[at].end();
        at += 1;
        while let Some(word) = words.get(at) {
            let gap = text.get(end..word.at).unwrap_or_default();
            // `N. Plumpton Walsh` continues after the full stop of an initial.
            let is_initial = parts.last().is_some_and(|part| part.chars().count() == 1);
            let goes_on = gap.chars().all(|mark| mark == ' ' || (mark == '.' && is_initial));
            if goes_on && is_of_name(word.text) && !announces(word.text) {
                parts.push(word.text);
            } else {
                // In a list, another name follows a comma, `and`, or the person's role in brackets.
                let is_next = is_list && !parts.is_empty() && gap.chars().all(|mark| matches!(mark, ' ' | ',' | '(' | ')'));
                names.extend(read(&parts));
                parts.clear();
                if !is_next || !(word.text == "and" || is_of_name(word.text)) || announces(word.text) {
                    break;
                }
                let is_played = gap.contains('(');
                if word.text != "and" && !is_played {
                    parts.push(word.text);
                }
                if is_played {
                    // Skip to the end of the brackets.
                    while words.get(at + 1).is_some_and(|next| !text[words[at].end()..next.at].contains(')')) {
                        at += 1;
                    }
                    end = words[at].end();
                    at += 1;
                    // Either the next name follows, or the list ends.
                    match words.get(at) {
                        Some(next) if next.text == "and" || is_of_name(next.text) => {
                            if next.text != "and" {
                                parts.push(next.text);
                            }
                            end = next.end();
                            at += 1;
                        }
                        _ => break,
                    }
                    continue;
                }
            }
            end = word.end();
            at += 1;
        }
        names.extend(read(&parts));
    }
    names
}

/// Builds a name from its words, adding full stops to initials.
fn read(parts: &[&str]) -> Option<PersonName> {
    let words: Vec<String> =
        parts.iter().map(|part| if part.chars().count() == 1 { format!("{part}.") } else { (*part).to_owned() }).collect();
    PersonName::read(&words.join(" "))
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    let register = &checked.register.people;
    if register.is_empty() {
        return;
    }
    for (at, paper) in checked.papers.iter().enumerate() {
        let mut told: Vec<String> = Vec::new();
        for (position, _, text) in paper.texts() {
            for name in councillors(text) {
                let Some(meant) = meant(&name, register) else { continue };
                let written = name.plain();
                if told.contains(&written) {
                    continue;
                }
                found.add(
                    (at, position),
                    format!("“{written}” is not the name in the register, “{}”", meant.plain()),
                    around(text, text.find(&name.surname).map_or(0..0, |at| at..at + name.surname.len())),
                    format!("Write “{}”, or add “{written}” to the register if that is someone’s name", meant.plain()),
                );
                told.push(written);
            }
        }
    }
}

/// Returns the person in the register whom a misspelt name means. `None` if the name is in the register as written, or no
/// one there has a similar one.
fn meant<'a>(name: &PersonName, register: &'a [PersonName]) -> Option<&'a PersonName> {
    let surname = name.surname.to_lowercase();
    let of_name = |known: &&PersonName| known.surname.to_lowercase() == surname;
    if register.iter().any(|known| of_name(&known)) {
        return None;
    }
    let fits = |known: &&PersonName| {
        let with_surname = PersonName { surname: known.surname.clone(), ..name.clone() };
        let own = known.surname.to_lowercase();
        with_surname.may_be(known) && (name.may_be(known) || is_slip(&surname, &own))
    };
    let mut fitting = register.iter().filter(fits);
    // If two people match, it is unclear who is meant.
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Register;
    use crate::template::Template;
    use crate::test_papers::paragraph;

    fn names(text: &str) -> Vec<String> {
        councillors(text).iter().map(PersonName::plain).collect()
    }

    #[test]
    fn councillors_are_read_as_minutes_print_them() {
        assert_eq!(
            names(
                "Present: Councillors N. Plumpton Walsh (Chair), Carlin (Vice-Chair), Baker, A. Lowe and P. Wallace were there."
            ),
            ["N. Plumpton Walsh", "Carlin", "Baker", "A. Lowe", "P. Wallace"]
        );
        assert_eq!(names("Councillor Skinner sent apologies. Carlin spoke."), ["Skinner"]);
        assert_eq!(names("Cllr Norman Plumpton-Walsh and the Board"), ["Norman Plumpton-Walsh"]);
        assert_eq!(names("A councillor asked. Councillors asked."), Vec::<String>::new());
    }

    fn told(text: &str, people: &[&str]) -> Vec<String> {
        let people = people.iter().filter_map(|name| PersonName::read(name)).collect();
        let register = Register { people, ..Register::default() };
        let findings = crate::check(&[paragraph(text)], &Template::of_the_seeds(), &register);
        findings.into_iter().filter(|finding| finding.rule == "person").map(|finding| finding.what).collect()
    }

    #[test]
    fn a_name_that_is_nearly_that_of_the_register_is_told() {
        let register =
            ["Councillor Norman Plumpton-Walsh", "Councillor Angela Batey", "Councillor P. Wallace", "Councillor A. Wallace"];
        let told = |text: &str| told(text, &register);
        assert_eq!(
            told("Councillor N. Plumpton Walsh spoke."),
            ["“N. Plumpton Walsh” is not the name in the register, “Norman Plumpton-Walsh”"]
        );
        assert_eq!(told("Councillors Bately and P. Wallace spoke. Councillor Bately left.").len(), 1, "each form once");
        for silent in [
            "Councillor Norman Plumpton-Walsh spoke.",
            "Councillor Wallace spoke.",
            "Councillor Wallice spoke.",
            "Councillor K. Bately spoke.",
            "Councillor Elsewhere of another council spoke.",
            "Councillor Catey spoke.",
            "Councillors were asked by Bately.",
        ] {
            assert_eq!(told(silent), Vec::<String>::new(), "{silent}");
        }
        assert_eq!(
            super::tests::told("Councillor Bately spoke.", &[]),
            Vec::<String>::new(),
            "without a register nothing is said"
        );
    }
}

//! The words that stand around names in lists of people: titles, honours, posts, and those that name nobody.

use super::roles;
pub(super) use super::vocabulary::bare;
use super::vocabulary::{Kind, NOBODY, is, is_any};

/// Checks for a title that is part of the name after it.
pub(super) fn is_title(word: &str) -> bool {
    is(word, Kind::Title) && (word.chars().count() > 2 || bare(word).chars().count() > 1)
}

/// Checks for a title that begins a name wherever it stands.
pub(super) fn is_sure_title(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && is_title(word) && !is(word, Kind::SurnameToo)
}

/// Checks for a rank of the police.
pub(super) fn is_police(word: &str) -> bool {
    is(word, Kind::Police)
}

/// How `Councillor` is written before names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Councillor {
    /// Before one name.
    One,
    /// Before several.
    Several,
}

/// Reads the word as `Councillor` or `Councillors`.
pub(super) fn councillor(word: &str) -> Option<Councillor> {
    if is(word, Kind::Councillor) { Some(Councillor::One) } else { is(word, Kind::Councillors).then_some(Councillor::Several) }
}

/// Checks for a word before `Councillor` that says of which council.
pub(super) fn is_council(word: &str) -> bool {
    is(word, Kind::Council)
}

/// Checks for a council above the parishes, whose councillors are guests there.
pub(super) fn is_upper_council(word: &str) -> bool {
    is(word, Kind::Council) && matches!(bare(word).as_str(), "county" | "borough" | "district" | "city" | "unitary")
}

/// Checks whether the text begins with a title or with `Councillor`, as a named person does.
pub(super) fn begins_titled(text: &str) -> bool {
    let mut words = text.trim_start_matches(|c: char| !c.is_alphanumeric()).split_whitespace();
    let (Some(first), next) = (words.next(), words.next()) else { return false };
    let upper = first.starts_with(char::is_uppercase);
    let titled = |word: &str| councillor(word).is_some() || is_title(word) || glued_title(word).is_some();
    upper && (titled(first) && next.is_some() || glued_title(first).is_some())
        || (is_council(first) && upper && next.is_some_and(|next| councillor(next).is_some()))
}

/// Splits `Cllr.Dummy` into its title and name.
pub(super) fn glued_title(word: &str) -> Option<(&str, &str)> {
    let (title, name) = word.split_once('.')?;
    let known = title.len() > 1 && (is_sure_title(title) || councillor(title).is_some());
    (known && name.starts_with(char::is_uppercase)).then_some((title, name))
}

/// Checks for the initials of given names: `A`, `A.`, `A.B.`, `AB` only with full stops.
pub(super) fn is_initial(word: &str) -> bool {
    let word = word.trim_matches([',', ';', '(', ')']);
    let parts = word.split(['.', '-']).filter(|part| !part.is_empty());
    let mut count = 0;
    for part in parts {
        let mut letters = part.chars();
        if !letters.next().is_some_and(char::is_uppercase) || letters.next().is_some() {
            return false;
        }
        count += 1;
    }
    (1..=4).contains(&count)
}

/// Checks for a small word inside surnames.
pub(super) fn is_particle(word: &str) -> bool {
    word.ends_with(char::is_alphabetic) && is(word, Kind::Particle) || word.eq_ignore_ascii_case("st.")
}

/// Checks for letters after a name: `OBE`, `PhD`.
pub(super) fn is_honour(word: &str) -> bool {
    let mixed = matches!(
        word.trim_matches([',', ';']),
        "PhD" | "DPhil" | "BSc" | "MSc" | "Esq" | "Esq." | "Retd" | "Ret'd" | "CiLCA" | "PILCa"
    );
    let capitals = !word.chars().any(char::is_lowercase) && word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    mixed || capitals && is(&word.chars().filter(|c| c.is_alphabetic()).collect::<String>(), Kind::Honour)
}

/// Checks for a word of a name: it begins with a capital and has letters only.
pub(super) fn is_name_word(word: &str) -> bool {
    let word = word.trim_matches([',', ';', ':', '.', '*', '_', '\'', '’', '‘', '"']);
    let allowed = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '‐' | '‑' | '–' | '\'' | '’' | '‘' | '`');
    let begins = word.chars().next().is_some_and(|c| c.is_uppercase() || matches!(c, '’' | '\''));
    let prefixed =
        ["d'", "d’", "de", "mac", "ap"].iter().any(|small| word.starts_with(small)) && word.chars().any(char::is_uppercase);
    (begins || prefixed) && word.chars().all(allowed) && word.chars().count() <= 40
}

/// Checks for a word in which a post can end.
pub(super) fn is_post(word: &str) -> bool {
    word.split('/').any(|part| is(part, Kind::Post))
}

/// Checks for a word that stands before a post.
pub(super) fn is_before_post(word: &str) -> bool {
    word.split('/').any(|part| is_any(part, &[Kind::BeforePost, Kind::Post]))
}

/// Checks for a word of the names of organisations.
pub(super) fn is_organisation(word: &str) -> bool {
    is(word, Kind::Organisation)
}

/// Checks for a word of what councils look after.
pub(super) fn is_subject(word: &str) -> bool {
    is(word, Kind::Subject)
}

/// Checks for a word of posts or organisations that is a surname too.
pub(super) fn is_name_too(word: &str) -> bool {
    is(word, Kind::NameToo)
}

/// Checks for an abbreviation of an organisation or post: `NCC`, `RFO`.
pub(super) fn is_abbreviation(word: &str) -> bool {
    let word = word.trim_matches([',', ';', '.']);
    (2..=6).contains(&word.chars().count()) && word.chars().all(|c| c.is_uppercase() || matches!(c, '&' | '/'))
}

/// Checks whether the words count people instead of naming them: `5 members of the public`, `Press`, `several residents`.
pub(super) fn counts_people(words: &[&str]) -> bool {
    let member = |word: &&str| is(word, Kind::MemberWord);
    let unnamed = words.iter().any(|word| is(word, Kind::Unnamed));
    let members = words.iter().any(member);
    // Names have none of these words.
    if !(unnamed || members) || words.len() > 24 {
        return false;
    }
    let first = bare(words.first().copied().unwrap_or_default());
    let counted = first.starts_with(|c: char| c.is_ascii_digit())
        || is(&first, Kind::Number)
        || matches!(first.as_str(), "a" | "an" | "the");
    let of_public = ["public", "press", "staff", "community", "cyhoedd", "media"];
    let of_public = words.iter().any(|word| of_public.contains(&bare(word).as_str()));
    let titled = words.iter().skip(1).any(|word| is_sure_title(word) || councillor(word).is_some());
    let small = words.iter().all(|word| !word.starts_with(char::is_uppercase) || is(word, Kind::Unnamed) || *word == "Members");
    let counts = counted && (unnamed || members && words.len() > 2) || members && of_public || unnamed && small;
    counts && !titled && !is_sentence(&words.join(" "))
}

/// Checks whether the text counts people instead of naming them.
pub(super) fn counted(text: &str) -> bool {
    let all: Vec<&str> = text.split_whitespace().take(25).collect();
    counts_people(&all)
}

/// Checks for what is printed where a list has nobody: `None`, `Nil`, `There were no apologies`.
pub(super) fn is_nobody(text: &str) -> bool {
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric());
    if plain.is_empty() {
        return !text.contains('*');
    }
    if plain.len() > 60 || !plain.starts_with(['n', 'N', 'd', 'D', 't', 'T']) {
        return false;
    }
    let plain = plain.to_lowercase();
    NOBODY.contains(plain.as_str()) || plain.split('/').all(|part| NOBODY.contains(part.trim()))
}

/// Checks for a word that titles of items have and names have not.
pub(super) fn is_heading(word: &str) -> bool {
    is(word, Kind::Heading)
}

/// Checks whether the words are the name of a post or an organisation rather than of a person.
pub(super) fn is_position(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let titled = words
        .windows(2)
        .any(|pair| matches!(pair, [title, name] if (is_sure_title(title) || councillor(title).is_some()) && is_name_word(name)));
    if titled || is_sure_title(first) {
        return false;
    }
    if rest.is_empty() {
        let generic = ["member", "members", "office", "minutes", "guest", "officers", "chair", "councillors"];
        let post = |part: &str| {
            is_post(part) && !generic.contains(&bare(part).as_str()) && (!is_name_too(part) || bare(part) == "clerk")
        };
        return councillor(first) == Some(Councillor::One)
            || first.starts_with(char::is_uppercase) && first.split('/').any(post)
            || is_abbreviation(first) && first.chars().count() > 2 && !is_initial(first);
    }
    let named = is_initial(first)
        && rest.len() <= 3
        && rest.iter().all(|word| is_name_word(word))
        && !rest.iter().skip(1).any(|word| is_post(word));
    if named {
        return false;
    }
    if let [last] = rest {
        // `Jane Church` is as likely a person as an institution.
        let surname = is_name_too(last) && !is_before_post(first) && !is_organisation(first);
        if surname {
            return false;
        }
    }
    let known = |word: &str| is_post(word) || is_organisation(word) || is_subject(word);
    let last = rest.last().copied().unwrap_or_default();
    let begins = is_before_post(first) || is_organisation(first) || is_subject(first);
    let ends = known(last)
        && (begins || rest.len() == 1 || is_organisation(last) || rest.iter().all(|word| known(word) || is_before_post(word)));
    // `Head of Parks`: what comes before `of` says what it is.
    let joint = words.iter().position(|word| matches!(*word, "of" | "for" | "to" | "from" | "at" | "on"));
    let posted = joint.is_some_and(|joint| words.iter().take(joint).any(|word| known(word) || is_before_post(word)));
    posted || ends && joint.is_none() || roles::of(&words.join(" ")).is_some()
}

/// Checks for verbs of sentences about a meeting.
pub(super) fn is_sentence(text: &str) -> bool {
    let mut depth = 0_usize;
    for word in text.split_whitespace().take(80) {
        let opens = word.matches('(').count();
        let inside = depth > 0 || opens > 0;
        depth = (depth + opens).saturating_sub(word.matches(')').count());
        if inside || !word.starts_with(char::is_lowercase) {
            continue;
        }
        let plain = bare(word);
        let past = plain.len() > 3 && plain.ends_with("ed") && !plain.contains('-') && !is(word, Kind::NoVerb);
        if past || is(word, Kind::Verb) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    #[test]
    fn posts_and_organisations_are_no_names() {
        for text in [
            "Head of Parks",
            "Clerk",
            "Interim Corporate Director",
            "Solicitor to the Council",
            "Friends of the Weir",
            "Mockshire Police",
            "Borough Councillor",
            "Cabinet Member for Play",
            "NCC",
            "Parish Clerk/Responsible Finance Officer",
            "Housing Services",
        ] {
            assert!(is_position(&words(text)), "{text}");
        }
        for text in [
            "A. Dummy",
            "Jane Church",
            "Mrs C Head",
            "Foil",
            "Church",
            "Ada Van Proxy",
            "B Warden",
            "O’Sample",
            "Nemo Uí Dummy",
            "Cllr Clerk",
            "Ann Sample",
        ] {
            assert!(!is_position(&words(text)), "{text}");
        }
    }

    #[test]
    fn people_may_be_counted_only() {
        for text in [
            "5 members of the public",
            "two residents",
            "Press",
            "a member of the public",
            "Members of the public",
            "others",
            "21 parishioners",
        ] {
            assert!(counts_people(&words(text)), "{text}");
        }
        for text in ["A. Dummy", "Mr People", "Members", "Ada Press", "Cllr Residents", "The Mayor"] {
            assert!(!counts_people(&words(text)), "{text}");
        }
    }

    #[test]
    fn sentences_have_verbs_outside_brackets() {
        assert!(is_sentence("Councillor Foil left the meeting at this point."));
        assert!(is_sentence("The Chair welcomed everybody."));
        for text in [
            "Cllr A Dummy (arrived at 7 pm)",
            "Mr B Foil, co-opted",
            "Sue Proxy, Cabinet Member for Integrated Services",
            "Dr. C. Decoy (retired)",
        ] {
            assert!(!is_sentence(text), "{text}");
        }
    }

    #[test]
    fn words_around_names_are_known() {
        assert!(is_honour("OBE") && is_honour("PhD") && is_honour("O.B.E.") && !is_honour("Mc") && !is_honour("Ba"));
        assert!(is_initial("A") && is_initial("A.B.") && !is_initial("Ab") && !is_initial("AB"));
        assert!(is_nobody("None.") && is_nobody("Dim / None") && is_nobody("-") && !is_nobody("Nunn"));
        assert_eq!(glued_title("Cllr.Dummy"), Some(("Cllr", "Dummy")));
        assert_eq!(glued_title("J.Dummy"), None);
        assert!(
            begins_titled("County Cllr Mrs Foil")
                && begins_titled("Mr. Dummy")
                && !begins_titled("County Hall")
                && !begins_titled("Mr")
        );
    }
}

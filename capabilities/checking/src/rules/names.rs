//! The `names` rule.

use crate::paper::What;
use crate::rules::{Checked, Found};
use crate::words;
use crate::words::Word;

/// Words that end the names of bodies.
const ENDS: [&str; 13] = [
    "board",
    "partnership",
    "panel",
    "committee",
    "group",
    "forum",
    "commissioner",
    "authority",
    "service",
    "constabulary",
    "trust",
    "agency",
    "alliance",
];

/// A form in which a name is written.
struct Form {
    /// The name as written, with `and` for `&`.
    written: String,
    words: Vec<String>,
    first: (usize, usize),
    count: usize,
}

/// Checks for words that join the words of a name.
fn joins(word: &str) -> bool {
    matches!(word, "and" | "of" | "&" | "for")
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

/// Returns the names in a text: runs of capitalised words that end with a word for a body.
fn names(text: &str) -> Vec<String> {
    let words: Vec<Word<'_>> = words::words(text);
    let mut all = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let singular = word.text.to_lowercase();
        let singular = singular.trim_end_matches("’s").trim_end_matches("'s");
        if !is_capital(word.text) || !ENDS.contains(&singular) {
            continue;
        }
        let mut first = at;
        while let Some(before) = first.checked_sub(1) {
            let gap = &text[words[before].end()..words[first].at];
            let runs_on = gap.chars().all(|character| character == ' ');
            let word = words[before].text;
            if !runs_on || !(is_capital(word) || joins(word)) || word.ends_with("’s") || word.ends_with("'s") || at - before > 8
            {
                break;
            }
            first = before;
        }
        // ‘The’, ‘In’ or ‘At’ at the start of a sentence is not part of a name.
        while first < at && (joins(words[first].text) || words::is_small(&words[first].text.to_lowercase())) {
            first += 1;
        }
        let whole = &text[words[first].at..words[at].at + singular.len()];
        // A hyphen also separates two words.
        let is_body = !NO_BODY.contains(&words[first].text.to_lowercase().as_str());
        if is_body && whole.split([' ', '-']).count() >= 3 {
            all.push(whole.replace('&', "and").split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    all
}

/// First words of what is no name of a body, though it ends like one: `Directors of Service`, `Minutes of the Board`.
const NO_BODY: [&str; 10] =
    ["director", "directors", "head", "heads", "level", "levels", "minutes", "member", "members", "chair"];

/// Words that tell one body from another: `Policing Committee` and `Policing Sub Committee` are two.
const TELLING: [&str; 14] = [
    "sub",
    "sub-",
    "special",
    "joint",
    "draft",
    "working",
    "steering",
    "executive",
    "north",
    "south",
    "east",
    "west",
    "annual",
    "old",
];

/// Checks whether two forms appear to be the same name.
fn are_one(one: &[String], other: &[String]) -> bool {
    if one == other || one.last() != other.last() {
        return false;
    }
    let joined = |words: &[String]| words.concat().replace('-', "");
    // The forms differ only in spacing and hyphens.
    if joined(one) == joined(other) {
        return true;
    }
    let mut sorted = (one.to_vec(), other.to_vec());
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 == sorted.1 {
        return true;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() == long.len() {
        let differing: Vec<(&String, &String)> = short.iter().zip(long).filter(|(a, b)| a != b).collect();
        return matches!(differing.as_slice(), [(a, b)] if is_slip(a, b));
    }
    // Allow one extra word inside the name only: one before or after it may be a place or part of a longer name.
    let inside = (1..long.len() - 1).any(|left| {
        !TELLING.contains(&long[left].as_str())
            && long.iter().enumerate().filter(|(at, _)| *at != left).map(|(_, word)| word).eq(short)
    });
    long.len() == short.len() + 1 && short.len() >= 3 && inside && long.first() == short.first()
}

/// Checks whether the words differ by one added, missing or changed letter. A digit is no letter: `Area-1` and `Area-2` are two areas.
/// Nor is another first letter a slip: `Hill` and `Mill`, or `North` and `Worth`, are two names.
pub(crate) fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().min(other.len()) < 4 || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (a, b) = (&one[same..], &other[same..]);
    let (skip_a, skip_b) = if one.len() >= other.len() { (1, usize::from(one.len() == other.len())) } else { (0, 1) };
    let differing = a.iter().take(skip_a).chain(b.iter().take(skip_b));
    same > 0 && a.get(skip_a..) == b.get(skip_b..) && differing.copied().all(char::is_alphabetic)
}

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    let mut forms: Vec<Form> = Vec::new();
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, piece, text) in paper.texts() {
            if matches!(piece.what, What::Heading { level: 0, .. }) {
                continue;
            }
            for name in names(text) {
                match forms.iter_mut().find(|form| form.written == name) {
                    Some(form) => form.count += 1,
                    None => forms.push(Form {
                        words: name.split(' ').map(str::to_lowercase).collect(),
                        written: name,
                        first: (at, position),
                        count: 1,
                    }),
                }
            }
        }
    }
    let registered =
        |name: &str| checked.register.bodies.iter().any(|known| known.replace('&', "and").eq_ignore_ascii_case(name));
    let mut told: Vec<usize> = Vec::new();
    for at in 0..forms.len() {
        let others: Vec<usize> =
            (0..forms.len()).filter(|other| *other != at && are_one(&forms[at].words, &forms[*other].words)).collect();
        // The form in the register is right; without one, the most frequent form is.
        let is_right = registered(&forms[at].written)
            || others.iter().all(|other| !registered(&forms[*other].written) && forms[*other].count <= forms[at].count);
        if others.is_empty() || !is_right || told.contains(&at) {
            continue;
        }
        for other in others.into_iter().filter(|other| !told.contains(other)).collect::<Vec<_>>() {
            told.push(other);
            let (right, form) = (&forms[at], &forms[other]);
            let times = |count: usize| if count == 1 { "once".to_owned() } else { format!("{count} times") };
            found.add(
                form.first,
                format!("“{}” and “{}” seem to be one name", form.written, right.written),
                format!("“{}” {}, “{}” {}", form.written, times(form.count), right.written, times(right.count)),
                if registered(&right.written) {
                    format!("Write “{}”, as in the register", right.written)
                } else {
                    "Use one form throughout".to_owned()
                },
            );
        }
        told.push(at);
    }
    // Names that resemble one in the register but are never written as in the register.
    for (at, form) in forms.iter().enumerate().filter(|(at, form)| !told.contains(at) && !registered(&form.written)) {
        let words = |name: &str| name.replace('&', "and").split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        let mut like = checked.register.bodies.iter().filter(|known| are_one(&form.words, &words(known)));
        if let (Some(right), None) = (like.next(), like.next()) {
            found.add(
                forms[at].first,
                format!("“{}” is not the name in the register, “{right}”", form.written),
                format!("“{}”", form.written),
                format!("Write “{right}”, as in the register"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_papers::{found, paragraph};

    const RULE: &str = "names";

    #[test]
    fn a_name_is_held_to_the_register() {
        let register = crate::Register { bodies: vec!["Safer Policy & Performance Board".into()], ..crate::Register::default() };
        let told = |text: &str| {
            let findings = crate::check(&[paragraph(text)], &crate::template::Template::of_the_seeds(), &register);
            findings.into_iter().filter(|finding| finding.rule == RULE).count()
        };
        assert_eq!(told("The Safer Harbour Policy and Performance Board met."), 1);
        assert_eq!(told("The Safer Policy and Perfomance Board met."), 1);
        assert_eq!(told("The Safer Policy and Performance Board met."), 0);
        assert_eq!(told("The Health and Wellbeing Board met."), 0);
    }

    #[test]
    fn a_body_has_one_name() {
        for (one, other) in [
            ("Safer Policy and Performance Board", "Safer Harbour Policy & Performance Board"),
            ("Problem Solving Group", "Problem-Solving Group"),
            ("Ashmere Combating Drugs Partnership", "Ashmere Combatting Drugs Partnership"),
            ("Safer Harbour Partnership", "Harbour Safer Partnership"),
        ] {
            assert_eq!(found(RULE, &[paragraph(&format!("The {one} met. Then the {other} met."))]).len(), 1, "{one} and {other}");
        }
        for (one, other) in [
            ("Domestic Abuse Partnership Board", "Ashmere Domestic Abuse Partnership Board"),
            ("Road Safety Group", "Water Safety Group"),
            ("Health and Wellbeing Board", "Health and Wellbeing Board’s"),
            ("Hill Lane Forum", "Mill Lane Forum"),
            ("Directors of Service", "Director of Service"),
            ("Harbour Policing Committee", "Harbour Policing Sub Committee"),
            ("Minutes of Special Lamps Committee", "Minutes of Lamps Committee"),
            ("Ashmere Area-1 Panel", "Ashmere Area-2 Panel"),
        ] {
            assert!(found(RULE, &[paragraph(&format!("The {one} met. Then the {other} met."))]).is_empty(), "{one} and {other}");
        }
    }
}

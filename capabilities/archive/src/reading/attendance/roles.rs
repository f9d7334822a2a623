//! What lists say of a person's part in the meeting: who presides, who stands in for whom.

use super::vocabulary::{Listed, listed};
use meetings::minutes::BoardRole;

/// A role as a list prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Chair,
    ViceChair,
    Substitute,
    /// The head of a council, such as the Mayor, who presides over the whole council if nobody else is said to.
    CivicHead,
    /// The deputy of the head of a council.
    CivicDeputy,
}

impl Role {
    /// Returns the role on the board.
    pub(super) fn on_board(self) -> BoardRole {
        match self {
            Self::Chair | Self::CivicHead => BoardRole::Chair,
            Self::ViceChair | Self::CivicDeputy => BoardRole::ViceChair,
            Self::Substitute => BoardRole::Substitute,
        }
    }

    /// Returns whether it is an office of the council rather than of the board that met.
    pub(super) fn is_civic(self) -> bool {
        matches!(self, Self::CivicHead | Self::CivicDeputy)
    }
}

static CHAIR: Listed = Listed::new(|| {
    listed(
        "chair, chairman, chairwoman, chairperson, chairing, in the chair, presiding, presided, cadeirydd, chair person, chair \
         of the meeting, chair for the meeting, chairman of the meeting, chairman for the meeting, chair in the chair, chairman \
         in the chair, chairman presiding, chair presiding, took the chair, who took the chair, who presided, convener, convenor, yn y gadair, acting chair, \
         acting chairman, acting chairperson, temporary chairman, temporary chair, chair of meeting, y cadeirydd, chaired, \
         chairman of the council, chair of the council, council chairman, council chair, chairman of the committee, chair of \
         the committee, committee chairman, committee chair, chair of the board, chair of the panel, presiding member, vice \
         chair in the chair, vice chairman in the chair, mayor in the chair, deputy mayor in the chair, vice chairman \
         presiding, vice chair presiding, co chair, joint chair, chairing the meeting, chair for this meeting, chairman for \
         this meeting",
    )
});

static VICE_CHAIR: Listed = Listed::new(|| {
    listed(
        "vice chair, vice chairman, vice chairwoman, vice chairperson, vicechair, vicechairman, deputy chair, deputy chairman, \
         deputy chairperson, v chair, v chairman, vchair, vchairman, vice chair person, is gadeirydd, depute chair, vice, vice \
         convener, depute convener, deputy chairwoman, vice chairman of the council, vice chair of the council, vice chair of \
         the committee, vice chairman of the committee",
    )
});

static CIVIC_HEAD: Listed = Listed::new(|| {
    listed(
        "mayor, lord mayor, town mayor, civic mayor, the right worshipful the mayor, worshipful the mayor, the worshipful the \
         mayor, provost, lord provost, city mayor, cathaoirleach, an cathaoirleach, príomh chomhairleoir, priomh chomhairleoir, \
         maer, mayor of the council, madam mayor, mr mayor, borough mayor, right worshipful the mayor, y maer",
    )
});

static CIVIC_DEPUTY: Listed = Listed::new(|| {
    listed(
        "deputy mayor, deputy lord mayor, deputy town mayor, leas cathaoirleach, an leas cathaoirleach, leas chathaoirleach, an \
         leas chathaoirleach, depute provost, deputy provost, dirprwy faer, leas phríomh chomhairleoir",
    )
});

static SUBSTITUTE: Listed = Listed::new(|| {
    listed(
        "substitute, sub, substituting, reserve, substitute member, named substitute, as substitute, deputising, alternate, \
         dirprwy, eilydd",
    )
});

/// Beginnings of what is said about a substitute, with the name of the absent member after them.
const INSTEAD: &[&str] = &[
    "substituting for ",
    "substitute for ",
    "sub for ",
    "subbing for ",
    "as substitute for ",
    "in place of ",
    "on behalf of ",
    "deputising for ",
    "in the place of ",
    "substitute member for ",
    "deputy for ",
    "alternate for ",
    "replacing ",
    "reserve for ",
    "instead of ",
    "attending for ",
];

/// Returns the words in lower case with single spaces, without hyphens, full stops and an article before them.
fn plain(words: &str) -> String {
    let letters: String = words.chars().take(120).map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    let plain = foundation::text::single_spaced(&letters).to_lowercase();
    plain.strip_prefix("the ").map_or(plain.clone(), str::to_owned)
}

/// Checks quickly whether the first word may begin a role.
fn may_begin(words: &str) -> bool {
    const FIRST: &[&str] = &[
        "chair",
        "chairman",
        "chairwoman",
        "chairperson",
        "chairing",
        "chaired",
        "in",
        "presiding",
        "presided",
        "cadeirydd",
        "took",
        "who",
        "convener",
        "convenor",
        "yn",
        "acting",
        "temporary",
        "y",
        "council",
        "committee",
        "vice",
        "mayor",
        "deputy",
        "co",
        "joint",
        "v",
        "vicechair",
        "vicechairman",
        "vchair",
        "vchairman",
        "is",
        "depute",
        "lord",
        "town",
        "civic",
        "the",
        "right",
        "worshipful",
        "provost",
        "city",
        "cathaoirleach",
        "an",
        "príomh",
        "priomh",
        "maer",
        "madam",
        "mr",
        "borough",
        "leas",
        "dirprwy",
    ];
    let mut letters = words.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    let first = letters.next().unwrap_or_default();
    first.len() <= 14
        && FIRST.iter().any(|known| {
            known.len() == first.len() && known.eq_ignore_ascii_case(first)
                || !first.is_ascii() && known.chars().eq(first.chars().flat_map(char::to_lowercase))
        })
}

/// Reads the words as a role and nothing else: `Chairman`, `Vice-Chair`, `in the Chair`, `Mayor`.
pub(super) fn of(words: &str) -> Option<Role> {
    if words.len() > 80 || !may_begin(words) {
        return None;
    }
    let plain = plain(words);
    let all = [
        (&*CHAIR, Role::Chair),
        (&*VICE_CHAIR, Role::ViceChair),
        (&*CIVIC_HEAD, Role::CivicHead),
        (&*CIVIC_DEPUTY, Role::CivicDeputy),
    ];
    all.iter().find(|(known, _)| known.contains(plain.as_str())).map(|(_, role)| *role)
}

/// Reads what a bracket after a name says of the role, with what has to stay as a note.
pub(super) fn in_brackets(inside: &str) -> Option<(Role, Option<String>)> {
    // `Cadeirydd / Chair` says one thing twice.
    let parts: Vec<&str> = inside.split('/').take(4).collect();
    let known: Vec<Role> = parts.iter().filter_map(|part| of(part)).collect();
    if let Some(role) = known.first().filter(|_| known.len() == parts.len()) {
        let words = plain(inside);
        let told = role.is_civic() || (*role == Role::Chair && (words.starts_with("vice") || words.contains("mayor")));
        return Some((*role, told.then(|| inside.trim().to_owned())));
    }
    let lower = inside.trim().to_lowercase();
    if SUBSTITUTE.contains(plain(inside).as_str()) {
        return Some((Role::Substitute, None));
    }
    if let Some(start) = INSTEAD.iter().find(|start| lower.starts_with(**start)) {
        let after = inside.trim().get(start.len()..).unwrap_or_default();
        return Some((Role::Substitute, Some(format!("for {}", after.trim()))));
    }
    // `Chair for items 1 to 4` is the chair of this meeting, `Chair of Planning` of another body.
    let first = lower.split([' ', ',', ';', ':']).next().unwrap_or_default();
    let rest = inside.trim().get(first.len()..).unwrap_or_default();
    let begun = rest.trim_start_matches([' ', ',', ';', ':', '-', '–']);
    let limited = ["for item", "from ", "until ", "for minute", "to item", "for the first", "for this", "up to", "except"];
    let here = rest.starts_with([',', ';', ':']) || limited.iter().any(|words| begun.to_lowercase().starts_with(words));
    of(first).filter(|_| here && !begun.is_empty()).map(|role| (role, Some(begun.to_owned())))
}

/// Returns how many of the words at the start name a role: `Vice` and `Chairman`, `The` and `Mayor`.
pub(super) fn leading(words: &[&str]) -> Option<(Role, usize)> {
    if !words.first().is_some_and(|first| may_begin(first)) {
        return None;
    }
    (1..=words.len().min(5)).rev().find_map(|count| {
        let named = words.get(..count)?.join(" ");
        of(named.trim_end_matches([':', '-', '–', ','])).map(|role| (role, count))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_in_many_forms() {
        for words in ["Chair", "CHAIRMAN", "In the Chair", "Presiding", "Cadeirydd", "the Chairman", "Acting Chair"] {
            assert_eq!(of(words), Some(Role::Chair), "{words}");
        }
        for words in ["Vice-Chair", "Vice Chairman", "Deputy Chair", "V.Chairman", "Is-gadeirydd", "Vice‑Chair"] {
            assert_eq!(of(words), Some(Role::ViceChair), "{words}");
        }
        assert_eq!(of("The Mayor"), Some(Role::CivicHead));
        assert_eq!(of("Leas-Chathaoirleach"), Some(Role::CivicDeputy));
        assert_eq!(of("Chair of Planning"), None);
        assert_eq!(of("Dummy"), None);
    }

    #[test]
    fn brackets_tell_roles_and_keep_the_rest() {
        let read = |inside| in_brackets(inside);
        assert_eq!(read("Chair"), Some((Role::Chair, None)));
        assert_eq!(read("Is-gadeirydd / Vice-Chair"), Some((Role::ViceChair, None)));
        assert_eq!(read("Mayor"), Some((Role::CivicHead, Some("Mayor".into()))));
        assert_eq!(read("substitute for Cllr Foil"), Some((Role::Substitute, Some("for Cllr Foil".into()))));
        assert_eq!(read("sub for Foil"), Some((Role::Substitute, Some("for Foil".into()))));
        assert_eq!(read("Chair for items 1 to 4"), Some((Role::Chair, Some("for items 1 to 4".into()))));
        assert_eq!(read("Vice-Chairman, in the Chair"), Some((Role::Chair, Some("Vice-Chairman, in the Chair".into()))));
        assert_eq!(read("Chair of Planning"), None);
        assert_eq!(read("arrived at 7.10 pm"), None);
    }
}

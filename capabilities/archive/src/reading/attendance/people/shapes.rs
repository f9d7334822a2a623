//! How names and what is around them look.

use super::super::roles;
use super::super::segments::Piece;
use super::super::words::{self, Councillor};
use super::Person;

/// Words and brackets with their places.
pub(super) type Pieces<'pieces, 'text> = &'pieces [(usize, Piece<'text>)];

/// Checks for `apologies` or `absent` in the brackets after a name.
pub(super) fn is_away(inside: &str) -> bool {
    let lower = inside.to_lowercase();
    ["apologies", "apologies received", "apology", "apologies given", "apologies sent", "apols", "absent with apologies"]
        .contains(&lower.trim())
}

/// Returns how many words say `Councillor`, with those before it, and whether several follow.
pub(super) fn councillor(following: &[&str]) -> Option<(usize, bool)> {
    let councils = following.iter().take_while(|word| words::is_council(word)).count();
    let word = following.get(councils)?;
    let kind = words::councillor(word)?;
    // In Welsh, `Sir` after it says of the county.
    let county = words::bare(word).starts_with("cyng") && following.get(councils + 1).is_some_and(|next| is_welsh_council(next));
    // `Cyng. / Cllr` says it twice.
    let twice = following.get(councils + 1) == Some(&"/")
        && following.get(councils + 2).is_some_and(|word| words::councillor(word).is_some());
    let glued = following.get(councils + 1).is_some_and(|next| next.starts_with('/') && words::councillor(next).is_some());
    let count = councils + 1 + if twice { 2 } else { usize::from(glued || county) };
    let is_name = councils == 0 && following.len() == 1;
    (!is_name || kind == Councillor::Several).then_some((count, kind == Councillor::Several))
}

/// Checks for the Welsh for a county or borough after `Cynghorydd`.
pub(super) fn is_welsh_council(word: &str) -> bool {
    matches!(word, "Sir" | "Bwrdeistref" | "Sirol")
}

/// Returns the singular of `Councillors` and `Cllrs`.
pub(super) fn one(printed: &str) -> String {
    let word = printed.trim_end_matches(':');
    if word.rsplit(' ').next().and_then(words::councillor) == Some(Councillor::Several) {
        word.trim_end_matches('.').strip_suffix('s').unwrap_or(word).to_owned()
    } else {
        word.to_owned()
    }
}

/// Returns how many words name a post right before a titled name: `Parish Clerk Mrs A Dummy`.
pub(super) fn post_before(following: &[&str]) -> Option<usize> {
    let title =
        following.iter().position(|word| words::is_sure_title(word) || words::councillor(word) == Some(Councillor::One))?;
    let posts = following.get(..title)?;
    (title > 0 && title + 1 < following.len() && words::is_position(posts)).then_some(title)
}

pub(super) fn begins_title(name: &str) -> bool {
    name.split(' ').next().is_some_and(words::is_title)
}

/// Checks whether a title at `position` begins a person.
pub(super) fn begins_person(pieces: Pieces<'_, '_>, position: usize) -> bool {
    let Some(word) = pieces.get(position).and_then(|(_, piece)| piece.word()) else { return false };
    let next = pieces.get(position + 1).and_then(|(_, piece)| piece.word());
    let next_names =
        next.is_some_and(|next| words::is_name_word(next) || words::is_initial(next) || next == "/" || words::is_particle(next));
    let council = words::is_council(word)
        && word.starts_with(char::is_uppercase)
        && next.is_some_and(|next| words::councillor(next).is_some())
        && pieces.get(position + 2).and_then(|(_, piece)| piece.word()).is_some_and(words::is_name_word);
    council
        || (next_names
            && word.starts_with(char::is_uppercase)
            && (words::is_sure_title(word) || words::councillor(word).is_some()))
}

/// Returns the place of the next title after `position`, or the end.
pub(super) fn next_person(pieces: Pieces<'_, '_>, position: usize) -> usize {
    let next = pieces.iter().enumerate().skip(position).find(|(at, _)| begins_person(pieces, *at));
    next.map_or(pieces.len(), |(at, _)| at)
}

/// Checks whether initials at `position` begin a person.
pub(super) fn begins_untitled(pieces: Pieces<'_, '_>, position: usize) -> bool {
    let word = |at: usize| pieces.get(at).and_then(|(_, piece)| piece.word());
    word(position).is_some_and(words::is_initial)
        && word(position + 1).is_some_and(|next| words::is_initial(next) || words::is_name_word(next) || words::is_particle(next))
}

/// Checks whether a role and the name of its holder begin at `position`.
pub(super) fn role_begins(pieces: Pieces<'_, '_>, position: usize) -> bool {
    let following: Vec<&str> = pieces.iter().skip(position).take(5).map_while(|(_, piece)| piece.word()).collect();
    roles::leading(&following).is_some_and(|(_, count)| count < following.len())
}

/// Checks whether a name without a title begins at `position`: after the initials of the person before it, or between brackets.
pub(super) fn begins_plain(person: &Person, pieces: Pieces<'_, '_>, position: usize) -> bool {
    let before = position.checked_sub(1).and_then(|before| pieces.get(before)).map(|(_, piece)| *piece);
    let after_initials = person.initials.is_some()
        && before
            .and_then(Piece::word)
            .is_some_and(|word| is_initials_of(word.trim_matches(|c: char| !c.is_alphanumeric()), &person.name));
    let name: Vec<&str> = pieces
        .iter()
        .skip(position)
        .take(6)
        .map_while(|(_, piece)| piece.word())
        .take_while(|word| words::is_name_word(word) || words::is_particle(word))
        .collect();
    let first = name.first().copied().unwrap_or_default();
    let plain = name.iter().filter(|word| !words::is_abbreviation(word)).count();
    (after_initials || matches!(before, Some(Piece::Bracket(_))))
        && plain >= 2
        && !words::is_abbreviation(first)
        && !words::is_position(&name)
        && roles::leading(&name).is_none()
}

/// Checks whether a post, an organisation or a role begins at `position`, after a name.
pub(super) fn ends_name(pieces: Pieces<'_, '_>, position: usize) -> bool {
    if begins_person(pieces, position) {
        return true;
    }
    let said: Vec<&str> = pieces
        .iter()
        .enumerate()
        .skip(position)
        .take(12)
        .take_while(|(at, _)| *at == position || !begins_person(pieces, *at))
        .map_while(|(_, (_, piece))| piece.word())
        .collect();
    let first = said.first().copied().unwrap_or_default();
    let upper = first.starts_with(char::is_uppercase);
    // After initials there is one surname, so what follows it is something else.
    let named: Vec<&str> =
        pieces.get(..position).unwrap_or_default().iter().rev().take(2).filter_map(|(_, piece)| piece.word()).collect();
    let after_surname = matches!(named.as_slice(), [_, initial] if words::is_initial(initial));
    if after_surname && upper && said.len() > 2 && words::is_position(&said) {
        return true;
    }
    roles::leading(&said).is_some_and(|(_, count)| count == said.len())
        || upper
            && words::is_before_post(first)
            && words::is_position(&said)
            && (said.len() > 1 || !words::is_name_too(first) || words::bare(first) == "clerk")
}

/// Checks whether the name is a surname, with or without a title.
pub(super) fn surname_only(name: &str) -> bool {
    let plain: Vec<&str> = name.split(' ').filter(|word| !words::is_title(word) && !words::is_particle(word)).collect();
    plain.len() == 1
}

/// Checks whether the letters are the initials of the name, as `AD` or `ADu` of `Ada Dummy`.
pub(super) fn is_initials_of(letters: &str, name: &str) -> bool {
    let wanted: Vec<char> = letters.chars().filter(|c| c.is_alphabetic()).collect();
    if !(2..=5).contains(&wanted.len())
        || letters.chars().any(|c| !c.is_alphabetic() && c != '.')
        || wanted.iter().filter(|c| c.is_uppercase()).count() < 2
    {
        return false;
    }
    let parts: Vec<&str> = name.split([' ', '.', '-', '‑']).filter(|word| !word.is_empty() && !words::is_title(word)).collect();
    let mut rest = wanted.as_slice();
    // Each part of the name gives its first letter, the last perhaps more: `ADu`.
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        let mut letters = part.chars().filter(|c| c.is_alphabetic());
        match (rest.split_first(), letters.next()) {
            (Some((first, after)), Some(letter)) if first.to_lowercase().eq(letter.to_lowercase()) => rest = after,
            _ => continue,
        }
        if last {
            while let (Some((first, after)), Some(letter)) = (rest.split_first(), letters.next()) {
                if first.to_lowercase().eq(letter.to_lowercase()) {
                    rest = after;
                } else if !rest.is_empty() {
                    continue;
                }
            }
        }
    }
    // A surname alone gives the last of the initials.
    let lone = parts.len() == 1
        && wanted.len() == 2
        && parts.first().and_then(|part| part.chars().next()).is_some_and(|c| wanted.last() == Some(&c));
    rest.is_empty() || lone
}

/// Removes a number or a bullet before a name.
pub(super) fn remove_number(pieces: &mut Vec<(usize, Piece<'_>)>) {
    let numbered = |word: &str| word.len() <= 3 && word.ends_with(['.', ')']) && word.starts_with(|c: char| c.is_ascii_digit());
    if pieces.len() > 1 && pieces.first().and_then(|(_, piece)| piece.word()).is_some_and(numbered) {
        pieces.remove(0);
    }
}

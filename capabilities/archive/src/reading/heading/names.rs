//! The names of bodies and places.

/// Words found in the name of a body.
const BODIES: &[&str] = &[
    "board",
    "committee",
    "panel",
    "cabinet",
    "commission",
    "forum",
    "sub-committee",
    "subcommittee",
    "executive",
    "assembly",
    "group",
    "council",
    "authority",
    "trust",
    "partnership",
    "conference",
    "cyngor",
    "pwyllgor",
    "bwrdd",
    "cabinet",
    "comhairle",
    "vestry",
];

/// Words found in the name of a place.
const PLACES: &[&str] = &[
    "hall",
    "room",
    "chamber",
    "chambers",
    "house",
    "centre",
    "building",
    "offices",
    "office",
    "boardroom",
    "suite",
    "library",
    "school",
    "barn",
    "church",
    "club",
    "pavilion",
    "theatre",
    "college",
    "hotel",
    "institute",
    "farm",
    "street",
    "square",
    "zoom",
    "teams",
    "online",
    "remotely",
    "videoconference",
    "conference",
    "exchange",
    "guildhall",
    "neuadd",
    "siambr",
    "buildings",
    "inn",
    "road",
];

/// Checks whether the text names a body.
pub(super) fn body(text: &str) -> bool {
    contains(text, BODIES) && text.len() <= 160
}

/// Checks whether the text names a council and no body of it.
pub(super) fn council_only(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '-');
    let bodies: Vec<&str> = words.filter(|word| BODIES.contains(word)).collect();
    !bodies.is_empty() && bodies.iter().all(|word| matches!(*word, "council" | "cyngor" | "comhairle" | "authority"))
}

/// Checks whether the text names a place.
pub(super) fn place(text: &str) -> bool {
    contains(text, PLACES)
}

/// Checks for words that point at a name elsewhere: `the above Council`, `meeting`, `the Board`.
pub(super) fn points_elsewhere(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    words.all(|word| {
        [
            "the",
            "above",
            "said",
            "this",
            "named",
            "meeting",
            "meetings",
            "a",
            "council",
            "board",
            "committee",
            "annual",
            "full",
            "same",
            "of",
        ]
        .contains(&word)
    })
}

/// Checks whether one name is the end or the beginning of the other, as `Parish Council` is of `Oak Parish Council`.
pub(super) fn is_short_for(short: &str, long: &str) -> bool {
    let key = |text: &str| foundation::text::title_key(text);
    let (short, long) = (key(short), key(long));
    short.len() < long.len() && !short.is_empty() && (long.ends_with(&short) || long.starts_with(&short))
}

fn contains(text: &str, known: &[&str]) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| known.contains(&word))
}

//! Reads what a body resolved or is asked to resolve, who moved it and how the vote went.
//!
//! Councils write it in many ways. The formal record has a word of its own: `RESOLVED: That …`, `Resolved 20/03/4.01`, `AGREED`
//! ([`forms`]). Parishes often write a sentence about the body: `The meeting accepted the offer` ([`bodies`]). Full
//! councils record motions, amendments and votes ([`movers`], [`motions`], [`votes`]), and quote resolutions that are not theirs
//! ([`quotations`]). [`entries`] goes through the text of a minute and decides.

mod bodies;
mod clauses;
mod entries;
mod forms;
mod motions;
mod movers;
mod names;
mod paragraphs;
mod pending;
mod quotations;
mod sentences;
mod votes;
mod votes_by_name;

pub(super) use clauses::{clauses_of, recommendation};
pub(super) use entries::{Manner, of_minute};
pub(super) use forms::is_formal_record;
pub(super) use votes::is_only as counts_votes;
pub(super) use votes_by_name::{begins_with_label as labels_votes, columns as columns_of_votes};

use super::words;

/// Returns the resolving word as printed and the rest, if the text is a resolution.
pub(super) fn resolves(text: &str) -> Option<(&str, &str)> {
    forms::read(text).map(|form| (form.printed, form.rest))
}

/// Returns the recommending word as printed and the rest, if a heading recommends.
pub(super) fn recommends(text: &str) -> Option<(&str, &str)> {
    const WORDS: &[&str] = &["recommendations", "recommendation", "recommended"];
    let (form, rest) = WORDS.iter().find_map(|form| {
        let (printed, rest) = text.split_at_checked(form.len())?;
        let whole = !rest.starts_with(char::is_alphanumeric);
        let begins = printed.starts_with(char::is_uppercase);
        (whole && begins && printed.eq_ignore_ascii_case(form)).then(|| (printed, rest.trim_start()))
    })?;
    let marked = rest.is_empty() || rest.starts_with([':', '–', '-', '—']) || words::is_capitals(form);
    marked.then(|| (form, rest.trim_start_matches([':', '–', '-', '—', ' '])))
}

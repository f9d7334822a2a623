//! The checker: finds in a report, or in the reports and minutes of a pack, what does not add up, what is missing, and what
//! should not be there. Pure: papers in, findings out.
//!
//! Every rule covers a fault that was found in published packs. A false finding costs trust, so a rule stays
//! silent if it cannot be sure.

pub mod acts;
mod dismissals;
mod finding;
mod numbers;
mod paper;
pub mod plain_english;
mod register;
mod rules;
pub mod template;
#[cfg(test)]
mod test_papers;
mod words;

pub use dismissals::{Dismissals, evidence_key};
pub use finding::{Finding, Severity};
pub use paper::{Paper, PaperKind, Piece, Place, What};
pub use register::{LARGEST_REGISTER, Register};
pub use rules::{PAPERS, Precision, RULES, Rule, check, rule};

/// Returns the sentences of a text that contain a figure, or also a date if `dates_too` is set, each shortened.
pub fn sentences_with_figures(text: &str, dates_too: bool) -> Vec<String> {
    // The number of a list entry is not a figure.
    let is_told = |sentence: &&str| !words::content(sentence).is_empty();
    let bears = |sentence: &&str| {
        is_told(sentence) && (!numbers::numbers(sentence).is_empty() || (dates_too && !rules::dates::dates(sentence).is_empty()))
    };
    words::sentences(text).into_iter().filter(bears).map(|sentence| words::short(sentence, 120)).collect()
}

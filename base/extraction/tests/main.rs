//! The tests of this crate through its public side, as one program.

#![allow(clippy::panic, reason = "a test that cannot go on should stop")]

mod any_bytes;
mod bundles;
mod converting;
mod documents;
mod made;
mod marked_text;
mod pages;
mod pdf_faults;
mod pdf_layout;

use extraction::{Extracted, Limits, extract};

/// Extracts a file that reads.
fn read(bytes: &[u8]) -> Extracted {
    match extract(bytes, &Limits::default()) {
        Ok(extracted) => extracted,
        Err(error) => panic!("{error}"),
    }
}

/// Returns the lines that have words.
fn lines(extracted: &Extracted) -> Vec<&str> {
    extracted.text.lines().map(|line| line.trim_matches(['\u{C}', ' '])).filter(|line| !line.is_empty()).collect()
}

/// Returns the lines at these numbers.
fn at<'text>(extracted: &'text Extracted, numbers: &[usize]) -> Vec<&'text str> {
    let lines: Vec<&str> = extracted.text.lines().collect();
    numbers.iter().map(|number| lines[number - 1]).collect()
}

/// Returns the words of a text.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

//! Finds the part of a document that cannot be typeset, by trying smaller and smaller parts on their own.

use crate::confined_typesetter::ConfinedTypesetter;
use crate::place::{Place, beginning};
use documents::{Block, Document, Entry, Print, PrintPicture, TypesetError};

/// The maximum number of attempts: each may take as long as a child is allowed.
const MOST_ATTEMPTS: usize = 60;

/// Returns the error for the smallest part that fails on its own, with its place; `error`, which is about the whole document,
/// if every part succeeds.
pub(crate) async fn find(
    typesetter: &ConfinedTypesetter,
    print: &Print,
    pictures: &[PrintPicture],
    error: TypesetError,
) -> TypesetError {
    let mut attempts = MOST_ATTEMPTS;
    let mut found = (Place::default(), String::new(), print.document.clone());
    // From the whole to one of its parts that fails, and so on inwards.
    while let Some((place, why, inner)) = failing(typesetter, (print, pictures), &found, &mut attempts).await {
        found = (place, why, inner);
    }
    let (place, why, _) = found;
    let words = place.words();
    if words.is_empty() { error } else { TypesetError::Obstacle { place: words, why } }
}

async fn failing(
    typesetter: &ConfinedTypesetter,
    (print, pictures): (&Print, &[PrintPicture]),
    (place, _, document): &(Place, String, Document),
    attempts: &mut usize,
) -> Option<(Place, String, Document)> {
    for (name, inner) in pieces(document) {
        *attempts = attempts.checked_sub(1)?;
        let attempt = Print { document: inner.clone(), ..print.clone() };
        match typesetter.attempt(&attempt, pictures).await {
            Ok(_) => {}
            // Further attempts would tell us nothing.
            Err(TypesetError::NotStarted(_)) => return None,
            Err(TypesetError::Whole(why) | TypesetError::Stopped(why)) => return Some((place.inside(name), why, inner)),
            Err(TypesetError::Obstacle { place: inside, why }) => return Some((place.inside(inside), why, inner)),
        }
    }
    None
}

/// Splits a document into its parts, each as a document of its own with its name. A document with many entries is halved.
fn pieces(document: &Document) -> Vec<(String, Document)> {
    if !document.parts.is_empty() {
        let own = Document { parts: Vec::new(), ..document.clone() };
        let own = std::iter::once((format!("“{}”", document.title), own));
        return own.chain(document.parts.iter().map(|part| (format!("“{}”", part.title), part.clone()))).collect();
    }
    let alone = |entries: &[Entry]| Document { entries: entries.to_vec(), ..document.clone() };
    match document.entries.as_slice() {
        [Entry::Section(section)] => {
            let name = format!("section {}", section.number.as_deref().unwrap_or(&section.title));
            vec![(name, alone(&section.entries))]
        }
        [Entry::Minute(minute)] => {
            let name = format!("minute {}", minute.reference.as_deref().unwrap_or(&minute.title));
            vec![(name, alone(&minute.entries))]
        }
        [Entry::Block { block }] if document.title != ALONE => {
            let inner = Document { title: ALONE.to_owned(), entries: document.entries.clone(), ..Document::default() };
            vec![(name_of(block), inner)]
        }
        [] | [_] => Vec::new(),
        many if many.len() <= 8 => many.iter().map(|entry| (String::new(), alone(std::slice::from_ref(entry)))).collect(),
        many => {
            let (first, second) = many.split_at(many.len() / 2);
            vec![(String::new(), alone(first)), (String::new(), alone(second))]
        }
    }
}

/// The title of a document that contains only one block.
const ALONE: &str = "One block";

fn name_of(block: &Block) -> String {
    match block {
        Block::Paragraph { number: Some(number), .. } => format!("paragraph {number}"),
        Block::Paragraph { text, .. } => format!("“{}”", beginning(text)),
        Block::Heading { text, .. } => format!("“{}”", beginning(text)),
        Block::List { .. } => "a list".to_owned(),
        Block::Table { .. } => "a table".to_owned(),
        Block::Picture(picture) => format!("the image “{}”", beginning(&picture.alternative)),
        Block::Chart { caption, .. } => format!("the chart “{}”", beginning(caption)),
    }
}

//! What is damaged in a PDF of which some words can be read all the same.

use flate2::bufread::ZlibDecoder;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use std::io::{Read, copy, sink};

/// How many bytes of one content are unpacked to see whether it is whole.
const MOST_UNPACKED: u64 = 100_000_000;

/// How many bytes at the end of a compressed content are no loss: its check sum, and the end of its line.
const SLACK: u64 = 16;

/// How many bytes after the mark of its end a whole PDF may have, whatever they are.
const TAIL: usize = 2048;

/// What was found damaged, or unreadable for another reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Damage {
    /// Whether the file lacks its end.
    pub(super) is_cut: bool,
    /// How many pages there should be, if fewer were found.
    pub(super) missing: Option<usize>,
    /// The pages whose content or fonts are damaged, counted from 1.
    pub(super) damaged: Vec<usize>,
    /// The pages whose fonts do not say which letters they draw.
    pub(super) unnamed: Vec<usize>,
}

impl Damage {
    /// Returns what is wrong, in sentences. `None` if nothing is.
    pub(super) fn says(&self, pages: usize) -> Option<String> {
        let mut says: Vec<String> = Vec::new();
        if self.is_cut {
            says.push(
                "the PDF stops before its end: it was cut off, so words may be missing or wrong. Fetch the whole file again"
                    .into(),
            );
        }
        if let Some(said) = self.missing {
            says.push(format!("only {pages} of the PDF's {said} pages can be found. Fetch the whole file again"));
        }
        // A file that was cut lacks fonts of all its pages, and naming them adds nothing.
        if let Some(named) = named(&self.damaged).filter(|_| !self.is_cut) {
            says.push(format!(
                "{named} of the PDF's {pages}: the content is damaged, so words may be missing or wrong. Fetch the file again, or print it \
                 to a new PDF and read that"
            ));
        }
        if let Some(named) = named(&self.unnamed) {
            says.push(format!(
                "{named} of the PDF's {pages}: the fonts do not name the letters that they draw, so the words cannot be told. Run text \
                 recognition over it, or ask its publisher for another file"
            ));
        }
        (!says.is_empty()).then(|| says.join(". "))
    }
}

/// Names pages: `page 3`, `pages 3, 4 and 5`.
fn named(pages: &[usize]) -> Option<String> {
    let shown: Vec<String> = pages.iter().take(5).map(usize::to_string).collect();
    let (last, others) = shown.split_last()?;
    Some(match pages.len() {
        1 => format!("page {last}"),
        count if count > shown.len() => format!("pages {} and {} others", shown.join(", "), count - shown.len()),
        _ => format!("pages {} and {last}", others.join(", ")),
    })
}

/// Checks whether the file lacks the mark with which every PDF ends. Other bytes may follow it, such as those that a server adds, but none
/// of the PDF itself.
pub(super) fn is_cut(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(5).rposition(|window| window == b"%%EOF") else { return true };
    let tail = bytes.get(end..).unwrap_or_default();
    tail.len() > TAIL && tail.windows(6).any(|window| window == b"endobj" || window == b"stream")
}

/// Returns how many pages the list of pages promises, if it promises more than there are.
pub(super) fn missing(document: &Pdf, found: usize) -> Option<usize> {
    let catalogue = document.xref().get::<Dict<'_>>(document.xref().root_id())?;
    let said = catalogue.get::<Dict<'_>>("Pages")?.get::<i32>("Count")?;
    // An absurd count is a fault of the program that wrote it, and no page is missing for it.
    usize::try_from(said).ok().filter(|said| *said > found && *said <= 100_000)
}

/// Checks whether the content of a page, or a font that it names, is damaged or gone.
pub(super) fn is_damaged(page: &Page<'_>) -> bool {
    let fonts = &page.resources().fonts;
    let is_lost = |font: &Dict<'_>| {
        let descriptor = font.get::<Dict<'_>>("FontDescriptor");
        let described = !font.contains_key("FontDescriptor") || descriptor.is_some();
        let has_file = descriptor.is_none_or(|descriptor| {
            ["FontFile", "FontFile2", "FontFile3"]
                .iter()
                .all(|key| !descriptor.contains_key(key) || descriptor.get::<Stream<'_>>(key).is_some())
        });
        !described || !has_file
    };
    let lost_font = fonts.keys().any(|key| fonts.get::<Dict<'_>>(key.as_ref()).is_none_or(|font| is_lost(&font)));
    lost_font || contents(page).is_none_or(|streams| streams.iter().any(is_broken))
}

/// Returns the streams of a page's content. `None` if one of them is gone.
fn contents<'a>(page: &Page<'a>) -> Option<Vec<Stream<'a>>> {
    if !page.raw().contains_key("Contents") {
        return Some(Vec::new());
    }
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        return Some(vec![stream]);
    }
    let streams = page.raw().get::<Array<'_>>("Contents")?;
    let found: Vec<Stream<'_>> = streams.iter::<Stream<'_>>().collect();
    (found.len() == streams.raw_iter().count()).then_some(found)
}

/// Checks whether a content can be unpacked to its end.
fn is_broken(stream: &Stream<'_>) -> bool {
    let filter = stream.dict().get::<Name<'_>>("Filter").or_else(|| {
        let filters = stream.dict().get::<Array<'_>>("Filter")?;
        (filters.raw_iter().count() == 1).then(|| filters.iter::<Name<'_>>().next()).flatten()
    });
    let raw = stream.raw_data();
    let is_zlib =
        matches!(*raw, [method, flags, ..] if method & 0x0F == 8 && (u32::from(method) * 256 + u32::from(flags)) % 31 == 0);
    if !is_zlib || filter.is_none_or(|filter| filter.as_str() != "FlateDecode") {
        return stream.decoded().is_err();
    }
    let mut decoder = ZlibDecoder::new(&*raw);
    let unpacked = copy(&mut (&mut decoder).take(MOST_UNPACKED), &mut sink());
    unpacked.is_err() && decoder.total_in() + SLACK < raw.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_are_named_in_a_sentence() {
        let says = |damaged: Vec<usize>| Damage { damaged, ..Damage::default() }.says(9).unwrap_or_default();
        assert!(says(vec![3]).starts_with("page 3 of the PDF's 9: the content is damaged"));
        assert!(says(vec![3, 4, 9]).starts_with("pages 3, 4 and 9 of the PDF's 9"));
        assert!(says((1..9).collect()).starts_with("pages 1, 2, 3, 4, 5 and 3 others of"));
        assert_eq!(Damage::default().says(9), None);
    }

    #[test]
    fn a_file_without_its_end_is_cut() {
        assert!(is_cut(b"%PDF-1.7 1 0 obj endobj"));
        assert!(!is_cut(b"%PDF-1.7 1 0 obj endobj %%EOF\n"));
        let junk = [b"%PDF-1.7 %%EOF".as_slice(), &[b' '; 5000]].concat();
        assert!(!is_cut(&junk));
        let more = [b"%PDF-1.7 %%EOF".as_slice(), &[b' '; 5000], b"7 0 obj endobj"].concat();
        assert!(is_cut(&more));
    }
}

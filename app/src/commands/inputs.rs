//! The papers that commands are given: files, folders of them, ZIP files and standard input.

use anyhow::{Context, Error, Result, anyhow};
use archive::confined_reader::ConfinedReader;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// The ends of the names of papers in a folder. A file that is named itself may have any name.
const PAPERS: &[&str] =
    &["pdf", "docx", "docm", "doc", "odt", "rtf", "html", "htm", "xhtml", "md", "markdown", "txt", "text", "zip"];

/// How deep folders are searched, so that one that leads back to itself ends.
const DEEPEST: usize = 20;

/// How many files are taken from folders at most.
const MOST_FILES: usize = 100_000;

/// A paper.
#[derive(Debug)]
pub(super) struct Input {
    /// Where it is, as messages name it: `packs/2025.zip: minutes.pdf`.
    pub(super) place: String,
    /// The name of its file, without folders.
    pub(super) name: String,
    /// Its bytes.
    pub(super) content: Vec<u8>,
    /// Whether it is one of several files of a ZIP file.
    pub(super) is_one_of_several: bool,
}

/// A paper that could not be opened.
#[derive(Debug)]
pub(super) struct Unread {
    /// Where it is.
    pub(super) place: String,
    /// Why not.
    pub(super) error: Error,
}

/// Returns the files that are named, with the papers of a folder in its place, sorted. A folder without papers stays, so that it is
/// named in the message when it is opened.
pub(super) fn files(named: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in named {
        let begun = files.len();
        if path.is_dir() {
            of_folder(path, 0, &mut files);
        }
        if files.len() == begun {
            files.push(path.clone());
        }
    }
    files
}

fn of_folder(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(listed) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden || files.len() >= MOST_FILES {
            continue;
        }
        let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
        if path.is_dir() && depth < DEEPEST {
            of_folder(&path, depth + 1, files);
        } else if path.is_file() && PAPERS.contains(&end.as_str()) {
            files.push(path);
        }
    }
}

/// Returns the paper in a file, or the papers in a ZIP file.
pub(super) async fn open(reader: &ConfinedReader, path: &Path) -> Vec<Result<Input, Unread>> {
    let is_standard = path.as_os_str() == STANDARD_INPUT;
    let place = if is_standard { "standard input".to_owned() } else { path.display().to_string() };
    let name =
        path.file_name().filter(|_| !is_standard).map_or_else(|| place.clone(), |name| name.to_string_lossy().into_owned());
    let content = match bytes(path) {
        Ok(content) => content,
        Err(error) => return vec![Err(Unread { place, error })],
    };
    let packed = match reader.unpack(&content).await {
        Ok(Some(packed)) => packed,
        Ok(None) => return vec![Ok(Input { place, name, content, is_one_of_several: false })],
        Err(error) => return vec![Err(Unread { place, error: error.into() })],
    };
    let is_one_of_several = packed.len() > 1;
    let papers = packed.into_iter().map(|file| {
        let place = format!("{place}: {}", file.name);
        match file.content {
            Ok(content) => {
                let name = file.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                Ok(Input { place, name, content, is_one_of_several })
            }
            Err(says) => Err(Unread { place, error: anyhow!(says) }),
        }
    });
    papers.collect()
}

/// Returns the bytes of a file or of standard input, up to one more than the reader accepts.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let most = archive::LARGEST as u64 + 1;
    let mut content = Vec::new();
    if path.as_os_str() == STANDARD_INPUT {
        io::stdin().lock().take(most).read_to_end(&mut content).context("standard input cannot be read")?;
        return Ok(content);
    }
    let file = File::open(path).context("it cannot be opened; check its name and permissions")?;
    anyhow::ensure!(
        !file.metadata()?.is_dir(),
        "this is a folder without papers that can be read (.pdf, .docx, .odt, .doc, .rtf, .html, .txt, .md or .zip)"
    );
    file.take(most).read_to_end(&mut content).context("it cannot be read")?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_of_a_folder_are_sorted() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("2025/page_files")).expect("folders");
        for name in ["b.PDF", "a.txt", ".hidden.txt", "2025/c.docx", "2025/page_files/style.css", "notes.xlsx"] {
            fs::write(at(name), "x").expect("written");
        }
        let found = files(&[folder.path().to_owned(), PathBuf::from("-"), at("notes.xlsx"), at("2025/page_files")]);
        assert_eq!(
            found,
            [at("2025/c.docx"), at("a.txt"), at("b.PDF"), PathBuf::from("-"), at("notes.xlsx"), at("2025/page_files")]
        );
        let empty = bytes(&at("2025/page_files")).expect_err("no papers").to_string();
        assert!(empty.contains("a folder without papers"), "{empty}");
    }
}

//! The files of a draft: pictures that stand among its words, and files that go with it.

/// What a file of a draft is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileUse {
    /// It stands in the text.
    Picture,
    /// It goes with the report.
    Attachment,
}

impl FileUse {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Attachment => "attachment",
        }
    }

    pub(crate) fn read(word: &str) -> Option<Self> {
        [Self::Picture, Self::Attachment].into_iter().find(|usage| usage.word() == word)
    }
}

/// A file of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftFile {
    /// Its number among the files of its draft, from 1, never given again.
    pub number: i32,
    pub usage: FileUse,
    /// BLAKE3 of its bytes.
    pub hash: String,
    /// The name under which it is handed out.
    pub name: String,
    pub content_type: String,
    /// In bytes.
    pub size: i64,
    /// In pixels; 0 for what is no picture.
    pub width: i32,
    /// In pixels; 0 for what is no picture.
    pub height: i32,
    /// Of a picture, what is to be known by those who cannot see it; of an attachment, its title.
    pub description: String,
}

impl DraftFile {
    /// How the text names it: `picture-3`.
    pub(crate) fn reference(&self) -> String {
        format!("picture-{}", self.number)
    }
}

/// The most files of a draft.
pub(crate) const MOST: usize = 60;
/// The bytes of all files of a draft.
pub(crate) const ALL_BYTES: i64 = 100 * 1024 * 1024;
/// The longest description, in characters.
pub(crate) const LONGEST_DESCRIPTION: usize = 600;

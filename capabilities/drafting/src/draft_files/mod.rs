//! The files of a draft: images in its text, and attachments.

pub(crate) mod pages;
pub(crate) mod store;

/// The use of a file in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileUse {
    /// An image in the text.
    Picture,
    /// An attachment to the report.
    Attachment,
}

db::stored_words!(FileUse, word);

impl FileUse {
    const ALL: [Self; 2] = [Self::Picture, Self::Attachment];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Attachment => "attachment",
        }
    }

    pub(crate) fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|usage| usage.word() == word)
    }
}

/// A file of a draft.
#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
#[row(table = "report_draft_file", key(draft_id, number), unread(draft_id, made_by, made_at, removed_by, removed_at))]
pub(crate) struct DraftFile {
    /// Its number among the draft's files, from 1, never reused.
    pub number: i32,
    pub usage: FileUse,
    /// The BLAKE3 hash of its bytes.
    pub hash: String,
    /// The name under which it is served.
    pub name: String,
    pub content_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its width in pixels; 0 if it is not an image.
    pub width: u32,
    /// Its height in pixels; 0 if it is not an image.
    pub height: u32,
    /// An image's alternative text, or an attachment's title.
    pub description: String,
}

impl DraftFile {
    /// Returns its name in the text: `picture-3`.
    pub(crate) fn reference(&self) -> String {
        format!("picture-{}", self.number)
    }
}

/// The maximum number of files in a draft.
pub(crate) const MOST: usize = 60;
/// The maximum total size of a draft's files, in bytes.
pub(crate) const ALL_BYTES: i64 = 100 * 1024 * 1024;
/// The maximum length of a description, in characters.
pub(crate) const LONGEST_DESCRIPTION: usize = 600;

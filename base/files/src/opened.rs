//! Reads a stored file from the disk in pieces, so that only one piece is in memory, however large the file and however slow the
//! client.

use bytes::Bytes;
use futures_util::{Stream, stream};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use tokio::sync::Semaphore;

/// The maximum size of a piece, in bytes. Each reader has one in memory.
pub const PIECE: usize = 8 * 1024;

/// Limits how many files are opened and pieces read at once. More would not make the disk faster, and each takes a thread.
pub(crate) static READING: Semaphore = Semaphore::const_new(16);

/// A stored file that is open for reading.
#[derive(Debug)]
pub struct OpenedFile {
    file: File,
    size: u64,
}

impl OpenedFile {
    pub(crate) fn new(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { file, size })
    }

    /// Returns the file's size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Reads a range of the file in pieces, as the stream is polled.
    ///
    /// The stream ends with an error if the file has been truncated since it was opened.
    pub fn pieces(self, range: Range<u64>) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        let begin = (self.file, range.start, range.end.min(self.size));
        stream::try_unfold(begin, |(file, from, end)| async move {
            if from >= end {
                return Ok(None);
            }
            let length = usize::try_from(end - from).unwrap_or(PIECE).min(PIECE);
            let _turn = READING.acquire().await.map_err(io::Error::other)?;
            let read = tokio::task::spawn_blocking(move || read_piece(file, from, length));
            let (piece, file) = read.await.map_err(io::Error::other)??;
            Ok(Some((piece, (file, from + length as u64, end))))
        })
    }
}

fn read_piece(mut file: File, from: u64, length: usize) -> io::Result<(Bytes, File)> {
    let mut piece = vec![0; length];
    file.seek(SeekFrom::Start(from))?;
    file.read_exact(&mut piece)?;
    Ok((piece.into(), file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::TryStreamExt;

    fn opened(content: &[u8]) -> (tempfile::NamedTempFile, OpenedFile) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        let opened = OpenedFile::new(File::open(file.path()).unwrap()).unwrap();
        (file, opened)
    }

    #[tokio::test]
    async fn a_range_comes_in_pieces_of_bounded_size() {
        let content: Vec<u8> = (0..50_000_u32).map(|number| u8::try_from(number % 251).unwrap()).collect();
        for range in [0..50_000, 7..20_000, 49_999..50_000, 16_384..32_768, 10..10] {
            let (_file, opened) = opened(&content);
            assert_eq!(opened.size(), 50_000);
            let pieces: Vec<Bytes> = opened.pieces(range.clone()).try_collect().await.unwrap();
            assert!(pieces.iter().all(|piece| piece.len() <= PIECE));
            let range = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
            assert_eq!(pieces.concat(), content[range]);
        }
    }

    #[tokio::test]
    async fn a_file_that_is_cut_short_while_it_is_read_ends_in_an_error() {
        let (file, opened) = opened(&vec![1; 40_000]);
        let mut pieces = std::pin::pin!(opened.pieces(0..40_000));
        assert_eq!(pieces.try_next().await.unwrap().unwrap().len(), PIECE);
        std::fs::OpenOptions::new().write(true).open(file.path()).unwrap().set_len(10_000).unwrap();
        assert!(pieces.try_next().await.is_err());
    }

    #[tokio::test]
    async fn a_file_that_is_removed_while_it_is_read_is_read_to_its_end() {
        let (file, opened) = opened(&vec![1; 40_000]);
        drop(file);
        let pieces: Vec<Bytes> = opened.pieces(0..40_000).try_collect().await.unwrap();
        assert_eq!(pieces.concat().len(), 40_000);
    }
}

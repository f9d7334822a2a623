//! Several files as one ZIP file, sent while it is made: only the piece being sent is held in memory.
//!
//! Papers are already compressed, so they are stored uncompressed. The size of the ZIP file is then known before anything is
//! read, and a browser can show how much is left. Sizes and offsets are 32-bit, so the ZIP file is kept well below 4 GB.

use crate::{AppState, Result, SentAsItIs};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Datelike, Timelike, Utc};
use crc32fast::Hasher;
use files::StoredFile;
use foundation::london;
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

/// A file in a ZIP file.
#[derive(Clone, Debug)]
pub enum Zipped {
    /// A stored file.
    Stored(StoredFile),
    /// A file made for this request.
    Made(Bytes),
}

/// The maximum number of bytes of all files in one ZIP file.
const MOST_BYTES: u64 = 2_000_000_000;
/// The maximum number of files in one ZIP file.
const MOST_FILES: usize = 1_000;

const LOCAL: u64 = 30;
const DESCRIPTOR: u64 = 16;
const CENTRAL: u64 = 46;
const END: u64 = 22;

impl Zipped {
    fn size(&self) -> u64 {
        match self {
            Self::Stored(file) => u64::try_from(file.size).unwrap_or_default(),
            Self::Made(content) => content.len() as u64,
        }
    }
}

/// Returns the size in bytes of a ZIP file of these files, each with its name; `None` if it would be too large to make.
pub fn zip_size(files: &[(String, Zipped)]) -> Option<u64> {
    let content: u64 = files.iter().map(|(_, file)| file.size()).sum();
    let names: u64 = files.iter().map(|(name, _)| 2 * name.len() as u64).sum();
    let fits = files.len() <= MOST_FILES && content <= MOST_BYTES;
    fits.then(|| content + names + files.len() as u64 * (LOCAL + DESCRIPTOR + CENTRAL) + END)
}

/// Responds with these files, each under its name, as one ZIP file called `name`. File names must be ASCII and unique.
///
/// # Errors
/// [`crate::Error::NotUnderstood`] if they are too large together.
pub fn zip_file(state: &AppState, name: &str, files: Vec<(String, Zipped)>) -> Result<Response> {
    let too_large =
        || crate::Error::NotUnderstood("The files are too large to be downloaded together. Download them one by one.".into());
    let size = zip_size(&files).ok_or_else(too_large)?;
    let (sender, receiver) = mpsc::channel(2);
    let (state, at) = (state.clone(), state.clock.now());
    tokio::spawn(async move {
        // It is no error if the reader has left.
        if let Err(error) = write(&state, &sender, files, at).await {
            tracing::warn!(%error, "a ZIP file could not be finished");
            let _ = sender.send(Err(error)).await;
        }
    });
    let pieces = stream::unfold(receiver, |mut receiver| async move { Some((receiver.recv().await?, receiver)) });
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_LENGTH, HeaderValue::from(size)),
        (header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let mut response = (headers, Body::from_stream(pieces)).into_response();
    response.extensions_mut().insert(SentAsItIs);
    Ok(response)
}

type Sender = mpsc::Sender<std::io::Result<Bytes>>;

/// Sends a piece; fails if the reader has left.
async fn send(sender: &Sender, piece: impl Into<Bytes>) -> std::io::Result<()> {
    sender.send(Ok(piece.into())).await.map_err(|_| std::io::ErrorKind::BrokenPipe.into())
}

/// The directory entry of a file, at the end of a ZIP file.
struct Listed {
    name: String,
    check: u32,
    size: u32,
    offset: u32,
}

async fn write(state: &AppState, sender: &Sender, files: Vec<(String, Zipped)>, at: DateTime<Utc>) -> std::io::Result<()> {
    let at = stamp(at);
    let mut listed = Vec::with_capacity(files.len());
    let mut offset = 0_u64;
    for (name, file) in files {
        send(sender, local_header(&name, at)).await?;
        let mut check = Hasher::new();
        let size = file.size();
        let mut sent = 0_u64;
        match file {
            Zipped::Made(content) => {
                check.update(&content);
                sent += content.len() as u64;
                send(sender, content).await?;
            }
            Zipped::Stored(stored) => {
                let opened = state.files.open_file(&stored).await.map_err(std::io::Error::other)?;
                let mut pieces = std::pin::pin!(opened.pieces(0..size));
                while let Some(piece) = pieces.next().await {
                    let piece = piece.map_err(std::io::Error::other)?;
                    check.update(&piece);
                    sent += piece.len() as u64;
                    send(sender, piece).await?;
                }
            }
        }
        if sent != size {
            return Err(std::io::Error::other(format!("{name} does not have its recorded size")));
        }
        let told = Listed { check: check.finalize(), size: narrow(size)?, offset: narrow(offset)?, name };
        send(sender, descriptor(&told)).await?;
        offset += LOCAL + told.name.len() as u64 + size + DESCRIPTOR;
        listed.push(told);
    }
    let central: Vec<u8> = listed.iter().flat_map(|told| central_header(told, at)).collect();
    let end = end_of(listed.len(), central.len(), narrow(offset)?);
    send(sender, central).await?;
    send(sender, end).await
}

fn narrow(number: u64) -> std::io::Result<u32> {
    u32::try_from(number).map_err(std::io::Error::other)
}

/// Returns a time as ZIP files store it: the time of day and the date, in two bytes each. By convention, they are local.
fn stamp(at: DateTime<Utc>) -> (u16, u16) {
    let at = london::local(at);
    let narrow = |number: u32| u16::try_from(number).unwrap_or_default();
    let years = narrow(u32::try_from(at.year() - 1980).unwrap_or_default().min(127));
    let time = narrow(at.hour()) << 11 | narrow(at.minute()) << 5 | narrow(at.second() / 2);
    (time, years << 9 | narrow(at.month()) << 5 | narrow(at.day()))
}

/// Made by version 2.0; the sizes follow the content, and names are UTF-8.
const VERSION: [u8; 2] = 20_u16.to_le_bytes();
const FLAGS: [u8; 2] = 0x0808_u16.to_le_bytes();
const STORED: [u8; 2] = [0, 0];

fn length(name: &str) -> [u8; 2] {
    u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes()
}

fn local_header(name: &str, (time, date): (u16, u16)) -> Vec<u8> {
    let mut header = b"PK\x03\x04".to_vec();
    for part in [VERSION, FLAGS, STORED, time.to_le_bytes(), date.to_le_bytes()] {
        header.extend(part);
    }
    header.extend([0; 12]);
    header.extend(length(name));
    header.extend([0; 2]);
    header.extend(name.bytes());
    header
}

fn descriptor(told: &Listed) -> Vec<u8> {
    let mut descriptor = b"PK\x07\x08".to_vec();
    for part in [told.check, told.size, told.size] {
        descriptor.extend(part.to_le_bytes());
    }
    descriptor
}

fn central_header(told: &Listed, (time, date): (u16, u16)) -> Vec<u8> {
    let mut header = b"PK\x01\x02".to_vec();
    for part in [VERSION, VERSION, FLAGS, STORED, time.to_le_bytes(), date.to_le_bytes()] {
        header.extend(part);
    }
    for part in [told.check, told.size, told.size] {
        header.extend(part.to_le_bytes());
    }
    header.extend(length(&told.name));
    header.extend([0; 12]);
    header.extend(told.offset.to_le_bytes());
    header.extend(told.name.bytes());
    header
}

fn end_of(count: usize, central: usize, offset: u32) -> Vec<u8> {
    let count = u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes();
    let mut end = b"PK\x05\x06".to_vec();
    end.extend([0; 4]);
    end.extend(count);
    end.extend(count);
    end.extend(u32::try_from(central).unwrap_or(u32::MAX).to_le_bytes());
    end.extend(offset.to_le_bytes());
    end.extend([0; 2]);
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_stamped_with_london_time() {
        let stamped = |at: &str| stamp(at.parse().expect("an instant"));
        let date = |year: u16, month: u16, day: u16| (year - 1980) << 9 | month << 5 | day;
        let time = |hour: u16, minute: u16| hour << 11 | minute << 5;
        assert_eq!(stamped("2024-06-04T23:30:00Z"), (time(0, 30), date(2024, 6, 5)), "in summer");
        assert_eq!(stamped("2024-01-04T23:30:00Z"), (time(23, 30), date(2024, 1, 4)), "in winter");
    }
}

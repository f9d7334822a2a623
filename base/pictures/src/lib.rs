//! Uploaded pictures, re-encoded before they are stored: without the camera's metadata about place and owner, upright, and no
//! larger than a page needs.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// The maximum size of an uploaded file, in bytes.
pub const LARGEST: usize = 12 * 1024 * 1024;
/// The maximum side length of an uploaded picture, in pixels. No camera exceeds it.
const LONGEST_SENT: u32 = 12_000;
/// The maximum memory for decoding a picture, in bytes.
const MEMORY: u64 = 256 * 1024 * 1024;
/// The maximum side length of a stored picture, in pixels: 300 per inch across a page.
const LONGEST_KEPT: u32 = 2_000;
/// The JPEG quality, out of 100.
const QUALITY: u8 = 85;

/// A picture that is ready to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The content of a PNG or JPEG file.
    pub content: Vec<u8>,
    /// `image/png` or `image/jpeg`.
    pub content_type: &'static str,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Picture({}, {}×{}, {} bytes)", self.content_type, self.width, self.height, self.content.len())
    }
}

/// Why a picture is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It is another kind of file.
    #[error("The selected file must be a PNG or JPEG image")]
    Kind,
    /// The file is too large.
    #[error("The selected file must be smaller than 12 MB")]
    Large,
    /// It has too many pixels.
    #[error("The image has too many pixels. Make it smaller and upload it again")]
    Pixels,
    /// It cannot be read.
    #[error("The image is damaged. Save it again and upload it")]
    Damaged,
}

/// Returns whether a content type is that of a stored picture.
pub fn is_picture(content_type: &str) -> bool {
    matches!(content_type, "image/png" | "image/jpeg")
}

/// Decodes a picture and encodes it again.
///
/// # Errors
/// Returns an error if it is not a PNG or JPEG, is damaged, or is too large.
pub fn made_anew(content: &[u8]) -> Result<Picture, PictureError> {
    made_anew_within(content, LONGEST_KEPT)
}

/// Decodes a picture and encodes it again, with no side longer than `longest` pixels.
///
/// # Errors
/// Returns an error if it is not a PNG or JPEG, is damaged, or is too large.
pub fn made_anew_within(content: &[u8], longest: u32) -> Result<Picture, PictureError> {
    if content.len() > LARGEST {
        return Err(PictureError::Large);
    }
    let format = image::guess_format(content).map_err(|_| PictureError::Kind)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return Err(PictureError::Kind);
    }
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SENT);
    limits.max_image_height = Some(LONGEST_SENT);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let told = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => PictureError::Pixels,
        _ => PictureError::Damaged,
    };
    let mut decoder = reader.into_decoder().map_err(told)?;
    if decoder.total_bytes() > MEMORY {
        return Err(PictureError::Pixels);
    }
    let orientation = decoder.orientation().map_err(told)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(told)?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > longest {
        picture = picture.resize(longest, longest, image::imageops::FilterType::Triangle);
    }
    written(&picture, format).map_err(told)
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Result<Picture, image::ImageError> {
    let (width, height) = (picture.width(), picture.height());
    let mut content = Vec::new();
    // Eight bits per colour are enough; sixteen make no difference on paper or screens.
    if format == ImageFormat::Jpeg {
        JpegEncoder::new_with_quality(&mut content, QUALITY).encode_image(&picture.to_rgb8())?;
        return Ok(Picture { content, content_type: "image/jpeg", width, height });
    }
    let picture =
        if picture.color().has_alpha() { DynamicImage::from(picture.to_rgba8()) } else { DynamicImage::from(picture.to_rgb8()) };
    picture.write_to(&mut Cursor::new(&mut content), ImageFormat::Png)?;
    Ok(Picture { content, content_type: "image/png", width, height })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};
    use proptest::prelude::*;

    fn of(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]));
        let mut content = Vec::new();
        picture.write_to(&mut Cursor::new(&mut content), format).expect("it is written");
        content
    }

    #[test]
    fn a_picture_is_written_anew_and_no_larger_than_a_page_needs() {
        let picture = made_anew(&of(60, 40, ImageFormat::Png)).expect("a picture");
        assert_eq!((picture.width, picture.height, picture.content_type), (60, 40, "image/png"));
        let picture = made_anew(&of(3_000, 1_500, ImageFormat::Jpeg)).expect("a picture");
        assert_eq!((picture.width, picture.height, picture.content_type), (2_000, 1_000, "image/jpeg"));
        assert_eq!(made_anew(&picture.content).map(|again| again.width), Ok(2_000));
    }

    #[test]
    fn what_a_camera_wrote_is_gone() {
        // An Exif segment (APP1) with an orientation of 6 and a comment, right after the start of the file.
        let mut content = of(60, 40, ImageFormat::Jpeg);
        let exif: &[u8] = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0TAKEN AT THE QUAY";
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        let segment: Vec<u8> = [0xFF, 0xE1, length[0], length[1]].iter().chain(exif).copied().collect();
        content.splice(2..2, segment);
        let holds = |content: &[u8]| content.windows(8).any(|window| window == b"THE QUAY");
        assert!(holds(&content));
        let picture = made_anew(&content).expect("a picture");
        assert!(!holds(&picture.content));
        assert_eq!((picture.width, picture.height), (40, 60), "it stands upright");
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_told_so() {
        assert_eq!(made_anew(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), Err(PictureError::Kind));
        assert_eq!(made_anew(b"GIF89a"), Err(PictureError::Kind));
        assert_eq!(made_anew(b"%PDF-1.7"), Err(PictureError::Kind));
        assert_eq!(made_anew(&[]), Err(PictureError::Kind));
        assert_eq!(made_anew(&of(60, 40, ImageFormat::Png)[..60]), Err(PictureError::Damaged));
        assert_eq!(made_anew(&vec![0; LARGEST + 1]), Err(PictureError::Large));
        // A file of a few bytes that claims to be 30,000 by 30,000 pixels.
        let mut bomb = of(60, 40, ImageFormat::Png);
        bomb[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
        assert!(made_anew(&bomb).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_damaged_picture_is_read_or_refused(at in 0_usize..4_000, by: u8, is_png: bool, length in 10_usize..4_000) {
            let mut content = of(60, 40, if is_png { ImageFormat::Png } else { ImageFormat::Jpeg });
            content.truncate(length);
            let at = at % content.len();
            content[at] = by;
            let _ = made_anew(&content);
        }
    }
}

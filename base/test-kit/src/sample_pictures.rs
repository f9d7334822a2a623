//! Images as people upload them.

use std::io::Cursor;

/// Returns a PNG image of one colour, of this many pixels.
///
/// # Panics
/// If it cannot be encoded, which fails the test.
pub fn sample_picture(width: u32, height: u32) -> Vec<u8> {
    let mut content = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([20, 90, 60]));
    picture.write_to(&mut content, image::ImageFormat::Png).expect("an image");
    content.into_inner()
}

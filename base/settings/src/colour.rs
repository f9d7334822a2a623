//! A council's colour, on which white text must be readable.

use std::fmt;
use std::str::FromStr;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// Why a colour is not acceptable as a council's colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourFault {
    /// Not six hexadecimal digits.
    NotAColour,
    /// White text on it is too hard to read.
    TooLight,
}

impl ColourFault {
    /// Returns the message for the person who chose the colour.
    pub fn message(self) -> &'static str {
        match self {
            Self::NotAColour => "Enter a colour as six hexadecimal digits after #, like #0b5c5c",
            Self::TooLight => "Choose a darker colour: white text on this one is hard to read",
        }
    }
}

/// The minimum contrast of text with its background (Web Content Accessibility Guidelines 2.2, success criterion 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

impl Colour {
    /// Returns the relative luminance as the guidelines define it, from 0 to 1.
    fn luminance(self) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(channel);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Returns the contrast of white text on the colour, from 1 to 21.
    fn contrast_with_white(self) -> f64 {
        1.05 / (self.luminance() + 0.05)
    }

    /// Returns the contrast between two colours, from 1 to 21.
    pub fn contrast_with(self, other: Self) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    /// Returns the colour mixed with a percentage of another.
    fn mixed(self, other: Self, hundredths: u16) -> Self {
        let part = |own: u8, other: u8| (u16::from(own) * (100 - hundredths) + u16::from(other) * hundredths) / 100;
        let [red, green, blue] = [0, 1, 2].map(|at| {
            let (own, other) = (self.0.get(at).copied().unwrap_or_default(), other.0.get(at).copied().unwrap_or_default());
            u8::try_from(part(own, other)).unwrap_or(u8::MAX)
        });
        Self([red, green, blue])
    }

    /// Returns the colour itself, or the closest mix of it with black (or white, if `is_dark`) that is readable on all these
    /// backgrounds.
    #[must_use]
    pub fn readable_on(self, behind: &[Self], is_dark: bool) -> Self {
        let end = if is_dark { Self([255; 3]) } else { Self([0; 3]) };
        let mixed = (0..=20).map(|step| self.mixed(end, step * 5));
        let mut readable = mixed.filter(|colour| behind.iter().all(|behind| colour.contrast_with(*behind) >= LEAST_CONTRAST));
        readable.next().unwrap_or(end)
    }

    /// Creates a colour from its red, green and blue components.
    pub const fn of(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Returns a darker colour of the same hue, for elements next to it.
    #[must_use]
    pub fn darker(self) -> Self {
        Self(self.0.map(|value| u8::try_from(u16::from(value) * 2 / 3).unwrap_or(u8::MAX)))
    }
}

impl FromStr for Colour {
    type Err = ColourFault;

    fn from_str(text: &str) -> Result<Self, ColourFault> {
        let digits = text.trim().strip_prefix('#').unwrap_or(text.trim());
        let number =
            u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let [_, red, green, blue] = number.ok_or(ColourFault::NotAColour)?.to_be_bytes();
        let colour = Self([red, green, blue]);
        if colour.contrast_with_white() < LEAST_CONTRAST { Err(ColourFault::TooLight) } else { Ok(colour) }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_colour_can_be_made_readable(red: u8, green: u8, blue: u8, is_dark: bool) {
            let behind: &[Colour] = if is_dark { &[Colour::of(0x14, 0x20, 0x1f), Colour::of(0x1c, 0x2b, 0x29)] } else {
                &[Colour::of(255, 255, 255), Colour::of(0xe9, 0xf2, 0xf0)]
            };
            let readable = Colour::of(red, green, blue).readable_on(behind, is_dark);
            prop_assert!(behind.iter().all(|behind| readable.contrast_with(*behind) >= LEAST_CONTRAST), "{readable}");
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let plum = Colour::of(0x7a, 0x1f, 0x3d);
        assert_eq!(plum.readable_on(&[Colour::of(255, 255, 255)], false), plum);
        assert_ne!(plum.readable_on(&[Colour::of(0x14, 0x20, 0x1f)], true), plum);
    }

    #[test]
    fn white_must_be_readable_on_it() {
        assert_eq!("#0B5C5C".parse::<Colour>().map(|colour| colour.to_string()), Ok("#0b5c5c".to_owned()));
        assert_eq!("000000".parse::<Colour>().map(|colour| colour.to_string()), Ok("#000000".to_owned()));
        // The lightest grey that passes, and the next lighter one that does not (1.4.3 gives 4.54 and 4.48).
        assert!("#767676".parse::<Colour>().is_ok());
        assert_eq!("#777777".parse::<Colour>(), Err(ColourFault::TooLight));
        assert_eq!("#ffffff".parse::<Colour>(), Err(ColourFault::TooLight));
        for text in ["", "#12345", "#1234567", "teal", "#12345g", "+12345", "url(x)"] {
            assert_eq!(text.parse::<Colour>(), Err(ColourFault::NotAColour), "{text}");
        }
        assert_eq!("#0c5c5c".parse::<Colour>().expect("a colour").darker().to_string(), "#083d3d");
    }
}

//! A member's photo and how pages show it.

use chrono::NaiveDate;

use maud::{Markup, html};

/// The published photo of a member who agreed to publication.
#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
#[row(table = "member_photo", key(person_id), unread(person_id))]
pub struct MemberPhoto {
    /// The hash of its bytes.
    pub file: String,
    /// The width in pixels.
    pub width: i64,
    /// The height in pixels.
    pub height: i64,
    /// The day on which the clerk recorded that the member agreed.
    pub agreed_on: NaiveDate,
    /// The clerk, as named in the ledger.
    pub kept_by: String,
}

/// The size at which a photo is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoSize {
    /// On the member's own page.
    Whole,
    /// In a list of members.
    Small,
}

impl PhotoSize {
    /// Returns the longest side, in pixels.
    fn longest(self) -> i64 {
        match self {
            Self::Whole => 240,
            Self::Small => 48,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Whole => "moothall-photo",
            Self::Small => "moothall-photo moothall-photo--small",
        }
    }
}

impl MemberPhoto {
    /// Returns the width and height as shown, in the photo's own proportions.
    fn shown(&self, size: PhotoSize) -> (i64, i64) {
        let (side, longest) = (self.width.max(self.height).max(1), size.longest());
        if side <= longest {
            return (self.width, self.height);
        }
        ((self.width * longest / side).max(1), (self.height * longest / side).max(1))
    }

    /// Renders the photo of the member with this name. Its dimensions are included so that the page does not shift when it loads.
    pub fn image(&self, name: &str, size: PhotoSize) -> Markup {
        let (width, height) = self.shown(size);
        html! {
            img class=(size.class()) src=(documents::html::picture_address(&self.file)) alt={ "Photo of " (name) } width=(width) height=(height)
                loading="lazy";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_keeps_its_proportions_and_is_never_made_larger() {
        let photo = |width, height| MemberPhoto {
            file: "ab".into(),
            width,
            height,
            agreed_on: NaiveDate::from_ymd_opt(2024, 6, 4).expect("a day"),
            kept_by: "account/1".into(),
        };
        assert_eq!(photo(384, 480).shown(PhotoSize::Whole), (192, 240));
        assert_eq!(photo(480, 360).shown(PhotoSize::Small), (48, 36));
        assert_eq!(photo(480, 1).shown(PhotoSize::Small), (48, 1));
        assert_eq!(photo(20, 30).shown(PhotoSize::Small), (20, 30));
        let html = photo(20, 30).image("Councillor Ada <Sample>", PhotoSize::Whole).into_string();
        assert!(html.contains("alt=\"Photo of Councillor Ada &lt;Sample&gt;\" width=\"20\" height=\"30\""), "{html}");
    }
}

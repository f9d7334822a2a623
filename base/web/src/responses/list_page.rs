//! Which page of a long list a request asks for.

use crate::{Error, Result};
use maud::Markup;

/// One page of a list whose rows have been counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListPage {
    number: i64,
    pages: i64,
    per_page: i64,
}

impl ListPage {
    /// Returns the page that the query parameter `page` asks for, of a list of `total` rows: the first page if it is empty, and the
    /// last if there are fewer pages, because a list can have become shorter since.
    ///
    /// # Errors
    /// Returns an error if the parameter is not a number from 1.
    pub fn of(page: &str, total: i64, per_page: i64) -> Result<Self> {
        let asked = match page {
            "" => 1,
            page => page
                .parse()
                .ok()
                .filter(|number| *number >= 1)
                .ok_or_else(|| Error::NotUnderstood("The page must be a number from 1.".into()))?,
        };
        let pages = ((total + per_page - 1) / per_page).max(1);
        Ok(Self { number: asked.min(pages), pages, per_page })
    }

    /// Returns the most rows that the page has.
    pub fn limit(self) -> i64 {
        self.per_page
    }

    /// Returns the number of rows on the pages before it.
    pub fn skipped(self) -> i64 {
        (self.number - 1) * self.per_page
    }

    /// Renders links to the other pages, to `address` with the query parameter `page`.
    pub fn links(self, address: &str) -> Markup {
        let count = |number: i64| usize::try_from(number).unwrap_or(1);
        let mark = if address.contains('?') { '&' } else { '?' };
        ui::pagination(count(self.number), count(self.pages), |page| format!("{address}{mark}page={page}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_past_the_end_is_the_last() {
        let at = |page: &str, total| ListPage::of(page, total, 20).map(|page| (page.number, page.skipped())).ok();
        assert_eq!(at("", 0), Some((1, 0)));
        assert_eq!(at("3", 0), Some((1, 0)));
        assert_eq!(at("2", 20), Some((1, 0)));
        assert_eq!(at("2", 21), Some((2, 20)));
        assert_eq!(at("9223372036854775807", 120), Some((6, 100)));
        for page in ["0", "-1", "x", "1.5", "9223372036854775808"] {
            assert_eq!(at(page, 120), None, "{page}");
        }
    }

    #[test]
    fn links_keep_the_filters() {
        let links = |address: &str| ListPage::of("2", 50, 20).expect("a page").links(address).into_string();
        assert!(links("/papers").contains("href=\"/papers?page=3\""));
        assert!(links("/papers?q=quay").contains("href=\"/papers?q=quay&amp;page=1\""));
    }
}

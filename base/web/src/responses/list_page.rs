//! Which page of a long list a request asks for.

use crate::{Error, Result};
use maud::Markup;

/// A page of a list that goes on after the key of its last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListPage {
    after: Option<i64>,
    per_page: usize,
}

impl ListPage {
    /// Returns the page that the query parameter `after` asks for: the rows after the one with this key, or the first ones if it is
    /// empty.
    ///
    /// # Errors
    /// Returns an error if the parameter is not a key.
    pub fn of(after: &str, per_page: usize) -> Result<Self> {
        let key = || after.parse().ok().filter(|key: &i64| *key >= 1);
        let unknown = || Error::NotUnderstood("The address of this page is not complete. Go back to the list.".into());
        let after = if after.is_empty() { None } else { Some(key().ok_or_else(unknown)?) };
        Ok(Self { after, per_page })
    }

    /// Returns the key after which the page begins.
    pub fn after(self) -> Option<i64> {
        self.after
    }

    /// Returns the number of rows to read: one more than the page has, which tells whether another page follows.
    pub fn limit(self) -> i64 {
        i64::try_from(self.per_page).unwrap_or(i64::MAX).saturating_add(1)
    }

    /// Cuts the rows that were read to those of the page. Returns links to the newest rows and to older ones, at `address` with the
    /// query parameter `after`.
    pub fn cut<T>(self, rows: &mut Vec<T>, key: impl Fn(&T) -> i64, address: &str) -> Markup {
        let is_last = rows.len() <= self.per_page;
        rows.truncate(self.per_page);
        let last = rows.last().filter(|_| !is_last).map(key);
        let mark = if address.contains('?') { '&' } else { '?' };
        let older = last.map(|key| format!("{address}{mark}after={key}"));
        ui::older_entries(self.after.is_some().then_some(address), older.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_key_is_a_place_in_a_list() {
        let after = |text: &str| ListPage::of(text, 20).map(ListPage::after).ok();
        assert_eq!(after(""), Some(None));
        assert_eq!(after("7"), Some(Some(7)));
        for text in ["0", "-1", "x", "1.5", "9223372036854775808"] {
            assert_eq!(after(text), None, "{text}");
        }
    }

    #[test]
    fn links_keep_the_filters_and_lead_on_while_there_is_more() {
        let links = |after: &str, read: i64, address: &str| {
            let mut rows: Vec<i64> = (1..=read).collect();
            let links = ListPage::of(after, 20).expect("a page").cut(&mut rows, |row| *row, address).into_string();
            (rows.len(), links)
        };
        let (shown, first) = links("", 21, "/papers");
        assert!(shown == 20 && first.contains("href=\"/papers?after=20\"") && !first.contains("Newest"), "{first}");
        let (_, next) = links("20", 21, "/papers?q=quay");
        assert!(next.contains("href=\"/papers?q=quay&amp;after=20\"") && next.contains("href=\"/papers?q=quay\""), "{next}");
        assert_eq!(links("", 20, "/papers"), (20, String::new()));
    }
}

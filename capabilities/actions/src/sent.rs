//! Submitted form fields by name, for forms whose fields vary with their subject.

use chrono::NaiveDate;
use meetings::form::some_text;

/// The fields of a form as submitted; a missing field is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent(Vec<(String, String)>);

/// The maximum number of fields read.
const MOST_FIELDS: usize = 500;

impl From<Vec<(String, String)>> for Sent {
    fn from(mut fields: Vec<(String, String)>) -> Self {
        fields.truncate(MOST_FIELDS);
        Self(fields)
    }
}

impl Sent {
    /// Returns a field as submitted.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Checks whether a field was submitted.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Returns a multi-line text, or `None` if it is empty.
    pub(crate) fn some_text(&self, name: &str, most: usize) -> Option<String> {
        some_text(self.text(name), most)
    }

    /// Returns a key or a number.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).trim().parse().ok()
    }

    /// Returns an optional date, or an error if it cannot be parsed.
    pub(crate) fn some_day(&self, name: &str) -> Result<Option<NaiveDate>, ()> {
        match self.text(name).trim() {
            "" => Ok(None),
            text => meetings::form::day(text).map(Some).ok_or(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_come_is_empty_and_too_much_is_left() {
        let many: Vec<(String, String)> = (0..2_000).map(|number| ("box".to_owned(), number.to_string())).collect();
        let sent = Sent::from(many);
        assert_eq!(sent.0.len(), MOST_FIELDS);
        assert_eq!((sent.text("none"), sent.has("none"), sent.number::<i64>("none")), ("", false, None));
        assert_eq!(sent.some_day("none"), Ok(None));
        assert_eq!(Sent::from(vec![("day".to_owned(), "soon".to_owned())]).some_day("day"), Err(()));
    }
}

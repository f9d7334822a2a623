//! Publications as a feed (Atom, RFC 4287).

use chrono::{DateTime, SecondsFormat, Utc};
use foundation::xml::Element;
use publications::Summary;

/// The properties of a feed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feed<'a> {
    /// Its title.
    pub title: &'a str,
    /// The name of the publishing council.
    pub publisher: &'a str,
    /// The site's full URL, without a trailing slash.
    pub site: &'a str,
    /// The identifier of the installation, from which entry ids are made.
    pub installation: &'a str,
    /// Its own path on the site.
    pub own: &'a str,
    /// The path of the page that it is an alternative to.
    pub page: &'a str,
    /// Its date of change, if it has no entries.
    pub began_at: DateTime<Utc>,
}

/// An entry: a version of a publication, with a readable name for its kind and the page that shows it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub publication: Summary,
    pub kind: &'static str,
    pub address: String,
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn link(rel: &'static str, address: String, content_type: &'static str) -> Element {
    Element::new("link").with("rel", rel).with("type", content_type).with("href", address)
}

/// Writes the feed.
pub(crate) fn written(feed: Feed<'_>, entries: &[Entry]) -> String {
    let updated = entries.iter().map(|entry| entry.publication.published_at).max().unwrap_or(feed.began_at);
    let own = format!("{}{}", feed.site, feed.own);
    Element::new("feed")
        .with("xmlns", "http://www.w3.org/2005/Atom")
        .with("xml:lang", "en-GB")
        .child(Element::of_text("id", &own))
        .child(Element::of_text("title", feed.title))
        .child(Element::of_text("updated", &moment(updated)))
        .child(Element::new("author").child(Element::of_text("name", feed.publisher)))
        .child(link("self", own.clone(), "application/atom+xml"))
        .child(link("alternate", format!("{}{}", feed.site, feed.page), "text/html"))
        .children(entries.iter().map(|entry| self::entry(feed, entry)))
        .document()
}

/// Returns the id of a publication's entry (a UUID of version 8, RFC 9562). It is derived from the installation and the
/// publication, which stay the same wherever the site is.
fn entry_name(installation: &str, publication: i64) -> String {
    let part = |digits: std::ops::Range<usize>| installation.get(digits).unwrap_or_default();
    format!("urn:uuid:{}-{}-8{}-8000-{publication:012x}", part(0..8), part(8..12), part(12..15))
}

fn entry(feed: Feed<'_>, entry: &Entry) -> Element {
    let publication = &entry.publication;
    let id = entry_name(feed.installation, publication.id);
    let summary = match &publication.reason {
        Some(reason) => format!("Version {}. Reason: {reason}", publication.version),
        None => format!("{}, first version", entry.kind),
    };
    Element::new("entry")
        .child(Element::of_text("id", &id))
        .child(Element::of_text("title", &publication.title))
        .child(Element::of_text("updated", &moment(publication.published_at)))
        .child(Element::of_text("published", &moment(publication.published_at)))
        .child(Element::new("category").with("term", publication.kind.clone()).with("label", entry.kind))
        .child(link("alternate", format!("{}{}", feed.site, entry.address), "text/html"))
        .child(link("related", format!("{}/publications/{}", feed.site, publication.id), "text/html"))
        .child(Element::of_text("summary", &summary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_a_name_of_its_own() {
        assert_eq!(entry_name("0123456789abcdef", 42), "urn:uuid:01234567-89ab-8cde-8000-00000000002a");
        assert_ne!(entry_name("0123456789abcdef", 1), entry_name("0123456789abcdef", 2));
    }
}

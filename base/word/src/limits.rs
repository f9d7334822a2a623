//! Limits on a part before it is parsed: a parser compares each attribute of an element with all others, and each namespace
//! with those around it, so a few megabytes could keep it busy for minutes.

/// The maximum number of attributes on one element. Word writes some forty on the root of a document.
const MOST_OF_AN_ELEMENT: usize = 256;
/// The maximum number of attributes in all parts of a document together.
const MOST_OF_ALL: usize = 4_000_000;
/// The maximum number of namespace declarations in all parts together.
const MOST_NAMESPACES: usize = 20_000;
/// The maximum depth of nested elements.
const DEEPEST: usize = 1_000;

/// Totals for the parts of a document checked so far. Documents of other office programs are held to the same limits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held {
    attributes: usize,
    namespaces: usize,
}

/// Returns the text after `end`; empty if there is none.
fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

impl Held {
    /// Counts what a part contains.
    ///
    /// # Errors
    /// A description of what there is too much of.
    pub fn add(&mut self, part: &str) -> Result<(), &'static str> {
        let mut left = part;
        let mut depth = 0_usize;
        while let Some((_, tag)) = left.split_once('<') {
            if let Some(comment) = tag.strip_prefix("!--") {
                left = after(comment, "-->");
            } else if let Some(words) = tag.strip_prefix("![CDATA[") {
                left = after(words, "]]>");
            } else if let Some(instruction) = tag.strip_prefix('?') {
                left = after(instruction, "?>");
            } else if let Some(end) = tag.strip_prefix('/') {
                depth = depth.saturating_sub(1);
                left = after(end, ">");
            } else {
                let is_closed;
                (left, is_closed) = self.element(tag)?;
                depth += usize::from(!is_closed);
                if depth > DEEPEST {
                    return Err("its elements are nested too deeply");
                }
            }
        }
        Ok(())
    }

    /// Counts the attributes of an element whose tag begins here; returns what follows the tag, and whether the tag closes the
    /// element.
    fn element<'a>(&mut self, tag: &'a str) -> Result<(&'a str, bool), &'static str> {
        let (mut left, mut own) = (tag, 0);
        loop {
            let Some(at) = left.find(['>', '"', '\'']) else { return Ok(("", true)) };
            let (before, rest) = left.split_at(at);
            if let Some(after) = rest.strip_prefix('>') {
                return Ok((after, before.ends_with('/')));
            }
            own += 1;
            self.attributes += 1;
            self.namespaces += usize::from(before.contains("xmlns"));
            if own > MOST_OF_AN_ELEMENT {
                return Err("an element has more attributes than are read");
            }
            if self.attributes > MOST_OF_ALL {
                return Err("it has more attributes than are read");
            }
            if self.namespaces > MOST_NAMESPACES {
                return Err("it declares more namespaces than are read");
            }
            left = after(&rest[1..], &rest[..1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_namespaces_and_nesting_are_counted_where_a_parser_counts_them() {
        let count = |text: &str| {
            let mut held = Held::default();
            held.add(text).map(|()| (held.attributes, held.namespaces))
        };
        let text =
            "<?xml version=\"1.0\"?><!-- a=\"1\" --><a xmlns:b='>' c=\"'\">x = \"y\" <![CDATA[<d e=\"f\">]]><g h=\"i\"/></a>";
        assert_eq!(count(text), Ok((3, 1)));
        let many = |count: usize| (0..count).map(|number| format!(" a{number}=\"\"")).collect::<Vec<_>>().concat();
        assert!(count(&format!("<a{}/>", many(256))).is_ok());
        assert!(count(&format!("<a{}/>", many(257))).is_err());
        assert!(count(&"<a xmlns:b=\"c\"/>".repeat(20_001)).is_err());
        assert!(count(&"<a>".repeat(1_001)).is_err());
        assert!(count(&"<a/>".repeat(5_000)).is_ok() && count(&"<a></a>".repeat(5_000)).is_ok());
    }
}

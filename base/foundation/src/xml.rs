//! XML that is well formed by construction: elements are values, and text is escaped as it is written.

use std::fmt::Write as _;

/// An element with its attributes and content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Creates an empty element.
    pub fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), content: Vec::new() }
    }

    /// Creates an element that contains text.
    pub fn of_text(name: &'static str, text: &str) -> Self {
        Self::new(name).text(text)
    }

    /// Adds an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Appends text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        if !text.is_empty() {
            self.content.push(Node::Text(text.to_owned()));
        }
        self
    }

    /// Appends an element.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.content.push(Node::Element(child));
        self
    }

    /// Appends several elements.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.content.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Returns whether the element has no content.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// Returns the whole document with this element as its root, in UTF-8.
    pub fn document(&self) -> String {
        let mut document = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.write(&mut document);
        document.push('\n');
        document
    }

    fn write(&self, document: &mut String) {
        document.push('<');
        document.push_str(self.name);
        for (name, value) in &self.attributes {
            // Writing to a `String` never fails.
            let _ = write!(document, " {name}=\"");
            escape(value, document);
            document.push('"');
        }
        if self.content.is_empty() {
            document.push_str("/>");
            return;
        }
        document.push('>');
        for node in &self.content {
            match node {
                Node::Element(element) => element.write(document),
                Node::Text(text) => escape(text, document),
            }
        }
        let _ = write!(document, "</{}>", self.name);
    }
}

/// Escapes text for use between tags and in quoted attributes. Characters that XML 1.0 does not allow (section 2.2, `Char`) are
/// left out.
fn escape(text: &str, document: &mut String) {
    for character in text.chars() {
        match character {
            '&' => document.push_str("&amp;"),
            '<' => document.push_str("&lt;"),
            '>' => document.push_str("&gt;"),
            '"' => document.push_str("&quot;"),
            '\r' => document.push_str("&#13;"),
            '\t' | '\n' => document.push(character),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            character => document.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_in_it_is_text() {
        let element =
            Element::new("p").with("title", "\"><x a='1'>&").child(Element::of_text("b", "a < b & ]]> \0\u{8}\u{ffff}c"));
        let whole = element.child(Element::new("br")).document();
        assert_eq!(
            whole,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<p title=\"&quot;&gt;&lt;x a='1'&gt;&amp;\">\
             <b>a &lt; b &amp; ]]&gt; c</b><br/></p>\n"
        );
    }
}

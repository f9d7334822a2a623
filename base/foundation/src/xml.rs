//! XML that is well formed because of how it is made: elements are values, and text is escaped where it is written.

use std::fmt::Write as _;

/// An element with its attributes and what stands in it.
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
    /// An element with nothing in it.
    pub fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), content: Vec::new() }
    }

    /// An element with a text in it.
    pub fn of_text(name: &'static str, text: &str) -> Self {
        Self::new(name).text(text)
    }

    /// Gives it an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Puts a text at its end.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        if !text.is_empty() {
            self.content.push(Node::Text(text.to_owned()));
        }
        self
    }

    /// Puts an element at its end.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.content.push(Node::Element(child));
        self
    }

    /// Puts elements at its end.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.content.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The whole document of which this is the root, in UTF-8.
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
            // Writing to a String cannot fail.
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

/// Writes a text so that it can stand between tags and in quotation marks. What XML 1.0 cannot hold at all (section 2.2, `Char`) is
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

//! The tags of pages, with the attributes that matter.

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) class: String,
    pub(super) id: String,
    pub(super) role: String,
    pub(super) style: String,
    pub(super) is_hidden: bool,
    /// How many columns a cell takes.
    pub(super) columns: usize,
    /// How many rows a cell takes.
    pub(super) rows: usize,
    /// The number of the first item of a list.
    pub(super) start: Option<i32>,
    /// The number of an item.
    pub(super) value: Option<i32>,
    /// How the items of a list are numbered.
    pub(super) kind: String,
    /// Whether a list counts down.
    pub(super) is_reversed: bool,
}

impl Tag {
    pub(super) fn new(name: &[u8]) -> Self {
        let name = String::from_utf8_lossy(name.get(..name.len().min(40)).unwrap_or_default()).into_owned();
        Self { name, columns: 1, rows: 1, ..Self::default() }
    }

    pub(super) fn add(&mut self, attribute: &str, value: &str) {
        match attribute {
            "class" => value.clone_into(&mut self.class),
            "id" => value.clone_into(&mut self.id),
            "role" => value.clone_into(&mut self.role),
            "style" => self.style = value.to_ascii_lowercase().split_whitespace().collect(),
            "hidden" => self.is_hidden = true,
            "colspan" => self.columns = value.trim().parse().unwrap_or(1),
            "rowspan" => self.rows = value.trim().parse().unwrap_or(1),
            "start" => self.start = value.trim().parse().ok(),
            "value" => self.value = value.trim().parse().ok(),
            "type" => value.clone_into(&mut self.kind),
            "reversed" => self.is_reversed = true,
            _ => {}
        }
    }

    /// Whether it makes its words bold.
    pub(super) fn is_bold(&self) -> bool {
        let by_style = ["font-weight:bold", "font-weight:6", "font-weight:7", "font-weight:8", "font-weight:9"];
        matches!(self.name.as_str(), "b" | "strong") || by_style.iter().any(|style| self.style.contains(style))
    }

    /// Whether what is in it is not shown.
    pub(super) fn is_unseen(&self) -> bool {
        self.is_hidden || self.style.contains("display:none") || self.style.contains("visibility:hidden")
    }
}

/// Checks whether a tag has no end tag and no content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Checks whether the content of a tag is never text of the page.
pub(super) fn is_dropped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "select"
            | "textarea"
            | "button"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "datalist"
            | "noframes"
            | "xml"
    )
}

/// Checks whether a tag begins and ends a line, with a gap around it.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "ul"
    )
}

/// Returns the level of a heading.
pub(super) fn heading(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

//! The marks of lists, as browsers print them.

use super::tags::Tag;
use crate::numerals::letters;
use foundation::numerals::roman;

/// A list that is open.
#[derive(Clone, Debug)]
pub(super) struct List {
    kind: Kind,
    /// The number of the next item.
    next: i32,
    step: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bullets,
    Numbers,
    Letters { is_upper: bool },
    Romans { is_upper: bool },
    Unmarked,
}

impl List {
    pub(super) fn new(tag: &Tag) -> Self {
        let kind = match tag.kind.as_str() {
            _ if tag.style.contains("list-style:none") || tag.style.contains("list-style-type:none") => Kind::Unmarked,
            _ if tag.name != "ol" => Kind::Bullets,
            "a" => Kind::Letters { is_upper: false },
            "A" => Kind::Letters { is_upper: true },
            "i" => Kind::Romans { is_upper: false },
            "I" => Kind::Romans { is_upper: true },
            _ if tag.style.contains("lower-alpha") || tag.style.contains("lower-latin") => Kind::Letters { is_upper: false },
            _ if tag.style.contains("upper-alpha") || tag.style.contains("upper-latin") => Kind::Letters { is_upper: true },
            _ if tag.style.contains("lower-roman") => Kind::Romans { is_upper: false },
            _ if tag.style.contains("upper-roman") => Kind::Romans { is_upper: true },
            _ => Kind::Numbers,
        };
        Self { kind, next: tag.start.unwrap_or(1), step: if tag.is_reversed { -1 } else { 1 } }
    }

    /// Returns the mark of the next item.
    pub(super) fn mark(&mut self, item: &Tag) -> Option<String> {
        let number = item.value.unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        let written = match self.kind {
            Kind::Unmarked => return None,
            Kind::Bullets => return Some("•".to_owned()),
            Kind::Numbers => None,
            Kind::Letters { is_upper } => letters(number).map(|text| if is_upper { text.to_uppercase() } else { text }),
            Kind::Romans { is_upper } => {
                u32::try_from(number).ok().and_then(roman).map(|text| if is_upper { text.to_uppercase() } else { text })
            }
        };
        Some(format!("{}.", written.unwrap_or_else(|| number.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_as_browsers_show_them() {
        let list = |kind: &str, start: i32| Tag { name: "ol".into(), kind: kind.into(), start: Some(start), ..Tag::default() };
        let first = |tag: &Tag| List::new(tag).mark(&Tag::default());
        for (kind, start, mark) in
            [("1", 7, "7."), ("a", 28, "ab."), ("A", 2, "B."), ("i", 9, "ix."), ("I", 4, "IV."), ("a", 0, "0.")]
        {
            assert_eq!(first(&list(kind, start)).as_deref(), Some(mark));
        }
        let mut down = List::new(&Tag { is_reversed: true, ..list("1", 3) });
        let marks: Vec<_> = (0..2).filter_map(|_| down.mark(&Tag::default())).collect();
        assert_eq!(marks, ["3.", "2."]);
        let mut counted = List::new(&list("1", 1));
        assert_eq!(counted.mark(&Tag { value: Some(5), ..Tag::default() }).as_deref(), Some("5."));
        assert_eq!(counted.mark(&Tag::default()).as_deref(), Some("6."));
    }
}

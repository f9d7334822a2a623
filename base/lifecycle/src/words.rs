//! Enumerations whose variants have a word and a label.

use std::fmt::Debug;

/// An enumeration whose variants each have a word, under which they are stored, and a label, which people read.
///
/// [`words!`](crate::words!) declares one.
pub trait Words: Copy + Debug + PartialEq + 'static {
    /// All variants.
    const EVERY: &'static [Self];

    /// Returns the word that is stored and used in addresses and forms.
    fn word(self) -> &'static str;

    /// Returns the words that people read.
    fn label(self) -> &'static str;
}

/// For a table whose steps have no conditions: there is no value of this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {}

impl Words for Nothing {
    const EVERY: &'static [Self] = &[];

    fn word(self) -> &'static str {
        match self {}
    }

    fn label(self) -> &'static str {
        match self {}
    }
}

/// Declares an enumeration whose variants each have a word and a label: `Open = "open", "Open";`.
///
/// For what is only read and never stored, such as a condition, one text is enough: `Reason = "a reason is given";`. The type gets
/// `ALL`, `word`, `label` and `read`, the inverse of `word`, and implements [`Words`].
#[macro_export]
macro_rules! words {
    (@label $word:literal) => { $word };
    (@label $word:literal $label:literal) => { $label };
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(, $label:literal)?;)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility enum $name {
            $($(#[$variant_meta])* #[doc = concat!("‘", $word, "’.")] $variant,)+
        }

        #[allow(dead_code, reason = "not every table asks for everything")]
        impl $name {
            /// All variants, in their order.
            $visibility const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// Returns the word that is stored and used in addresses and forms.
            $visibility fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Returns the words that people read.
            $visibility fn label(self) -> &'static str {
                match self { $(Self::$variant => $crate::words!(@label $word $($label)?),)+ }
            }

            /// Returns the variant for a stored word, or `None` if there is none.
            $visibility fn read(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl $crate::Words for $name {
            const EVERY: &'static [Self] = &Self::ALL;

            fn word(self) -> &'static str {
                Self::word(self)
            }

            fn label(self) -> &'static str {
                Self::label(self)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    crate::words! {
        /// Lamps for these tests.
        enum Lamp {
            Lit = "lit", "Lit";
            /// Gone out.
            Out = "gone-out", "Gone out";
            Dim = "dimmed";
        }
    }

    #[test]
    fn words_are_read_as_they_are_stored() {
        for lamp in Lamp::ALL {
            assert_eq!(Lamp::read(lamp.word()), Some(lamp));
        }
        assert_eq!(Lamp::read("Lit"), None);
        assert_eq!((Lamp::Out.word(), Lamp::Out.label(), Lamp::Dim.label()), ("gone-out", "Gone out", "dimmed"));
    }
}

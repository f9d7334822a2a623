//! PDF objects that can be changed and written; those of the PDF parser are read-only.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// An object (ISO 32000-1, 7.3).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Number(f64),
    Text(Vec<u8>),
    Name(Vec<u8>),
    Array(Vec<Value>),
    Dictionary(Dictionary),
    Stream(Dictionary, Vec<u8>),
    /// A reference to the object with this number.
    Reference(u32),
}

/// A dictionary with its keys in order, so that the same objects give the same bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dictionary(BTreeMap<Vec<u8>, Value>);

impl Dictionary {
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key.as_bytes())
    }

    pub(crate) fn insert(&mut self, key: impl Into<Vec<u8>>, value: Value) {
        self.0.insert(key.into(), value);
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key.as_bytes())
    }

    /// Returns the dictionary with one more entry.
    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.insert(key, value);
        self
    }
}

impl Value {
    pub(crate) fn name(name: &str) -> Self {
        Self::Name(name.as_bytes().to_vec())
    }

    pub(crate) fn whole(number: impl Into<u32>) -> Self {
        Self::Number(f64::from(number.into()))
    }

    /// Creates a text: as it is if it is ASCII, otherwise as UTF-16 (7.9.2.2).
    pub(crate) fn words(words: &str) -> Self {
        if words.is_ascii() {
            return Self::Text(words.as_bytes().to_vec());
        }
        let mut bytes = vec![0xFE, 0xFF];
        bytes.extend(words.encode_utf16().flat_map(u16::to_be_bytes));
        Self::Text(bytes)
    }

    pub(crate) fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) | Self::Stream(dictionary, _) => Some(dictionary),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    pub(crate) fn as_reference(&self) -> Option<u32> {
        match self {
            Self::Reference(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn as_name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    /// Returns the value as a whole number from 0; `None` if it is not one.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is looked at")]
    pub(crate) fn as_count(&self) -> Option<u32> {
        match self {
            Self::Number(number) if (0.0..=f64::from(u32::MAX)).contains(number) && number.fract() == 0.0 => Some(*number as u32),
            _ => None,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend(b"null"),
            Self::Boolean(value) => out.extend(if *value { &b"true"[..] } else { b"false" }),
            Self::Number(number) => write_number(*number, out),
            Self::Text(bytes) => {
                out.push(b'<');
                for byte in bytes {
                    out.extend(
                        HEXADECIMAL[usize::from(byte >> 4)..][..1].iter().chain(&HEXADECIMAL[usize::from(byte & 15)..][..1]),
                    );
                }
                out.push(b'>');
            }
            Self::Name(name) => write_name(name, out),
            Self::Array(values) => {
                out.push(b'[');
                for value in values {
                    value.write(out);
                    out.push(b' ');
                }
                out.push(b']');
            }
            Self::Dictionary(dictionary) => dictionary.write(out),
            Self::Stream(dictionary, content) => {
                let length = Self::Number(f64::from(u32::try_from(content.len()).unwrap_or(u32::MAX)));
                dictionary.clone().with("Length", length).write(out);
                out.extend(b"\nstream\n");
                out.extend(content);
                out.extend(b"\nendstream");
            }
            Self::Reference(number) => out.extend(format!("{number} 0 R").bytes()),
        }
    }
}

const HEXADECIMAL: &[u8; 16] = b"0123456789ABCDEF";

fn write_number(number: f64, out: &mut Vec<u8>) {
    // Readers need not accept numbers beyond these limits (Annex C).
    let number = if number.is_finite() { number.clamp(-2_147_483_648.0, 2_147_483_647.0) } else { 0.0 };
    let mut written = String::new();
    // Writing to a String cannot fail.
    let _ = if number.fract() == 0.0 { write!(written, "{number:.0}") } else { write!(written, "{number:.6}") };
    out.extend(written.bytes());
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+*:,'@!$&=;?".contains(byte) {
            out.push(*byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

impl Dictionary {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend(b"<<");
        for (key, value) in &self.0 {
            write_name(key, out);
            out.push(b' ');
            value.write(out);
            out.push(b'\n');
        }
        out.extend(b">>");
    }
}

/// All objects of a PDF, by number.
#[derive(Debug, Default)]
pub(crate) struct Objects {
    objects: BTreeMap<u32, Value>,
    last: u32,
}

impl Objects {
    /// Returns a number that no object has yet.
    pub(crate) fn next_number(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    pub(crate) fn put(&mut self, number: u32, value: Value) {
        self.last = self.last.max(number);
        self.objects.insert(number, value);
    }

    pub(crate) fn add(&mut self, value: Value) -> u32 {
        let number = self.next_number();
        self.put(number, value);
        number
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Value> {
        self.objects.get(&number)
    }

    pub(crate) fn dictionary(&self, number: u32) -> Option<&Dictionary> {
        self.get(number)?.as_dictionary()
    }

    pub(crate) fn dictionary_mut(&mut self, number: u32) -> Option<&mut Dictionary> {
        match self.objects.get_mut(&number)? {
            Value::Dictionary(dictionary) | Value::Stream(dictionary, _) => Some(dictionary),
            _ => None,
        }
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut Value> {
        self.objects.get_mut(&number)
    }

    /// Returns the value itself, or the object to which it refers.
    pub(crate) fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let mut value = value;
        // A reference that leads back to itself counts as null.
        for _ in 0..20 {
            match value {
                Value::Reference(number) => value = self.get(*number).unwrap_or(&Value::Null),
                other => return other,
            }
        }
        &Value::Null
    }

    /// Returns the entry of a dictionary, with references resolved.
    pub(crate) fn entry<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> &'a Value {
        dictionary.get(key).map_or(&Value::Null, |value| self.resolved(value))
    }

    /// Returns the objects as a file (7.5).
    pub(crate) fn written(&self, root: u32, information: Dictionary, identity: &[u8]) -> Vec<u8> {
        // The mark after the first line shows that the file contains bytes beyond ASCII.
        let mut out = b"%PDF-1.7\n%\x93\x8C\x8B\x9E\n".to_vec();
        let mut places = BTreeMap::new();
        let information_number = self.last + 1;
        let information = Value::Dictionary(information);
        for (number, value) in self.objects.iter().chain([(&information_number, &information)]) {
            places.insert(*number, out.len());
            out.extend(format!("{number} 0 obj\n").bytes());
            value.write(&mut out);
            out.extend(b"\nendobj\n");
        }
        let table = out.len();
        let count = information_number + 1;
        out.extend(format!("xref\n0 {count}\n0000000000 65535 f\r\n").bytes());
        for number in 1..count {
            match places.get(&number) {
                Some(place) => out.extend(format!("{place:010} 00000 n\r\n").bytes()),
                None => out.extend(b"0000000000 00000 f\r\n"),
            }
        }
        let identity = Value::Text(identity.to_vec());
        let trailer = Dictionary::default()
            .with("Size", Value::whole(count))
            .with("Root", Value::Reference(root))
            .with("Info", Value::Reference(information_number))
            .with("ID", Value::Array(vec![identity.clone(), identity]));
        out.extend(b"trailer\n");
        trailer.write(&mut out);
        out.extend(format!("\nstartxref\n{table}\n%%EOF\n").bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_readers_expect_them() {
        let dictionary = Dictionary::default()
            .with("A b", Value::Array(vec![Value::whole(3_u32), Value::Number(-0.25), Value::Boolean(true), Value::Null]))
            .with("T", Value::Text(vec![0, 0xAB, 0x28]))
            .with("R", Value::Reference(7));
        let mut out = Vec::new();
        Value::Dictionary(dictionary).write(&mut out);
        assert_eq!(String::from_utf8(out).expect("text"), "<</A#20b [3 -0.250000 true null ]\n/R 7 0 R\n/T <00AB28>\n>>");
        let mut out = Vec::new();
        Value::Number(f64::INFINITY).write(&mut out);
        assert_eq!(out, b"0");
    }

    #[test]
    fn a_reference_to_itself_is_nothing() {
        let mut objects = Objects::default();
        objects.put(1, Value::Reference(1));
        assert_eq!(objects.resolved(&Value::Reference(1)), &Value::Null);
    }
}

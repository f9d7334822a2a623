//! The correct names of bodies and people.

use foundation::PersonName;

/// The register against which names are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// The names of bodies: `Safer Policy and Performance Board`.
    pub bodies: Vec<String>,
    /// The members of the council's boards.
    pub people: Vec<PersonName>,
}

/// The maximum size of a register, in bytes.
pub const LARGEST_REGISTER: usize = 4 * 1024 * 1024;

impl Register {
    /// Parses a register from text: a line `body: Safer Policy and Performance Board` or `person: Councillor Norman
    /// Plumpton-Walsh` for each. Empty lines and lines that begin with `#` are ignored.
    ///
    /// # Errors
    /// Returns a sentence that names the first line that is neither.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut register = Self::default();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let told = || format!("line {number} is neither “body: …” nor “person: …”: write one of these before the name");
            let (kind, name) = line.split_once(':').map(|(kind, name)| (kind.trim(), name.trim())).ok_or_else(told)?;
            match (kind.to_lowercase().as_str(), PersonName::read(name)) {
                ("body", _) if !name.is_empty() => register.bodies.push(name.to_owned()),
                ("person", Some(name)) => register.people.push(name),
                ("body" | "person", _) => return Err(format!("line {number} has no name after “{kind}:”")),
                _ => return Err(told()),
            }
        }
        Ok(register)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_read_line_by_line() {
        let text = "\u{FEFF}# Of 2024\nbody: Harbour Safety Board\n\nPerson: Councillor A. Sample\n";
        let register = Register::read(text).expect("a register");
        assert_eq!(register.bodies, ["Harbour Safety Board"]);
        assert_eq!(register.people[0].surname, "Sample");
        for (text, told) in [
            ("body: A\nHarbour Safety Board", "line 2 is neither"),
            ("post: Harbour Master", "line 1 is neither"),
            ("person: ", "line 1 has no name"),
            ("body:", "line 1 has no name"),
        ] {
            assert!(Register::read(text).is_err_and(|error| error.starts_with(told)), "{text}");
        }
    }
}

//! Numbers as letters, as lists of web pages print them.

/// Returns a number as letters: `a`, `z`, `aa`. `None` if it has none.
pub(crate) fn letters(number: i32) -> Option<String> {
    let mut left = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut letters = Vec::new();
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).ok()?;
        letters.push(char::from(b'a' + letter));
        left = (left - 1) / 26;
    }
    Some(letters.into_iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_print_them() {
        assert_eq!([1, 26, 27, 703].map(letters), ["a", "z", "aa", "aaa"].map(|text| Some(text.to_owned())));
        assert_eq!((letters(0), letters(-3)), (None, None));
    }
}

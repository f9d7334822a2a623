//! Numbers as letters and as Roman numerals, as lists print them.

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

/// Returns a number as Roman numerals. `None` if it has none.
pub(crate) fn roman(number: i32) -> Option<String> {
    let mut left = u32::try_from(number).ok().filter(|number| (1..4000).contains(number))?;
    let mut text = String::new();
    let numerals = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    for (value, numeral) in numerals {
        while left >= value {
            text.push_str(numeral);
            left -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_print_them() {
        assert_eq!([1, 26, 27, 703].map(letters), ["a", "z", "aa", "aaa"].map(|text| Some(text.to_owned())));
        assert_eq!([1, 4, 19, 3999].map(roman), ["i", "iv", "xix", "mmmcmxcix"].map(|text| Some(text.to_owned())));
        assert_eq!((letters(0), letters(-3), roman(0), roman(4000)), (None, None, None, None));
    }
}

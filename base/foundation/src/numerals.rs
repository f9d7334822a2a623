//! Roman numerals, as lists print them.

/// Returns a number as Roman numerals in lower case. `None` if it has none: 0, and 4,000 and above.
pub fn roman(number: u32) -> Option<String> {
    let mut left = Some(number).filter(|number| (1..4000).contains(number))?;
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
        assert_eq!([1, 4, 19, 3999].map(roman), ["i", "iv", "xix", "mmmcmxcix"].map(|text| Some(text.to_owned())));
        assert_eq!((roman(0), roman(4000)), (None, None));
    }
}

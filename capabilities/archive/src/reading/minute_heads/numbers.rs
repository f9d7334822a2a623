//! The numbers of minutes, as councils write them.

/// The number at the start of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number<'text> {
    /// As printed, without what closes it: `12`, `20/01`, `C048/23`.
    pub(super) printed: &'text str,
    /// What has to be the same for one number to count on from another: the style, letters and the other figures.
    pub(super) series: String,
    /// Its value within the series.
    pub(super) value: u32,
    /// A letter after the number, as in `12A`.
    pub(super) letter: bool,
    /// What follows it.
    pub(super) rest: &'text str,
}

/// Splits an item's number from its title: `12. APOLOGIES`, `12 Apologies`.
pub(in super::super) fn numbered(text: &str) -> Option<(u32, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=3).contains(digits))?;
    let (number, rest) = text.split_at_checked(digits)?;
    let title = rest.strip_prefix('.').unwrap_or(rest);
    let apart = title.starts_with(char::is_whitespace);
    let number = number.parse().ok().filter(|number| *number > 0)?;
    (apart && !title.trim().is_empty()).then(|| (number, title.trim_start()))
}

/// Reads every number that the line may begin with: a line such as `20/01 TAXIS` has one in a series that counts in its last part
/// and one in a series that counts in its first.
pub(super) fn read(text: &str) -> Vec<Number<'_>> {
    let (label, bare) = labelled(text);
    if let Some(numbers) = in_parts(bare, label) {
        return numbers;
    }
    plain(bare, label).into_iter().collect()
}

/// Splits a word such as `Item` or `Minute No.` off the text.
fn labelled(text: &str) -> (&'static str, &str) {
    const LABELS: &[&str] =
        &["agenda item no. ", "agenda item ", "item no. ", "item no ", "item ", "minute no. ", "minute no ", "minute "];
    let label = LABELS.iter().find(|label| text.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label)));
    match label {
        Some(label) => (*label, text.get(label.len()..).unwrap_or_default().trim_start()),
        None => ("", text),
    }
}

/// Reads `12.`, `12)`, `(12)`, `12 -`, `12A.` or `12`.
fn plain<'text>(text: &'text str, label: &str) -> Option<Number<'text>> {
    let opened = text.starts_with('(');
    let inner = text.strip_prefix('(').unwrap_or(text);
    let digits = inner.find(|c: char| !c.is_ascii_digit()).unwrap_or(inner.len());
    let figures = inner.get(..digits).filter(|figures| (1..=4).contains(&figures.len()))?;
    let value: u32 = figures.parse().ok().filter(|value| *value > 0)?;
    let after = inner.get(digits..)?;
    let letter =
        after.starts_with(|c: char| c.is_ascii_alphabetic()) && after.chars().nth(1).is_none_or(|next| !next.is_alphanumeric());
    let end = digits + usize::from(letter);
    let (printed, after) = inner.split_at_checked(end)?;
    let (closed, rest) = match after.chars().next() {
        Some(sign @ ('.' | ')' | ':')) => (sign, after.get(1..)?),
        _ => (' ', after),
    };
    let rest_of_closing = rest.strip_prefix('.').unwrap_or(rest);
    let apart = rest_of_closing.is_empty() || rest_of_closing.starts_with(char::is_whitespace);
    if !apart
        || (opened && closed != ')')
        || (figures.len() == 4 && closed == ' ' && label.is_empty() && !is_minute_number(value))
    {
        return None;
    }
    let rest = rest_of_closing.trim_start();
    let rest = rest.strip_prefix(['-', '–', '—']).filter(|rest| rest.starts_with(' ')).map_or(rest, str::trim_start);
    let series = format!("{label}{}{closed}", if opened { "(" } else { "" });
    Some(Number { printed, series, value, letter, rest })
}

/// Four figures without a full stop are more likely a year.
fn is_minute_number(value: u32) -> bool {
    !(1900..2100).contains(&value)
}

/// Reads `20/01`, `14/10/7`, `C048/23`, `24-25/12` and `PC.24.12`.
fn in_parts<'text>(text: &'text str, label: &str) -> Option<Vec<Number<'text>>> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let printed = word.trim_end_matches(['.', ':', ')']);
    if printed.len() > 16 || !printed.contains(['/', '-']) {
        return None;
    }
    let letters = printed.find(|c: char| !c.is_ascii_alphabetic()).filter(|letters| *letters <= 5)?;
    let figures: Vec<&str> = printed.get(letters..)?.trim_start_matches(['/', '-', '.']).split(['/', '-', '.']).collect();
    let values: Vec<u32> = figures
        .iter()
        .map(|part| part.parse().ok().filter(|_| (1..=4).contains(&part.len())))
        .collect::<Option<Vec<u32>>>()
        .filter(|values| (2..=3).contains(&values.len()))?;
    let prefix = printed.get(..letters)?.to_uppercase();
    // A day such as `14/10/2014` has its year at the end.
    if values.len() == 3 && values.last().is_some_and(|year| *year > 31) {
        return None;
    }
    let rest = rest.trim_start();
    let of = |place: usize| {
        let mut series = format!("{label}{prefix}");
        for (at, value) in values.iter().enumerate() {
            series.push('/');
            if at != place {
                series.push_str(&value.to_string());
            }
        }
        values.get(place).map(|value| Number { printed, series, value: *value, letter: false, rest })
    };
    Some([values.len() - 1, 0].into_iter().filter_map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_number_and_what_follows() {
        for (text, printed, value, rest) in [
            ("12. APOLOGIES", "12", 12, "APOLOGIES"),
            ("12A. Apologies", "12A", 12, "Apologies"),
            ("2643. Fly-tipping: words", "2643", 2643, "Fly-tipping: words"),
            ("3) Taxis", "3", 3, "Taxis"),
            ("(3) Taxis", "3", 3, "Taxis"),
            ("Item 4 - Taxis", "4", 4, "Taxis"),
            ("Minute No. 5: Taxis", "5", 5, "Taxis"),
            ("20/01 TAXIS", "20/01", 1, "TAXIS"),
            ("14/10/7", "14/10/7", 7, ""),
            ("C048/23      1.  TAXIS", "C048/23", 23, "1.  TAXIS"),
        ] {
            let numbers = read(text);
            let first = numbers.first().unwrap_or_else(|| panic!("{text}"));
            assert_eq!((first.printed, first.value, first.rest), (printed, value, rest), "{text}");
        }
        assert_eq!(read("C048/23 1. TAXIS").get(1).map(|number| number.value), Some(48));
    }

    #[test]
    fn leaves_years_days_and_words_alone() {
        for text in ["2024 was dry", "14/10/2014 Taxis", "A56 Road", "half-term break", "12,000 homes", "0. Nothing", "7.40 p.m."]
        {
            assert_eq!(read(text), [], "{text}");
        }
    }
}

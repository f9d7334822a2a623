//! The fields of the block at the head of a report, as Word documents write them.

/// A field of the block at the head of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    To,
    Date,
    ReportingOfficer,
    Portfolio,
    Subject,
    Wards,
}

impl Field {
    /// The fields, and the labels that documents use for them.
    const LABELS: [(Self, &'static str, &'static [&'static str]); 6] = [
        (Self::To, "To", &["report to", "to", "meeting", "committee", "board"]),
        (Self::Date, "Date", &["date", "date of meeting", "meeting date"]),
        (
            Self::ReportingOfficer,
            "Reporting officer",
            &["reporting officer", "from", "report of", "report by", "officer", "report author", "author", "lead officer"],
        ),
        (Self::Portfolio, "Portfolio", &["portfolio", "portfolio holder", "portfolios"]),
        (Self::Subject, "Subject", &["subject", "title", "report title"]),
        (Self::Wards, "Wards", &["ward", "wards", "ward(s)", "wards affected", "ward(s) affected", "wards(s)"]),
    ];

    fn of_label(label: &str) -> Option<Self> {
        let label = label.trim().trim_end_matches(':').trim().to_lowercase();
        Self::LABELS.iter().find(|(.., known)| known.contains(&label.as_str())).map(|(field, ..)| *field)
    }

    /// Returns the display name.
    pub(crate) fn name(self) -> &'static str {
        Self::LABELS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }
}

/// Returns the fields in the rows of a table, or `None` if it is another kind of table.
pub(crate) fn fields_of_table(rows: &[&Vec<String>]) -> Option<Vec<(Field, String)>> {
    let mut fields = Vec::new();
    for row in rows {
        let mut cells = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let Some(label) = cells.next() else { continue };
        let field = Field::of_label(label)?;
        fields.push((field, cells.collect::<Vec<_>>().join(" ")));
    }
    (!fields.is_empty()).then_some(fields)
}

/// Returns the field in a paragraph, such as ‘SUBJECT: Lamps on the towpath’.
pub(crate) fn field_of_paragraph(text: &str) -> Option<(Field, String)> {
    let (label, value) = text.split_once(':')?;
    let value = value.trim();
    Some((Field::of_label(label)?, value.to_owned())).filter(|_| !value.is_empty())
}

//! The `figure-moved` rule.

use crate::paper::What;
use crate::rules::{Checked, Found};

pub(crate) fn apply(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate() {
        for (position, piece) in paper.pieces.iter().enumerate() {
            let What::Figure { name, then, now } = &piece.what else { continue };
            if then != now {
                found.add(
                    (at, position),
                    format!("“{name}” is {now} today"),
                    format!("{then} when the report was published, {now} counted today"),
                    "Say so when you refer to the report, or publish it again to update its figures",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::paper::{Paper, PaperKind, Place, What};
    use crate::test_papers::found;

    #[test]
    fn a_figure_that_moved_on_is_told() {
        let paper = |then: &str, now: &str| {
            let mut paper = Paper::new(PaperKind::Report, "Report", "Lamps", None);
            let figure = What::Figure { name: "Meetings held, 2023/24".into(), then: then.into(), now: now.into() };
            paper.push(&Place { section: Some("figure 1".into()), paragraph: None }, figure);
            paper
        };
        let findings = found("figure-moved", &[paper("2", "3")]);
        assert_eq!(findings[0].evidence, "2 when the report was published, 3 counted today");
        assert_eq!(findings[0].place, "figure 1");
        assert!(found("figure-moved", &[paper("2", "2")]).is_empty());
    }
}

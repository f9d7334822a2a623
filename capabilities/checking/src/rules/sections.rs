//! The `missing-section` rule.

use crate::paper::{PaperKind, What};
use crate::rules::{Checked, Found};

pub(crate) fn missing(checked: &Checked<'_>, found: &mut Found<'_>) {
    for (at, paper) in checked.papers.iter().enumerate().filter(|(_, paper)| paper.kind == PaperKind::Report) {
        let headings: Vec<&str> = paper
            .pieces
            .iter()
            .filter_map(|piece| match &piece.what {
                What::Heading { level: 0, text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        if headings.is_empty() {
            continue;
        }
        for section in checked.template.sections.iter().filter(|section| section.required) {
            if !headings.iter().any(|heading| section.is_under(heading)) {
                found.add(
                    (at, usize::MAX),
                    format!("there is no section “{}”", section.heading),
                    format!("its sections: {}", crate::words::short(&headings.join("; "), 160)),
                    "Add the section. If there is nothing to say, say so",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::paper::{Paper, PaperKind, Place, What};
    use crate::template::Template;
    use crate::test_papers::found;

    fn paper(headings: &[String]) -> Paper {
        let mut paper = Paper::new(PaperKind::Report, "Report", "Lamps", None);
        for text in headings {
            paper.push(&Place::default(), What::Heading { level: 0, number: None, text: text.clone() });
        }
        paper
    }

    #[test]
    fn what_the_template_asks_for_is_there() {
        let all: Vec<String> = Template::of_the_seeds().sections.into_iter().map(|section| section.heading).collect();
        assert!(found("missing-section", &[paper(&all)]).is_empty());
        let some: Vec<String> = all.iter().filter(|heading| !heading.starts_with("Risk")).cloned().collect();
        assert_eq!(found("missing-section", &[paper(&some)])[0].what, "there is no section “Risk analysis”");
        let printed = [
            "PURPOSE OF REPORT",
            "RECOMMENDED",
            "SUPPORTING INFORMATION",
            "POLICY IMPLICATIONS",
            "OTHER IMPLICATIONS",
            "IMPLICATIONS FOR THE COUNCIL’S PRIORITIES",
            "RISK ANALYSIS",
            "EQUALITY AND DIVERSITY ISSUES",
            "CLIMATE CHANGE IMPLICATIONS",
            "LIST OF BACKGROUND PAPERS UNDER SECTION 100D OF THE LOCAL GOVERNMENT ACT 1972",
        ];
        assert!(found("missing-section", &[paper(&printed.map(str::to_owned))]).is_empty());
    }
}

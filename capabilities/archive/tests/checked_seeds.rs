//! Compares what the checker finds in the two published packs that Moothall was written for with what a person found in them. The
//! packs are not part of the project: if they are missing, the test says so and passes.

use checking::template::Template;
use checking::{Finding, Register, check};
use std::path::Path;

/// The faults in the two packs: the rule, and figures or names that identify its finding.
const TRUTH: &[(&str, &str)] = &[
    ("parts-and-total", "13,500 + 6,000 against 20,000"),
    ("parts-and-total", "3,500 + 1,500 against 5,500"),
    ("share-of-count", "6,000 of 20,000 is 30%, printed 32%"),
    ("share-of-count", "3,500 of 5,500 is 63.6%, printed 68%"),
    ("shares-to-100", "4.3 + 5.2 + 12.8 + 9.4"),
    ("said-two-ways", "199 open cases"),
    ("said-two-ways", "114"),
    ("law", "Crime & Disorder Act 1988"),
    ("law", "Counter Terrorism & Securities Act 2015"),
    ("date-and-date", "31st January 2024"),
    ("date-and-date", "October 2018"),
    ("placeholder", "????"),
    ("placeholder", "Integrated Offender Management"),
    ("placeholder", "Counter Terrorism / Prevent"),
    ("placeholder", "Areas of Focus"),
    ("repeated-entry", "Cheshire Road Safety Group"),
    ("numbering", "3.5"),
    ("numbering", "8.0"),
    ("numbering", "10.1"),
    ("reference", "3.3"),
    ("reference", "appendix one"),
    // Public Question Time has no risk analysis, and the annual report's cover no supporting information.
    ("missing-section", "Purpose"),
    ("period", "1st October – 31st March 2024"),
    ("base", "34%"),
    ("statutory-member", "Cheshire Fire and Rescue"),
    ("names", "Safer Halton Policy and Performance Board"),
    ("names", "Problem-Solving Group"),
    ("names", "Safe Halton Partnership"),
    ("names", "Halton Safer Partnership"),
    ("names", "Police Crime Commissioner"),
    ("names", "Halton Combatting Drugs Partnership"),
    ("differing-lists", "VAWG"),
    ("decision", "forward programme"),
    ("link-text", "http"),
];

/// The kinds of fault in the packs; one rule for each.
const CLASSES: [&str; 14] = [
    "parts-and-total",
    "share-of-count",
    "shares-to-100",
    "said-two-ways",
    "law",
    "date-and-date",
    "placeholder",
    "repeated-entry",
    "numbering",
    "reference",
    "missing-section",
    "period",
    "statutory-member",
    "names",
];

fn findings() -> Option<Vec<Finding>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not here, so the published packs were not checked", folder.display());
        return None;
    };
    let mut files: Vec<_> = files.filter_map(Result::ok).map(|file| file.path()).collect();
    files.sort();
    let papers: Vec<_> = files
        .iter()
        .flat_map(|file| {
            archive::papers(
                &archive::reading_of_file(&std::fs::read(file).expect("its bytes"), &archive::reading::Context::default())
                    .expect("a pack"),
            )
        })
        .collect();
    Some(check(&papers, &Template::of_the_seeds(), &Register::default()))
}

#[test]
fn nine_findings_in_ten_are_right_and_every_class_is_found() {
    let Some(findings) = findings() else { return };
    let is_right = |finding: &Finding| {
        TRUTH
            .iter()
            .any(|(rule, known)| *rule == finding.rule && (finding.evidence.contains(known) || finding.what.contains(known)))
    };
    let wrong: Vec<String> = findings.iter().filter(|finding| !is_right(finding)).map(Finding::line).collect();
    println!("{} findings, {} wrong", findings.len(), wrong.len());
    assert!(wrong.len() * 10 <= findings.len(), "{wrong:#?}");
    for class in CLASSES {
        assert!(findings.iter().any(|finding| finding.rule == class && is_right(finding)), "nothing of {class}");
    }
    for (rule, known) in TRUTH {
        let is_found = findings
            .iter()
            .any(|finding| finding.rule == *rule && (finding.evidence.contains(known) || finding.what.contains(known)));
        assert!(is_found, "{rule}: {known}");
    }
}

#[test]
fn what_adds_up_in_the_packs_is_left_alone() {
    let Some(findings) = findings() else { return };
    // Correct sums: 116 actions are 15, 12 and 89; 27 sources make 1,076; ages are rounded to 100; 30 referrals are 22, 6 and 2.
    for right in ["116", "1,076", "1076", "of 30 ", "266"] {
        let wrong: Vec<String> = findings
            .iter()
            .filter(|finding| ["parts-and-total", "share-of-count"].contains(&finding.rule) && finding.evidence.contains(right))
            .map(Finding::line)
            .collect();
        assert!(wrong.is_empty(), "{right}: {wrong:?}");
    }
}

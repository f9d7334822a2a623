//! Holding PDFs to the standards that they claim.

use std::process::Command;

const CHECK: &str = "
import sys, page
for profile in ('ua1', '2a'):
    report = page.validate_pdf(sys.argv[1], profile=profile)
    for failure in report.failures:
        print(profile, failure)
    print(profile, 'compliant' if report.is_compliant else 'not compliant')
";

/// Holds a PDF to PDF/UA-1 and PDF/A-2a with the validator that `cargo xtask test` installs.
///
/// # Panics
/// Where the validator is missing, or finds that a rule is broken, which fails the test.
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

//! The program as a person runs it: its commands, their messages, and their results.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PACK: &str = include_str!("packs/harbour.txt");

struct Ran {
    said: String,
    complained: String,
    succeeded: bool,
}

/// Runs the program in `folder`, which contains everything it writes.
fn moothall(folder: &Path, arguments: &[&str]) -> Ran {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_moothall"))
        .current_dir(folder)
        .env_remove("DATABASE_URL")
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { said: text(stdout), complained: text(stderr), succeeded: status.success() }
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), content).expect("a file for the test");
}

#[test]
fn a_pack_is_shown_imported_and_imported_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "pack.txt", PACK);

    let shown = moothall(at, &["import", "--dry-run", "pack.txt"]);
    assert!(shown.succeeded && shown.said.contains("HSB8") && shown.said.contains("lines are placed"), "{}", shown.said);
    let data = moothall(at, &["import", "--dry-run", "--format", "json", "pack.txt"]);
    let data: serde_json::Value = serde_json::from_str(&data.said).expect("JSON");
    assert_eq!(data["minutes"][0]["items"][0]["reference"], "HSB7");
    assert!(!at.join("data").exists(), "a dry run writes nothing");

    let first = moothall(at, &["import", "pack.txt"]);
    assert!(first.succeeded, "{}", first.complained);
    assert!(first.said.contains("Harbour Safety Board: minutes, HSB7 to HSB8 (new)"), "{}", first.said);
    let again = moothall(at, &["import", "pack.txt"]);
    assert!(again.said.contains("nothing was changed") && !again.said.contains("(new"), "{}", again.said);

    write(at, "pack.txt", PACK.replace("be mended", "be replaced"));
    let changed = moothall(at, &["import", "pack.txt"]);
    assert!(changed.said.contains("(a new version)"), "{}", changed.said);
    assert!(
        changed.said.contains("- ") && changed.said.contains("be mended") && changed.said.contains("be replaced"),
        "{}",
        changed.said
    );

    let verified = moothall(at, &["ledger", "verify"]);
    assert!(verified.succeeded && verified.said.contains("as they were written"), "{}{}", verified.said, verified.complained);
    let indexed = moothall(at, &["reindex"]);
    assert!(indexed.succeeded && indexed.said.contains("records indexed"), "{}", indexed.complained);
}

/// Returns a PDF with these lines on one tall page, with space between paragraphs and the Action column on the right.
fn pdf(text: &str) -> String {
    let mut content = String::new();
    let mut up = 2900;
    for line in text.lines().map(|line| line.trim_matches(['\u{C}', ' '])) {
        up -= if line.is_empty() || line.starts_with("REPORT TO") { 9 } else { 0 };
        if !line.is_empty() {
            up -= 14;
            let line = line.replace('(', "\\(").replace(')', "\\)");
            let left = if ["Action", "Head of Harbours"].contains(&line.as_str()) { 600 } else { 72 };
            let _ = writeln!(content, "BT /F 12 Tf 1 0 0 1 {left} {up} Tm ({line}) Tj ET");
        }
    }
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 2970] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}endstream", content.len()),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (object, number) in objects.iter().zip(1..) {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        let _ = writeln!(file, "{number} 0 obj\n{object}\nendobj");
    }
    let begins = file.len();
    format!("{file}xref\n0 6\n0000000000 65535 f \n{places}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n")
}

#[test]
fn a_pack_as_pdf_says_the_same_as_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "pack.txt", PACK);
    write(at, "pack.pdf", pdf(PACK));
    let first = moothall(at, &["import", "pack.txt"]);
    assert!(first.said.contains("HSB7 to HSB8 (new)"), "{}{}", first.said, first.complained);
    let again = moothall(at, &["import", "pack.pdf"]);
    assert!(again.succeeded && again.said.contains("nothing was changed"), "{}{}", again.said, again.complained);

    // A file that would use too much memory is stopped in the child, and nothing of it is stored.
    let nested = format!("%PDF-1.4\n1 0 obj\n{}\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n", "[".repeat(5_000_000));
    write(at, "nested.pdf", nested);
    let refused = moothall(at, &["import", "nested.pdf", "pack.pdf"]);
    assert!(refused.complained.contains("nested.pdf: the PDF"), "{}", refused.complained);
    assert!(refused.said.contains("nothing was changed"), "{}", refused.said);
}

#[test]
fn what_cannot_be_read_gets_a_plain_error_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(moothall(at, &["migrate"]).succeeded);
    write(at, "empty.txt", "");
    write(at, "scan.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n");
    write(at, "latin.txt", b"REPORT TO: \x81\x8d\x8f\x90\x9d Board\nDATE: 1 June 2024\n");
    write(at, "letter.txt", "Dear neighbour,\nthe bins are collected on Monday.\n");
    let end = PACK.find("could be led").expect("the discussion");
    write(at, "cut.txt", &PACK[..end]);
    for (name, words) in [
        ("empty.txt", "empty"),
        ("scan.pdf", "PDF"),
        ("latin.txt", "not UTF-8"),
        ("letter.txt", "no minutes, agenda or report was recognised"),
        ("cut.txt", "cut off"),
        ("missing.txt", "cannot be opened"),
        ("data", "this is a folder without papers"),
    ] {
        let ran = moothall(at, &["import", name]);
        assert!(!ran.succeeded, "{name} is refused: {}", ran.said);
        assert!(ran.complained.contains(words) && ran.complained.contains("nothing was imported"), "{name}: {}", ran.complained);
    }
    let verified = moothall(at, &["ledger", "verify"]);
    assert!(verified.said.contains("All 0 entries"), "{}", verified.said);
    // The folder contains only the mark by which its database recognises it.
    let kept: Vec<_> =
        std::fs::read_dir(at.join("data/moothall/files")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(kept, ["installation"], "no file is kept");
}

#[test]
fn one_bad_pack_among_several_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "bad.txt", "");
    write(at, "good.txt", PACK);
    let ran = moothall(at, &["import", "bad.txt", "good.txt"]);
    assert!(!ran.succeeded && ran.complained.contains("1 of 2 packs could not be read"), "{}", ran.complained);
    assert!(ran.said.contains("HSB7 to HSB8 (new)"), "{}", ran.said);
}

#[test]
fn folders_zip_files_and_standard_input_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("packs")).unwrap();
    write(at, "packs/b.txt", PACK);
    write(at, "packs/a.txt", "");
    write(at, "packs/style.css", "p { margin: 0 }");
    let ran = moothall(at, &["import", "--dry-run", "packs"]);
    assert!(ran.said.contains("packs/b.txt\n") && ran.said.contains("HSB8"), "{}{}", ran.said, ran.complained);
    assert!(
        ran.complained.contains("packs/a.txt: ") && ran.complained.contains("1 of 2 packs could not be read"),
        "{}",
        ran.complained
    );

    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("2025/pack.txt", PACK.as_bytes()), ("pack.pdf", pdf(PACK).as_bytes())] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    write(at, "packs.zip", zip.finish().unwrap().into_inner());
    let ran = moothall(at, &["import", "packs.zip"]);
    assert!(ran.succeeded && ran.said.contains("packs.zip: 2025/pack.txt\n"), "{}{}", ran.said, ran.complained);
    assert!(ran.said.contains("HSB7 to HSB8 (new)") && ran.said.contains("nothing was changed"), "{}", ran.said);
    let ran = moothall(at, &["import", "--review", "review.toml", "packs.zip"]);
    assert!(!ran.succeeded && ran.complained.contains("a review is of one pack"), "{}", ran.complained);

    let mut child = Command::new(env!("CARGO_BIN_EXE_moothall"))
        .current_dir(at)
        .env_remove("DATABASE_URL")
        .args(["import", "--dry-run", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(PACK.as_bytes()).unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(said.starts_with("standard input\n") && said.contains("HSB8"), "{said}");
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let fresh = moothall(at, &["doctor"]);
    assert!(!fresh.succeeded && fresh.said.contains("Run `moothall migrate`"), "{}", fresh.said);
    assert!(moothall(at, &["migrate"]).said.contains("up to date"));
    let well = moothall(at, &["doctor", "--config", "own.toml"]);
    assert!(!well.succeeded && well.complained.contains("own.toml does not exist"), "{}", well.complained);
    write(at, "own.toml", "listen = \"127.0.0.1:0\"\n");
    let well = moothall(at, &["doctor", "--config", "own.toml"]);
    assert!(well.succeeded && !well.said.contains("FAIL"), "{}{}", well.said, well.complained);
    write(at, "a-file", "");
    let unwritable = moothall(at, &["doctor", "--folder", "a-file/inside"]);
    assert!(!unwritable.succeeded && unwritable.said.contains("cannot be written"), "{}", unwritable.said);
    let unreachable = moothall(at, &["doctor", "--database", "postgres://clerk:s3cret@127.0.0.1:1/none"]);
    assert!(!unreachable.succeeded && unreachable.said.contains("could not be opened"), "{}", unreachable.said);
    assert!(!unreachable.said.contains("s3cret"), "a password is never shown");
    write(at, "wrong.toml", "council_name = \"Ashmere\"\n");
    let misspelt = moothall(at, &["doctor", "--config", "wrong.toml"]);
    assert!(!misspelt.succeeded && misspelt.complained.contains("council_name"), "{}", misspelt.complained);
}

#[test]
fn a_demonstration_that_cannot_start_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = moothall(at, &["demo", "--listen", &address]);
    assert!(!ran.succeeded && ran.complained.contains("is in use") && ran.complained.contains("--listen"), "{}", ran.complained);
    write(at, "a-file", "");
    let ran = moothall(at, &["demo", "--listen", "127.0.0.1:0", "--folder", "a-file/inside"]);
    assert!(!ran.succeeded && ran.complained.contains("--folder"), "{}", ran.complained);
    std::fs::create_dir(at.join("precious")).unwrap();
    write(&at.join("precious"), "letter.txt", "keep me");
    let ran = moothall(at, &["demo", "--reset", "--listen", "127.0.0.1:0", "--folder", "precious"]);
    assert!(!ran.succeeded && ran.complained.contains("was not deleted"), "{}", ran.complained);
    assert!(at.join("precious/letter.txt").exists(), "--reset throws away the demonstration's own folder only");
}

#[cfg(unix)]
#[test]
fn a_listener_that_goes_away_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "pack.txt", PACK);
    for arguments in ["import --dry-run pack.txt", "import --dry-run --format json pack.txt", "import pack.txt", "doctor"] {
        // The pipe's reading end is closed before the program writes anything.
        let command = format!("sleep 0.2; exec '{}' {arguments}", env!("CARGO_BIN_EXE_moothall"));
        let mut program = Command::new("sh");
        program.args(["-c", &command]).current_dir(at).env_remove("DATABASE_URL");
        let mut program = program.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
        drop(program.stdout.take());
        let ended = program.wait_with_output().unwrap();
        let complained = String::from_utf8_lossy(&ended.stderr);
        assert!(!complained.contains("panicked"), "{arguments}: {complained}");
        assert!(ended.status.success() || arguments == "doctor", "{arguments}: {complained}");
    }
    assert!(moothall(at, &["import", "pack.txt"]).said.contains("nothing was changed"), "the pack went in all the same");
}

#[test]
fn the_first_administrator_is_made_by_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "moothall.toml", "address = \"https://scrutiny.ashmere.example/\"\n");
    let create = |mail: &str| moothall(at, &["admin", "create", "--name", "Adam Inistrator", "--mail", mail]);
    let made = create("Adam@Ashmere.example");
    assert!(made.succeeded, "{}", made.complained);
    assert!(made.said.contains("https://scrutiny.ashmere.example/link/"), "{}", made.said);
    let secret = at.join("data/moothall/secret.key");
    assert!(secret.is_file(), "the installation has its secret");
    let again = create("adam@ashmere.example");
    assert!(!again.succeeded && again.complained.contains("another account has this email address"), "{}", again.complained);
    let wrong = create("adam at ashmere");
    assert!(!wrong.succeeded && wrong.complained.contains("in the correct format, like"), "{}", wrong.complained);
    let kept = std::fs::read(&secret).unwrap();
    // A damaged secret is reported before anything is served with it.
    std::fs::write(&secret, "damaged").unwrap();
    let damaged = create("other@ashmere.example");
    assert!(!damaged.succeeded && damaged.complained.contains("64 hexadecimal digits"), "{}", damaged.complained);
    // So are provider settings that name a role which does not exist.
    std::fs::write(&secret, kept).unwrap();
    write(
        at,
        "moothall.toml",
        "[provider]\nname = \"x\"\nissuer = \"https://id.example\"\nclient_id = \"x\"\n[provider.groups]\n\"A\" = [\"emperor\"]\n",
    );
    let unknown = create("other@ashmere.example");
    assert!(!unknown.succeeded && unknown.complained.contains("there is no role “emperor”"), "{}", unknown.complained);
}

#[test]
fn an_account_changed_by_hand_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let made = moothall(at, &["admin", "create", "--name", "Adam Inistrator", "--mail", "adam@ashmere.example"]);
    assert!(made.succeeded, "{}", made.complained);
    assert!(moothall(at, &["ledger", "verify"]).succeeded);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = db::Db::open(&format!("sqlite://{}", at.join("data/moothall/moothall.db").display())).await.unwrap();
        let transaction = db.begin().await.unwrap();
        for sql in [
            "UPDATE account SET mail = 'thief@elsewhere.example'",
            "INSERT INTO account_role (account_id, role, from_day, source) VALUES (1, 'auditor', '2024-01-01', 'administrator')",
        ] {
            db::execute(&transaction, sql, []).await.unwrap();
        }
        transaction.commit().await.unwrap();
        db.close().await.unwrap();
    });
    let verified = moothall(at, &["ledger", "verify"]);
    assert!(!verified.succeeded);
    for words in ["account/1", "changed after its last entry", "account_role/2", "without an entry"] {
        assert!(verified.said.contains(words), "{words}: {}", verified.said);
    }
}

//! Converts documents of old office programs with LibreOffice, where it is installed.

use crate::kind::Kind;
use rustix::process::{Pid, Signal, kill_process_group};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;
use tokio::time::timeout;

/// The names under which LibreOffice is installed.
const PROGRAMS: &[&str] = &["soffice", "libreoffice"];

/// The limits within which it runs, set by the shell that becomes it: processor time in seconds, the sizes of its memory in kilobytes and of
/// each file that it writes in blocks of 512 bytes, and no core dump. The first arguments are its own.
const WITHIN_LIMITS: &str = "ulimit -t 60; ulimit -v 6000000; ulimit -f 400000; ulimit -c 0; exec \"$0\" \"$@\"";

/// Its settings: no macro runs, and nothing is fetched from elsewhere.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"#;

/// LibreOffice, as far as it is installed.
#[derive(Clone, Debug)]
pub struct Converter {
    /// The program. `None` if it is not installed.
    pub program: Option<PathBuf>,
    /// How long one document may take, after which the program is killed.
    pub patience: Duration,
    /// The largest document that it writes, in bytes.
    pub largest: u64,
}

/// Why a document could not be converted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConverterError {
    /// LibreOffice is not installed.
    #[error(
        "this is {}, which is read with LibreOffice, and LibreOffice is not installed. Install it, or save the document as .docx or PDF and read that",
        named(*kind)
    )]
    NotInstalled {
        /// The kind of document.
        kind: Kind,
    },
    /// It took too long.
    #[error(
        "LibreOffice took longer than {0} seconds to convert the document, so it was stopped. Save it as .docx or PDF and read that"
    )]
    TookTooLong(u64),
    /// LibreOffice wrote nothing.
    #[error(
        "LibreOffice cannot convert the document: it is damaged or protected by a password. Save it as .docx or PDF and read that"
    )]
    NotConverted,
    /// The converted document is too large.
    #[error("the document is too large once converted. Save it as .docx or PDF, in parts, and read those")]
    TooLarge,
    /// The program or its folder could not be used.
    #[error("LibreOffice cannot be run: {0}. Save the document as .docx or PDF and read that")]
    NotRun(String),
}

/// Returns the name of a kind of document, with its article.
fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Rtf => "a rich text document (.rtf)",
        _ => "an old Word document (.doc)",
    }
}

impl Converter {
    /// Finds LibreOffice in the folders of a search path, such as the value of `PATH`.
    pub fn found_in(path: Option<OsString>) -> Self {
        let folders: Vec<PathBuf> = path.map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
        let program = PROGRAMS.iter().find_map(|name| {
            let places = folders.iter().filter(|folder| folder.is_absolute()).map(|folder| folder.join(name));
            places.into_iter().find(|place| place.is_file())
        });
        Self { program, patience: Duration::from_mins(2), largest: 64 * 1024 * 1024 }
    }

    /// Returns a document as a Word document (.docx), which [`crate::extract`] reads.
    ///
    /// The program runs in a folder of its own that is removed afterwards, with limits on memory, time and the files that it writes, without
    /// the environment of this process; macros are off, and nothing is fetched.
    ///
    /// # Errors
    /// Returns an error if LibreOffice is not installed, takes too long or cannot read the document.
    pub async fn convert(&self, bytes: &[u8], kind: Kind) -> Result<Vec<u8>, ConverterError> {
        let program = self.program.as_deref().ok_or(ConverterError::NotInstalled { kind })?;
        let not_run = |error: std::io::Error| ConverterError::NotRun(error.to_string());
        let folder = tempfile::Builder::new().prefix("moothall-convert-").tempdir().map_err(not_run)?;
        let profile = folder.path().join("profile").join("user");
        let written = folder.path().join("written");
        let paper = folder.path().join(if kind == Kind::Rtf { "paper.rtf" } else { "paper.doc" });
        tokio::fs::create_dir_all(&profile).await.map_err(not_run)?;
        tokio::fs::create_dir(&written).await.map_err(not_run)?;
        tokio::fs::write(profile.join("registrymodifications.xcu"), SETTINGS).await.map_err(not_run)?;
        tokio::fs::write(&paper, bytes).await.map_err(not_run)?;
        self.run(program, folder.path(), &written, &paper).await?;
        let document = written.join("paper.docx");
        match tokio::fs::metadata(&document).await {
            Ok(found) if found.len() > self.largest => Err(ConverterError::TooLarge),
            Ok(found) if found.is_file() => tokio::fs::read(&document).await.map_err(not_run),
            _ => Err(ConverterError::NotConverted),
        }
    }

    async fn run(&self, program: &Path, folder: &Path, written: &Path, paper: &Path) -> Result<(), ConverterError> {
        let not_run = |error: std::io::Error| ConverterError::NotRun(error.to_string());
        let mut profile = OsString::from("-env:UserInstallation=file://");
        profile.push(folder.join("profile"));
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(WITHIN_LIMITS).arg(program).arg(profile);
        command.args([
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nofirststartwizard",
            "--convert-to",
            "docx",
            "--outdir",
        ]);
        command.arg(written).arg(paper);
        command
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", folder)
            .env("TMPDIR", folder)
            .env("LC_ALL", "C.UTF-8");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.current_dir(folder).kill_on_drop(true).process_group(0);
        let mut child = command.spawn().map_err(not_run)?;
        // The program starts others, which are killed with it, even if the caller gives up.
        let _group = Group(child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw));
        match timeout(self.patience, child.wait()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(not_run(error)),
            Err(_) => Err(ConverterError::TookTooLong(self.patience.as_secs())),
        }
    }
}

/// The processes of one conversion, which are killed when this is dropped.
struct Group(Option<Pid>);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // There may be none left.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

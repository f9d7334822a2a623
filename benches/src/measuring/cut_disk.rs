//! A simulated disk that loses unsynced data: follows a program's writes in the output of `strace`, and reconstructs what a
//! power cut would leave.

use benches::generator::Random;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The system calls that change a file or sync it to the disk, for `strace -e trace=`.
pub(crate) const CALLS: &str = "openat,creat,mkdir,mkdirat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,\
                                unlink,unlinkat";

/// A change to a file's bytes.
#[derive(Clone, Debug)]
enum Change {
    Bytes { at: usize, bytes: Vec<u8> },
    Length(usize),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Bytes { at, bytes } => {
                if content.len() < at + bytes.len() {
                    content.resize(at + bytes.len(), 0);
                }
                content[*at..at + bytes.len()].copy_from_slice(bytes);
            }
            Self::Length(length) => content.resize(*length, 0),
        }
    }
}

#[derive(Debug, Default)]
struct File {
    /// The content that is certainly on the disk.
    kept: Vec<u8>,
    /// Later changes, which may or may not be on the disk.
    since: Vec<Change>,
}

impl File {
    fn change(&mut self, change: Change) {
        self.since.push(change);
    }

    fn length(&self) -> usize {
        let mut length = self.kept.len();
        for change in &self.since {
            match change {
                Change::Bytes { at, bytes } => length = length.max(at + bytes.len()),
                Change::Length(now) => length = *now,
            }
        }
        length
    }

    fn sync(&mut self) {
        for change in std::mem::take(&mut self.since) {
            change.apply(&mut self.kept);
        }
    }
}

/// The files in one folder.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    folder: PathBuf,
    files: Vec<File>,
    /// File names as the program sees them, and those that are certainly on the disk.
    names: BTreeMap<PathBuf, usize>,
    kept_names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    kept_folders: BTreeSet<PathBuf>,
    /// Calls that have begun but not returned, by thread.
    begun: HashMap<String, String>,
}

/// What a line of the trace shows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Anything else.
    Other,
    /// The program printed something: an acknowledgement.
    Said(String),
}

impl Disk {
    /// Creates an empty folder, whose own name is on the disk.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..Self::default() }
    }

    /// Processes the next line of the trace.
    pub(crate) fn follow(&mut self, line: &str) -> Event {
        let Some((thread, rest)) = line.split_once(' ') else { return Event::Other };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix("<unfinished ...>") {
            self.begun.insert(thread.to_owned(), begun.trim_end().to_owned());
            return Event::Other;
        }
        let whole = match rest.strip_prefix("<... ").and_then(|rest| rest.split_once("resumed>")) {
            Some((_, end)) => self.begun.remove(thread).unwrap_or_default() + end,
            None => rest.to_owned(),
        };
        let Some((name, rest)) = whole.split_once('(') else { return Event::Other };
        let Some((arguments, result)) = rest.rsplit_once(" = ") else { return Event::Other };
        if result.starts_with('-') || result.starts_with('?') {
            return Event::Other;
        }
        let arguments: Vec<&str> = arguments.trim_end().trim_end_matches(')').split(", ").collect();
        self.call(name, &arguments)
    }

    fn call(&mut self, name: &str, arguments: &[&str]) -> Event {
        let text = |at: usize| arguments.get(at).map(|argument| decode(argument.trim_matches('"'))).unwrap_or_default();
        let path = |at: usize| PathBuf::from(String::from_utf8_lossy(&text(at)).into_owned());
        let number = |at: usize| arguments.get(at).and_then(|argument| argument.parse::<usize>().ok()).unwrap_or_default();
        match name {
            "openat" if arguments.get(2).is_some_and(|flags| flags.contains("O_CREAT")) => {
                self.create(&path(1), arguments.get(2).is_some_and(|flags| flags.contains("O_TRUNC")));
            }
            "creat" => self.create(&path(0), true),
            "mkdir" => drop(self.folders.insert(path(0))),
            "mkdirat" => drop(self.folders.insert(path(1))),
            "write" => {
                let bytes = text(1);
                if arguments.first().is_some_and(|descriptor| descriptor.starts_with("1<")) {
                    return Event::Said(String::from_utf8_lossy(&bytes).into_owned());
                }
                if let Some(file) = self.described(arguments) {
                    let at = file.length();
                    file.change(Change::Bytes { at, bytes });
                }
            }
            "pwrite64" => {
                let (bytes, at) = (text(1), number(3));
                if let Some(file) = self.described(arguments) {
                    file.change(Change::Bytes { at, bytes });
                }
            }
            "ftruncate" => {
                let length = number(1);
                if let Some(file) = self.described(arguments) {
                    file.change(Change::Length(length));
                }
            }
            "fsync" | "fdatasync" => self.sync(&described_path(arguments)),
            "rename" => self.rename(&path(0), &path(1)),
            "renameat" | "renameat2" => self.rename(&path(1), &path(3)),
            "link" => self.link(&path(0), &path(1)),
            "linkat" => self.link(&path(1), &path(3)),
            "unlink" => drop(self.names.remove(&path(0))),
            "unlinkat" => drop(self.names.remove(&path(1))),
            _ => {}
        }
        Event::Other
    }

    fn create(&mut self, path: &Path, is_emptied: bool) {
        if !path.starts_with(&self.folder) {
            return;
        }
        let id = *self.names.entry(path.to_owned()).or_insert_with(|| {
            self.files.push(File::default());
            self.files.len() - 1
        });
        if is_emptied {
            self.files[id].change(Change::Length(0));
        }
    }

    fn described(&mut self, arguments: &[&str]) -> Option<&mut File> {
        let id = *self.names.get(&described_path(arguments))?;
        self.files.get_mut(id)
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        if let Some(id) = self.names.remove(from) {
            self.names.insert(to.to_owned(), id);
        }
    }

    fn link(&mut self, from: &Path, to: &Path) {
        if let Some(id) = self.names.get(from) {
            self.names.insert(to.to_owned(), *id);
        }
    }

    /// Syncs a file's bytes, or the names in a folder, to the disk.
    fn sync(&mut self, path: &Path) {
        if let Some(id) = self.names.get(path) {
            self.files[*id].sync();
            return;
        }
        let is_in = |name: &Path| name.parent() == Some(path);
        self.kept_names.retain(|name, _| !is_in(name));
        self.kept_names.extend(self.names.iter().filter(|(name, _)| is_in(name)).map(|(name, id)| (name.clone(), *id)));
        self.kept_folders.extend(self.folders.iter().filter(|name| is_in(name)).cloned());
    }

    /// Returns what is left if the power fails now: without `luck` all unsynced changes are lost; with it, each may be kept or
    /// lost.
    pub(crate) fn cut(&self, luck: Option<&mut Random>) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut nothing = Random::from_parts(&[0]);
        let is_lucky = luck.is_some();
        let luck = luck.unwrap_or(&mut nothing);
        let mut names = self.kept_names.clone();
        let mut folders = self.kept_folders.clone();
        if is_lucky {
            for (name, id) in &self.names {
                if self.kept_names.get(name) != Some(id) && luck.in_hundred(50) {
                    names.insert(name.clone(), *id);
                }
            }
            names.retain(|name, _| self.names.contains_key(name) || luck.in_hundred(50));
            folders.extend(self.folders.iter().filter(|_| luck.in_hundred(50)).cloned());
        }
        let is_reached = |name: &Path| {
            let above = name.ancestors().skip(1).take_while(|above| *above != self.folder);
            above.into_iter().all(|above| folders.contains(above))
        };
        let mut left = BTreeMap::new();
        for (name, id) in names.iter().filter(|(name, _)| is_reached(name)) {
            let Some(file) = self.files.get(*id) else { continue };
            let mut content = file.kept.clone();
            for change in file.since.iter().filter(|_| is_lucky && luck.in_hundred(50)) {
                change.apply(&mut content);
            }
            left.insert(name.clone(), content);
        }
        left
    }
}

/// Returns the path for a call's first argument, a file descriptor: `9</folder/file>`.
fn described_path(arguments: &[&str]) -> PathBuf {
    let first = arguments.first().copied().unwrap_or_default();
    let path = first.split_once('<').map_or("", |(_, path)| path.trim_end_matches('>'));
    PathBuf::from(String::from_utf8_lossy(&decode(path.trim_matches('"'))).into_owned())
}

/// Decodes bytes as `strace -xx` writes them, each as `\x2f`; other characters are kept.
fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.strip_prefix(b"x").and_then(|after| after.split_at_checked(2));
        let byte = digits.and_then(|(digits, _)| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        if let (b'\\', Some(byte)) = (first, byte) {
            bytes.push(byte);
            rest = rest.get(4..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk(lines: &[&str]) -> Disk {
        let mut disk = Disk::new(Path::new("/f"));
        for line in lines {
            disk.follow(line);
        }
        disk
    }

    #[test]
    fn what_was_not_synced_is_lost() {
        let mut lines = vec![
            r#"1 openat(AT_FDCWD</>, "\x2f\x66\x2f\x61", O_RDWR|O_CREAT, 0644) = 3</f/a>"#,
            r#"1 pwrite64(3</f/a>, "\x61\x62", 2, 0) = 2"#,
            "1 fdatasync(3</f/a>) = 0",
        ];
        let file = PathBuf::from("/f/a");
        assert_eq!(disk(&lines).cut(None).get(&file), None, "its name is not on the disk");
        lines.push("1 fsync(4</f>) = 0");
        assert_eq!(disk(&lines).cut(None).get(&file), Some(&b"ab".to_vec()));
        lines.push(r#"1 pwrite64(3</f/a>, "\x63", 1, 1 <unfinished ...>"#);
        lines.push("1 <... pwrite64 resumed>) = 1");
        assert_eq!(disk(&lines).cut(None).get(&file), Some(&b"ab".to_vec()));
        lines.push("1 fsync(3</f/a>) = 0");
        assert_eq!(disk(&lines).cut(None).get(&file), Some(&b"ac".to_vec()));
        lines.push(r#"1 rename("\x2f\x66\x2f\x61", "\x2f\x66\x2f\x62") = 0"#);
        assert_eq!(disk(&lines).cut(None).keys().collect::<Vec<_>>(), [&file]);
        lines.push("1 fsync(4</f>) = 0");
        assert_eq!(disk(&lines).cut(None).keys().collect::<Vec<_>>(), [&PathBuf::from("/f/b")]);
    }

    #[test]
    fn what_the_program_says_is_told() {
        let mut disk = Disk::new(Path::new("/f"));
        let event = disk.follow(r#"7 write(1</dev/null>, "\x61\x63\x6b\x20\x31\x0a", 6) = 6"#);
        assert_eq!(event, Event::Said("ack 1\n".into()));
    }
}

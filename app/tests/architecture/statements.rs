//! Which sources contain SQL, and whose tables it names.

use crate::architecture::project::Source;
use std::collections::BTreeMap;

/// These words precede the name of a table that is read or written. A foreign key may refer to another crate's table: the
/// database then keeps two records together, and neither crate reads the other's.
const BEFORE_A_TABLE: [&str; 4] = ["FROM", "JOIN", "INTO", "UPDATE"];

/// The tables of the published record, and of the items of business, that other crates may read together with their own, and the
/// crates that may. They stand on the record of meetings and list what they keep with the names and dates of boards and meetings,
/// a page at a time. Only the record's own crate writes these tables.
const READABLE: [&str; 7] = ["board", "meeting", "minute", "resolution", "action", "person", "draft_item"];
const READERS: [&str; 3] = ["capabilities/actions", "capabilities/boards", "capabilities/packs"];

/// Words that occur in a statement but not in a sentence.
const MARKS: [&str; 14] = [
    "SELECT ",
    "INSERT INTO ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "CREATE UNIQUE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    " ORDER BY ",
    " GROUP BY ",
    " WHERE ",
    "VACUUM",
    "TRUNCATE ",
];

/// The functions of `db` that execute a statement.
const SENDING: [&str; 17] = [
    "db::rows",
    "db::row(",
    "db::row::",
    "db::single",
    "db::column",
    "db::count",
    "db::execute",
    "db::select",
    "db::first",
    "db::by_id",
    "db::save",
    "db::insert!",
    "db::update!",
    "db::upsert!",
    "db::insert_row",
    "db::update_rows",
    "db::upsert_row",
];

/// Returns the words of a statement: names and keywords without what is between them.
fn words(statement: &str) -> Vec<&str> {
    statement.split(|character: char| !character.is_alphanumeric() && character != '_').filter(|word| !word.is_empty()).collect()
}

/// Returns each table, with the folder of the crate whose migrations create it.
pub(crate) fn tables(sources: &[Source]) -> BTreeMap<&str, &str> {
    let mut tables = BTreeMap::new();
    for source in sources.iter().filter(|source| source.is_shipped()) {
        for (_, string) in source.shipped().1 {
            let words = words(string);
            for makes in words.windows(2).enumerate().filter(|(_, pair)| *pair == ["CREATE", "TABLE"]).map(|(at, _)| at + 2) {
                let name = words[makes..].iter().find(|word| !["IF", "NOT", "EXISTS"].contains(word));
                tables.extend(name.map(|name| (*name, source.folder.as_str())));
            }
        }
    }
    tables
}

/// Returns the statements that read or write a table of another crate. The crates of base may read one another's.
pub(crate) fn others_tables(sources: &[Source]) -> Vec<String> {
    let tables = tables(sources);
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.is_shipped()) {
        let (code, strings) = source.shipped();
        let lines: Vec<&str> = code.lines().collect();
        for (line, string) in strings {
            // `#[row(table = "…")]` on a struct that is read from a table or written to it.
            let is_row = lines.get(line - 1).is_some_and(|code| code.contains("table ="));
            if let Some(owner) = tables.get(string.as_str()).filter(|owner| is_row && !may_use(&source.folder, owner)) {
                faults.push(format!("{}: the table `{string}` is that of {owner}.", source.at(*line)));
            }
            for pair in words(string).windows(2).filter(|pair| BEFORE_A_TABLE.contains(&pair[0])) {
                let is_read =
                    READERS.contains(&source.folder.as_str()) && READABLE.contains(&pair[1]) && is_reading(string, pair[0]);
                if let Some(owner) = tables.get(pair[1]).filter(|owner| !is_read && !may_use(&source.folder, owner)) {
                    faults.push(format!(
                        "{}: the table `{}` is that of {owner}. Ask a public function of {owner}, or write one there.",
                        source.at(*line),
                        pair[1]
                    ));
                }
            }
        }
    }
    faults
}

/// Returns whether a table after this word of a statement is only read.
fn is_reading(statement: &str, before: &str) -> bool {
    before == "JOIN" || (before == "FROM" && !statement.contains("DELETE"))
}

fn may_use(folder: &str, owner: &str) -> bool {
    folder == owner || folder.starts_with("base/") && owner.starts_with("base/")
}

/// Checks whether a source creates the records behind the table of who may use which address, as people do.
fn has_examples(source: &Source) -> bool {
    source.path.ends_with("/tests/matrix/examples.rs")
}

/// Returns the SQL outside `store.rs` and `*_store.rs`, a capability's list of tables, and base.
pub(crate) fn outside_stores(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let is_above_base = |source: &&Source| source.is_shipped() && !source.folder.starts_with("base/");
    for source in sources.iter().filter(|source| is_above_base(source) || has_examples(source)) {
        if source.path.ends_with("_store.rs") || source.path.ends_with("/store.rs") || source.path.ends_with("tables.rs") {
            continue;
        }
        let (code, strings) = source.shipped();
        let in_strings = strings.filter(|(_, string)| MARKS.iter().any(|mark| string.contains(mark))).map(|(line, _)| *line);
        let in_code =
            (1..).zip(code.lines()).filter(|(_, text)| SENDING.iter().any(|call| text.contains(call))).map(|(line, _)| line);
        for line in in_strings.chain(in_code) {
            faults.push(format!(
                "{}: SQL stands only in stores. Move the statement to a file named `store.rs` or `…_store.rs`.",
                source.at(line)
            ));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meetings() -> Source {
        Source::new("capabilities/meetings", "capabilities/meetings/src/tables.rs", "&[\"CREATE TABLE meeting (id {KEY})\"]")
    }

    fn reports(file: &str, text: &str) -> Source {
        Source::new("capabilities/reports", &format!("capabilities/reports/src/{file}"), text)
    }

    #[test]
    fn tables_are_found_with_their_owners() {
        let more =
            reports("report_store.rs", "(\"CREATE TABLE IF NOT EXISTS report (id {KEY})\", \"CREATE INDEX i ON report (id)\")");
        let sources = [meetings(), more];
        let expected = BTreeMap::from([("meeting", "capabilities/meetings"), ("report", "capabilities/reports")]);
        assert_eq!(tables(&sources), expected);
    }

    #[test]
    fn a_strangers_table_is_found() {
        for statement in [
            "SELECT 1 FROM meeting",
            "SELECT 1 FROM report r JOIN meeting m",
            "INSERT INTO meeting (id)",
            "UPDATE meeting SET id = 1",
        ] {
            let sources = [meetings(), reports("report_store.rs", &format!("fn f() {{\n \"{statement}\" }}"))];
            let faults = others_tables(&sources);
            assert_eq!(faults.len(), 1, "{statement}");
            assert!(
                faults[0].starts_with(
                    "capabilities/reports/src/report_store.rs:2: the table `meeting` is that of capabilities/meetings"
                )
            );
        }
        let row =
            |folder: &str| Source::new(folder, &format!("{folder}/src/row.rs"), "#[row(table = \"meeting\")]\nstruct Row {}");
        assert_eq!(others_tables(&[meetings(), row("capabilities/reports")]).len(), 1);
        assert!(others_tables(&[meetings(), row("capabilities/meetings")]).is_empty());
        let own = Source::new("capabilities/meetings", "capabilities/meetings/src/meeting_store.rs", "\"SELECT 1 FROM meeting\"");
        let sentence = reports("report_pages.rs", "\"a message FROM the meeting\" // FROM meeting");
        assert!(others_tables(&[meetings(), own, sentence]).is_empty());
    }

    #[test]
    fn bases_tables_are_bases_alone() {
        let ledger = || Source::new("base/ledger", "base/ledger/src/ledger_store.rs", "\"CREATE TABLE ledger_entry (id {KEY})\"");
        let publications =
            Source::new("base/publications", "base/publications/src/publications_store.rs", "\"SELECT 1 FROM ledger_entry\"");
        assert!(others_tables(&[ledger(), publications]).is_empty());
        assert_eq!(others_tables(&[ledger(), reports("report_store.rs", "\"SELECT 1 FROM ledger_entry\"")]).len(), 1);
    }

    #[test]
    fn sql_outside_a_store_is_found() {
        assert_eq!(outside_stores(&[reports("report_pages.rs", "\n\"SELECT id FROM report\"")]).len(), 1);
        assert_eq!(outside_stores(&[reports("report_pages.rs", "db::rows(connection, words)")]).len(), 1);
        assert!(outside_stores(&[meetings(), reports("report_store.rs", "\"SELECT id FROM report\"")]).is_empty());
        assert!(outside_stores(&[meetings(), reports("sections/store.rs", "\"SELECT id FROM report\"")]).is_empty());
        let tested = "fn f() {}\n#[cfg(test)]\nmod tests {\n    \"SELECT id FROM report\"\n}";
        assert!(outside_stores(&[reports("report_pages.rs", tested)]).is_empty());
        assert!(outside_stores(&[reports("report_pages.rs", "\"Select a report from the list\"")]).is_empty());
        let test = |file: &str| {
            Source::new("capabilities/reports", &format!("capabilities/reports/tests/{file}"), "\"DELETE FROM report\"")
        };
        assert_eq!(outside_stores(&[test("matrix/examples.rs")]).len(), 1);
        assert!(outside_stores(&[test("reports.rs")]).is_empty());
    }
}

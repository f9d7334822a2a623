//! The triggers that record which rows a statement changes.

use super::catalogue_store::Table;

/// Returns the three triggers of a table on SQLite, as pairs of name and definition.
pub(crate) fn sqlite(table: &Table) -> Vec<(String, String)> {
    let name = &table.name;
    let note = |row: &str| {
        let keys: Vec<String> = table.key_columns().map(|column| format!("CAST({row}.\"{column}\" AS TEXT)")).collect();
        let columns: Vec<String> = (1..=keys.len()).map(|place| format!("key_{place}")).collect();
        format!("INSERT INTO row_change (table_name, {}) VALUES ('{name}', {});", columns.join(", "), keys.join(", "))
    };
    [("insert", note("NEW")), ("update", format!("{} {}", note("OLD"), note("NEW"))), ("delete", note("OLD"))]
        .into_iter()
        .map(|(event, body)| {
            let trigger = format!("seal_{name}_{event}");
            let sql = format!("CREATE TRIGGER {trigger} AFTER {} ON \"{name}\" BEGIN {body} END", event.to_uppercase());
            (trigger, sql)
        })
        .collect()
}

/// Returns the name shared by a table's trigger and its function on PostgreSQL.
pub(crate) fn postgresql_name(table: &Table) -> String {
    format!("seal_{}", table.name)
}

/// Returns the body of the function that a table's trigger calls on PostgreSQL.
pub(crate) fn postgresql_function(table: &Table) -> String {
    let name = &table.name;
    let note = |row: &str| {
        let keys: Vec<String> = table.key_columns().map(|column| format!("CAST({row}.\"{column}\" AS TEXT)")).collect();
        let columns: Vec<String> = (1..=keys.len()).map(|place| format!("key_{place}")).collect();
        format!(
            "INSERT INTO row_change (origin, transaction_id, table_name, {}) VALUES (current_setting('moothall.origin', true), \
             txid_current(), '{name}', {});",
            columns.join(", "),
            keys.join(", ")
        )
    };
    let old: Vec<String> = table.key_columns().map(|column| format!("OLD.\"{column}\"")).collect();
    let new: Vec<String> = table.key_columns().map(|column| format!("NEW.\"{column}\"")).collect();
    format!(
        " BEGIN IF TG_OP = 'DELETE' THEN {} RETURN NULL; END IF; IF TG_OP = 'UPDATE' AND ROW({}) IS DISTINCT FROM ROW({}) THEN {} END IF; {} \
         RETURN NULL; END ",
        note("OLD"),
        old.join(", "),
        new.join(", "),
        note("OLD"),
        note("NEW"),
    )
}

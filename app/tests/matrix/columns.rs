//! The columns that rows name are those of the tables that the migrations create, on both databases.

use crate::matrix::fixture::Fixture;
use crate::matrix::protection::columns_of_tables;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Attribute, Fields, Item, ItemStruct, LitStr};
use test_kit::{On, both_databases};

both_databases!(every_column_that_a_row_names_is_there);

/// A struct that derives `db::Row` and names its table.
#[derive(Debug, PartialEq, Eq)]
struct Declared {
    name: String,
    table: String,
    columns: Vec<String>,
}

/// Returns the tables that a source declares.
fn declared(source: &str) -> Vec<Declared> {
    let file = syn::parse_file(source).expect("a source of the project is Rust");
    in_items(&file.items)
}

fn in_items(items: &[Item]) -> Vec<Declared> {
    let of_item = |item: &Item| match item {
        Item::Struct(item) => table(item).into_iter().collect(),
        Item::Mod(module) => module.content.as_ref().map(|(_, items)| in_items(items)).unwrap_or_default(),
        _ => Vec::new(),
    };
    items.iter().flat_map(of_item).collect()
}

fn table(item: &ItemStruct) -> Option<Declared> {
    let (mut table, mut columns) = (None, Vec::new());
    read(&item.attrs, &mut |meta| {
        if meta.path.is_ident("table") {
            table = Some(meta.value()?.parse::<LitStr>()?.value());
            return Ok(());
        }
        meta.parse_nested_meta(|column| {
            columns.extend(column.path.get_ident().map(ToString::to_string));
            Ok(())
        })
    });
    let Fields::Named(fields) = &item.fields else { return None };
    for field in &fields.named {
        let mut column = field.ident.as_ref().map(ToString::to_string);
        read(&field.attrs, &mut |meta| {
            column = if meta.path.is_ident("column") { Some(meta.value()?.parse::<LitStr>()?.value()) } else { None };
            Ok(())
        });
        columns.extend(column);
    }
    Some(Declared { name: item.ident.to_string(), table: table?, columns })
}

fn read(attributes: &[Attribute], part: &mut impl FnMut(syn::meta::ParseNestedMeta<'_>) -> syn::Result<()>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("row")) {
        attribute.parse_nested_meta(&mut *part).expect("the derive has read it");
    }
}

/// Returns the sources of a folder and those below it, apart from what is built.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() && !entry.ends_with("target") {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

async fn every_column_that_a_row_names_is_there(on: On) {
    let fixture = Fixture::new(on).await;
    let columns = columns_of_tables(fixture.app().state.db.reading(), on).await;
    let there: BTreeMap<&str, BTreeSet<&str>> = columns
        .iter()
        .map(|(table, columns)| (table.as_str(), columns.iter().map(|column| column.name.as_str()).collect()))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut files, mut faults, mut count) = (Vec::new(), Vec::new(), 0);
    for folder in ["base", "capabilities"] {
        sources(&root.join(folder), &mut files);
    }
    for file in files.iter().filter(|file| file.components().any(|part| part.as_os_str() == "src")) {
        for row in declared(&fs::read_to_string(file).expect("a source")) {
            count += 1;
            let file = file.strip_prefix(&root).expect("below the root").display();
            let Declared { name, table, columns } = &row;
            let Some(known) = there.get(table.as_str()) else {
                faults.push(format!("{file}: `{name}` names the table {table}, which no migration creates"));
                continue;
            };
            for column in columns.iter().filter(|column| !known.contains(column.as_str())) {
                faults.push(format!("{file}: `{name}` names the column {column}, but {table} has {known:?}"));
            }
        }
    }
    assert!(count > 20, "the rows are found: {count}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_rows_columns_are_read_as_the_derive_reads_them() {
    let source = r#"
        #[derive(db::Row)]
        #[row(table = "boat", key(harbour, number), unread(hash))]
        struct Boat {
            number: i64,
            #[row(column = "harbour")]
            home: Place,
            #[row(skip)]
            crew: Vec<Person>,
        }
        #[derive(db::Row)]
        struct Counted { boats: i64 }
    "#;
    let columns = ["harbour", "number", "hash", "number", "harbour"].map(str::to_owned).to_vec();
    assert_eq!(declared(source), [Declared { name: "Boat".into(), table: "boat".into(), columns }]);
}

//! `#[derive(db::Row)]`: names a table's columns once, as the fields of a struct. What it is for, and its attributes, are described
//! at the trait `db::Row`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Field, Ident, LitStr, Result, Type};

/// Derives `db::Row` and, if the struct names a table, `db::Table`.
#[proc_macro_derive(Row, attributes(row))]
pub fn row(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    derive(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// What `#[row(…)]` says about a struct.
#[derive(Default)]
struct Options {
    table: Option<String>,
    key: Vec<String>,
    unread: Vec<String>,
}

/// How a field is filled.
enum Source {
    /// From the column with this name.
    Column(String),
    /// From a column of this name that a query joins from another table.
    Joined(String),
    /// From the columns of a struct of its own.
    Nested,
    /// With the default value of its type.
    Skipped,
}

fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let fields = match &input.data {
        Data::Struct(data) => data.fields.iter().map(|field| Ok((field, source(field)?))).collect::<Result<Vec<_>>>()?,
        _ => return Err(Error::new_spanned(&input.ident, "only a struct with named fields can be a row")),
    };
    let options = options(input)?;
    let name = &input.ident;
    let reads = fields.iter().map(|(field, source)| {
        let ident = &field.ident;
        match source {
            Source::Column(column) | Source::Joined(column) => quote!(#ident: row.get(#column)?),
            Source::Nested => quote!(#ident: ::db::Row::read(row)?),
            Source::Skipped => quote!(#ident: ::core::default::Default::default()),
        }
    });
    let (place, table) = match &options.table {
        Some(table) => (quote!(let row = &row.of_table::<Self>();), table_impl(input, table, &options, &fields)?),
        None => (TokenStream::new(), TokenStream::new()),
    };
    Ok(quote! {
        #[automatically_derived]
        impl ::db::Row for #name {
            fn read(row: &::db::FoundRow<'_>) -> ::core::result::Result<Self, ::db::DbError> {
                #place
                ::core::result::Result::Ok(Self { #(#reads),* })
            }
        }
        #table
    })
}

fn table_impl(input: &DeriveInput, table: &str, options: &Options, fields: &[(&Field, Source)]) -> Result<TokenStream> {
    let name = &input.ident;
    let columns: Vec<(&String, &Ident, &Type)> = fields
        .iter()
        .filter_map(|(field, source)| match source {
            Source::Column(column) => Some((column, field.ident.as_ref()?, &field.ty)),
            _ => None,
        })
        .collect();
    let names: Vec<&String> = columns.iter().map(|(column, ..)| *column).collect();
    let fields = columns.iter().map(|(_, field, _)| field);
    let id = columns.iter().find(|(column, ..)| *column == "id").map(|(.., kind)| quote!(#kind));
    let key = match (&id, options.key.is_empty()) {
        (Some(_), true) => vec!["id".to_owned()],
        (_, false) => options.key.clone(),
        (None, true) => return Err(Error::new_spanned(name, "a table without a column `id` names its key: `key(board, year)`")),
    };
    let unread = &options.unread;
    let known = |column: &String| names.contains(&column) || unread.contains(column);
    if let Some(column) = key.iter().find(|column| !known(column)) {
        return Err(Error::new_spanned(name, format!("there is no column `{column}`")));
    }
    let list = names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    let select = format!("SELECT {list} FROM {table}");
    let id = id.unwrap_or_else(|| quote!(()));
    Ok(quote! {
        #[automatically_derived]
        impl ::db::Table for #name {
            const TABLE: &'static str = #table;
            const COLUMNS: &'static [&'static str] = &[#(#names),*];
            const UNREAD: &'static [&'static str] = &[#(#unread),*];
            const KEY: &'static [&'static str] = &[#(#key),*];
            const LIST: &'static str = #list;
            const SELECT: &'static str = #select;
            type Id = #id;

            fn values(&self) -> ::std::vec::Vec<::db::Value> {
                ::std::vec![#(::db::ToSql::to_sql(&self.#fields)),*]
            }
        }
    })
}

fn options(input: &DeriveInput) -> Result<Options> {
    let mut options = Options::default();
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("row")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("table") {
                options.table = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("key") {
                meta.parse_nested_meta(|column| named(&column.path, &mut options.key))?;
            } else if meta.path.is_ident("unread") {
                meta.parse_nested_meta(|column| named(&column.path, &mut options.unread))?;
            } else {
                return Err(meta.error("expected `table = \"…\"`, `key(…)` or `unread(…)`"));
            }
            Ok(())
        })?;
    }
    Ok(options)
}

fn named(path: &syn::Path, names: &mut Vec<String>) -> Result<()> {
    names.push(path.require_ident()?.to_string());
    Ok(())
}

fn source(field: &Field) -> Result<Source> {
    let Some(name) = &field.ident else { return Err(Error::new_spanned(field, "the fields of a row have names")) };
    let mut source = Source::Column(name.to_string());
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("row")) {
        attribute.parse_nested_meta(|meta| {
            source = if meta.path.is_ident("column") {
                Source::Column(meta.value()?.parse::<LitStr>()?.value())
            } else if meta.path.is_ident("joined") {
                Source::Joined(name.to_string())
            } else if meta.path.is_ident("nested") {
                Source::Nested
            } else if meta.path.is_ident("skip") {
                Source::Skipped
            } else {
                return Err(meta.error("expected `column = \"…\"`, `joined`, `nested` or `skip`"));
            };
            Ok(())
        })?;
    }
    Ok(source)
}

//! Every address with every role, compared with the tables in the `addresses.txt` of each capability and of the program.
//!
//! A table has a line for each address of its capability, with an example of it, and a column for each role. A letter gives the
//! result: `a` allowed, `d` denied, `h` hidden (as if it did not exist), `s` redirected to sign in, `r` opens only for a reason.
//! An address that is not in the table of its capability fails the test, and so does any other result.
//!
//! What a role should be able to do follows from its reason, at the head of the program's own table, and not from what the program
//! does.
//!
//! After adding an address: `MATRIX_UPDATE=1 cargo xtask test -- --workspace -E 'test(matrix::)'` writes the program's current
//! results into the tables; review the difference as carefully as code before committing it.

mod columns;
mod examples;
mod fixture;
mod parts;
mod protection;
mod roles;
mod table;
mod unreadable;

use access::Place;
use axum::http::{Method, StatusCode};
use fixture::Fixture;
use roles::ROLES;
use std::fs;
use std::path::Path;
use table::Line;
use test_kit::{Answer, On, both_databases};

both_databases!(every_address_answers_every_role_as_the_table_says);

/// Returns the result of a request as a letter.
fn letter(answer: &Answer) -> char {
    let leads_to = answer.location();
    match answer.status {
        StatusCode::NOT_FOUND => 'h',
        StatusCode::FORBIDDEN => 'd',
        status if status.is_server_error() => panic!("{status}: {}", answer.body),
        _ if leads_to == "/sign-in" || leads_to.starts_with("/sign-in?") => 's',
        _ if leads_to.starts_with("/open-for-a-reason/") => 'r',
        _ => 'a',
    }
}

async fn every_address_answers_every_role_as_the_table_says(on: On) {
    let Fixture { mut site, parts } = Fixture::new(on).await;
    // As they are before any form is sent: restoring a record may give it another key.
    let mut tables: Vec<Vec<Line>> = Vec::new();
    for part in &parts {
        let line = |address: &web::Address| Line {
            address: format!("{} {}", address.method, address.path),
            example: site.shown(address.path, &part.examples.address(&site, address.path)),
            letters: String::new(),
        };
        tables.push(part.addresses.iter().map(line).collect());
    }
    let everything: Vec<(&str, Option<Place>)> =
        ROLES.iter().flat_map(|role| role.held).map(|(key, place)| (*key, Place::parse(place))).collect();
    let watcher = site.app.person("Wanda Watcher", &everything).await;
    for role in ROLES {
        let account = role.is_signed_in.then(|| site.person(role.name).account);
        for (part, lines) in parts.iter().zip(&mut tables) {
            for (address, line) in part.addresses.iter().zip(lines) {
                // A separate session for each request, since some end their session.
                let cookie = match account {
                    Some(account) => site.app.session_of(account).await,
                    None => String::new(),
                };
                let is_act = address.method == Method::POST;
                if is_act {
                    site.app.get_as(&watcher.cookie, "/work").await;
                }
                let example = part.examples.address(&site, address.path);
                let answer = if is_act {
                    site.app.post_as(&cookie, &example, &[]).await
                } else {
                    site.app.get_as(&cookie, &example).await
                };
                let letter = letter(&answer);
                line.letters.push(letter);
                if is_act && letter == 'a' {
                    let remembered = site.app.get_as(&watcher.cookie, "/work").await;
                    let made_anew = site.app.get_as(&watcher.cookie, &format!("/work?after={cookie}")).await;
                    assert!(made_anew.status == StatusCode::OK && made_anew.says(&["Wanda Watcher"]));
                    assert_eq!(remembered.body, made_anew.body, "{} changed what is remembered without an entry", address.path);
                    part.examples.restore(&mut site, address.path).await;
                }
            }
        }
    }
    if std::env::var_os("MATRIX_UPDATE").is_some() && on == On::Sqlite {
        for (part, lines) in parts.iter().zip(&tables) {
            table::write(part, lines);
        }
        return;
    }
    let faults: Vec<String> = parts.iter().zip(&tables).flat_map(|(part, lines)| table::faults(part, lines)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_table_belongs_to_something_that_has_addresses() {
    let parts = parts::with_addresses();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../capabilities");
    for folder in fs::read_dir(&root).expect("the capabilities").map(|entry| entry.expect("an entry").path()) {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        assert_eq!(
            folder.join("tests/matrix").exists(),
            parts.contains(&name.as_str()),
            "{name}: tests/matrix is for the capabilities that have addresses, and for each of them"
        );
    }
}

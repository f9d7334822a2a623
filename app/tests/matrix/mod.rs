//! Every address with every role, compared with the table in `matrix.txt`.
//!
//! The table has a line for each address that the program's router knows, with an example of it, and a column for each role. A
//! letter gives the result: `a` allowed, `d` denied, `h` hidden (as if it did not exist), `s` redirected to sign in, `r` opens
//! only for a reason. An address that is not in the table fails the test, and so does any other result.
//!
//! What a role should be able to do follows from its reason, at the head of the table, and not from what the program does.
//!
//! After adding an address: `MATRIX_UPDATE=1 cargo xtask test -- --workspace -E 'test(matrix::)'` writes the program's current
//! results into the table; review the difference as carefully as code before committing it.

mod columns;
mod fixture;
mod protection;
mod unreadable;

use access::Place;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use fixture::{Fixture, ROLES};
use moothall::{pages, wiring};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use test_kit::{Answer, On, both_databases};

both_databases!(every_address_answers_every_role_as_the_table_says);

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// `GET /papers/{id}`.
    address: String,
    /// `/papers/1`.
    example: String,
    /// A letter for each role.
    letters: String,
}

fn table() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix/matrix.txt")
}

fn read_table() -> Vec<Line> {
    let text = std::fs::read_to_string(table()).unwrap_or_default();
    let lines = text.lines().filter(|line| line.starts_with("GET ") || line.starts_with("POST "));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let [method, path, example, letters @ ..] = parts.as_slice() else { panic!("a line of the table is short: {line}") };
            Line { address: format!("{method} {path}"), example: (*example).to_owned(), letters: letters.concat() }
        })
        .collect()
}

/// Returns the head of the table: what it is, its columns, and the reason for each.
fn head() -> String {
    let mut text = String::from(
        "Every address by every role: what comes of asking. tests/matrix/mod.rs says what the letters are and holds the program to it.\n\
         a allowed   d denied   h hidden, as if it were not there   s led to sign in   r opens for a reason alone\n\n\
         The columns, and why each role has what it has. Where a letter and its reason differ, the program is wrong.\n",
    );
    for (number, role) in ROLES.iter().enumerate() {
        let _ = writeln!(text, "{:>4}  {}\n", number + 1, role.name);
        let mut length = 0;
        for word in role.why.split(' ') {
            if length + word.chars().count() > 120 {
                text.push('\n');
                length = 0;
            }
            text.push_str(if length == 0 { "      " } else { " " });
            text.push_str(word);
            length += word.chars().count() + 1;
        }
        text.push_str("\n\n");
    }
    text
}

fn write_table(lines: &[Line]) {
    let mut text = head();
    let width = |part: fn(&Line) -> &String| lines.iter().map(|line| part(line).len()).max().unwrap_or_default();
    let (addresses, examples) = (width(|line| &line.address), width(|line| &line.example));
    let numbers: Vec<String> = (1..=ROLES.len()).map(|number| format!("{number:>2}")).collect();
    let _ = writeln!(text, "{:addresses$}  {:examples$} {}", "", "", numbers.join(" "));
    for line in lines {
        let letters: Vec<String> = line.letters.chars().map(|letter| format!(" {letter}")).collect();
        let _ = writeln!(text, "{:addresses$}  {:examples$} {}", line.address, line.example, letters.join(" "));
    }
    std::fs::write(table(), text).expect("the table is written");
}

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

/// Returns an empty request, as a page of the site would send it.
fn request(method: &Method, example: &str, cookie: Option<&str>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(example);
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    if *method == Method::GET {
        return request.body(Body::empty()).expect("a request");
    }
    let is_upload = ["/papers/add", "/drafts/1/import", "/files", "/replace", "/settings/logo", "/photo"]
        .iter()
        .any(|end| example.ends_with(end));
    let (kind, body) =
        if is_upload { ("multipart/form-data; boundary=x", "--x--\r\n") } else { ("application/x-www-form-urlencoded", "") };
    let request = request.header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
    request.body(Body::from(body)).expect("a request")
}

async fn every_address_answers_every_role_as_the_table_says(on: On) {
    let fixture = Fixture::new(on).await;
    let mut routes = web::join(wiring::capabilities()).expect("the capabilities fit together").1;
    routes.insert(0, pages::routes());
    let addresses = web::all_routes(&fixture.app.state, routes).addresses().to_vec();
    let known: BTreeMap<String, Line> = read_table().into_iter().map(|line| (line.address.clone(), line)).collect();
    let is_update = std::env::var_os("MATRIX_UPDATE").is_some() && on == On::Sqlite;

    let mut answers = vec![String::new(); addresses.len()];
    let everything: Vec<(&str, Option<Place>)> =
        ROLES.iter().flat_map(|role| role.held).map(|(key, place)| (*key, Place::parse(place))).collect();
    let watcher = fixture.app.person("Wanda Watcher", &everything).await;
    for role in ROLES {
        let account = fixture.account_of(role).await;
        for (address, letters) in addresses.iter().zip(&mut answers) {
            if address.method == Method::POST {
                fixture.restore().await;
            }
            // A separate session for each request, since some end their session.
            let cookie = match account {
                Some(account) => Some(fixture.app.session_of(account).await),
                None => None,
            };
            let is_act = address.method == Method::POST;
            if is_act {
                fixture.app.get_as(&watcher.cookie, "/work").await;
            }
            let answer = fixture.app.send(request(&address.method, &fixture.example(address.path), cookie.as_deref())).await;
            letters.push(letter(&answer));
            if is_act && letter(&answer) == 'a' {
                let remembered = fixture.app.get_as(&watcher.cookie, "/work").await;
                let made_anew = fixture.app.get_as(&watcher.cookie, &format!("/work?after={}", cookie.unwrap_or_default())).await;
                assert!(made_anew.status == StatusCode::OK && made_anew.says(&["Wanda Watcher"]));
                assert_eq!(remembered.body, made_anew.body, "{} changed what is remembered without an entry", address.path);
            }
        }
    }

    let mut faults = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    for (address, letters) in addresses.iter().zip(answers) {
        let line =
            Line { address: format!("{} {}", address.method, address.path), example: fixture.shown(address.path), letters };
        match known.get(&line.address) {
            None => faults.push(format!("{} is not in the table", line.address)),
            Some(known) if *known != line => {
                let roles = ROLES.iter().zip(known.letters.chars().zip(line.letters.chars()));
                for (role, (expected, found)) in roles.filter(|(_, (expected, found))| expected != found) {
                    faults.push(format!("{} as {}: {found}, and the table says {expected}", line.address, role.name));
                }
                if known.letters.len() != line.letters.len() || known.example != line.example {
                    faults.push(format!("{} stands in the table with other columns or another example", line.address));
                }
            }
            Some(_) => {}
        }
        lines.push(line);
    }
    for address in known.keys().filter(|address| !lines.iter().any(|line| line.address == **address)) {
        faults.push(format!("{address} is in the table, and the program has no such address"));
    }
    if !is_update && !std::fs::read_to_string(table()).unwrap_or_default().starts_with(&head()) {
        faults.push("the head of the table is not what the columns say".to_owned());
    }
    if is_update {
        write_table(&lines);
        return;
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

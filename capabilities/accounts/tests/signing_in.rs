//! Signing in with a password and a code, and protection against guessing.

use crate::common;

use axum::http::StatusCode;
use common::{PASSWORD, code, come, newest_link, post_from, site};
use test_kit::{On, TestApp, both_databases};

both_databases!(
    password_and_code_sign_in_and_each_code_counts_once,
    an_app_that_is_set_up_is_not_put_aside_by_another_session,
    recovery_codes_count_once,
    a_stranger_who_guesses_does_not_lock_a_colleague_out,
    codes_cannot_be_guessed_through,
    a_session_ends_when_idle_when_old_and_when_taken_away,
    one_does_not_end_anothers_session,
    an_unfinished_session_opens_nothing,
    the_way_on_never_leads_elsewhere,
    a_form_from_another_site_is_refused,
    cookies_are_held_to_https_where_there_is_https,
    what_a_signed_in_person_sees_is_kept_in_no_cache,
    a_new_password_ends_the_other_sessions,
);

/// Invites someone and completes the invitation.
async fn petra(app: &TestApp) -> (access::second_factor::FactorKey, Vec<String>, String) {
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let sent =
        app.post_as(&admin.cookie, "/accounts/invite", &[("name", "Petra Placeholder"), ("mail", "Petra@Ashmere.example")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let link = newest_link(app, "petra@ashmere.example").await.expect("a link");
    come(app, &link).await
}

async fn password(app: &TestApp, cookie: &str, next: &str) -> test_kit::Answer {
    app.post_as(cookie, "/sign-in", &[("mail", "petra@ashmere.example"), ("password", PASSWORD), ("next", next)]).await
}

async fn password_and_code_sign_in_and_each_code_counts_once(on: On) {
    let app = site(on).await;
    let (key, _, _) = petra(&app).await;
    let first = password(&app, "", "/account").await;
    assert_eq!(first.location(), "/sign-in/code");
    let cookie = first.cookies();
    assert!(app.get_as(&cookie, "/sign-in/code").await.says(&["Enter your code"]));
    let wrong = app.post_as(&cookie, "/sign-in/code", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says(&["<title>Error: Enter your code", "The code is incorrect"]));
    let used = app.post_as(&cookie, "/sign-in/code", &[("code", &code(&app, &key, 0))]).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "the code with which the app was set up is used up");
    let earlier = app.post_as(&cookie, "/sign-in/code", &[("code", &code(&app, &key, -1))]).await;
    assert_eq!(earlier.status, StatusCode::UNPROCESSABLE_ENTITY, "and so is the one before it");
    let next = app.post_as(&cookie, "/sign-in/code", &[("code", &code(&app, &key, 1))]).await;
    assert_eq!(next.location(), "/account");
    let again = password(&app, "", "").await.cookies();
    let twice = app.post_as(&again, "/sign-in/code", &[("code", &code(&app, &key, 1))]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "a code counts once");
    let page = app.get_as(&next.cookies(), "/account").await;
    assert!(page.says(&["Petra Placeholder", "petra@ashmere.example", "Sign out"]));
    let out = app.post_as(&next.cookies(), "/sign-out", &[]).await;
    assert_eq!(out.location(), "/");
    assert_eq!(app.get_as(&next.cookies(), "/account").await.location(), "/sign-in?next=%2Faccount");
}

async fn an_app_that_is_set_up_is_not_put_aside_by_another_session(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let fields = [("name", "Petra Placeholder"), ("mail", "petra@ashmere.example")];
    assert_eq!(app.post_as(&admin.cookie, "/accounts/invite", &fields).await.status, StatusCode::SEE_OTHER);
    let link = newest_link(&app, "petra@ashmere.example").await.expect("a link");
    let chosen = app.post_as("", &link, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    // Someone who knows the password starts to set up an app of their own, and waits.
    let stranger = password(&app, "", "").await;
    assert_eq!(stranger.location(), "/sign-in/set-up");
    let key_of = |page: test_kit::Answer| {
        let written = page.body.split("moothall-key\"><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a key");
        access::second_factor::FactorKey::parse(written).expect("a key")
    };
    let own = key_of(app.get_as(&chosen.cookies(), "/sign-in/set-up").await);
    let strange = key_of(app.get_as(&stranger.cookies(), "/sign-in/set-up").await);
    let done = app.post_as(&chosen.cookies(), "/sign-in/set-up", &[("code", &code(&app, &own, 0))]).await;
    assert!(done.status.is_success(), "{}", done.body);
    let late = app.post_as(&stranger.cookies(), "/sign-in/set-up", &[("code", &code(&app, &strange, 0))]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.body);
    let cookie = password(&app, "", "").await.cookies();
    let through = app.post_as(&cookie, "/sign-in/code", &[("code", &code(&app, &own, 1))]).await;
    assert_eq!(through.location(), "/work", "her own app signs her in");
}

async fn recovery_codes_count_once(on: On) {
    let app = site(on).await;
    let (_, codes, _) = petra(&app).await;
    assert_eq!(codes.len(), 10);
    let cookie = password(&app, "", "").await.cookies();
    let typed = codes[3].to_uppercase().replace('-', " ");
    let through = app.post_as(&cookie, "/sign-in/code", &[("code", &typed)]).await;
    assert_eq!(through.location(), "/work");
    assert!(app.get_as(&through.cookies(), "/account").await.says(&["with 9 recovery codes left"]));
    let cookie = password(&app, "", "").await.cookies();
    assert_eq!(app.post_as(&cookie, "/sign-in/code", &[("code", &codes[3])]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let renewed = app.post_as(&through.cookies(), "/account/recovery-codes", &[]).await;
    assert!(renewed.says(&["Save your recovery codes"]));
    assert_eq!(app.post_as(&cookie, "/sign-in/code", &[("code", &codes[4])]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_stranger_who_guesses_does_not_lock_a_colleague_out(on: On) {
    let app = site(on).await;
    let (_, _, cookies) = petra(&app).await;
    let attempt = |network: &'static str, cookie: String, password: &'static str| {
        let app = &app;
        async move {
            let fields = [("mail", "petra@ashmere.example"), ("password", password)];
            post_from(app, network, &cookie, "/sign-in", &fields).await.status
        }
    };
    for _ in 0..10 {
        assert_eq!(attempt("203.0.113.9", String::new(), "a wrong guess").await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(attempt("203.0.113.9", String::new(), "a wrong guess").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(attempt("203.0.113.9", String::new(), PASSWORD).await, StatusCode::TOO_MANY_REQUESTS, "not even the right one");
    // The owner can sign in from another network, or from the attacker's network in a known browser.
    assert_eq!(attempt("198.51.100.7", String::new(), PASSWORD).await, StatusCode::SEE_OTHER);
    assert_eq!(attempt("203.0.113.9", cookies.clone(), PASSWORD).await, StatusCode::SEE_OTHER);
    // A known browser does not help against another account.
    for _ in 0..10 {
        let fields = [("mail", "nobody@ashmere.example"), ("password", "a wrong guess")];
        let status = post_from(&app, "192.0.2.44", &cookies, "/sign-in", &fields).await.status;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let fields = [("mail", "nobody@ashmere.example"), ("password", "a wrong guess")];
    assert_eq!(post_from(&app, "192.0.2.44", &cookies, "/sign-in", &fields).await.status, StatusCode::TOO_MANY_REQUESTS);
    // A network that tries many names is blocked as a whole.
    let mut held = false;
    for number in 0..60 {
        let mail = format!("somebody{number}@ashmere.example");
        let status = post_from(&app, "192.0.2.55", "", "/sign-in", &[("mail", &mail), ("password", "guess")]).await.status;
        held |= status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(held);
}

async fn codes_cannot_be_guessed_through(on: On) {
    let app = site(on).await;
    let (key, _, _) = petra(&app).await;
    let cookie = password(&app, "", "").await.cookies();
    for _ in 0..10 {
        assert_eq!(app.post_as(&cookie, "/sign-in/code", &[("code", "123")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = code(&app, &key, 1);
    assert_eq!(app.post_as(&cookie, "/sign-in/code", &[("code", &right)]).await.status, StatusCode::TOO_MANY_REQUESTS);
    // Starting again with the password does not help either.
    let cookie = password(&app, "", "").await.cookies();
    assert_eq!(app.post_as(&cookie, "/sign-in/code", &[("code", &right)]).await.status, StatusCode::TOO_MANY_REQUESTS);
}

async fn a_session_ends_when_idle_when_old_and_when_taken_away(on: On) {
    let app = site(on).await;
    let person = app.person("Cora Specimen", &[]).await;
    assert_eq!(app.get_as(&person.cookie, "/account").await.status, StatusCode::OK);
    let set = async |column: &str, at: &str| {
        let at: chrono::DateTime<chrono::Utc> = at.parse().expect("an instant");
        let transaction = app.state.db.begin().await.expect("a transaction");
        db::execute(&transaction, &format!("UPDATE session SET {column} = $1"), [at.into()]).await.expect("changed");
        transaction.commit().await.expect("it stands");
    };
    set("seen_at", "2024-06-04T07:59:00Z").await;
    assert_eq!(app.get_as(&person.cookie, "/account").await.location(), "/sign-in?next=%2Faccount", "idle for over an hour");
    // Activity is recorded once a minute, so a session never lasts longer than an hour after its last use.
    for (seen, then) in [("2024-06-04T08:30:00Z", common::NOW), ("2024-06-04T08:59:30Z", "2024-06-04T08:59:30Z")] {
        set("seen_at", seen).await;
        assert_eq!(app.get_as(&person.cookie, "/account").await.status, StatusCode::OK);
        let seen = db::single::<chrono::DateTime<chrono::Utc>>(app.state.db.reading(), "SELECT seen_at FROM session", []).await;
        assert_eq!(seen.expect("read"), then.parse().ok());
    }
    set("begun_at", "2024-06-03T20:59:00Z").await;
    assert_eq!(app.get_as(&person.cookie, "/account").await.status, StatusCode::SEE_OTHER, "older than twelve hours");

    let other = app.session_of(person.account).await;
    let third = app.session_of(person.account).await;
    let page = app.get_as(&other, "/account").await;
    let address =
        page.body.split("action=\"").find_map(|rest| rest.strip_prefix("/account/sessions/")).expect("a session to end");
    let address = format!("/account/sessions/{}", address.split('"').next().expect("an address"));
    assert_eq!(app.post_as(&other, &address, &[]).await.location(), "/account?done=session");
    assert_eq!(app.get_as(&third, "/account").await.status, StatusCode::SEE_OTHER);
    let fourth = app.session_of(person.account).await;
    assert_eq!(app.post_as(&other, "/account/sessions/end-others", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get_as(&fourth, "/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get_as(&other, "/account").await.status, StatusCode::OK);
}

async fn one_does_not_end_anothers_session(on: On) {
    let app = site(on).await;
    let (one, other) = (app.person("One Example", &[]).await, app.person("Other Example", &[]).await);
    for id in 1..6 {
        let answer = app.post_as(&one.cookie, &format!("/account/sessions/{id}/end"), &[]).await;
        if id == 1 {
            continue;
        }
        assert!([StatusCode::NOT_FOUND, StatusCode::SEE_OTHER].contains(&answer.status));
    }
    assert_eq!(app.get_as(&other.cookie, "/account").await.status, StatusCode::OK);
}

async fn an_unfinished_session_opens_nothing(on: On) {
    let app = site(on).await;
    petra(&app).await;
    let cookie = password(&app, "", "").await.cookies();
    for address in ["/account", "/account/password", "/accounts"] {
        assert_eq!(app.get_as(&cookie, address).await.status, StatusCode::SEE_OTHER, "{address}");
    }
    assert_eq!(app.get_as(&cookie, "/sign-in/set-up").await.location(), "/sign-in", "another app cannot be set up half way");
    let set_up = app.post_as(&cookie, "/sign-in/set-up", &[("code", "123456")]).await;
    assert_eq!(set_up.location(), "/sign-in");
}

async fn the_way_on_never_leads_elsewhere(on: On) {
    let app = site(on).await;
    let (_, codes, _) = petra(&app).await;
    for (next, code) in ["https://evil.example", "//evil.example", "/\\evil.example"].iter().zip(&codes) {
        let cookie = password(&app, "", next).await.cookies();
        let through = app.post_as(&cookie, "/sign-in/code", &[("code", code)]).await;
        assert_eq!(through.location(), "/work", "{next}");
    }
    let person = app.person("Cora Specimen", &[]).await;
    assert_eq!(app.get_as(&person.cookie, "/sign-in?next=https://evil.example").await.location(), "/work");
    assert_eq!(app.get_as(&person.cookie, "/sign-in?next=/account").await.location(), "/account");
}

async fn a_form_from_another_site_is_refused(on: On) {
    let app = site(on).await;
    let person = app.person("Cora Specimen", &[]).await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
        let mut request = test_kit::post(&person.cookie, "/sign-out", &[]);
        request.headers_mut().remove("sec-fetch-site");
        request.headers_mut().insert("host", axum::http::HeaderValue::from_static("scrutiny.example"));
        request.headers_mut().insert(name, axum::http::HeaderValue::from_static(value));
        let answer = app.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.says(&["You cannot do this"]));
    }
    assert_eq!(app.get_as(&person.cookie, "/account").await.status, StatusCode::OK, "still signed in");
}

async fn cookies_are_held_to_https_where_there_is_https(on: On) {
    let mut capabilities = boards::with_meetings();
    capabilities.extend([accounts::capability()]);
    let app = TestApp::set_up(on, capabilities, Vec::new(), common::NOW, None, |parts| {
        parts.site.address = "https://scrutiny.ashmere.example".into();
    })
    .await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let cookie = admin.cookie.replace("moothall-session", "__Host-moothall-session");
    assert_eq!(app.get_as(&admin.cookie, "/account").await.status, StatusCode::SEE_OTHER, "not by the other name");
    let sent = app.post_as(&cookie, "/accounts/invite", &[("name", "Petra"), ("mail", "petra@ashmere.example")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let link = newest_link(&app, "petra@ashmere.example").await.expect("a link");
    let chosen = app.post_as("", &link, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    let cookie = chosen.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-moothall-session="), "{cookie}");
    for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(chosen.header("strict-transport-security").starts_with("max-age="));
}

async fn what_a_signed_in_person_sees_is_kept_in_no_cache(on: On) {
    let app = site(on).await;
    let person = app.person("Cora Specimen", &[]).await;
    assert_eq!(app.get_as(&person.cookie, "/account").await.header("cache-control"), "no-store");
    // The second response comes from the server's cache.
    for _ in 0..2 {
        let seen = app.get_as(&person.cookie, "/boards").await;
        assert!(seen.says(&["Cora Specimen", "Sign out"]));
        assert_eq!(seen.header("cache-control"), "no-store");
        let mut again = test_kit::post(&person.cookie, "/boards", &[]);
        *again.method_mut() = axum::http::Method::GET;
        again.headers_mut().insert("if-none-match", seen.header("etag").parse().expect("a tag"));
        let again = app.send(again).await;
        assert_eq!((again.status, again.header("cache-control")), (StatusCode::NOT_MODIFIED, "no-store"));
    }
    assert_eq!(
        app.get_as(&person.cookie, "/nowhere").await.header("cache-control"),
        "no-store",
        "a page that says what is wrong"
    );
    assert!(!app.get("/boards").await.says(&["Cora Specimen"]), "nobody else is shown it");
}

async fn a_new_password_ends_the_other_sessions(on: On) {
    let app = site(on).await;
    let (_, _, cookies) = petra(&app).await;
    let account =
        access::account_store::by_mail(app.state.db.reading(), "petra@ashmere.example").await.expect("read").expect("there");
    let other = app.session_of(account.id).await;
    let new = "harbour kettle violet sparrow";
    let change = async |old: &str, password: &str, again: &str| {
        app.post_as(&cookies, "/account/password", &[("old", old), ("password", password), ("again", again)]).await
    };
    assert!(change("not this one", new, new).await.says(&["Current password is incorrect"]));
    assert!(change(PASSWORD, "short", "short").await.says(&["12 characters or more"]));
    assert!(change(PASSWORD, new, "harbour kettle violet").await.says(&["Passwords must match"]));
    assert!(change(PASSWORD, "petraplaceholder", "petraplaceholder").await.says(&["too easy to guess"]));
    assert_eq!(change(PASSWORD, new, new).await.location(), "/account?done=password");
    assert_eq!(app.get_as(&other, "/account").await.status, StatusCode::SEE_OTHER, "the other session is over");
    assert_eq!(app.get_as(&cookies, "/account").await.status, StatusCode::OK);
    assert_eq!(password(&app, "", "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "the old password is nothing now");
    let mails = mail::all(app.state.db.reading(), 5).await.expect("mails");
    assert!(mails[0].text.contains("Your password was changed"));
}

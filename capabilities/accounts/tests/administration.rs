//! Inviting people, giving roles, closing accounts; and what no one else may do.

use crate::common;

use axum::http::StatusCode;
use common::{PASSWORD, come, newest_link, post_from, site};
use test_kit::{On, both_databases, while_open};

both_databases!(
    an_invitation_works_once_and_for_72_hours,
    a_person_invited_has_the_role_and_no_other,
    a_role_holds_between_its_days_and_until_it_is_taken_away,
    who_is_no_administrator_learns_nothing,
    a_role_of_one_account_is_not_found_under_another,
    fields_that_a_form_does_not_have_change_nothing,
    a_closed_account_is_out_at_once,
    bad_input_is_told_and_changes_nothing,
    a_forgotten_password_tells_a_stranger_nothing,
    taking_the_app_for_codes_away_asks_for_another,
    administrators_do_not_shut_themselves_out,
    demonstration_addresses_are_not_found_elsewhere,
    two_sign_ins_at_the_same_moment_give_a_role_once,
);

async fn an_invitation_works_once_and_for_72_hours(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let invite = async |mail: &str| {
        app.post_as(&admin.cookie, "/accounts/invite", &[("name", "Petra Placeholder"), ("mail", mail)]).await;
        newest_link(&app, mail).await.expect("a link")
    };
    let link = invite("petra@ashmere.example").await;
    // Viewing does not use up the link, because mail programs fetch links too.
    for _ in 0..3 {
        assert!(app.get(&link).await.says(&["Choose your password", "Petra Placeholder"]));
    }
    assert_eq!(app.get(&link).await.header("referrer-policy"), "same-origin");
    assert_eq!(app.get(&link).await.header("cache-control"), "no-store");
    let weak = app.post_as("", &link, &[("password", "password1234"), ("again", "password1234")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    come(&app, &link).await;
    assert_eq!(app.get(&link).await.status, StatusCode::NOT_FOUND);
    let again = app.post_as("", &link, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    assert!(again.says(&["This link no longer works"]));

    let late = invite("late@ashmere.example").await;
    let transaction = app.state.db.begin().await.expect("a transaction");
    let over = app.state.clock.now();
    db::execute(&transaction, "UPDATE account_link SET expires_at = $1 WHERE ended_at IS NULL", [over.into()])
        .await
        .expect("changed");
    transaction.commit().await.expect("it stands");
    assert_eq!(app.get(&late).await.status, StatusCode::NOT_FOUND);

    // A new invitation invalidates the previous one.
    let first = invite("twice@ashmere.example").await;
    let account =
        access::account_store::by_mail(app.state.db.reading(), "twice@ashmere.example").await.expect("read").expect("there");
    let sent = app.post_as(&admin.cookie, &format!("/accounts/{}/invite-again", account.id), &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get(&first).await.status, StatusCode::NOT_FOUND);
    let second = newest_link(&app, "twice@ashmere.example").await.expect("a link");
    assert_eq!(app.get(&second).await.status, StatusCode::OK);
    let mails = mail::all(app.state.db.reading(), 1).await.expect("mails");
    assert!(mails[0].text.contains("72 hours"));
    let lasts = access::link_store::Purpose::Invitation.lasts();
    assert_eq!(lasts.num_hours(), 72);
}

async fn a_person_invited_has_the_role_and_no_other(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let fields = [("name", "Mona Standard"), ("mail", "mona@ashmere.example"), ("role", "monitoring-officer")];
    let sent = app.post_as(&admin.cookie, "/accounts/invite", &fields).await;
    let shown = app.get_as(&admin.cookie, sent.location()).await;
    assert!(shown.says(&["Mona Standard", "Monitoring officer", "from 4 June 2024", "Invited"]));
    let link = newest_link(&app, "mona@ashmere.example").await.expect("a link");
    let (_, _, cookies) = come(&app, &link).await;
    assert!(app.get_as(&cookies, "/account").await.says(&["Monitoring officer"]));
    assert_eq!(app.get_as(&cookies, "/accounts").await.status, StatusCode::NOT_FOUND);
}

async fn a_role_holds_between_its_days_and_until_it_is_taken_away(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let person = app.person("Cora Specimen", &[]).await;
    let give = async |role: &str, from: &str, until: &str| {
        let fields = [("role", role), ("from", from), ("until", until)];
        app.post_as(&admin.cookie, &format!("/accounts/{}/roles", person.account), &fields).await
    };
    let may = async || app.get_as(&person.cookie, "/accounts").await.status == StatusCode::OK;
    assert!(!may().await);
    give("administrator", "5 June 2024", "").await;
    assert!(!may().await, "from tomorrow");
    give("administrator", "1/5/2024", "3/6/2024").await;
    assert!(!may().await, "until yesterday");
    let given = give("administrator", "1 May 2024", "4 June 2024").await;
    assert_eq!(given.status, StatusCode::SEE_OTHER);
    assert!(may().await, "the last day counts");
    let page = app.get_as(&admin.cookie, &format!("/accounts/{}", person.account)).await;
    let withdraw =
        page.body.split("action=\"").filter_map(|rest| rest.split('"').next()).filter(|address| address.ends_with("/withdraw"));
    for address in withdraw {
        assert_eq!(app.post_as(&admin.cookie, address, &[]).await.status, StatusCode::SEE_OTHER, "{address}");
    }
    assert!(!may().await, "taken away");
    let mails = mail::all(app.state.db.reading(), 10).await.expect("mails");
    assert!(
        mails
            .iter()
            .any(|mail| mail.to_address == person.mail && mail.text.contains("Administrator, from 1 May 2024 to 4 June 2024"))
    );
}

async fn who_is_no_administrator_learns_nothing(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let clerk = app.person("Petra Placeholder", &[("clerk", None)]).await;
    let (there, not_there) = (admin.account.to_string(), "999".to_owned());
    for id in [there, not_there, "0".into(), "-1".into(), "1%27".into()] {
        for address in ["", "/roles/give"] {
            let answer = app.get_as(&clerk.cookie, &format!("/accounts/{id}{address}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}{address}");
            assert!(answer.says(&["Page not found"]), "the same for every key: {}", answer.body);
        }
        for address in
            ["name", "close", "open", "invite-again", "remove-second-factor", "end-sessions", "roles", "roles/1/withdraw"]
        {
            let fields = [("name", "Changed"), ("role", "administrator")];
            let answer = app.post_as(&clerk.cookie, &format!("/accounts/{id}/{address}"), &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}/{address}");
        }
    }
    assert_eq!(app.get_as(&clerk.cookie, "/accounts?q=adam").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get_as(&clerk.cookie, "/accounts/invite").await.status, StatusCode::NOT_FOUND);
    assert!(app.get_as(&admin.cookie, "/accounts").await.says(&["Adam Inistrator", "Petra Placeholder"]));
    assert!(!app.get_as(&admin.cookie, "/accounts?q=petra").await.says(&["adam.inistrator@"]));
}

async fn a_role_of_one_account_is_not_found_under_another(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let clerk = app.person("Petra Placeholder", &[("clerk", None)]).await;
    let other = app.person("Cora Specimen", &[]).await;
    let given = access::role_store::of_account(app.state.db.reading(), clerk.account).await.expect("roles");
    let wrong = format!("/accounts/{}/roles/{}/withdraw", other.account, given[0].id);
    assert_eq!(app.post_as(&admin.cookie, &wrong, &[]).await.status, StatusCode::NOT_FOUND);
    let right = format!("/accounts/{}/roles/{}/withdraw", clerk.account, given[0].id);
    assert_eq!(app.post_as(&admin.cookie, &right, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.post_as(&admin.cookie, &right, &[]).await.status, StatusCode::NOT_FOUND, "gone");
}

async fn fields_that_a_form_does_not_have_change_nothing(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let fields = [
        ("name", "Petra Placeholder"),
        ("mail", "petra@ashmere.example"),
        ("id", "1"),
        ("state", "active"),
        ("password_hash", "x"),
        ("roles", "administrator"),
        ("is_administrator", "true"),
        ("source", "provider"),
        ("place", "board/1"),
    ];
    let sent = app.post_as(&admin.cookie, "/accounts/invite", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let account =
        access::account_store::by_mail(app.state.db.reading(), "petra@ashmere.example").await.expect("read").expect("there");
    assert_eq!(account.state, access::AccountState::Invited);
    assert!(!account.has_password);
    assert!(access::role_store::of_account(app.state.db.reading(), account.id).await.expect("roles").is_empty());
    // The pages of the user's own account accept no roles either.
    let person = app.person("Cora Specimen", &[]).await;
    app.post_as(&person.cookie, "/account/password", &[("role", "administrator"), ("account", "1")]).await;
    assert!(access::role_store::of_account(app.state.db.reading(), person.account).await.expect("roles").is_empty());
}

async fn a_closed_account_is_out_at_once(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    app.post_as(&admin.cookie, "/accounts/invite", &[("name", "Petra"), ("mail", "petra@ashmere.example")]).await;
    let link = newest_link(&app, "petra@ashmere.example").await.expect("a link");
    let (_, _, cookies) = come(&app, &link).await;
    let account =
        access::account_store::by_mail(app.state.db.reading(), "petra@ashmere.example").await.expect("read").expect("there");
    assert_eq!(app.post_as(&admin.cookie, &format!("/accounts/{}/close", account.id), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get_as(&cookies, "/account").await.status, StatusCode::SEE_OTHER);
    let fields = [("mail", "petra@ashmere.example"), ("password", PASSWORD)];
    assert_eq!(app.post_as("", "/sign-in", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.post_as(&admin.cookie, &format!("/accounts/{}/open", account.id), &[]).await;
    assert_eq!(app.post_as("", "/sign-in", &fields).await.location(), "/sign-in/code");
}

async fn bad_input_is_told_and_changes_nothing(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let invite = async |fields: &[(&str, &str)]| app.post_as(&admin.cookie, "/accounts/invite", fields).await;
    for (fields, message) in [
        (vec![], "Enter an email address in the correct format"),
        (vec![("mail", "petra@ashmere.example")], "Enter the person’s name"),
        (
            vec![("name", "Petra"), ("mail", "petra at ashmere")],
            "Enter an email address in the correct format, like name@council.example",
        ),
        (
            vec![("name", "Adam"), ("mail", "ADAM.INISTRATOR@ashmere.example")],
            "There is already an account with this email address",
        ),
        (vec![("name", "P"), ("mail", "p@ashmere.example"), ("role", "emperor")], "Select a role"),
        (
            vec![("name", "P"), ("mail", "p@ashmere.example"), ("role", "clerk"), ("from", "31 February 2024")],
            "must be a real date",
        ),
    ] {
        let answer = invite(&fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.says(&["<title>Error: Invite someone", "There is a problem", message]), "{fields:?}");
    }
    assert_eq!(access::account_store::all(app.state.db.reading()).await.expect("accounts").len(), 1);
    assert!(mail::all(app.state.db.reading(), 5).await.expect("mails").is_empty());
    let long = "x".repeat(101);
    let answer = invite(&[("name", &long), ("mail", "long@ashmere.example")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "a long name is refused, never cut");
    assert!(answer.says(&["Name must be 100 characters or fewer", &long]), "{}", answer.body);
}

async fn a_forgotten_password_tells_a_stranger_nothing(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    app.post_as(&admin.cookie, "/accounts/invite", &[("name", "Petra"), ("mail", "petra@ashmere.example")]).await;
    let link = newest_link(&app, "petra@ashmere.example").await.expect("a link");
    let (_, _, cookies) = come(&app, &link).await;
    let ask = async |mail: &str| post_from(&app, "203.0.113.1", "", "/forgotten-password", &[("mail", mail)]).await;
    let (known, unknown) = (ask("petra@ashmere.example").await, ask("nobody@ashmere.example").await);
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    // The email is written after the response.
    let mut found = None;
    for _ in 0..200 {
        let mails = mail::all(app.state.db.reading(), 5).await.expect("mails");
        found = mails.into_iter().find(|mail| mail.subject.contains("new password"));
        if found.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let mail = found.expect("a mail");
    assert_eq!(mail.to_address, "petra@ashmere.example");
    let link = newest_link(&app, "petra@ashmere.example").await.expect("a link");
    assert!(app.get(&link).await.says(&["Choose a new password"]));
    let new = "harbour kettle violet sparrow";
    let chosen = app.post_as("", &link, &[("password", new), ("again", new)]).await;
    assert_eq!(chosen.location(), "/sign-in/code", "the app for codes is asked for all the same");
    assert_eq!(app.get_as(&chosen.cookies(), "/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get_as(&cookies, "/account").await.status, StatusCode::SEE_OTHER, "the old session is over");
    assert_eq!(
        mail::all(app.state.db.reading(), 50)
            .await
            .expect("mails")
            .iter()
            .filter(|mail| mail.to_address.starts_with("nobody"))
            .count(),
        0
    );
}

async fn taking_the_app_for_codes_away_asks_for_another(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    app.post_as(&admin.cookie, "/accounts/invite", &[("name", "Petra"), ("mail", "petra@ashmere.example")]).await;
    let link = newest_link(&app, "petra@ashmere.example").await.expect("a link");
    let (_, codes, _) = come(&app, &link).await;
    let account =
        access::account_store::by_mail(app.state.db.reading(), "petra@ashmere.example").await.expect("read").expect("there");
    app.post_as(&admin.cookie, &format!("/accounts/{}/remove-second-factor", account.id), &[]).await;
    let fields = [("mail", "petra@ashmere.example"), ("password", PASSWORD)];
    let first = app.post_as("", "/sign-in", &fields).await;
    assert_eq!(first.location(), "/sign-in/set-up");
    let with_old = app.post_as(&first.cookies(), "/sign-in/set-up", &[("code", &codes[0])]).await;
    assert_eq!(with_old.status, StatusCode::UNPROCESSABLE_ENTITY, "an old recovery code is nothing now");
}

async fn administrators_do_not_shut_themselves_out(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let close = app.post_as(&admin.cookie, &format!("/accounts/{}/close", admin.account), &[]).await;
    assert_eq!(close.status, StatusCode::BAD_REQUEST);
    let given = access::role_store::of_account(app.state.db.reading(), admin.account).await.expect("roles");
    let withdraw = format!("/accounts/{}/roles/{}/withdraw", admin.account, given[0].id);
    assert_eq!(app.post_as(&admin.cookie, &withdraw, &[]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.get_as(&admin.cookie, "/accounts").await.status, StatusCode::OK);
}

async fn demonstration_addresses_are_not_found_elsewhere(on: On) {
    let app = site(on).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    for address in ["/demonstration/mails", "/demonstration/mails/1"] {
        assert_eq!(app.get(address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.get_as(&admin.cookie, address).await.status, StatusCode::NOT_FOUND);
    }
    let sent = app.post_as("", "/demonstration/sign-in", &[("mail", &admin.mail)]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    assert!(!app.get("/sign-in").await.says(&["demonstration"]));
}

async fn two_sign_ins_at_the_same_moment_give_a_role_once(on: On) {
    let app = site(on).await;
    let person = app.person("Petra Placeholder", &[]).await;
    let by = access::By { actor: "the council's provider", at: app.state.clock.now() };
    let wanted: [(String, Option<access::Place>); 1] = [("clerk".to_owned(), None)];
    let sign_in = async || {
        let transaction = app.state.db.begin().await.expect("a transaction");
        let today = app.state.clock.today();
        access::role_store::follow_provider(&transaction, person.account, &wanted, by, today).await.expect("followed");
        transaction
    };
    let second = async { sign_in().await.commit().await.expect("committed") };
    while_open(sign_in().await, second).await;
    let roles = access::role_store::of_account(app.state.db.reading(), person.account).await.expect("read");
    assert_eq!(roles.len(), 1, "{roles:?}");
}

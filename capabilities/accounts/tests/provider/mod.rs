//! Signing in with the council's identity provider, tested against a local provider that speaks OpenID Connect.

mod provider_here;

use access::provider::{Provider, ProviderSettings};
use axum::http::StatusCode;
use provider_here::{Person, ProviderHere};
use std::collections::BTreeMap;
use test_kit::{Answer, On, TestApp, both_databases};

both_databases!(
    groups_become_roles_and_go_with_them,
    somebody_invited_is_known_by_their_mail_address,
    a_mail_address_that_is_not_verified_opens_nobodys_account,
    nobody_in_no_group_is_let_in,
    a_way_back_counts_once_and_for_the_browser_that_went,
    tokens_that_were_not_asked_for_are_refused,
    a_provider_that_is_down_is_told_plainly,
);

/// The time at which these tests take place.
const NOW: &str = "2024-06-04T09:00:00Z";

async fn site(on: On, issuer: &str) -> TestApp {
    let settings = ProviderSettings {
        name: "your council account".into(),
        issuer: issuer.into(),
        client_id: "moothall".into(),
        client_secret: Some("a secret of the tests".into()),
        client_secret_file: None,
        groups_claim: "groups".into(),
        groups: BTreeMap::from([
            ("Democratic Services".to_owned(), vec!["clerk".to_owned()]),
            ("Scrutiny Members".to_owned(), vec!["member board/1".to_owned()]),
        ]),
    };
    let mut capabilities = boards::with_meetings();
    capabilities.extend([accounts::capability()]);
    TestApp::set_up(on, capabilities, Vec::new(), NOW, None, |parts| {
        let provider = Provider::new(settings, &parts.site.address, |role| parts.joined.policy.role(role).is_some());
        parts.provider = Some(provider.expect("settings that can be used"));
    })
    .await
}

/// Goes to the provider. Returns the browser's cookie and the provider's page.
async fn go(app: &TestApp) -> (String, String) {
    let sent = app.get("/sign-in/provider?next=/account").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    (sent.cookies(), sent.location().to_owned())
}

/// Goes to the provider as someone, and comes back.
async fn come_back(app: &TestApp, provider: &ProviderHere, person: &Person) -> Answer {
    let (cookie, page) = go(app).await;
    let back = provider.sign_in(&page, person);
    app.get_as(&cookie, &back).await
}

fn petra(groups: &[&str]) -> Person {
    Person {
        subject: "0001".into(),
        mail: Some("Petra.Placeholder@ashmere.example".into()),
        is_verified: true,
        name: "Petra Placeholder".into(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

async fn roles(app: &TestApp, mail: &str) -> Vec<String> {
    let connection = app.state.db.reading();
    let account = access::account_store::by_mail(connection, mail).await.expect("read").expect("an account");
    let held = access::role_store::held(connection, account.id, app.state.clock.today()).await.expect("roles");
    held.into_iter().map(|held| held.place.map_or(held.role.clone(), |place| format!("{} {place}", held.role))).collect()
}

async fn groups_become_roles_and_go_with_them(on: On) {
    let provider = ProviderHere::start(NOW).await;
    let app = site(on, &provider.issuer).await;
    assert!(app.get("/sign-in").await.says(&["Sign in with your council account"]));
    let through = come_back(&app, &provider, &petra(&["Democratic Services", "Bowls Club"])).await;
    assert_eq!(through.location(), "/account", "{}", through.body);
    assert!(
        app.get_as(&through.cookies(), "/account").await.says(&["Petra Placeholder", "Clerk (democratic services), all boards"])
    );
    let mail = "petra.placeholder@ashmere.example";
    assert_eq!(roles(&app, mail).await, ["clerk"]);
    // A role given on this site remains, whatever the groups.
    let transaction = app.state.db.begin().await.expect("a transaction");
    let account = access::account_store::by_mail(&transaction, mail).await.expect("read").expect("an account");
    let term = access::actor::Term { from: app.state.clock.today(), until: None };
    let role = access::role_store::NewRole { role: "monitoring-officer".into(), place: None, term };
    let by = access::By { actor: "a test", at: app.state.clock.now() };
    access::role_store::give(&transaction, account.id, &role, false, by).await.expect("given");
    transaction.commit().await.expect("it stands");
    come_back(&app, &provider, &petra(&["Scrutiny Members"])).await;
    assert_eq!(roles(&app, mail).await, ["member board/1", "monitoring-officer"]);
    come_back(&app, &provider, &petra(&[])).await;
    assert_eq!(roles(&app, mail).await, ["monitoring-officer"]);
    assert_eq!(access::account_store::all(app.state.db.reading()).await.expect("accounts").len(), 1);
}

async fn somebody_invited_is_known_by_their_mail_address(on: On) {
    let provider = ProviderHere::start(NOW).await;
    let app = site(on, &provider.issuer).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    app.post_as(&admin.cookie, "/accounts/invite", &[("name", "Petra P."), ("mail", "petra.placeholder@ashmere.example")]).await;
    let through = come_back(&app, &provider, &petra(&[])).await;
    assert_eq!(through.location(), "/account");
    assert!(app.get_as(&through.cookies(), "/account").await.says(&["Petra P.", "You can also sign in with it"]));
    // Someone else who is later given the same address does not get her account.
    let other = Person { subject: "0002".into(), ..petra(&["Democratic Services"]) };
    assert_eq!(come_back(&app, &provider, &other).await.status, StatusCode::FORBIDDEN);
    // She cannot sign in once her account is closed either.
    let account =
        access::account_store::by_mail(app.state.db.reading(), "petra.placeholder@ashmere.example").await.expect("read");
    app.post_as(&admin.cookie, &format!("/accounts/{}/close", account.expect("there").id), &[]).await;
    assert_eq!(come_back(&app, &provider, &petra(&["Democratic Services"])).await.status, StatusCode::FORBIDDEN);
}

async fn a_mail_address_that_is_not_verified_opens_nobodys_account(on: On) {
    let provider = ProviderHere::start(NOW).await;
    let app = site(on, &provider.issuer).await;
    let admin = app.person("Adam Inistrator", &[("administrator", None)]).await;
    let thief =
        Person { subject: "0009".into(), mail: Some(admin.mail.clone()), is_verified: false, ..petra(&["Democratic Services"]) };
    let back = come_back(&app, &provider, &thief).await;
    assert_eq!(back.status, StatusCode::FORBIDDEN);
    assert!(back.says(&["You were not signed in"]));
    assert!(!back.cookies().contains("moothall-session"));
}

async fn nobody_in_no_group_is_let_in(on: On) {
    let provider = ProviderHere::start(NOW).await;
    let app = site(on, &provider.issuer).await;
    assert_eq!(come_back(&app, &provider, &petra(&["Bowls Club"])).await.status, StatusCode::FORBIDDEN);
    assert!(access::account_store::all(app.state.db.reading()).await.expect("accounts").is_empty());
}

async fn a_way_back_counts_once_and_for_the_browser_that_went(on: On) {
    let provider = ProviderHere::start(NOW).await;
    let app = site(on, &provider.issuer).await;
    let (cookie, page) = go(&app).await;
    let back = provider.sign_in(&page, &petra(&["Democratic Services"]));
    assert_eq!(app.get(&back).await.status, StatusCode::BAD_REQUEST, "no cookie");
    let (other, _) = go(&app).await;
    assert_eq!(app.get_as(&other, &back).await.status, StatusCode::BAD_REQUEST, "another browser's cookie");
    assert_eq!(app.get_as(&cookie, &back).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get_as(&cookie, &back).await.status, StatusCode::BAD_REQUEST, "a second time");
    for address in
        ["/sign-in/provider/back", "/sign-in/provider/back?state=x&code=y", "/sign-in/provider/back?error=access_denied"]
    {
        assert_eq!(app.get_as(&cookie, address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
}

async fn tokens_that_were_not_asked_for_are_refused(on: On) {
    let provider = ProviderHere::start(NOW).await;
    let app = site(on, &provider.issuer).await;
    let person = petra(&["Democratic Services"]);
    for fault in provider_here::FAULTS {
        let (cookie, page) = go(&app).await;
        let back = provider.sign_in_with(&page, &person, fault);
        let answer = app.get_as(&cookie, &back).await;
        assert!(
            answer.status == StatusCode::FORBIDDEN || answer.status == StatusCode::BAD_GATEWAY,
            "{fault:?}: {}",
            answer.status
        );
        assert!(!answer.cookies().contains("moothall-session"), "{fault:?}");
    }
    assert!(access::account_store::all(app.state.db.reading()).await.expect("accounts").is_empty());
}

async fn a_provider_that_is_down_is_told_plainly(on: On) {
    let app = site(on, "http://127.0.0.1:9").await;
    let sent = app.get("/sign-in/provider").await;
    assert_eq!(sent.status, StatusCode::BAD_GATEWAY);
    assert!(sent.says(&["sign-in service is not working properly"]));
}

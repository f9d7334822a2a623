//! An account that was invited, with a role, a link and a session.

use access::account::AccountState;
use access::actor::Term;
use access::role_store::{self, NewRole};
use access::session::SessionLimits;
use access::{AccountId, By, Place, account_store, session_store};
use test_kit::{ExampleSite, Examples};

/// The examples of accounts.
pub(crate) struct Accounts;

fn member(site: &ExampleSite) -> NewRole {
    let term = Term { from: site.app.state.clock.today(), until: None };
    NewRole { role: "member".to_owned(), place: Place::parse("board/1"), term }
}

#[async_trait::async_trait]
impl Examples for Accounts {
    async fn create(&self, site: &mut ExampleSite) {
        let by = By { actor: "a test", at: site.app.state.clock.now() };
        let transaction = site.app.state.db.begin().await.expect("a transaction");
        let (name, roles) = (("Tessa Target", "target@ashmere.example"), [member(site)]);
        let invited = accounts::invite(&site.app.state, &transaction, name, &roles, by, false).await;
        let (account, link) = invited.expect("an invitation");
        transaction.commit().await.expect("committed");
        site.app.session_of(account).await;
        let reading = site.app.state.db.reading();
        let role = role_store::of_account(reading, account).await.expect("read").pop().expect("a role");
        let sessions = session_store::of_account(reading, account, SessionLimits::default(), by.at).await.expect("read");
        site.keep("account", account);
        site.keep("account's role", role.id);
        site.keep("account's session", sessions.first().expect("a session").id);
        site.keep_changing("account's link", link.secret());
    }

    async fn create_on_the_day(&self, site: &mut ExampleSite) {
        // The first link has expired.
        self.restore(site, "/link/{token}").await;
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let id = if path.starts_with("/account/sessions/") { "account's session" } else { "account" };
        // The demonstration's pages are there only in a demonstration.
        let path = path.replace("/demonstration/mails/{id}", "/demonstration/mails/1");
        site.fill(&path, &[("id", id), ("role", "account's role"), ("token", "account's link")])
    }

    async fn restore(&self, site: &mut ExampleSite, path: &str) {
        if !path.starts_with("/accounts/{id}/") && !path.starts_with("/link/") {
            return;
        }
        let account: AccountId = site.id("account");
        let by = By { actor: "a test", at: site.app.state.clock.now() };
        let transaction = site.app.state.db.begin().await.expect("a transaction");
        account_store::set_state(&transaction, account, AccountState::Invited, by).await.expect("invited");
        let link = accounts::invite_again(&site.app.state, &transaction, account, by, false).await.expect("a link");
        let given = role_store::of_account(&transaction, account).await.expect("read");
        if given.iter().all(|role| role.withdrawn_at.is_some()) {
            let role = role_store::give(&transaction, account, &member(site), false, by).await.expect("a role");
            site.keep("account's role", role);
        }
        transaction.commit().await.expect("committed");
        site.keep_changing("account's link", link.secret());
    }
}

//! Accounts: invitations, signing in, your own account, and the administrator's list.

mod access;
mod account_pages;
mod demonstration;
mod demonstration_pages;
mod forgotten_pages;
mod invitation;
mod invite_pages;
mod link_pages;
mod mails;
mod own_account_pages;
mod provider_pages;
mod record_names;
mod role_form;
mod role_pages;
mod set_up_pages;
mod sign_in;
mod sign_in_pages;
mod words;

pub use crate::access::ADMINISTRATOR;
pub use invitation::{InvitationError, invite, invite_again};

use web::{Capability, Routes};

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "accounts",
        routes: routes(),
        access: crate::access::ACCESS,
        record_names: vec![Box::new(record_names::Names)],
        work: vec![Box::new(account_pages::Invitations)],
        demonstration: Some(Box::new(demonstration::People)),
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", sign_in_pages::show)
        .post("/sign-in", sign_in_pages::send)
        .get("/sign-in/code", sign_in_pages::code)
        .post("/sign-in/code", sign_in_pages::send_code)
        .get("/sign-in/set-up", set_up_pages::show)
        .post("/sign-in/set-up", set_up_pages::send)
        .get("/sign-in/provider", provider_pages::send_away)
        .get("/sign-in/provider/back", provider_pages::come_back)
        .post("/sign-out", sign_in_pages::sign_out)
        .get("/forgotten-password", forgotten_pages::show)
        .post("/forgotten-password", forgotten_pages::send)
        .get("/link/{token}", link_pages::show)
        .post("/link/{token}", link_pages::send)
        .get("/account", own_account_pages::show)
        .get("/account/password", own_account_pages::password)
        .post("/account/password", own_account_pages::send_password)
        .post("/account/recovery-codes", own_account_pages::renew_recovery_codes)
        .post("/account/sessions/{id}/end", own_account_pages::end_session)
        .post("/account/sessions/end-others", own_account_pages::end_other_sessions)
        .get("/accounts", account_pages::list)
        .get("/accounts/invite", invite_pages::invite)
        .post("/accounts/invite", invite_pages::send_invitation)
        .get("/accounts/{id}", account_pages::show)
        .post("/accounts/{id}/name", account_pages::rename)
        .post("/accounts/{id}/invite-again", invite_pages::invite_again)
        .post("/accounts/{id}/password-link", invite_pages::password_link)
        .post("/accounts/{id}/close", account_pages::close)
        .post("/accounts/{id}/open", account_pages::open)
        .post("/accounts/{id}/remove-second-factor", account_pages::remove_second_factor)
        .post("/accounts/{id}/end-sessions", account_pages::end_sessions)
        .get("/accounts/{id}/roles/give", role_pages::form)
        .post("/accounts/{id}/roles", role_pages::give)
        .post("/accounts/{id}/roles/{role}/withdraw", role_pages::withdraw)
        .post("/demonstration/sign-in", demonstration_pages::sign_in)
        .get("/demonstration/mails", demonstration_pages::mails)
        .get("/demonstration/mails/{id}", demonstration_pages::mail)
}

//! The emails of this capability.

use access::Account;
use mail::Mail;
use web::AppState;

/// Returns an invitation to sign in for the first time.
pub(crate) fn invitation(state: &AppState, account: &Account, token: &access::Token) -> Mail {
    let council = state.council_name();
    let link = state.site.in_full(&format!("/link/{}", token.secret()));
    Mail {
        to: account.mail.clone(),
        to_name: account.name.clone(),
        subject: format!("Your account with {council}"),
        text: format!(
            "Hello {},\n\nYou have been given an account with {council}, for its meetings and papers.\n\nChoose your password here:\n\n{link}\n\n\
             The link works once, for 72 hours. You will also need an authenticator app on your phone, for a code when you sign in.\n\n\
             If you were not expecting this email, you can ignore it. The account cannot be used without the link.\n",
            account.name
        ),
        ..Mail::default()
    }
}

/// Returns an email with a link for choosing a new password.
pub(crate) fn new_password(state: &AppState, account: &Account, token: &access::Token) -> Mail {
    let council = state.council_name();
    let link = state.site.in_full(&format!("/link/{}", token.secret()));
    Mail {
        to: account.mail.clone(),
        to_name: account.name.clone(),
        subject: format!("Choose a new password for {council}"),
        text: format!(
            "Hello {},\n\nSomeone asked for a new password for your account with {council}. If it was you, choose one here:\n\n{link}\n\n\
             The link works once, for one hour. Your authenticator app will still work.\n\n\
             If it was not you, ignore this email. Your password has not changed.\n",
            account.name
        ),
        ..Mail::default()
    }
}

/// Returns a notice that something about signing in has changed, in case it was not the account's owner who changed it.
pub(crate) fn changed(state: &AppState, account: &Account, what: &str) -> Mail {
    let council = state.council_name();
    Mail {
        to: account.mail.clone(),
        to_name: account.name.clone(),
        subject: format!("Your account with {council} was changed"),
        text: format!(
            "Hello {},\n\n{what}\n\nIf you did not do this or ask for it, tell your council’s administrator straight away.\n",
            account.name
        ),
        ..Mail::default()
    }
}

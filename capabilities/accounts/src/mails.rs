//! The mails of this capability.

use access::Account;
use mail::Mail;
use web::AppState;

/// An invitation to sign in for the first time.
pub(crate) fn invitation(state: &AppState, account: &Account, token: &access::Token) -> Mail {
    let council = state.council_name();
    let link = state.site.in_full(&format!("/link/{}", token.secret()));
    Mail {
        to: account.mail.clone(),
        to_name: account.name.clone(),
        subject: format!("Your account with {council}"),
        text: format!(
            "Hello {},\n\nAn account was made for you with {council}, for its meetings and papers.\n\nChoose your password here:\n\n{link}\n\n\
             The link works once and for 72 hours. You will also need an app on your telephone that shows codes for signing in.\n\n\
             If you did not expect this mail, you need do nothing: without the link the account cannot be used.\n",
            account.name
        ),
        ..Mail::default()
    }
}

/// A way to choose another password.
pub(crate) fn new_password(state: &AppState, account: &Account, token: &access::Token) -> Mail {
    let council = state.council_name();
    let link = state.site.in_full(&format!("/link/{}", token.secret()));
    Mail {
        to: account.mail.clone(),
        to_name: account.name.clone(),
        subject: format!("Choose a new password for {council}"),
        text: format!(
            "Hello {},\n\nSomebody asked for a new password for your account with {council}. If it was you, choose it here:\n\n{link}\n\n\
             The link works once and for an hour. Your app for codes stays as it is.\n\n\
             If it was not you, you need do nothing: your password stays as it is.\n",
            account.name
        ),
        ..Mail::default()
    }
}

/// A word that something about signing in changed, so that its owner hears of what somebody else did.
pub(crate) fn changed(state: &AppState, account: &Account, what: &str) -> Mail {
    let council = state.council_name();
    Mail {
        to: account.mail.clone(),
        to_name: account.name.clone(),
        subject: format!("Your account with {council} was changed"),
        text: format!(
            "Hello {},\n\n{what}\n\nIf you did not do this, or ask for it, tell whoever looks after accounts at your council at once.\n",
            account.name
        ),
        ..Mail::default()
    }
}

//! Signing in through the council's own identity provider: OpenID Connect Core 1.0, authorisation code with PKCE (RFC 7636).
//!
//! The provider says who a person is and which groups they belong to; the groups become roles. It has its own second factor, so
//! Moothall does not ask for one.

use crate::place::Place;
use crate::provider_store::{self, Attempt};
use crate::token::Token;
use chrono::{DateTime, Utc};
use db::Db;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    StandardErrorResponse, StandardTokenResponse, TokenResponse, reqwest,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

/// How to reach the provider, and which roles its groups give.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// What the sign-in button calls it: `your council account`.
    pub name: String,
    /// Its issuer address, exactly as in its tokens.
    pub issuer: String,
    /// The client ID under which this installation is registered with it.
    pub client_id: String,
    /// The client secret, if it is not in a file.
    #[serde(default, skip_serializing)]
    pub client_secret: Option<String>,
    /// The file that holds the client secret.
    #[serde(default)]
    pub client_secret_file: Option<std::path::PathBuf>,
    /// The claim that lists groups.
    #[serde(default = "groups")]
    pub groups_claim: String,
    /// The roles that each group gives, such as `clerk` or `member board/4`.
    #[serde(default)]
    pub groups: BTreeMap<String, Vec<String>>,
}

fn groups() -> String {
    "groups".to_owned()
}

impl std::fmt::Debug for ProviderSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ProviderSettings").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Why signing in through the provider failed.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The settings cannot be used.
    #[error("the settings of the sign-in provider cannot be used: {0}")]
    Settings(String),
    /// The provider did not respond as it should.
    #[error("the council's sign-in provider sent an unexpected response: {0}")]
    Provider(String),
    /// The response was not requested by this browser, is too old, or has been used before.
    #[error("this sign-in was started in another browser or too long ago")]
    NotAsked,
    /// The provider's claims about the person cannot be trusted, or lack something.
    #[error("the response of the sign-in provider cannot be used: {0}")]
    Claims(String),
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] db::DbError),
}

/// A person for whom the provider vouches.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// The provider's issuer address.
    pub issuer: String,
    /// The provider's own key for the person, which never changes.
    pub subject: String,
    /// The email address, if the provider has verified it.
    pub mail: Option<String>,
    /// The name, if the provider gives one.
    pub name: Option<String>,
    /// The roles given by their groups.
    pub roles: Vec<(String, Option<Place>)>,
    /// The page to redirect to.
    pub next: String,
}

/// Where to redirect the browser, and the secret to leave with it.
#[derive(Debug)]
pub struct SentAway {
    /// The address of the provider's page.
    pub address: String,
    /// A secret for a cookie, so that only the browser that was sent away may come back.
    pub browser: Token,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct AllClaims {
    #[serde(flatten)]
    all: HashMap<String, serde_json::Value>,
}

impl AdditionalClaims for AllClaims {}

type Fields =
    IdTokenFields<AllClaims, EmptyExtraTokenFields, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

type ProviderClient = Client<
    AllClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The council's identity provider.
#[derive(Clone, Debug)]
pub struct Provider {
    settings: ProviderSettings,
    roles: BTreeMap<String, Vec<(String, Option<Place>)>>,
    back: String,
    http: reqwest::Client,
}

impl Provider {
    /// Creates a provider from its settings, for a site at this address. `knows_role` returns whether a role with a key exists.
    pub fn new(settings: ProviderSettings, site: &str, knows_role: impl Fn(&str) -> bool) -> Result<Self, ProviderError> {
        let wrong = |what: String| ProviderError::Settings(what);
        let mut roles = BTreeMap::new();
        for (group, given) in &settings.groups {
            let read = |text: &String| {
                let (role, place) = text.split_once(' ').map_or((text.as_str(), None), |(role, place)| (role, Some(place)));
                let place = place.map(|place| Place::parse(place).ok_or_else(|| wrong(format!("“{place}” is not a place"))));
                if knows_role(role) {
                    Ok((role.to_owned(), place.transpose()?))
                } else {
                    Err(wrong(format!("there is no role “{role}”")))
                }
            };
            roles.insert(group.clone(), given.iter().map(read).collect::<Result<Vec<_>, _>>()?);
        }
        let settings = match &settings.client_secret_file {
            Some(file) if settings.client_secret.is_none() => {
                let secret = std::fs::read_to_string(file).map_err(|error| wrong(format!("{}: {error}", file.display())))?;
                ProviderSettings { client_secret: Some(secret.trim().to_owned()), ..settings }
            }
            _ => settings,
        };
        // Following a provider's redirects could make this program send requests to any address in the council's network.
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(Duration::from_secs(8)).build();
        let http = http.map_err(|error| wrong(error.to_string()))?;
        Ok(Self { settings, roles, back: format!("{site}/sign-in/provider/back"), http })
    }

    /// Returns what the sign-in button calls the provider.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    async fn client(&self) -> Result<ProviderClient, ProviderError> {
        let wrong = |error: &dyn std::error::Error| ProviderError::Settings(error.to_string());
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| wrong(&error))?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &self.http).await;
        let metadata = metadata.map_err(|error| ProviderError::Provider(error.to_string()))?;
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let back = RedirectUrl::new(self.back.clone()).map_err(|error| wrong(&error))?;
        Ok(Client::from_provider_metadata(metadata, ClientId::new(self.settings.client_id.clone()), secret)
            .set_redirect_uri(back))
    }

    /// Starts a sign-in. Returns where to redirect the browser, which comes back to the page `next`.
    pub async fn send_away(&self, db: &Db, next: &str, now: DateTime<Utc>) -> Result<SentAway, ProviderError> {
        let client = self.client().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (state, browser) = (Token::new(), Token::new());
        let own_state = state.secret().to_owned();
        let (address, _, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || CsrfToken::new(own_state), Nonce::new_random)
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(challenge)
            .url();
        let attempt = Attempt { nonce: nonce.secret().clone(), verifier: verifier.secret().clone(), next: next.to_owned() };
        provider_store::keep(db, &state, &browser, &attempt, now).await?;
        Ok(SentAway { address: address.into(), browser })
    }

    /// Completes a sign-in. Returns the person for whom the provider vouches, using the code that it gave the browser.
    pub async fn come_back(
        &self,
        db: &Db,
        state: &Token,
        browser: &Token,
        code: String,
        now: DateTime<Utc>,
    ) -> Result<Vouched, ProviderError> {
        let attempt = provider_store::take(db, state, browser, now).await?.ok_or(ProviderError::NotAsked)?;
        let client = self.client().await?;
        let provider = |error: &dyn std::error::Error| ProviderError::Provider(error.to_string());
        let response = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| provider(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier))
            .request_async(&self.http)
            .await
            .map_err(|error| provider(&error))?;
        let token = response.id_token().ok_or_else(|| ProviderError::Claims("it sent no identity".into()))?;
        let verifier = client.id_token_verifier().set_time_fn(move || now);
        let claims =
            token.claims(&verifier, &Nonce::new(attempt.nonce)).map_err(|error| ProviderError::Claims(error.to_string()))?;
        let is_verified = claims.email_verified().unwrap_or(false);
        let mail = claims.email().filter(|_| is_verified).and_then(|mail| crate::account::mail_address(mail));
        let name = claims.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        let groups = match claims.additional_claims().all.get(&self.settings.groups_claim) {
            Some(serde_json::Value::Array(groups)) => {
                groups.iter().filter_map(|group| group.as_str().map(str::to_owned)).collect()
            }
            Some(serde_json::Value::String(group)) => vec![group.clone()],
            _ => Vec::new(),
        };
        let mut roles: Vec<(String, Option<Place>)> =
            groups.iter().filter_map(|group| self.roles.get(group)).flatten().cloned().collect();
        roles.sort();
        roles.dedup();
        Ok(Vouched {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            mail,
            name,
            roles,
            next: attempt.next,
        })
    }
}

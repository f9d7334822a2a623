//! An identity provider for tests: discovery, keys and tokens over HTTP on this machine. The test itself does what
//! people would do on its page.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey};
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use rsa::rand_core::{CryptoRng, Error, RngCore};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

/// Someone who signs in at the provider.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub subject: String,
    pub mail: Option<String>,
    pub is_verified: bool,
    pub name: String,
    pub groups: Vec<String>,
}

/// A fault in a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    AnotherNonce,
    AnotherAudience,
    AnotherIssuer,
    OutOfTime,
    AnotherKey,
    NotSigned,
}

/// All faults.
pub(crate) const FAULTS: [Fault; 6] =
    [Fault::AnotherNonce, Fault::AnotherAudience, Fault::AnotherIssuer, Fault::OutOfTime, Fault::AnotherKey, Fault::NotSigned];

struct Grant {
    challenge: String,
    token: String,
}

struct Inner {
    grants: Mutex<HashMap<String, Grant>>,
    issuer: String,
}

/// The running provider.
pub(crate) struct ProviderHere {
    pub issuer: String,
    inner: Arc<Inner>,
    now: DateTime<Utc>,
}

/// Randomness for keys, from the same source as everywhere else.
struct Randomness;

impl RngCore for Randomness {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(foundation::random_bytes())
    }
    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(foundation::random_bytes())
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            [*byte] = foundation::random_bytes();
        }
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Randomness {}

fn new_key() -> CoreRsaPrivateSigningKey {
    let key = rsa::RsaPrivateKey::new(&mut Randomness, 2048).expect("a key");
    let pem = key.to_pkcs1_pem(LineEnding::LF).expect("a key as text");
    CoreRsaPrivateSigningKey::from_pem(&pem, Some(JsonWebKeyId::new("key of the tests".into()))).expect("a key to sign with")
}

static KEYS: LazyLock<[CoreRsaPrivateSigningKey; 2]> = LazyLock::new(|| [new_key(), new_key()]);

impl ProviderHere {
    /// Starts a provider whose clock is set to `now`.
    pub(crate) async fn start(now: &str) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let inner = Arc::new(Inner { grants: Mutex::default(), issuer: issuer.clone() });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(inner.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.expect("the provider serves") });
        Self { issuer, inner, now: now.parse().expect("an instant") }
    }

    /// Signs someone in at the provider. Returns the URL to which it sends the browser back.
    pub(crate) fn sign_in(&self, page: &str, person: &Person) -> String {
        self.sign_in_with(page, person, Fault::None)
    }

    /// Does the same with a faulty token.
    pub(crate) fn sign_in_with(&self, page: &str, person: &Person, fault: Fault) -> String {
        let page = openidconnect::url::Url::parse(page).expect("an address");
        assert!(page.as_str().starts_with(&format!("{}/authorize?", self.issuer)), "{page}");
        let asked: HashMap<String, String> = page.query_pairs().into_owned().collect();
        assert_eq!((asked["client_id"].as_str(), asked["response_type"].as_str()), ("moothall", "code"));
        assert_eq!(asked["code_challenge_method"], "S256");
        let token = self.token(person, &asked["nonce"], fault);
        let code = format!("code{}", asked["state"]);
        let grant = Grant { challenge: asked["code_challenge"].clone(), token };
        self.inner.grants.lock().expect("the grants").insert(code.clone(), grant);
        let back = openidconnect::url::Url::parse(&asked["redirect_uri"]).expect("an address");
        format!("{}?state={}&code={code}", back.path(), asked["state"])
    }

    fn token(&self, person: &Person, nonce: &str, fault: Fault) -> String {
        let at = if fault == Fault::OutOfTime { self.now - TimeDelta::hours(3) } else { self.now };
        let claims = json!({
            "iss": if fault == Fault::AnotherIssuer { "http://elsewhere.example" } else { &self.issuer },
            "aud": if fault == Fault::AnotherAudience { "somebody-else" } else { "moothall" },
            "sub": person.subject, "iat": at.timestamp(), "exp": (at + TimeDelta::minutes(5)).timestamp(),
            "nonce": if fault == Fault::AnotherNonce { "another" } else { nonce },
            "email": person.mail, "email_verified": person.is_verified, "name": person.name, "groups": person.groups,
        });
        let algorithm = if fault == Fault::NotSigned { "none" } else { "RS256" };
        let part = |value: &Value| unpadded(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&json!({ "alg": algorithm, "typ": "JWT", "kid": "key of the tests" })), part(&claims));
        if fault == Fault::NotSigned {
            return format!("{signed}.");
        }
        let key = &KEYS[usize::from(fault == Fault::AnotherKey)];
        let signature = key.sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, signed.as_bytes()).expect("a signature");
        format!("{signed}.{}", unpadded(&signature))
    }
}

/// Encodes base64url without padding (RFC 4648, section 5).
fn unpadded(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|at| u32::from(*chunk.get(at).unwrap_or(&0)));
        let bits = a << 16 | b << 8 | c;
        for digit in 0..=chunk.len() {
            let index = bits >> (18 - 6 * digit) & 63;
            text.push(char::from(DIGITS[usize::try_from(index).expect("small")]));
        }
    }
    text
}

async fn discovery(State(inner): State<Arc<Inner>>) -> Json<Value> {
    let issuer = &inner.issuer;
    Json(json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"), "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys() -> Json<Value> {
    let key: CoreJsonWebKey = KEYS[0].as_verification_key();
    Json(json!({ "keys": [key] }))
}

async fn token(State(inner): State<Arc<Inner>>, Form(form): Form<HashMap<String, String>>) -> Response {
    let grant = inner.grants.lock().expect("the grants").remove(form.get("code").map_or("", String::as_str));
    let verifier = PkceCodeVerifier::new(form.get("code_verifier").cloned().unwrap_or_default());
    let is_who_began = |grant: &Grant| PkceCodeChallenge::from_code_verifier_sha256(&verifier).as_str() == grant.challenge;
    match grant.filter(is_who_began) {
        Some(grant) => Json(json!({ "access_token": "unused", "token_type": "Bearer", "id_token": grant.token })).into_response(),
        None => (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response(),
    }
}

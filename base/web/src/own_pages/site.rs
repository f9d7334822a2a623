//! The address of the site, and what follows from it.

use std::net::IpAddr;

/// The site's own address and the proxies in front of it.
#[derive(Clone, Debug)]
pub struct Site {
    /// `https://scrutiny.council.example`, without a slash at the end.
    pub address: String,
    /// The proxies that are trusted to say where a request comes from.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Site {
    /// Checks whether the site is served over HTTPS, in which case cookies are marked secure and browsers are told to keep
    /// using it.
    pub fn is_https(&self) -> bool {
        self.address.starts_with("https://")
    }

    /// Returns the full address of a page of the site, for an email.
    pub fn in_full(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Default for Site {
    fn default() -> Self {
        Self { address: "http://127.0.0.1:8700".to_owned(), trusted_proxies: Vec::new() }
    }
}

/// Returns a page of this site to redirect to, as given in an address, never one on another site; `otherwise` if it is anything
/// else.
pub fn safe_redirect<'a>(asked: &'a str, otherwise: &'a str) -> &'a str {
    let is_path = asked.starts_with('/') && !asked.starts_with("//");
    // Browsers read a backslash as a slash, and drop tabs and line breaks.
    let is_plain = asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain && asked.len() <= 500 && !asked.starts_with("/sign-") { asked } else { otherwise }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_safe_redirect_never_leads_elsewhere() {
        for asked in ["/work", "/work/papers/3?page=2", "/search?q=a%20b"] {
            assert_eq!(safe_redirect(asked, "/"), asked);
        }
        for asked in [
            "",
            "work",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/a\r\nSet-Cookie: x",
            "javascript:alert(1)",
            "\\\\evil.example",
            "/sign-out",
            "/é",
        ] {
            assert_eq!(safe_redirect(asked, "/"), "/", "{asked}");
        }
        assert_eq!(safe_redirect(&format!("/{}", "a".repeat(600)), "/"), "/");
    }
}

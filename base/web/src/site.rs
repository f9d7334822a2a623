//! Under which address the site is reached, and what follows from it.

use std::net::IpAddr;

/// The site's own address and the proxies in front of it.
#[derive(Clone, Debug)]
pub struct Site {
    /// `https://scrutiny.council.example`, without a stroke at its end.
    pub address: String,
    /// The proxies whose word on where a request comes from is taken.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Site {
    /// Whether the site is served by HTTPS: then cookies say so, and browsers are told to keep to it.
    pub fn is_https(&self) -> bool {
        self.address.starts_with("https://")
    }

    /// An address of the site in full, for a mail.
    pub fn in_full(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Default for Site {
    fn default() -> Self {
        Self { address: "http://127.0.0.1:8700".to_owned(), trusted_proxies: Vec::new() }
    }
}

/// A page of this site to go on to, as an address gave it: never one elsewhere. Anything else leads to `otherwise`.
pub fn way_on<'a>(asked: &'a str, otherwise: &'a str) -> &'a str {
    let is_path = asked.starts_with('/') && !asked.starts_with("//");
    // Browsers read a backslash as a stroke, and drop tabs and line breaks.
    let is_plain = asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain && asked.len() <= 500 && !asked.starts_with("/sign-") { asked } else { otherwise }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_never_leads_elsewhere() {
        for asked in ["/work", "/work/papers/3?page=2", "/search?q=a%20b"] {
            assert_eq!(way_on(asked, "/"), asked);
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
            assert_eq!(way_on(asked, "/"), "/", "{asked}");
        }
        assert_eq!(way_on(&format!("/{}", "a".repeat(600)), "/"), "/");
    }
}

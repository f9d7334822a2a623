//! The encoding that a page states.

use encoding_rs::Encoding;

/// How many bytes of a page are searched for its encoding: as many as browsers search.
const SEARCHED: usize = 1024;

/// Returns the encoding stated in the head of a page, such as `<meta charset="iso-8859-1">`.
pub(crate) fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let begin = bytes.get(..bytes.len().min(SEARCHED))?;
    let text: String = begin.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let is_page = text.contains("<meta") || text.contains("<?xml");
    let (_, rest) = text.split_once("charset").or_else(|| text.split_once("encoding")).filter(|_| is_page)?;
    let label = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label = label.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':')).next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stated_encoding_is_found() {
        let name = |page: &str| stated(page.as_bytes()).map(Encoding::name);
        assert_eq!(name("<meta charset='utf-8'>"), Some("UTF-8"));
        assert_eq!(name("<META http-equiv=Content-Type content=\"text/html; charset=Windows-1252\">"), Some("windows-1252"));
        assert_eq!(name("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>"), Some("ISO-8859-15"));
        assert_eq!(name("<meta charset=unheard-of>"), None);
        assert_eq!(name("The charset=utf-8 of a text"), None);
    }
}

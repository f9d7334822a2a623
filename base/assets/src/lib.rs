//! The typeface, styles, scripts and images of the interface, embedded in the program with their licences.
//!
//! `build.rs` fetches GOV.UK Frontend, MOJ Frontend and the typeface Atkinson Hyperlegible Next from npm, as pinned in
//! `package-lock.json`, and combines them with our own files (`src/styles/*.css`, `src/moothall.js`) into one stylesheet and one
//! script. The report editor (`src/editor`, with `ProseMirror` and `markdown-it`) is a separate script, which only pages with an
//! editor load. To build without a network, set `MOOTHALL_NODE_MODULES` to a `node_modules` folder that holds the packages.

/// An embedded file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name: `moothall.css`.
    pub name: &'static str,
    /// The address at which it is served: `/assets/<hash of its content>/moothall.css`. The content at an address never changes, so
    /// it may be cached indefinitely (`Cache-Control: public, max-age=31536000, immutable`).
    pub address: &'static str,
    /// The value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The value of the `ETag` header, including its quotation marks.
    pub etag: &'static str,
    /// The content.
    pub bytes: &'static [u8],
    /// The content compressed with gzip, for files that become smaller.
    pub gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// Returns the file served at `/assets/{path}`, where `path` is like `<hash>/moothall.css`, or `None` if there is no such file.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.address.strip_prefix("/assets/") == Some(path))
}

/// Returns the file with this name, or `None` if there is none.
pub fn named(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Returns the address of the file with this name, such as `moothall.css`, including the hash of its content. For an unknown name
/// it returns an address at which there is nothing.
pub fn address(name: &str) -> &'static str {
    named(name).map_or("/assets/missing", |asset| asset.address)
}

/// Returns all embedded files.
pub fn all() -> &'static [Asset] {
    ASSETS
}

/// Returns the faces of the typeface as TrueType, for print: regular, italic, bold, bold italic.
pub fn faces() -> &'static [&'static [u8]] {
    FACES
}

/// Returns each embedded package and its version, with the full text of its licence, to be shown on a page as the licences require.
pub fn notices() -> &'static [(&'static str, &'static str)] {
    NOTICES
}

/// Returns the examples that GOV.UK Frontend publishes for a component, as JSON, for tests.
#[cfg(feature = "fixtures")]
pub fn fixtures(component: &str) -> Option<&'static [u8]> {
    FIXTURES.iter().find(|(name, _)| *name == component).map(|(_, json)| *json)
}

#[cfg(test)]
mod contrast;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> &'static str {
        std::str::from_utf8(named(name).expect("an embedded file").bytes).expect("UTF-8")
    }

    #[test]
    fn a_file_is_found_at_its_address_and_nowhere_else() {
        for asset in all() {
            let path = asset.address.strip_prefix("/assets/").expect("an address below /assets/");
            assert_eq!(find(path).map(|found| found.name), Some(asset.name));
            assert_eq!(address(asset.name), asset.address);
        }
        assert!(find("moothall.css").is_none());
        assert!(find("0000000000000000/moothall.css").is_none());
        assert!(find("").is_none());
    }

    #[test]
    fn every_file_the_stylesheet_names_is_served() {
        let sheet = text("moothall.css");
        let addresses: Vec<&str> = sheet.split("url(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(addresses.len() >= 8, "{addresses:?}");
        for address in addresses {
            assert!(find(address.trim_start_matches("/assets/")).is_some(), "nothing is served at {address}");
        }
    }

    #[test]
    fn our_typeface_and_colours_stand_in_place_of_those_of_gov_uk() {
        let sheet = text("moothall.css");
        assert!(!sheet.contains("GDS Transport") && !sheet.contains("govuk-crest"));
        assert!(sheet.matches("\"Atkinson Hyperlegible Next\"").count() > 100);
        let last = sheet.rfind("--govuk-brand-colour:").expect("the brand colour");
        assert!(!sheet[last..].starts_with("--govuk-brand-colour:#1d70b8"), "a colour of GOV.UK comes last and would win");
    }

    #[test]
    fn compressed_files_are_small_enough_for_a_telephone() {
        let size = |name: &str| named(name).and_then(|asset| asset.gzip).map_or(usize::MAX, <[u8]>::len);
        assert!(size("moothall.css") < 45_000, "{}", size("moothall.css"));
        assert!(size("moothall.js") < 20_000, "{}", size("moothall.js"));
        assert!(size("editor.js") < 140_000, "{}", size("editor.js"));
    }

    #[test]
    fn every_package_has_its_licence() {
        assert_eq!(notices().len(), 23, "{:?}", notices().iter().map(|(package, _)| package).collect::<Vec<_>>());
        for (package, licence) in notices() {
            assert!(licence.contains("Copyright"), "{package}");
            let known =
                ["Permission is hereby granted", "SIL OPEN FONT LICENSE", "Redistribution and use in source and binary forms"];
            assert!(known.iter().any(|words| licence.contains(words)), "{package}");
        }
    }
}

//! What the demonstration has on record, at its addresses here and on the former site.

use test_kit::{ExampleSite, Examples};

/// The examples of the public record.
pub(crate) struct PublicRecord;

#[async_trait::async_trait]
impl Examples for PublicRecord {
    async fn create(&self, site: &mut ExampleSite) {
        site.keep("minute", "SAF27");
        site.keep("member", "norman-plumpton-walsh");
        site.keep("folder", "g1");
        site.keep("file", "pack.pdf");
    }

    fn address(&self, site: &ExampleSite, path: &str) -> String {
        let meeting = site.key("minuted meeting");
        match path {
            "/ieListDocuments.aspx" | "/mgMeetingAttendance.aspx" | "/mgConvert2PDF.aspx" => format!("{path}?MId={meeting}"),
            "/ieListMeetings.aspx" | "/mgCommitteeDetails.aspx" => format!("{path}?CId={}", site.key("board")),
            "/mgUserInfo.aspx" => format!("{path}?UID=1"),
            "/members/{slug}" => site.fill(path, &[("slug", "member")]),
            _ => {
                let parts = [("id", "minuted meeting"), ("slug", "slug"), ("reference", "minute"), ("folder", "folder")];
                site.fill(path, &[&parts[..], &[("file", "file")]].concat())
            }
        }
    }
}

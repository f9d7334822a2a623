//! Members' photos, through HTTP: uploading with the member's agreement, replacing and removing.

use crate::common;

use axum::http::StatusCode;
use common::held::person;
use common::year::{BOARD, Payload, Year, board, year};
use test_kit::{Answer, On, Person, both_databases, sample_picture};

both_databases!(
    a_photo_is_published_with_the_members_agreement,
    a_photo_that_is_replaced_or_removed_is_public_no_longer,
    what_is_no_picture_is_refused,
    a_photo_that_is_too_large_leaves_the_agreement_ticked,
    only_who_manages_the_board_changes_a_photo,
);

/// Returns an image of two by three pixels.
fn portrait() -> Vec<u8> {
    sample_picture(2, 3)
}

/// Returns another image.
fn other_portrait() -> Vec<u8> {
    sample_picture(3, 3)
}

const AGREED: [(&str, &str); 1] = [("agreed", "yes")];

/// Returns the page on which the clerk edits what is public about Bertha Ashby.
async fn own(year: &Year) -> String {
    format!("/boards/{BOARD}/people/{}", person(year, "Ashby").await)
}

async fn upload(year: &Year, who: &Person, fields: &[(&str, &str)], content: &[u8]) -> Answer {
    let address = format!("{}/photo", own(year).await);
    year.app.upload_as(&who.cookie, &address, fields, Some(("photo.png", content))).await
}

/// Returns the address of the photo on the member's public page, or `None` if there is no photo.
async fn photo_address(year: &Year) -> Option<String> {
    let page = year.app.get("/members/bertha-ashby").await.body;
    let image = page.split_once("class=\"moothall-photo\" src=\"")?.1;
    image.split('"').next().map(str::to_owned)
}

async fn a_photo_is_published_with_the_members_agreement(on: On) {
    let year = year(on).await;
    let details = format!("{}/details", own(&year).await);
    assert!(year.page(&year.clerk, &details).await.contains("No photo is published."));
    let refused = upload(&year, &year.clerk, &[], &portrait()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(&["Confirm that the member has agreed to this photo being published", "#agreed"]), "{}", refused.body);
    assert_eq!(photo_address(&year).await, None);

    let mut content = portrait();
    content.extend(b"<script>TAKEN AT THE QUAY</script>");
    let sent = upload(&year, &year.clerk, &AGREED, &content).await;
    assert_eq!(
        (sent.status, sent.location()),
        (StatusCode::SEE_OTHER, format!("{details}?done=photo").as_str()),
        "{}",
        sent.body
    );
    let page = year.page(&year.clerk, sent.location()).await;
    for words in [
        "Photo published",
        "Councillor Bertha Ashby agreed to this photo being published, as recorded by Petra Placeholder on 6 February 2024.",
        "Replace photo",
        "Remove photo",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let address = photo_address(&year).await.expect("a photo");
    let photo = year.app.get(&address).await;
    assert_eq!((photo.status, photo.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(!photo.body.contains("QUAY"), "what came with the picture is not kept");
    let member = year.app.get("/members/bertha-ashby").await;
    let shown = "alt=\"Photo of Councillor Bertha Ashby\" width=\"2\" height=\"3\" loading=\"lazy\"";
    assert!(member.says(&[shown]), "{}", member.body);
    let list = year.app.get(&format!("/boards/{BOARD}")).await;
    assert!(list.says(&["moothall-photo--small", shown, address.as_str()]), "{}", list.body);
    assert_eq!(list.body.matches("moothall-photo--small").count(), 1, "only hers");
    // The ledger records that she agreed.
    let entries = db::rows::<Payload>(year.app.state.db.reading(), "SELECT payload FROM ledger_payload", []).await.expect("read");
    assert!(entries.iter().any(|entry| entry.payload.contains("\"agreed\":true")), "the agreement is recorded");
}

async fn a_photo_that_is_replaced_or_removed_is_public_no_longer(on: On) {
    let year = year(on).await;
    assert_eq!(upload(&year, &year.clerk, &AGREED, &portrait()).await.status, StatusCode::SEE_OTHER);
    let first = photo_address(&year).await.expect("a photo");
    assert_eq!(upload(&year, &year.clerk, &AGREED, &other_portrait()).await.status, StatusCode::SEE_OTHER);
    let second = photo_address(&year).await.expect("a photo");
    assert_ne!(first, second);
    assert_eq!(year.app.get(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(year.app.get(&second).await.status, StatusCode::OK);
    let remove = format!("{}/photo/remove", own(&year).await);
    assert!(year.done(&year.clerk, &remove, &[]).await.ends_with("/details?done=photo-removed"));
    assert_eq!(photo_address(&year).await, None);
    assert!(!year.app.get(&format!("/boards/{BOARD}")).await.body.contains("moothall-photo"));
    assert_eq!(year.app.get(&second).await.status, StatusCode::NOT_FOUND);
    year.done(&year.clerk, &remove, &[]).await;
    // The same photo again, with the agreement given again.
    assert_eq!(upload(&year, &year.clerk, &AGREED, &portrait()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(photo_address(&year).await.as_deref(), Some(first.as_str()));
    assert_eq!(year.app.get(&first).await.status, StatusCode::OK);
}

async fn what_is_no_picture_is_refused(on: On) {
    let year = year(on).await;
    for (content, words) in [
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".as_slice(), "must be a PNG or JPEG"),
        (&portrait()[..50], "damaged"),
        (b"".as_slice(), "The selected file is empty"),
    ] {
        let refused = upload(&year, &year.clerk, &AGREED, content).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(refused.says(&["There is a problem", words]), "{words}: {}", refused.body);
    }
    assert_eq!(photo_address(&year).await, None);
}

async fn a_photo_that_is_too_large_leaves_the_agreement_ticked(on: On) {
    let year = year(on).await;
    let refused = upload(&year, &year.clerk, &AGREED, &vec![0; 13 * 1024 * 1024]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let ticked = "name=\"agreed\" type=\"checkbox\" value=\"yes\" checked";
    assert!(refused.says(&["The selected file must be smaller than 12 MB", ticked]), "{}", refused.body);
    let (agreed, file) = (refused.body.find(ticked), refused.body.find("type=\"file\""));
    assert!(agreed < file, "what follows a file that is too large is not read: {}", refused.body);
}

async fn only_who_manages_the_board_changes_a_photo(on: On) {
    let year = year(on).await;
    let other = year.app.person("Otto Other", &[("clerk", Some(access::Place::new("board", 9)))]).await;
    let officer = year.app.person("Rosa Report", &[("reporting-officer", Some(board()))]).await;
    assert_eq!(upload(&year, &year.clerk, &AGREED, &portrait()).await.status, StatusCode::SEE_OTHER);
    let before = photo_address(&year).await;
    let remove = format!("{}/photo/remove", own(&year).await);
    for (who, status) in
        [(&other, StatusCode::NOT_FOUND), (&officer, StatusCode::FORBIDDEN), (&year.member, StatusCode::FORBIDDEN)]
    {
        assert_eq!(upload(&year, who, &AGREED, &other_portrait()).await.status, status);
        assert_eq!(year.post(who, &remove, &[]).await, status);
    }
    assert_eq!(photo_address(&year).await, before);
    let missing = format!("/boards/{BOARD}/people/999/photo");
    let answer = year.app.upload_as(&year.clerk.cookie, &missing, &AGREED, Some(("photo.png", &portrait()))).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

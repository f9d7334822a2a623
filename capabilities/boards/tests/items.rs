//! The items of a draft agenda: moved, removed and restored, and added several at once.

use crate::common;

use axum::http::StatusCode;
use common::year::{BOARD, Year, prepared, year};
use test_kit::{On, both_databases};

both_databases!(
    moves_and_removals_are_undone,
    several_items_are_added_at_once,
    templates_have_closing_items_after_the_business,
    posts_have_no_twins,
);

async fn order(year: &Year, meeting: &str) -> Vec<i64> {
    #[derive(db::Row)]
    struct Key {
        id: i64,
    }
    let sql = "SELECT id FROM draft_item WHERE meeting_id = $1 AND removed_at IS NULL ORDER BY position, id";
    let values = [meeting.parse::<i64>().expect("a key").into()];
    let rows = db::rows::<Key>(year.app.state.db.reading(), sql, values).await.expect("read");
    rows.into_iter().map(|row| row.id).collect()
}

async fn moves_and_removals_are_undone(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    let before = order(&year, &meeting).await;
    let fences = year.item(&meeting, "Fences of the quay").await;
    let address = format!("/meetings/{meeting}/items/{fences}");
    let back = year.done(&year.clerk, &format!("{address}/move"), &[("to", "0")]).await;
    assert!(back.contains(&format!("from=4#item-{fences}")), "{back}");
    let page = year.page(&year.clerk, back.split('#').next().expect("an address")).await;
    assert!(page.contains("Moved to position 1") && page.contains("Undo"), "{page}");
    year.done(&year.clerk, &format!("{address}/move"), &[("to", "4")]).await;
    assert_eq!(order(&year, &meeting).await, before);
    for bad in ["5", "99", "-1", "first", ""] {
        assert_eq!(year.post(&year.clerk, &format!("{address}/move"), &[("to", bad)]).await, StatusCode::BAD_REQUEST, "{bad}");
    }
    // A removed item returns to the work programme, and leaves it again when restored.
    let back = year.done(&year.clerk, &format!("{address}/remove"), &[]).await;
    let page = year.page(&year.clerk, &back).await;
    assert!(page.contains("Item removed: Fences of the quay") && page.contains("1 removed item"), "{page}");
    assert_eq!(order(&year, &meeting).await.len(), before.len() - 1);
    assert!(year.page(&year.clerk, &format!("/boards/{BOARD}/programme")).await.contains("Not scheduled"));
    assert_eq!(year.post(&year.clerk, &address, &[("title", "x"), ("kind", "report")]).await, StatusCode::NOT_FOUND);
    year.done(&year.clerk, &format!("{address}/restore"), &[]).await;
    assert_eq!(order(&year, &meeting).await, before);
    assert!(!year.page(&year.clerk, &format!("/boards/{BOARD}/programme")).await.contains("Not scheduled"));
    assert_eq!(year.post(&year.clerk, &format!("{address}/restore"), &[]).await, StatusCode::BAD_REQUEST, "it is there already");
    // An item that has since been put on another agenda is not restored.
    year.done(&year.clerk, &format!("{address}/remove"), &[]).await;
    let other = year.meeting("19 March 2024").await;
    year.done(&year.clerk, &format!("/meetings/{other}/prepare/take"), &[("item", "1")]).await;
    assert_eq!(year.post(&year.clerk, &format!("{address}/restore"), &[]).await, StatusCode::BAD_REQUEST);
    let stranger = year.app.person("Otto Other", &[("clerk", Some(access::Place::new("board", 9)))]).await;
    assert_eq!(year.post(&stranger, &format!("{address}/restore"), &[]).await, StatusCode::NOT_FOUND);
}

async fn several_items_are_added_at_once(on: On) {
    let year = year(on).await;
    let meeting = year.meeting("12 March 2024").await;
    let several = format!("/meetings/{meeting}/items/add-several");
    let refused = year.app.post_as(&year.clerk.cookie, &several, &[("kind", "report"), ("titles", " \n ")]).await;
    assert!(refused.says(&["Enter at least one title"]), "{}", refused.body);
    year.done(&year.clerk, &several, &[("kind", "report"), ("titles", "Gulls\r\n\r\nFerries\nPiers")]).await;
    assert_eq!(order(&year, &meeting).await.len(), 3);
    let programme = format!("/boards/{BOARD}/programme");
    for title in ["Lamps", "Fences"] {
        year.done(&year.clerk, &programme, &[("title", title), ("kind", "report"), ("source", "member")]).await;
    }
    let take = format!("/meetings/{meeting}/prepare/take");
    assert!(year.done(&year.clerk, &take, &[]).await.contains("none-chosen"));
    year.done(&year.clerk, &take, &[("item", "1"), ("item", "2")]).await;
    assert_eq!(order(&year, &meeting).await.len(), 5);
    assert_eq!(year.post(&year.clerk, &take, &[("item", "1")]).await, StatusCode::NOT_FOUND, "it is on an agenda already");
}

async fn templates_have_closing_items_after_the_business(on: On) {
    let year = year(on).await;
    let standing = format!("/boards/{BOARD}/standing-items");
    let page = year.page(&year.clerk, &format!("{standing}?template=full")).await;
    assert!(page.contains("Exclusion of the press and public") && page.contains("Apologies for absence"), "{page}");
    let refused = year.app.post_as(&year.clerk.cookie, &standing, &[("title-0", "Dancing")]).await;
    assert!(refused.says(&["Select a kind of item"]), "{}", refused.body);
    let fields = [
        ("kind-0", "apologies"),
        ("title-0", "Apologies"),
        ("kind-1", "minutes"),
        ("kind-2", "urgent-business"),
        ("kind-3", "exclusion"),
    ];
    year.done(&year.clerk, &standing, &fields).await;
    let meeting = year.meeting("12 March 2024").await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add"), &[("kind", "report"), ("title", "Fences")]).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/prepare/begin"), &[]).await;
    let lease =
        [("kind", "report"), ("title", "A lease"), ("is_private", "yes"), ("paragraphs", "3"), ("public_interest", "Prices")];
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add"), &lease).await;
    year.done(&year.clerk, &format!("/meetings/{meeting}/items/add"), &[("kind", "report"), ("title", "Gulls")]).await;
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await;
    let at = |title: &str| page.find(&format!(">{title}</a>")).unwrap_or_else(|| panic!("{title}: {page}"));
    let order = ["Apologies", "Minutes", "Fences", "Gulls", "Urgent business", "Exclusion of the press and public", "A lease"];
    assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{page}");
}

async fn posts_have_no_twins(on: On) {
    let year = year(on).await;
    let meeting = year.meeting("12 March 2024").await;
    let add = format!("/meetings/{meeting}/items/add");
    year.done(&year.clerk, &add, &[("kind", "report"), ("title", "Fences"), ("lead_officer_other", "Harbour Master")]).await;
    year.done(&year.clerk, &add, &[("kind", "report"), ("title", "Gulls"), ("lead_officer_other", "HARBOUR  MASTER")]).await;
    let programme = [("title", "Lamps"), ("kind", "report"), ("source", "member"), ("owner", "harbour master")];
    year.done(&year.clerk, &format!("/boards/{BOARD}/programme"), &programme).await;
    year.done(&year.clerk, "/posts", &[("title", "Harbour-Master"), ("holder", "Hal Harbour"), ("from", "1/1/2024")]).await;
    let count = db::single::<i64>(year.app.state.db.reading(), "SELECT COUNT(*) FROM post", []).await.expect("read");
    assert_eq!(count, Some(1));
    let page = year.page(&year.clerk, &format!("/meetings/{meeting}/prepare")).await;
    assert!(page.matches("Harbour Master").count() >= 2 && !page.contains("HARBOUR"), "{page}");
    let form = year.page(&year.clerk, &add).await;
    assert!(form.contains("<option value=\"Harbour Master\""), "{form}");
    for (fields, fault) in [
        ([("title", "Harbour Master"), ("holder", "Hazel Haven"), ("from", "1 Jan 2024")], "Start date must be after"),
        ([("title", "Pier Master"), ("holder", "Hazel Haven"), ("account", "999")], "Select an account from the list"),
    ] {
        let refused = year.app.post_as(&year.clerk.cookie, "/posts", &fields).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says(&[fault]), "{fault}: {}", refused.body);
    }
    let both = [("title", "Harbour Master"), ("holder", "Hazel Haven"), ("from", "1 Jan 2024"), ("account", "999")];
    let refused = year.app.post_as(&year.clerk.cookie, "/posts", &both).await;
    assert!(refused.says(&["Start date must be after", "Select an account from the list"]), "all at once: {}", refused.body);
}

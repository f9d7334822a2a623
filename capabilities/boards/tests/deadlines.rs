//! The deadlines of one meeting, and who may not prepare it.

use crate::common;

use access::Place;
use axum::http::StatusCode;
use common::year::{BOARD, prepared, year};
use test_kit::{On, both_databases};

both_databases!(deadlines_are_set_for_one_meeting, the_wrong_role_is_refused,);

async fn deadlines_are_set_for_one_meeting(on: On) {
    let year = year(on).await;
    let meeting = year.meeting("12 March 2024").await;
    let (address, prepare) = (format!("/meetings/{meeting}/deadlines"), format!("/meetings/{meeting}/prepare"));
    // Published by Monday 4 March; final reports are due two working days before that, and clearance three before that.
    let page = year.page(&year.clerk, &address).await;
    for words in ["Monday, 4 March 2024", "Thursday, 29 February 2024", "Monday, 26 February 2024"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for (clearance, final_reports, told) in [
        ("26 Feb 2024", "5 March 2024", "must be on or before 4 March 2024"),
        ("1 March 2024", "29 Feb 2024", "must be the same as or before final reports by"),
        ("24/2/2024", "29/2/2024", "Reports for clearance by must be a working day"),
        ("soon", "29/2/2024", "Enter a real date"),
    ] {
        let fields = [("clearance", clearance), ("final_reports", final_reports)];
        let refused = year.app.post_as(&year.clerk.cookie, &address, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(refused.says(&[told]), "{told}: {}", refused.body);
    }
    let own = [("clearance", "20 Feb 2024"), ("final_reports", "1 March 2024")];
    year.done(&year.clerk, &address, &own).await;
    for page in [prepare.clone(), format!("/boards/{BOARD}/desk")] {
        let page = year.page(&year.clerk, &page).await;
        assert!(page.contains("20 February 2024") && page.contains("1 March 2024"), "{page}");
    }
    assert!(year.page(&year.clerk, &prepare).await.contains("Set for this meeting only"));
    year.done(&year.clerk, &address, &[("instead", "usual")]).await;
    assert!(!year.page(&year.clerk, &prepare).await.contains("Set for this meeting only"));
    // Own deadlines belong to a date, so a meeting that moves has the usual ones again.
    year.done(&year.clerk, &address, &own).await;
    let change = format!("/meetings/{meeting}/change");
    let moved = [("held_on", "26 March 2024"), ("time", "6.30 pm"), ("place", "Customs House"), ("reason", "Elections")];
    let asked = year.app.post_as(&year.clerk.cookie, &change, &moved).await;
    assert!(asked.says(&["replaced by the usual ones"]), "{}", asked.body);
    year.done(&year.clerk, &change, &[moved.as_slice(), &[("confirmed", "yes")]].concat()).await;
    assert!(!year.page(&year.clerk, &prepare).await.contains("Set for this meeting only"));
    let nobody = year.app.person("Nora Nobody", &[]).await;
    for who in [&year.member, &nobody] {
        let read = year.app.get_as(&who.cookie, &address).await.status;
        assert!(matches!(read, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{read}");
        assert!(!year.post(who, &address, &own).await.is_success());
    }
    assert_eq!(year.app.faults().await, Vec::new());
}

async fn the_wrong_role_is_refused(on: On) {
    let year = year(on).await;
    let meeting = prepared(&year).await;
    let item = year.item(&meeting, "Fences of the quay").await;
    let other = year.app.person("Otto Other", &[("clerk", Some(Place::new("board", 9)))]).await;
    let nobody = year.app.person("Nora Nobody", &[]).await;
    for (who, name) in [(&other, "another clerk"), (&nobody, "nobody"), (&year.member, "a member")] {
        for address in [
            format!("/meetings/{meeting}/prepare/publish"),
            format!("/meetings/{meeting}/prepare/begin"),
            format!("/meetings/{meeting}/items/{item}"),
            format!("/meetings/{meeting}/items/{item}/move"),
            format!("/meetings/{meeting}/items/{item}/remove"),
            format!("/meetings/{meeting}/cancel"),
            format!("/boards/{BOARD}/calendar"),
            format!("/boards/{BOARD}/edit"),
            format!("/boards/{BOARD}/people"),
            "/programme/1/schedule".to_owned(),
        ] {
            let status = year.post(who, &address, &[("reason", "x"), ("confirmed", "yes"), ("to", "1")]).await;
            assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{name}: {address}: {status}");
        }
    }
    assert_eq!(year.item(&meeting, "Fences of the quay").await, item);
}

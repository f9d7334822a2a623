//! Meeting pages through the router, without a network: once as text, once compressed.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use benches::{Council, filling};
use criterion::{Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const MEETINGS: usize = 100;

async fn answer(router: Router, meeting: usize, encoding: &'static str) -> usize {
    let request = Request::get(format!("/meetings/{meeting}")).header(header::ACCEPT_ENCODING, encoding);
    let Ok(response) = router.oneshot(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.into_body().collect().await.expect("the whole answer").to_bytes().len()
}

fn page(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = Runtime::new().expect("a runtime");
    let router = runtime.block_on(async {
        let council = Council::with_meetings(1, MEETINGS);
        filling::make(folder.path(), &council, MEETINGS, |_| {}).await.expect("the meetings are published");
        let program = filling::open(folder.path()).await.expect("the program opens");
        web::router(program.state, program.routes)
    });
    let mut group = criterion.benchmark_group("meeting page");
    for encoding in ["identity", "gzip"] {
        let mut meeting = 0;
        group.bench_function(encoding, |bencher| {
            bencher.iter(|| {
                meeting = meeting % MEETINGS + 1;
                runtime.block_on(answer(router.clone(), meeting, encoding))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, page);
criterion_main!(benches);

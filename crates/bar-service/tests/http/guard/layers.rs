//! What there is not is answered as carefully as what there is.

use bar_service::http::limits::Often;
use reqwest::Method;

use crate::studio::{On, Person, Said, Studio};

const NOWHERE: [(Method, &str, u16, &str); 3] = [
    (Method::GET, "/nowhere", 404, "not_found"),
    (Method::GET, "/v1/nowhere", 404, "not_found"),
    (Method::DELETE, "/health", 405, "request.method"),
];

async fn asks(anybody: &Person, method: &Method, path: &str) -> Said {
    Said::of(anybody.request(method.clone(), path).send().await.unwrap()).await
}

#[tokio::test]
async fn what_there_is_not_is_a_problem_with_the_same_headers() {
    let studio = Studio::start(On::Sqlite).await;
    let well = studio.anybody().get("/health").await;
    for (method, path, status, code) in NOWHERE {
        let said = asks(&studio.anybody(), &method, path).await;
        said.refused(status, code);
        for header in ["x-content-type-options", "content-security-policy", "cache-control"] {
            assert_eq!(said.headers.get(header), well.headers.get(header), "{path}: {header}");
        }
    }
}

#[tokio::test]
async fn who_asks_for_what_there_is_not_is_counted() {
    for (method, path, status, _) in NOWHERE {
        let once = std::num::NonZeroU32::MIN;
        let often = Often { requests: once, ..Often::default() };
        let studio = Studio::start_with(On::Sqlite, |_| {}, often).await;
        let mut said = asks(&studio.anybody(), &method, path).await;
        // Ten at once are let through, and one each second that passes meanwhile.
        for _ in 0..30 {
            if said.status.as_u16() != status {
                break;
            }
            said = asks(&studio.anybody(), &method, path).await;
        }
        said.refused(429, "request.too_often");
    }
}

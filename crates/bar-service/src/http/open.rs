//! Where links in mails lead: a page that says what to open.

use axum::extract::State;
use axum::response::Html;
use maud::{DOCTYPE, html};

use super::asked::Path;
use crate::service::Shared;

/// A page for somebody who followed a link in a browser.
#[utoipa::path(
    get, path = "/open/{what}/{which}", tag = "service",
    params(
        ("what" = String, Path, description = "What is to be opened"),
        ("which" = String, Path, description = "Which one"),
    ),
    responses((status = 200, content_type = "text/html", body = String), super::answers::Public),
)]
pub async fn open(
    State(service): State<Shared>,
    Path((what, which)): Path<(String, String)>,
) -> Html<String> {
    let clean = |text: &str| -> String {
        text.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(64).collect()
    };
    let link = format!("bar-one://{}/{}", clean(&what), clean(&which));
    let name = &service.choices.name;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (name) }
            }
            body {
                h1 { (name) }
                p { "This is in the Bar One app: " a href=(link) { "open it there" } "." }
                p { "If nothing happens, start the app, sign in, and find it in its list of projects." }
            }
        }
    };
    Html(page.into_string())
}

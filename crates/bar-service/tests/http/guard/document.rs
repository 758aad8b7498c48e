//! The document that describes the service, and whether it is true.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::Value;

use crate::studio::{On, Said, Studio};

/// Something that can be asked.
pub struct Operation {
    pub method: Method,
    pub path: String,
    pub about: Value,
}

impl Operation {
    /// As in `GET /v1/changes`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether only who is signed in may ask.
    pub fn is_for_the_signed_in(&self) -> bool {
        self.about["security"]
            .as_array()
            .is_some_and(|ways| ways.iter().all(|way| way["session"].is_array()))
    }

    /// Whether the document knows this status.
    pub fn knows(&self, status: u16) -> bool {
        self.about["responses"].get(status.to_string()).is_some()
    }
}

pub fn document() -> Value {
    serde_json::to_value(bar_service::http::document()).unwrap()
}

/// Everything that the document says can be asked.
pub fn operations() -> Vec<Operation> {
    let document = document();
    let paths = document["paths"].as_object().unwrap().iter();
    let of = |(path, methods): (&String, &Value)| -> Vec<Operation> {
        let methods = methods.as_object().unwrap().iter();
        let operation = |(method, about): (&String, &Value)| Operation {
            method: method.to_uppercase().parse().unwrap(),
            path: path.clone(),
            about: about.clone(),
        };
        methods.map(operation).collect()
    };
    paths.flat_map(of).collect()
}

#[test]
fn the_document_in_the_repository_is_the_one_that_is_served() {
    let kept = include_str!("../../../openapi.json").replace("\r\n", "\n");
    let served = bar_service::http::document().to_pretty_json().unwrap() + "\n";
    assert!(
        kept == served,
        "the service changed: type `cargo run -p bar-service --example openapi`, and look at what that \
         changes in crates/bar-service/openapi.json"
    );
}

/// The router shows its paths where it is debugged, and its methods where another one is tried.
#[tokio::test]
async fn nothing_is_served_that_the_document_does_not_describe() {
    let studio = Studio::start(On::Sqlite).await;
    let shown = format!("{:?}", bar_service::http::router(studio.running.service.clone()));
    let paths =
        shown.split("RouteId(").filter_map(|it| it.split_once("): \"")?.1.split('"').next());
    let served: BTreeSet<&str> =
        paths.filter(|path| *path != "/" && !path.contains("__private")).collect();
    let mut described: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in operations() {
        let methods = described.entry(operation.path).or_default();
        methods.insert(operation.method.to_string());
        if operation.method == Method::GET {
            methods.insert("HEAD".into());
        }
    }
    assert_eq!(served, described.keys().map(String::as_str).collect());
    for (path, methods) in described {
        let request =
            studio.anybody().request("TRY".parse().unwrap(), &path.replace(['{', '}'], ""));
        let said = Said::of(request.send().await.unwrap()).await;
        said.refused(405, "request.method");
        let allowed =
            said.headers["allow"].to_str().unwrap().split(',').map(|it| it.trim().to_owned());
        assert_eq!(allowed.collect::<BTreeSet<_>>(), methods, "{path}");
    }
}

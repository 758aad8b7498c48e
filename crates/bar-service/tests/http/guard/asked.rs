//! How every operation is asked, about whose thing.

use bar_domain::project::{Act, ProjectId};
use bar_protocol::EngineerPage;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::document::Operation;
use super::stage::{Stage, THIRD, UNKNOWN, Who, Whose, file_of, sign_in};
use crate::deeds::*;
use crate::studio::{Person, Said, password};

impl Stage {
    /// What is answered when somebody asks about somebody's thing, as the operation is meant to be asked.
    pub async fn ask(&self, operation: &Operation, who: Who, whose: Whose) -> Said {
        let path = self.path(&operation.path, whose).await;
        let request = self.person(who).request(operation.method.clone(), &path);
        let request = match self.body(&operation.name(), who, whose).await {
            Some(body) => request.json(&body),
            None => with_tus(request, &operation.name(), whose),
        };
        let mut response = request.send().await.unwrap();
        if operation.path == "/v1/stream" && response.status().is_success() {
            let (status, headers) = (response.status(), response.headers().clone());
            let body = response.chunk().await.unwrap().unwrap_or_default().to_vec();
            return Said { status, headers, body };
        }
        Said::of(response).await
    }

    /// The path, about a thing of theirs.
    pub async fn path(&self, path: &str, whose: Whose) -> String {
        let project = Self::project(whose);
        let id = match path {
            _ if !path.contains('{') => return path.to_owned(),
            "/open/{what}/{which}" => return format!("/open/project/{project}"),
            "/v1/assets/{hash}" => blake3::hash(&file_of(project)).to_string(),
            "/v1/uploads/{id}" if whose == Whose::Unknown => {
                format!("{}{}", UNKNOWN.simple(), UNKNOWN.simple())
            }
            "/v1/uploads/{id}" => return begin_upload(self.artist(whose), project, 4).await,
            _ if path.starts_with("/v1/projects/{project}") => project.to_string(),
            _ if whose == Whose::Unknown => UNKNOWN.to_string(),
            _ if path.starts_with("/v1/engineers/{id}") => {
                self.engineer(whose).account().id.to_string()
            }
            "/v1/sessions/{id}" => sign_in(self.artist(whose)).await.id.to_string(),
            "/v1/invitations/{id}" => {
                let made = self.invitation(self.artist(whose), project).await;
                made["id"].as_str().unwrap().to_owned()
            }
            _ => panic!("{path} names something: say in `Stage::path` what"),
        };
        let (before, after) = path.split_once('{').unwrap();
        let (_, after) = after.split_once('}').unwrap();
        format!("{before}{id}{after}")
    }

    /// What is sent with it, about a thing of theirs.
    async fn body(&self, operation: &str, who: Who, whose: Whose) -> Option<Value> {
        let new = "a longer new password";
        Some(match operation {
            "POST /v1/accounts" => json!({
                "name": "New", "email": format!("{}@example.org", Uuid::now_v7().simple()),
                "password": new, "device": "Laptop",
            }),
            "POST /v1/accounts/me/password" => {
                let name = self.person(who).session.as_ref().map_or("", |it| &it.account.name);
                json!({"current": password(name), "new": password(name)})
            }
            "POST /v1/accounts/forgot" => json!({"email": "max@example.org"}),
            "POST /v1/accounts/reset" => {
                let secret = self.studio.running.service.reset_secret(self.max.account()).await;
                json!({"secret": secret.unwrap(), "new": new})
            }
            "POST /v1/sessions" => {
                json!({"email": "zoe@example.org", "password": password("Zoe"), "device": "Phone"})
            }
            "POST /v1/sessions/refresh" => json!({"refresh": sign_in(&self.zoe).await.refresh}),
            "POST /v1/invitations" => json!({"role": "artist", "project": Self::project(whose)}),
            "POST /v1/invitations/look" | "POST /v1/invitations/take" => {
                json!({"secret": self.invitation(&self.zoe, THIRD).await["secret"]})
            }
            "PUT /v1/engineers/{id}" => json!(EngineerPage::default()),
            "PUT /v1/engineers/{id}/published" => json!({"published": false}),
            "POST /v1/commands" => {
                json!(push(vec![pushed_to(Self::project(whose), Act::Submit)]))
            }
            "POST /v1/paypal/webhook" => json!({"event_type": "INVOICING.INVOICE.PAID"}),
            "POST /v1/erasing/go-on" => return None,
            _ if operation.contains("/v1/uploads") => return None,
            _ if operation.starts_with("GET ") || operation.starts_with("HEAD ") => return None,
            _ if operation.starts_with("DELETE ") => return None,
            _ => panic!("{operation} may need a body: say in `Stage::body` which"),
        })
    }
}

/// Begins to send a file of so many bytes, and says where it goes.
pub async fn begin_upload(somebody: &Person, project: ProjectId, bytes: usize) -> String {
    let request = somebody.request(Method::POST, "/v1/uploads").header("tus-resumable", "1.0.0");
    let request = request.header("upload-metadata", metadata(project));
    let said = Said::of(request.header("upload-length", bytes).send().await.unwrap()).await;
    said.is(201);
    said.headers["location"].to_str().unwrap().to_owned()
}

fn metadata(project: ProjectId) -> String {
    let pair = |key: &str, value: &str| format!("{key} {}", STANDARD.encode(value));
    format!("{},{}", pair("project", &project.to_string()), pair("filename", "Rough.wav"))
}

/// What tus wants to have said.
fn with_tus(request: RequestBuilder, operation: &str, whose: Whose) -> RequestBuilder {
    if !operation.contains("/v1/uploads") {
        return request;
    }
    let request = request.header("tus-resumable", "1.0.0");
    match operation {
        "POST /v1/uploads" => request
            .header("upload-length", 4)
            .header("upload-metadata", metadata(Stage::project(whose))),
        "PATCH /v1/uploads/{id}" => request
            .header("upload-offset", 0)
            .header("content-type", "application/offset+octet-stream")
            .body("some"),
        "POST /v1/uploads/{id}" => request.header("x-http-method-override", "DELETE"),
        _ => request,
    }
}

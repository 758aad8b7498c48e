//! Two projects that know nothing of each other, and everybody who could ask about them.

use bar_domain::project::{Act, Arrival, AssetHash, Offering, ProjectId};
use bar_domain::song::{CommandId, Role, VersionKind};
use bar_protocol::{EngineerPage, Session};
use bar_service::http::limits::Often;
use serde_json::{Value, json};
use uuid::Uuid;

use super::document::Operation;
use crate::deeds::*;
use crate::studio::{On, Person, Said, Studio, password};

/// Who asks; the columns of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Anonymous,
    /// Of the project.
    Artist,
    OtherArtist,
    /// Of the project.
    Engineer,
    OtherEngineer,
    Studio,
    /// An artist who was in the project.
    Removed,
    /// The project's artist, by a token that counts no more.
    Expired,
}

pub const EVERYBODY: [Who; 8] = {
    use Who::{Anonymous, Artist, Engineer, Expired, OtherArtist, OtherEngineer, Removed, Studio};
    [Anonymous, Artist, OtherArtist, Engineer, OtherEngineer, Studio, Removed, Expired]
};

/// About whose thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The project of the artist and the engineer, and what else is theirs.
    Own,
    /// What is of people whom only the studio knows.
    Others,
    /// What there is not.
    Unknown,
}

pub const OTHERS: ProjectId = ProjectId(Uuid::from_u128(0xb));
const THIRD: ProjectId = ProjectId(Uuid::from_u128(0xc));
const UNKNOWN: Uuid = Uuid::from_u128(0xbad);

pub struct Stage {
    pub studio: Studio,
    people: [Person; 8],
    zoe: Person,
    zed: Person,
    /// Somebody whose password is reset again and again.
    max: Person,
}

impl Stage {
    pub async fn set() -> Self {
        let many = 1_000_000.try_into().unwrap();
        let often = Often { requests: many, guesses: many, guesses_of: many };
        let studio = Studio::start_with(On::Sqlite, |_| {}, often).await;
        let sal = studio.sal().await;
        let [ana, eve, ben] = people(&studio, ["Ana", "Eve", "Ben"]).await;
        let [zoe, max] = people(&studio, ["Zoe", "Max"]).await;
        let ed = studio.engineer(&sal, "Ed").await;
        let fay = studio.engineer(&sal, "Fay").await;
        let zed = studio.engineer(&sal, "Zed").await;
        let anybody = studio.anybody();
        let people = [anybody, ana.clone(), eve, ed, fay, sal, ben, ana];
        let mut stage = Self { studio, people, zoe, zed, max };
        stage.begin(PROJECT, &stage.people[1], &stage.people[3]).await;
        stage.begin(OTHERS, &stage.zoe, &stage.zed).await;
        does(&stage.zoe, THIRD, create(None)).await;
        stage.come_and_go().await;
        for engineer in [&stage.people[3], &stage.zed] {
            let path = format!("/v1/engineers/{}", engineer.account().id);
            engineer.put(&path, &EngineerPage::default()).await.is(200);
        }
        // What was signed in until now has ended for who does not ask for more.
        stage.studio.later(60 * 60 * 1000 + 1);
        for at in 1..7 {
            stage.people[at] = refreshed(&stage.people[at]).await;
        }
        stage.zoe = refreshed(&stage.zoe).await;
        stage.zed = refreshed(&stage.zed).await;
        stage
    }

    pub fn person(&self, who: Who) -> &Person {
        &self.people[who as usize]
    }

    pub fn project(whose: Whose) -> ProjectId {
        match whose {
            Whose::Own => PROJECT,
            Whose::Others => OTHERS,
            Whose::Unknown => ProjectId(UNKNOWN),
        }
    }

    /// What is answered when somebody asks about somebody's thing, as the operation is meant to be asked.
    pub async fn ask(&self, operation: &Operation, who: Who, whose: Whose) -> Said {
        let path = self.path(&operation.path, whose).await;
        let request = self.person(who).request(operation.method.clone(), &path);
        let request = match self.body(&operation.name(), who, whose).await {
            Some(body) => request.json(&body),
            None => request,
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
        let id = match path {
            _ if !path.contains('{') => return path.to_owned(),
            "/open/{what}/{which}" => return "/open/project/1".to_owned(),
            "/v1/assets/{hash}" => return format!("/v1/assets/{}", "01".repeat(32)),
            "/v1/uploads/{id}" => UNKNOWN,
            _ if whose == Whose::Unknown => UNKNOWN,
            _ if path.starts_with("/v1/projects/{project}") => Self::project(whose).0,
            _ if path.starts_with("/v1/engineers/{id}") => self.engineer(whose).account().id.0,
            "/v1/sessions/{id}" => sign_in(self.artist(whose)).await.id,
            "/v1/invitations/{id}" => {
                self.invitation(self.artist(whose), Self::project(whose)).await["id"]
                    .as_str()
                    .and_then(|id| id.parse().ok())
                    .unwrap()
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
            "POST /v1/accounts/forgot" => json!({"email": "max@example.org"}),
            "POST /v1/erasing/go-on" | "POST /v1/paypal/webhook" => json!({}),
            _ if operation.contains("/v1/uploads") => return None,
            _ if operation.starts_with("HEAD ") => return None,
            _ if operation.starts_with("GET ") || operation.starts_with("DELETE ") => return None,
            _ => panic!("{operation} may need a body: say in `Stage::body` which"),
        })
    }

    fn artist(&self, whose: Whose) -> &Person {
        if whose == Whose::Own { self.person(Who::Artist) } else { &self.zoe }
    }

    fn engineer(&self, whose: Whose) -> &Person {
        if whose == Whose::Own { self.person(Who::Engineer) } else { &self.zed }
    }

    async fn invitation(&self, by: &Person, project: ProjectId) -> Value {
        by.post("/v1/invitations", &json!({"role": "artist", "project": project})).await.as_(201)
    }

    /// A project that was submitted to its engineer.
    async fn begin(&self, project: ProjectId, artist: &Person, engineer: &Person) {
        does(artist, project, create(Some(named(engineer)))).await;
        does(artist, project, describe(&[Offering::Mixing])).await;
        does(artist, project, add_song()).await;
        does(artist, project, version(ROUGH, VersionKind::Rough, file(1))).await;
        let arrival = Arrival { measured: None, findings: vec![] };
        self.by_itself(project, Act::AssetArrived { asset: AssetHash([1; 32]), arrival }).await;
        does(artist, project, Act::Submit).await;
    }

    /// Somebody joins the artist's project, and is removed.
    async fn come_and_go(&self) {
        let member = named(self.person(Who::Removed));
        let id = member.id;
        self.by_itself(PROJECT, Act::Join { member, role: Role::Artist }).await;
        does(self.person(Who::Artist), PROJECT, Act::RemoveMember { member: id }).await;
    }

    async fn by_itself(&self, project: ProjectId, act: Act) {
        let id = CommandId(Uuid::now_v7());
        let answer = self.studio.running.service.act_itself(project, id, act).await.unwrap();
        assert_eq!(answer.unwrap().refusal, None);
    }
}

async fn people<const N: usize>(studio: &Studio, names: [&str; N]) -> [Person; N] {
    futures::future::join_all(names.map(|name| studio.artist(name))).await.try_into().ok().unwrap()
}

async fn does(somebody: &Person, project: ProjectId, act: Act) {
    let answer = somebody.push(vec![pushed_to(project, act.clone())]).await.remove(0);
    assert_eq!(answer.refusal, None, "{act:?}");
}

async fn sign_in(somebody: &Person) -> Session {
    let account = somebody.account();
    let asked = json!({
        "email": account.email, "password": password(&account.name), "device": "Another one",
    });
    somebody.post("/v1/sessions", &asked).await.as_(201)
}

async fn refreshed(somebody: &Person) -> Person {
    let refresh = somebody.session.as_ref().unwrap().refresh.clone();
    let session = somebody.post("/v1/sessions/refresh", &json!({"refresh": refresh})).await;
    somebody.clone().on(session.as_(200))
}

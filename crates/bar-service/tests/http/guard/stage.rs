//! Two projects that know nothing of each other, and everybody who could ask about them.

use bar_domain::project::{Act, Arrival, AssetHash, AssetRef, Offering, ProjectId};
use bar_domain::song::{CommandId, Role, VersionKind};
use bar_protocol::{EngineerPage, Session};
use bar_service::http::limits::Often;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::asked::begin_upload;
use crate::deeds::*;
use crate::studio::{On, Person, Studio, password};

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
/// Of the same artist, who asks others in.
pub const THIRD: ProjectId = ProjectId(Uuid::from_u128(0xc));
pub const UNKNOWN: Uuid = Uuid::from_u128(0xbad);

pub struct Stage {
    pub studio: Studio,
    people: [Person; 8],
    pub zoe: Person,
    zed: Person,
    /// Somebody whose password is reset again and again.
    pub max: Person,
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

    pub fn artist(&self, whose: Whose) -> &Person {
        if whose == Whose::Own { self.person(Who::Artist) } else { &self.zoe }
    }

    pub fn engineer(&self, whose: Whose) -> &Person {
        if whose == Whose::Own { self.person(Who::Engineer) } else { &self.zed }
    }

    pub async fn invitation(&self, by: &Person, project: ProjectId) -> Value {
        by.post("/v1/invitations", &json!({"role": "artist", "project": project})).await.as_(201)
    }

    /// A project that was submitted to its engineer.
    async fn begin(&self, project: ProjectId, artist: &Person, engineer: &Person) {
        does(artist, project, create(Some(named(engineer)))).await;
        does(artist, project, describe(&[Offering::Mixing])).await;
        does(artist, project, add_song()).await;
        let (bytes, name) = (file_of(project), "Rough.wav".to_owned());
        let hash = AssetHash(*blake3::hash(&bytes).as_bytes());
        let asset = AssetRef { hash, bytes: bytes.len() as u64, name };
        does(artist, project, version(ROUGH, VersionKind::Rough, asset)).await;
        let arrival = Arrival::default();
        self.by_itself(project, Act::AssetArrived { asset: hash, arrival }).await;
        does(artist, project, Act::Submit).await;
        let place = begin_upload(artist, project, bytes.len()).await;
        let sent = artist.request(Method::PATCH, &place).header("upload-offset", 0);
        let sent = sent.header("tus-resumable", "1.0.0");
        let sent = sent.header("content-type", "application/offset+octet-stream").body(bytes);
        assert_eq!(sent.send().await.unwrap().status(), 204);
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

/// The bytes of a project's rough mix.
pub fn file_of(project: ProjectId) -> Vec<u8> {
    format!("what is heard in {project}").into_bytes()
}

async fn people<const N: usize>(studio: &Studio, names: [&str; N]) -> [Person; N] {
    futures::future::join_all(names.map(|name| studio.artist(name))).await.try_into().ok().unwrap()
}

async fn does(somebody: &Person, project: ProjectId, act: Act) {
    let answer = somebody.push(vec![pushed_to(project, act.clone())]).await.remove(0);
    assert_eq!(answer.refusal, None, "{act:?}");
}

pub async fn sign_in(somebody: &Person) -> Session {
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

//! A studio that keeps everything on the disk of its computer, an artist who works with it, and what
//! they were told.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::sync::Mutex;

use bar_domain::project::{Offering, Thread};
use bar_domain::song::{VersionId, VersionKind};
use bar_protocol::{Answers, Pushed};
use bar_service::uploads::UploadId;
use reqwest::Method;
use tempfile::TempDir;
use tokio::time::Instant;
use uuid::Uuid;

use super::fault::Fault;
use crate::cluster::insisting::{PATIENCE, message};
use crate::cluster::once::{Told, all_there_once};
use crate::deeds::*;
use crate::instance::{Ended, Instance, program};
use crate::studio::Person;
use crate::walk::Sound;

/// Each puts at least a frame of the vault on the disk.
const PIECE: usize = 66_000;

pub struct House {
    folder: TempDir,
    ana: Person,
    /// What she said and was told that it is kept.
    told: Vec<Told>,
    /// How often she said something.
    said: u128,
    /// What was not answered, or not done.
    open: Vec<(u128, Pushed)>,
    sounds: u32,
    sending: Sending,
}

/// A file on its way.
struct Sending {
    sound: Sound,
    place: String,
    /// So far the service said that it has it.
    kept: usize,
}

/// What was refused because the disk did.
pub type Refusals = Vec<(u16, String)>;

impl House {
    /// Built by a service to which nothing happens, and left.
    pub async fn build() -> Self {
        let folder = TempDir::new().unwrap();
        let service = Instance::start(program(&folder.path().join("data"), HERE)).await.unwrap();
        let ana = Person::at(String::new()).by_ones().through(service.address);
        let ana = ana.join("Ana", None).await;
        ana.does(create(None)).await.does(describe(&[Offering::Mixing])).await;
        ana.does(add_song()).await;
        let sending = begin(&ana, 1).await;
        service.kill().await;
        let (told, open) = (Vec::new(), Vec::new());
        Self { folder, ana, told, said: 0, open, sounds: 1, sending }
    }

    pub fn journal(&self) -> PathBuf {
        self.data().join("journal.sqlite")
    }

    pub fn log_of_journal(&self) -> PathBuf {
        self.data().join("journal.sqlite-wal")
    }

    /// Where the files of the project lie.
    pub fn shelf(&self) -> PathBuf {
        self.data().join("vault").join(PROJECT.0.simple().to_string()).join("originals")
    }

    /// The file that grows as she sends one.
    pub fn growing(&self) -> PathBuf {
        let id: UploadId = self.sending.place.rsplit('/').next().unwrap().parse().unwrap();
        self.shelf().join(format!("{}.part", id.id.simple()))
    }

    pub fn trace(&self) -> PathBuf {
        self.folder.path().join("trace")
    }

    fn data(&self) -> PathBuf {
        // As the system calls it, which is how a trace knows it.
        self.folder.path().canonicalize().unwrap().join("data")
    }

    /// The service, to which this happens.
    pub async fn opens_with(&self, fault: &Fault) -> Result<Instance, Ended> {
        let serves = fault.befalls(&program(&self.data(), HERE), &self.trace());
        Instance::start(serves).await.inspect_err(|ended| {
            let refused = ended.log.contains("PTRACE") || ended.log.contains("ptrace");
            assert!(!refused, "this system lets nobody trace a program: {}", ended.log);
        })
    }

    /// She talks and sends her file, until nobody answers any more or `enough` of it was refused.
    pub async fn works(&mut self, service: &Instance, enough: usize) -> Refusals {
        let ana = self.ana.through(service.address);
        let refusals = Mutex::new(Vec::new());
        let is_enough = |more: Option<(u16, String)>| {
            let mut refusals = refusals.lock().unwrap();
            refusals.extend(more);
            if refusals.len() >= enough {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let deadline = Instant::now() + PATIENCE;
        let talks = async {
            loop {
                assert!(Instant::now() < deadline, "it is never hit");
                self.said += 1;
                let text = format!("message {}", self.said);
                let command = pushed(say(self.said, Thread::Enquiry, &text));
                let body = push(vec![command.clone()]);
                let asked = ana.request(Method::POST, "/v1/commands").json(&body);
                let answer = ana.tries(asked).await;
                let Some(answer) = answer else {
                    self.open.push((self.said, command));
                    return;
                };
                let refused = (answer.status != 200).then(|| {
                    self.open.push((self.said, command));
                    (answer.status.as_u16(), answer.text())
                });
                if refused.is_none() {
                    let answers: Answers = answer.as_(200);
                    let (message, seq) = (message(self.said), answers.answers[0].seq);
                    self.told.push(Told { message, seq });
                }
                if is_enough(refused).is_break() {
                    return;
                }
            }
        };
        let sends = async {
            let Sending { sound, place, kept } = &mut self.sending;
            while *kept < sound.bytes.len() {
                let end = sound.bytes.len().min(*kept + PIECE);
                let asked = ana.piece(place, *kept, &sound.bytes[*kept..end]);
                let Some(answer) = ana.tries(asked).await else { return };
                let mut refused = None;
                match answer.status.as_u16() {
                    204 => *kept = end,
                    // It took some before it was refused.
                    409 => {
                        let there = answer.headers["upload-offset"].to_str().unwrap();
                        assert!(there.parse::<usize>().unwrap() > *kept, "{there} of {kept}");
                        *kept = there.parse().unwrap();
                    }
                    status => refused = Some((status, answer.text())),
                }
                if is_enough(refused).is_break() {
                    return;
                }
            }
        };
        tokio::join!(talks, sends);
        refusals.into_inner().unwrap()
    }

    /// What was not done is done by a service that goes on.
    pub async fn goes_on(&mut self, service: &Instance) {
        let ana = self.ana.through(service.address);
        for (number, command) in std::mem::take(&mut self.open) {
            let answer = ana.insists(&[command]).await.remove(0);
            assert_eq!(answer.refusal, None);
            self.told.push(Told { message: message(number), seq: answer.seq });
        }
    }

    /// A service to which nothing happens finds all that was acknowledged, once, and goes on with it. Then
    /// she begins with another file.
    pub async fn stands(&mut self) {
        let service = Instance::start(program(&self.data(), HERE)).await;
        let service = service.unwrap_or_else(|ended| panic!("{ended:?}"));
        let ana = self.ana.through(service.address);
        all_there_once(&ana, &self.told).await;
        self.goes_on(&service).await;
        all_there_once(&ana, &self.told).await;

        let Sending { sound, place, kept } = &self.sending;
        let there = ana.offset(place).await;
        assert!(there >= *kept, "{there} of {kept} bytes are there");
        if there < sound.bytes.len() {
            let rest = ana.piece(place, there, &sound.bytes[there..]);
            ana.tries(rest).await.expect("an answer").is(204);
        }
        let fetched = ana.fetches(sound).await;
        fetched.is(200);
        assert!(fetched.body == sound.bytes, "the very bytes");
        let verified = self.verify().await;
        let words = String::from_utf8_lossy(&verified.stdout);
        assert!(verified.status.success(), "{words}");

        self.sounds += 1;
        self.sending = begin(&ana, self.sounds).await;
        service.kill().await;
    }

    async fn verify(&self) -> Output {
        let mut verify = program(&self.data(), &["verify"]);
        verify.stdin(Stdio::null()).output().await.unwrap()
    }
}

/// On this computer alone, and as often as one likes.
const HERE: &[&str] = &["--listen", "127.0.0.1:0", "--requests-per-second", "100000"];

/// A file that nobody has sent.
async fn begin(ana: &Person, number: u32) -> Sending {
    let sound = Sound::long("Take.wav", 100.0 + f64::from(number));
    let version_id = VersionId(Uuid::from_u128(0x2000 + u128::from(number)));
    ana.does(version(version_id, VersionKind::Reference, sound.asset())).await;
    let place = ana.begins(&sound).await;
    Sending { sound, place, kept: 0 }
}

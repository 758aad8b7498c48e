//! The whole way of a project, over HTTP, by an artist, an engineer and the studio.

use std::time::{Duration, Instant};

use bar_domain::project::{
    Act, AssetHash, AssetRef, Container, Format, Level, MessageId, Offering, PaymentId, Sheet,
    Stage, Stem, StemId, StemKind, StemSetId, Thread,
};
use bar_domain::song::{self, NoteState, Time, VersionId, VersionKind};
use bar_domain::{Frames, SampleRate};
use bar_service::vault::{self, ObjectName, Shelf};
use bar_testkit::{Wav, signal};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use uuid::Uuid;

use crate::deeds::*;
use crate::studio::{Person, Said, Studio, password, stories};

const MASTER: VersionId = VersionId(Uuid::from_u128(0x1f));
const RETURNED: VersionId = VersionId(Uuid::from_u128(0x1e));
const SET: StemSetId = StemSetId(Uuid::from_u128(0xe1));
const DAY: i64 = 24 * 60 * 60 * 1000;

/// A tone, which no other file has.
pub struct Sound {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

impl Sound {
    /// A second of it.
    pub fn new(name: &'static str, hz: f64) -> Self {
        Self::of(name, hz, 1.0)
    }

    /// Six seconds of it.
    pub fn long(name: &'static str, hz: f64) -> Self {
        Self::of(name, hz, 6.0)
    }

    fn of(name: &'static str, hz: f64, seconds: f64) -> Self {
        let tone = signal::sine(48_000, hz, -12.0, seconds);
        let bytes = Wav::pcm(24).rate(48_000).channels(&[&tone, &tone]).bytes();
        Self { name, bytes }
    }

    pub fn asset(&self) -> AssetRef {
        let hash = AssetHash(*blake3::hash(&self.bytes).as_bytes());
        AssetRef { hash, bytes: self.bytes.len() as u64, name: self.name.into() }
    }
}

impl Person {
    /// Sends a file as any tus client does.
    pub async fn sends(&self, sound: &Sound, purpose: &str) -> &Self {
        let pair = |key: &str, value: &str| format!("{key} {}", STANDARD.encode(value));
        let metadata = [
            pair("project", &PROJECT.to_string()),
            pair("filename", sound.name),
            pair("asset", &sound.asset().hash.to_string()),
            pair("purpose", purpose),
        ];
        let begun = self
            .request(Method::POST, "/v1/uploads")
            .header("tus-resumable", "1.0.0")
            .header("upload-length", sound.bytes.len())
            .header("upload-metadata", metadata.join(","));
        let begun = Said::of(begun.send().await.unwrap()).await;
        begun.is(201);
        let place = begun.headers["location"].to_str().unwrap().to_owned();
        let (half, rest) = sound.bytes.split_at(sound.bytes.len() / 2);
        for (offset, piece) in [(0, half), (half.len(), rest)] {
            let sent = self
                .request(Method::PATCH, &place)
                .header("tus-resumable", "1.0.0")
                .header("upload-offset", offset)
                .header("content-type", "application/offset+octet-stream")
                .body(piece.to_vec());
            Said::of(sent.send().await.unwrap()).await.is(204);
        }
        self
    }

    pub async fn fetches(&self, sound: &Sound) -> Said {
        self.get(&format!("/v1/assets/{}", sound.asset().hash)).await
    }

    /// Waits until it is so.
    pub async fn waits_for(&self, what: &str, so: impl Fn(&bar_domain::project::Project) -> bool) {
        let deadline = Instant::now() + Duration::from_mins(2);
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        while !so(&self.sees().await.state) {
            looks.tick().await;
            assert!(
                Instant::now() < deadline,
                "{what} never happens: {:?}",
                self.sees().await.state
            );
        }
    }

    pub async fn waits_for_arrival(&self, sound: &Sound) {
        let hash = sound.asset().hash;
        self.waits_for(sound.name, |project| project.has_arrived(hash)).await;
    }
}

/// As long as its sound: masters are compared with it.
fn of_a_second(mut version: Act) -> Act {
    if let Act::AddVersion { frames, .. } = &mut version {
        *frames = Frames(48_000);
    }
    version
}

fn master(version: VersionId, sound: &Sound) -> Act {
    let (rate, frames) = (SampleRate(48_000), Frames(48_000));
    let format =
        Format { container: Container::Wav, bits: 24, float: false, rate, channels: 2, frames };
    let sheet = Sheet {
        title: "Harbour Lights".into(),
        isrc: None,
        loudness: Level::from(-12.0),
        true_peak: Level::from(-12.0),
        clipped_runs: 0,
        start: 0,
        credits: String::new(),
        remark: String::new(),
    };
    Act::DeliverMaster { song: SONG, version, asset: sound.asset(), format, sheet }
}

stories! {
    async fn from_find_out_more_to_erased(studio: Studio) {
        walk(studio, &[Offering::Mixing]).await;
    }

    async fn with_a_master_in_the_end(studio: Studio) {
        walk(studio, &[Offering::Mixing, Offering::Mastering]).await;
    }
}

async fn walk(studio: Studio, offered: &[Offering]) {
    let sal = studio.sal().await;
    let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
    let (rough, stem) = (Sound::new("Rough.wav", 220.0), Sound::new("Bass.wav", 110.0));
    let (mix, last) = (Sound::new("Mix 1.wav", 330.0), Sound::new("Master.wav", 440.0));
    let loud = Sound::new("Loud master.wav", 550.0);

    let (engineer, text) = (Some(named(&ed)), "Would Ed mix my song?".into());
    let message = MessageId(Uuid::from_u128(0x3001));
    ana.does(Act::OpenEnquiry { engineer, message, text }).await;
    sal.does(say(2, Thread::Enquiry, "He would love to.")).await;
    ana.does(describe(offered)).await.does(add_song()).await;
    ana.does(version(ROUGH, VersionKind::Rough, rough.asset())).await;
    ana.sends(&rough, "original").await.waits_for_arrival(&rough).await;
    ana.does(Act::Submit).await;
    ed.fetches(&rough).await.is(200);

    ed.does(draw_for(studio.running.service.now(), offered)).await;
    ana.does(accept()).await;
    let stems = vec![Stem {
        id: StemId(Uuid::from_u128(0x5001)),
        kind: StemKind::Audio,
        asset: stem.asset(),
        name: "Bass".into(),
        explanation: String::new(),
    }];
    let remark = String::new();
    ana.does(Act::SendStems { song: SONG, set: SET, stems, remark }).await;
    ana.sends(&stem, "original").await.waits_for_arrival(&stem).await;
    // Prepared before, released on payment.
    ed.fetches(&stem).await.refused(404, "not_found");
    let (method, why) = ("bank transfer".into(), "no PayPal yet".into());
    let payment = PaymentId(Uuid::from_u128(0x61));
    sal.does(Act::RecordPayment { invoice: INVOICE, payment, amount: 40_000, method, why }).await;
    let got = ed.fetches(&stem).await;
    got.is(200);
    assert!(got.body == stem.bytes, "the very bytes");
    let there = &ana.sees().await.state.assets[&stem.asset().hash];
    let measured = there.arrival.as_ref().unwrap().measured.as_ref().unwrap();
    assert_eq!((measured.format.bits, measured.format.frames), (24, Frames(48_000)));
    assert!((measured.true_peak.unwrap().get() + 12.0).abs() < 0.1);
    assert_eq!(Some(there), ed.sees().await.state.assets.get(&stem.asset().hash));
    ed.does(Act::AcceptStems { song: SONG, set: SET }).await;

    ed.does(of_a_second(version(MIX_1, VersionKind::Mix { number: 1 }, mix.asset()))).await;
    ed.sends(&mix, "original").await.waits_for_arrival(&mix).await;
    ana.does(write_note(1, MIX_1)).await.does(submit_round(MIX_1)).await;
    let state = ed.sees().await.state;
    assert_eq!(state.songs[0].song.notes[0].state(), NoteState::Open);
    let note = state.songs[0].song.notes[0].id;
    let done =
        song::Act::Reply { note, reply: song::ReplyId(Uuid::now_v7()), text: "It is warm.".into() };
    ed.does(Act::Song { song: SONG, act: done }).await;
    ana.does(Act::ApproveMix { song: SONG, version: MIX_1 }).await;
    let mastered = offered.contains(&Offering::Mastering);
    if mastered {
        let (version, reason) = (RETURNED, "Too loud.".into());
        ed.does(master(RETURNED, &loud))
            .await
            .sends(&loud, "master")
            .await
            .waits_for_arrival(&loud)
            .await;
        ana.does(Act::ReturnMaster { song: SONG, version, reason }).await;
        ed.does(master(MASTER, &last))
            .await
            .sends(&last, "master")
            .await
            .waits_for_arrival(&last)
            .await;
        ana.does(Act::AcceptMaster { song: SONG, version: MASTER }).await;
    }
    assert_eq!(ana.sees().await.state.stage(), Stage::Completed);

    // Nothing stays of what is not in its last form: nor a master that was returned.
    let (stays, goes) = if mastered {
        (&last, vec![&rough, &stem, &mix, &loud])
    } else {
        (&mix, vec![&rough, &stem])
    };
    is_erased(studio, ana, stays, &goes).await;
}

/// Time goes on until the files of the project are erased, but for what was paid for.
async fn is_erased(studio: Studio, mut ana: Person, stays: &Sound, goes: &[&Sound]) {
    for days in [30, 7, 1] {
        let next = ana.sees().await.state.retention.next_reminder().unwrap();
        assert_eq!(next.days, days);
        studio.goes_to(next.at);
        ana = studio.signs_in("Ana").await;
        ana.waits_for("a reminder", |it| {
            it.retention.reminded.last().is_some_and(|it| it.days == days)
        })
        .await;
    }
    studio.goes_to(Time(studio.running.service.now().0 + DAY));
    ana = studio.signs_in("Ana").await;
    let sal = studio.signs_in("Sal").await;
    // The clock leapt by months: nothing is erased before the studio says so.
    sal.waits_for_stop().await;
    ana.post("/v1/erasing/go-on", &()).await.refused(403, "role.not_yours");
    sal.post("/v1/erasing/go-on", &()).await.is(204);
    studio.goes_to(Time(studio.running.service.now().0 + 60 * 60 * 1000));
    ana = studio.signs_in("Ana").await;
    let sal = studio.signs_in("Sal").await;
    ana.waits_for("erasing", |project| project.stage() == Stage::Erased).await;
    for gone in goes {
        ana.fetches(gone).await.refused(404, "not_found");
        sal.fetches(gone).await.refused(404, "not_found");
    }
    let got = ana.fetches(stays).await;
    got.is(200);
    assert!(got.body == stays.bytes, "what was paid for stays");
    let service = &studio.running.service;
    let there = service.vault.list(PROJECT.0, Shelf::Masters).await.unwrap();
    let stays = vault::AssetHash(stays.asset().hash.0);
    assert_eq!(there, [ObjectName::asset(PROJECT.0, Shelf::Masters, &stays)]);
    let state = ana.sees().await.state;
    let receipt = state.retention.receipt.expect("a receipt");
    assert_eq!(receipt.files.len(), goes.len());
    let key: serde_json::Value = studio.anybody().get("/v1/receipt-key").await.as_(200);
    assert!(bar_service::work::receipt_holds(key["ed25519"].as_str().unwrap(), PROJECT, &receipt));
}

impl Studio {
    pub async fn signs_in(&self, name: &str) -> Person {
        let email = format!("{}@example.org", name.to_lowercase());
        let asked = serde_json::json!({"email": email, "password": password(name), "device": "x"});
        let session = self.anybody().post("/v1/sessions", &asked).await.as_(201);
        self.anybody().on(session)
    }

    /// Sets the clock, and lets the workers know.
    pub fn goes_to(&self, time: Time) {
        self.later(time.0 - self.running.service.now().0);
        self.running.service.db.poke(bar_service::jobs::POKE);
    }
}

impl Person {
    pub async fn waits_for_stop(&self) {
        let deadline = Instant::now() + Duration::from_mins(1);
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        loop {
            let erasing: serde_json::Value = self.get("/v1/erasing").await.as_(200);
            if erasing["stopped"].is_string() {
                assert_eq!(erasing["due"], 1);
                return;
            }
            looks.tick().await;
            assert!(Instant::now() < deadline, "erasing is not stopped");
        }
    }
}

//! What a project takes, and how long it keeps what nobody named.

use std::time::{Duration, Instant};

use bar_domain::project::{Act, MessageId, Offering, Reference, Thread};
use bar_domain::song::{Time, VersionKind};
use bar_service::jobs::POKE;
use bar_service::tables::assets;
use bar_service::vault::{AssetHash, Shelf};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use uuid::Uuid;

use crate::deeds::*;
use crate::studio::{On, Person, Said, Studio, stories};
use crate::walk::Sound;

const DAY: i64 = 24 * 60 * 60 * 1000;

impl Person {
    /// Begins to send a file of so many bytes.
    async fn asks_to_send(&self, length: u64, asset: Option<&Sound>) -> Said {
        let pair = |key: &str, value: &str| format!("{key} {}", STANDARD.encode(value));
        let mut metadata = vec![pair("project", &PROJECT.to_string())];
        metadata.extend(asset.map(|it| pair("asset", &it.asset().hash.to_string())));
        let begun = self
            .request(Method::POST, "/v1/uploads")
            .header("tus-resumable", "1.0.0")
            .header("upload-length", length)
            .header("upload-metadata", metadata.join(","));
        Said::of(begun.send().await.unwrap()).await
    }

    /// Sends a file, unless it is there.
    async fn brings(&self, sound: &Sound) {
        let begun = self.asks_to_send(sound.bytes.len() as u64, Some(sound)).await;
        if begun.headers["upload-offset"] != "0" {
            return;
        }
        let place = begun.headers["location"].to_str().unwrap();
        let sent = self.request(Method::PATCH, place).header("tus-resumable", "1.0.0");
        let sent = sent.header("upload-offset", 0);
        let sent = sent.header("content-type", "application/offset+octet-stream");
        Said::of(sent.body(sound.bytes.clone()).send().await.unwrap()).await.is(204);
    }

    /// Says something to which a file belongs.
    async fn shows(&self, number: u128, thread: Thread, sound: &Sound) {
        let references = vec![Reference::File { asset: sound.asset() }];
        let (message, text) = (MessageId(Uuid::from_u128(number)), "Listen!".into());
        self.does(Act::Say { message, thread, song: None, text, references }).await;
    }
}

impl Studio {
    /// Whether a file is stored.
    async fn has(&self, sound: &Sound) -> bool {
        let hash = AssetHash(sound.asset().hash.0);
        let mut tx = self.running.service.db.read().await.unwrap();
        assets::find(&mut *tx, PROJECT.0, Shelf::Originals, &hash).await.unwrap().is_some()
    }

    /// Waits until so many files are left.
    async fn keeps_only(&self, files: usize) {
        let deadline = Instant::now() + Duration::from_mins(1);
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        let vault = &self.running.service.vault;
        while vault.list(PROJECT.0, Shelf::Originals).await.unwrap().len() > files {
            looks.tick().await;
            assert!(Instant::now() < deadline, "they stay");
        }
    }
}

stories! {
    async fn who_sends_a_file_knows_what_it_is_for(studio: Studio) {
        let sal = studio.sal().await;
        let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
        let (secret, mix) = (Sound::new("Secret.wav", 220.0), Sound::new("Mix.wav", 330.0));
        ana.does(create(Some(named(&ed)))).await.does(describe(&[Offering::Mixing])).await;
        ana.does(add_song()).await.does(version(ROUGH, VersionKind::Rough, file(1))).await;
        studio.arrive(1).await;
        ana.does(Act::Submit).await;
        ana.shows(1, Thread::Enquiry, &secret).await;
        ed.asks_to_send(1000, Some(&secret)).await.refused(404, "upload.not_found");
        // What nobody has named anybody may deliver, also without a hash.
        ed.asks_to_send(1000, Some(&mix)).await.is(201);
        ed.asks_to_send(1000, None).await.is(201);
        ana.sends(&secret, "original").await.waits_for_arrival(&secret).await;
        let again = ana.asks_to_send(secret.bytes.len() as u64, Some(&secret)).await;
        again.is(201);
        assert_eq!(again.headers["upload-offset"], secret.bytes.len().to_string().as_str());
    }

    async fn a_file_is_as_long_as_it_is_whatever_was_said(studio: Studio) {
        let ana = studio.artist("Ana").await;
        ana.does(create(None)).await.does(add_song()).await;
        let sound = Sound::new("Take.wav", 220.0);
        let mut wrong = sound.asset();
        wrong.bytes += 7;
        ana.does(version(ROUGH, VersionKind::Rough, wrong.clone())).await;
        ana.brings(&sound).await;
        ana.waits_for_arrival(&sound).await;
        let known = |state: &bar_domain::project::Project| state.assets[&wrong.hash].bytes;
        let snapshot = ana.sees().await;
        assert_eq!(known(&snapshot.state), sound.asset().bytes);
        let page = ana.page("").await;
        let told: Vec<_> = page.events.iter().filter(|it| it.version == 3).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].event["fact"]["arrival"]["bytes"], sound.asset().bytes);
        // From now on it is named as it is.
        ana.may_not(version(MIX_1, VersionKind::Reference, wrong.clone()), "file.length").await;
        ana.does(version(MIX_1, VersionKind::Reference, sound.asset())).await;
    }

    async fn what_cannot_be_read_is_told_from_what_holds_no_sound(studio: Studio) {
        let ana = studio.artist("Ana").await;
        ana.does(create(None)).await;
        let whole = Sound::new("Session.zip", 220.0);
        let cut_off = [b"PK\x03\x04", &whole.bytes[..1000]].concat();
        let cut_off = Sound { bytes: cut_off, ..whole };
        let words = Sound { name: "Words.txt", bytes: b"la la la".to_vec() };
        for (number, sound, codes) in [
            (1, cut_off, vec![bar_domain::Code::FileUnreadable]),
            (2, words, vec![]),
        ] {
            ana.shows(number, Thread::Enquiry, &sound).await;
            ana.sends(&sound, "original").await.waits_for_arrival(&sound).await;
            let asset = ana.sees().await.state.assets.remove(&sound.asset().hash).unwrap();
            let arrival = asset.arrival.unwrap();
            let found: Vec<_> = arrival.findings.iter().map(|it| it.code).collect();
            assert_eq!((arrival.measured, found), (None, codes), "{}", sound.name);
        }
    }

    async fn what_nobody_names_is_thrown_away_after_a_week(studio: Studio) {
        let ana = studio.artist("Ana").await;
        ana.does(create(None)).await.does(add_song()).await;
        let sound = Sound::new("Take 7.wav", 220.0);
        ana.sends(&sound, "original").await;
        assert!(studio.has(&sound).await);
        studio.goes_to(Time(studio.running.service.now().0 + 6 * DAY));
        // It counts from when it was last declared.
        let ana = studio.signs_in("Ana").await;
        let again = ana.asks_to_send(sound.bytes.len() as u64, Some(&sound)).await;
        assert_eq!(again.headers["upload-offset"], sound.bytes.len().to_string().as_str());
        studio.goes_to(Time(studio.running.service.now().0 + 6 * DAY));
        let other = Sound::new("Take 8.wav", 230.0);
        let ana = studio.signs_in("Ana").await;
        ana.sends(&other, "original").await;
        ana.does(version(MIX_1, VersionKind::Reference, other.asset())).await;
        ana.waits_for_arrival(&other).await;
        assert!(studio.has(&sound).await, "not yet");
        ana.does(version(ROUGH, VersionKind::Rough, sound.asset())).await;
        ana.waits_for_arrival(&sound).await;
        studio.goes_to(Time(studio.running.service.now().0 + 30 * DAY));

        // What was named stays; what was not goes, and can be sent anew.
        let ana = studio.signs_in("Ana").await;
        let forgotten = Sound::new("Take 9.wav", 240.0);
        ana.sends(&forgotten, "original").await;
        studio.goes_to(Time(studio.running.service.now().0 + 7 * DAY));
        studio.keeps_only(2).await;
        assert!(!studio.has(&forgotten).await);
        assert!(studio.has(&sound).await && studio.has(&other).await);
        let ana = studio.signs_in("Ana").await;
        ana.fetches(&sound).await.is(200);
        ana.sends(&forgotten, "original").await;
        assert!(studio.has(&forgotten).await);
    }

    async fn what_is_named_as_its_week_ends_is_there_or_asked_for_anew(studio: Studio) {
        let ana = studio.artist("Ana").await;
        ana.does(create(None)).await.does(add_song()).await;
        for (round, hz) in [210.0, 220.0, 230.0, 240.0, 250.0].into_iter().enumerate() {
            let sound = Sound::new("Take.wav", hz);
            let ana = studio.signs_in("Ana").await;
            ana.sends(&sound, "original").await;
            studio.later(7 * DAY);
            let ana = studio.signs_in("Ana").await;
            studio.running.service.db.poke(POKE);
            ana.shows(100 + round as u128, Thread::Everyone, &sound).await;
            // It was kept, or its bytes are taken once more. It is never said to be there without them.
            ana.brings(&sound).await;
            ana.waits_for_arrival(&sound).await;
            ana.fetches(&sound).await.is(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_only_asks_fills_no_disk() {
    let change = |settings: &mut bar_service::settings::Settings| {
        settings.largest_project = Some(std::num::NonZeroU32::MIN);
    };
    let studio =
        Studio::start_with(On::Sqlite, change, bar_service::http::limits::Often::default()).await;
    let sal = studio.sal().await;
    let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
    ana.does(create(Some(named(&ed)))).await.does(describe(&[Offering::Mixing])).await;
    ana.does(add_song()).await.does(version(ROUGH, VersionKind::Rough, file(1))).await;
    studio.arrive(1).await;
    ana.does(Act::Submit).await;
    ana.asks_to_send(40_000_000, None).await.is(201);
    ana.asks_to_send(40_000_000, None).await.refused(413, "upload.project_full");
    ed.does(draw(studio.running.service.now())).await;
    ana.does(accept()).await;
    ana.asks_to_send(900_000_000, None).await.is(201);
    ana.asks_to_send(100_000_000, None).await.refused(413, "upload.project_full");
}

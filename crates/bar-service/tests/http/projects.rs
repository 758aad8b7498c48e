//! Commands, events, changes and pokes.

use std::time::Duration;

use bar_domain::project::{Act, Offering, Project, Recorded, Thread, VERSION, read};
use bar_domain::song::VersionKind;
use bar_protocol::{Changes, Outcome, Page, Problem, Snapshot, digest};
use bar_service::tables::journal::{self, NewEvent};
use futures::StreamExt;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::deeds::*;
use crate::studio::{Person, Studio, stories};

/// A project that its artist has described, with the rough mix named.
async fn begun(ana: &Person, ed: &Person) {
    ana.does(create(Some(named(ed)))).await;
    ana.does(describe(&[Offering::Mixing])).await.does(add_song()).await;
    ana.does(version(ROUGH, VersionKind::Rough, file(1))).await;
}

/// What somebody makes of the events that they see.
fn folded(page: &Page) -> Project {
    page.events.iter().fold(Project::default(), |project, event| {
        let recorded = read(event.version, &event.event.to_string());
        assert!(matches!(recorded, Recorded::Known(_)), "{:?}", event.event);
        project.apply_recorded(&recorded)
    })
}

async fn changes(person: &Person, cursor: &str) -> Changes {
    person.get(&format!("/v1/changes?cursor={cursor}")).await.as_(200)
}

stories! {
    async fn a_command_counts_once(studio: Studio) {
        let ana = studio.artist("Ana").await;
        let first = pushed(create(None));
        let answers = ana.push(vec![first.clone(), pushed(add_song())]).await;
        assert_eq!(answers.iter().map(|it| it.outcome).collect::<Vec<_>>(), [Outcome::Applied; 2]);
        let seq = answers[0].seq;
        let again = ana.push(vec![first.clone()]).await;
        assert_eq!((again[0].outcome, again[0].seq), (Outcome::Duplicate, seq));
        // What was refused stays refused, and is said again.
        let refused = pushed(Act::Submit);
        let why = ana.push(vec![refused.clone()]).await.remove(0).refusal.expect("a reason");
        ana.does(describe(&[Offering::Mixing])).await;
        let again = ana.push(vec![refused]).await.remove(0);
        assert_eq!((again.outcome, again.refusal), (Outcome::Duplicate, Some(why)));
        // The same id with other words is none of these.
        let mut other = first;
        other.body = add_song();
        ana.post("/v1/commands", &push(vec![other])).await.refused(422, "command.another");
        let heads: u64 = ana.sees().await.seq;
        assert_eq!(heads, ana.page("").await.events.len() as u64);
    }

    async fn a_bad_command_is_named_and_what_came_before_it_is_kept(studio: Studio) {
        let ana = studio.artist("Ana").await;
        let first = pushed(create(None));
        ana.push(vec![first.clone()]).await;
        let mut other_words = json!(first);
        other_words["body"] = json!(add_song());
        let mut unknown = json!(pushed(Act::Submit));
        unknown["body"]["do"] = json!("sing");
        let mut odd = json!(pushed(add_song()));
        odd["body"]["surprise"] = json!(true);
        let bad = [(other_words, "command.another"), (unknown, "request.unfit"), (odd, "request.unfit")];
        for (number, (bad, code)) in bad.into_iter().enumerate() {
            let said = |n| pushed(say(10 * number as u128 + n, Thread::Enquiry, "la"));
            let (before, after) = (said(1), said(2));
            let all = json!([before, bad, after]);
            let refused = ana.post("/v1/commands", &json!({"device": Uuid::nil(), "commands": all})).await;
            refused.refused(422, code);
            let problem: Problem = refused.as_(422);
            assert_eq!(json!(problem.command), bad["id"]);
            let answers = ana.push(vec![before, after]).await;
            let outcomes: Vec<_> = answers.iter().map(|it| it.outcome).collect();
            assert_eq!(outcomes, [Outcome::Duplicate, Outcome::Applied], "{code}");
            assert_eq!(answers[0].seq + 1, answers[1].seq, "nothing of the bad one");
        }
        // One without an id cannot be named.
        let refused = ana.post("/v1/commands", &json!({"device": Uuid::nil(), "commands": [{}]})).await;
        refused.refused(422, "request.unfit");
        assert_eq!(refused.as_::<Problem>(422).command, None);
    }

    async fn what_only_a_newer_instance_knows_the_studio_alone_sees(studio: Studio) {
        let sal = studio.sal().await;
        let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
        begun(&ana, &ed).await;
        studio.arrive(1).await;
        ana.does(Act::Submit).await;
        let service = &studio.running.service;
        let event = json!({"by": {}, "at": 0, "fact": {"did": "whispered", "text": "to whom?"}});
        let mut tx = service.db.begin().await.unwrap();
        let head = journal::lock_project(&mut *tx, &*service.db, PROJECT.0, service.now()).await.unwrap();
        let event = NewEvent { version: VERSION + 1, event: event.to_string() };
        journal::append(&mut *tx, PROJECT.0, &head, &[event], None, service.now()).await.unwrap();
        tx.commit().await.unwrap();
        ana.does(say(1, Thread::Everyone, "Hello.")).await;
        for (person, seen) in [(&ana, 0), (&ed, 0), (&sal, 1)] {
            let page = person.page("").await;
            let words = serde_json::to_string(&page.events).unwrap();
            assert_eq!(words.matches("to whom?").count(), seen);
            assert_eq!((page.upto, page.head), (head.seq + 2, head.seq + 2), "whoever asks on misses nothing");
            let Snapshot { state, digest: shown, .. } = person.sees().await;
            let project = page.events.iter().fold(Project::default(), |project, event| {
                project.apply_recorded(&read(event.version, &event.event.to_string()))
            });
            assert_eq!((digest(&project).unwrap(), state.beyond as usize), (shown, seen));
        }
    }

    async fn strangers_learn_nothing(studio: Studio) {
        let sal = studio.sal().await;
        let (ana, eve) = (studio.artist("Ana").await, studio.artist("Eve").await);
        let ed = studio.engineer(&sal, "Ed").await;
        begun(&ana, &ed).await;
        let unknown = Uuid::from_u128(0xbad);
        for path in ["events", "snapshot"] {
            for id in [PROJECT.0, unknown] {
                let path = format!("/v1/projects/{id}/{path}");
                eve.get(&path).await.refused(404, "not_found");
                // Not submitted yet: the engineer does not know of it.
                ed.get(&path).await.refused(404, "not_found");
                studio.anybody().get(&path).await.refused(401, "session.missing");
            }
            sal.get(&format!("/v1/projects/{PROJECT}/{path}")).await.is(200);
        }
        eve.get("/v1/projects/nonsense/events").await.refused(404, "not_found");
        let theirs = eve.push(vec![pushed(add_song())]).await.remove(0);
        let unknown = bar_domain::project::ProjectId(unknown);
        let nobodys = eve.push(vec![pushed_to(unknown, add_song())]).await.remove(0);
        assert_eq!((theirs.outcome, &theirs.refusal), (nobodys.outcome, &nobodys.refusal));
        assert_eq!(theirs.seq, 0);
        eve.may_not(create(None), "project.exists").await;
        assert_eq!(changes(&eve, "").await.projects, []);
    }

    async fn an_engineer_is_one_of_the_directory(studio: Studio) {
        let (sal, ana) = (studio.sal().await, studio.artist("Ana").await);
        ana.may_not(create(Some(named(&sal))), "engineer.unknown").await;
        let ed = studio.engineer(&sal, "Ed").await;
        let mut called_otherwise = named(&ed);
        called_otherwise.name = "Somebody famous".into();
        ana.does(create(Some(called_otherwise))).await;
        assert_eq!(ana.sees().await.state.engineer.unwrap().name, "Ed");
    }

    async fn everybody_folds_what_they_see_to_what_the_service_shows(studio: Studio) {
        let sal = studio.sal().await;
        let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
        begun(&ana, &ed).await;
        ana.does(write_note(1, ROUGH)).await;
        studio.arrive(1).await;
        ana.does(Act::Submit).await;
        let ed_reads = ed.page("").await;
        assert!(ed_reads.events.len() < ana.page("").await.events.len());
        ed.does(draw(studio.running.service.now())).await;
        ed.does(say(1, Thread::Studio, "A low price, but a good song.")).await;
        sal.does(say(2, Thread::Enquiry, "Shall we?")).await;
        for person in [&ana, &ed, &sal] {
            let page = person.page("").await;
            let Snapshot { state, digest: shown, seq, epoch } = person.sees().await;
            assert_eq!(folded(&page), state);
            assert_eq!(digest(&state).unwrap(), shown);
            assert_eq!((page.head, page.upto, page.epoch), (seq, seq, epoch));
            assert!(!page.far_behind);
        }
        let words = |page: &Page| serde_json::to_string(&page.events).unwrap();
        assert!(!words(&ana.page("").await).contains("low price"));
        assert!(!words(&ed.page("").await).contains("Shall we"));
    }

    async fn events_come_in_pages(studio: Studio) {
        let ana = studio.artist("Ana").await;
        ana.does(create(None)).await;
        for number in 1..8 {
            ana.does(say(number, Thread::Enquiry, "la")).await;
        }
        let whole = ana.page("").await;
        let (mut after, mut read) = (0, Vec::new());
        loop {
            let page = ana.page(&format!("?after={after}&limit=3&epoch={}", whole.epoch)).await;
            after = page.upto;
            read.extend(page.events);
            if after == page.head {
                break;
            }
        }
        assert_eq!(read, whole.events);
        let path = |query: &str| format!("/v1/projects/{PROJECT}/events?{query}");
        ana.get(&path("limit=0")).await.refused(400, "request.malformed");
        ana.get(&path("limit=501")).await.refused(400, "request.malformed");
        ana.get(&path("after=x")).await.refused(400, "request.malformed");
        ana.get(&path("later=1")).await.refused(400, "request.malformed");
        let other = Uuid::now_v7();
        ana.get(&path(&format!("epoch={other}"))).await.refused(410, "epoch.other");
        ana.get(&path("after=9999")).await.refused(410, "epoch.other");
    }

    async fn changes_name_what_moved(studio: Studio) {
        let sal = studio.sal().await;
        let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
        let first = changes(&ana, "").await;
        assert_eq!((first.projects.len(), first.more), (0, false));
        begun(&ana, &ed).await;
        let head = ana.sees().await.seq;
        let moved = changes(&ana, &first.cursor).await;
        assert_eq!((moved.projects[0].project, moved.projects[0].head), (PROJECT, head));
        assert_eq!(changes(&ed, "").await.projects, []);
        assert_eq!(changes(&sal, "").await.projects.len(), 1);
        studio.later(10 * 60 * 1000);
        let later = changes(&ana, &moved.cursor).await;
        assert_eq!(changes(&ana, &later.cursor).await.projects, []);
        ana.does(write_note(1, ROUGH)).await;
        assert_eq!(changes(&ana, &later.cursor).await.projects[0].head, head + 1);
        ana.get("/v1/changes?cursor=nonsense").await.refused(400, "request.malformed");
    }

    async fn who_listens_is_poked(studio: Studio) {
        let (ana, eve) = (studio.artist("Ana").await, studio.artist("Eve").await);
        ana.does(create(None)).await;
        let listen = async |person: &Person| {
            let response = person.request(Method::GET, "/v1/stream").send().await.unwrap();
            assert_eq!(response.headers()["content-type"], "text/event-stream");
            let mut stream = Box::pin(response.bytes_stream());
            let hello = stream.next().await.unwrap().unwrap();
            assert_eq!(&hello[..], b"event: moved\ndata: moved\n\n");
            stream
        };
        let mut of_ana = listen(&ana).await;
        let mut of_eve = listen(&eve).await;
        ana.does(add_song()).await;
        assert_eq!(&of_ana.next().await.unwrap().unwrap()[..], b"event: moved\ndata: moved\n\n");
        // Eve hears of her own project first, so of Ana's she heard nothing.
        let own = bar_domain::project::ProjectId(Uuid::from_u128(0xe));
        let none = tokio::time::timeout(Duration::from_millis(50), of_eve.next()).await;
        assert!(none.is_err());
        eve.push(vec![pushed_to(own, create(None))]).await;
        assert_eq!(&of_eve.next().await.unwrap().unwrap()[..], b"event: moved\ndata: moved\n\n");
    }

    async fn what_was_answered_is_there_after_a_restart(studio: Studio) {
        let ana = studio.artist("Ana").await;
        ana.does(create(None)).await.does(add_song()).await;
        let before = ana.sees().await;
        let studio = studio.restart().await;
        let again = studio.anybody().on(ana.session.clone().unwrap());
        assert_eq!(again.sees().await, before);
    }

    async fn another_artist_is_asked_in(studio: Studio) {
        let sal = studio.sal().await;
        let (ana, ben) = (studio.artist("Ana").await, studio.artist("Ben").await);
        let ed = studio.engineer(&sal, "Ed").await;
        ana.does(create(None)).await;
        let invite = |role: &str| json!({"role": role, "project": PROJECT});
        ben.post("/v1/invitations", &invite("artist")).await.refused(404, "not_found");
        ana.post("/v1/invitations", &invite("engineer")).await.refused(403, "role.not_yours");
        let made: Value = ana.post("/v1/invitations", &invite("artist")).await.as_(201);
        let take = json!({"secret": made["secret"]});
        ed.post("/v1/invitations/take", &take).await.refused(403, "invitation.for_others");
        ben.post("/v1/invitations/take", &take).await.is(200);
        // The answer was lost.
        ben.post("/v1/invitations/take", &take).await.is(200);
        studio.artist("Cat").await.post("/v1/invitations/take", &take).await.refused(410, "invitation.gone");
        assert_eq!(ben.sees().await.state.members.len(), 2);
        let way_back: Value = ben.post("/v1/invitations", &invite("artist")).await.as_(201);
        ana.does(Act::RemoveMember { member: ben.account().id }).await;
        let way_back = json!({"secret": way_back["secret"]});
        ben.post("/v1/invitations/take", &way_back).await.refused(410, "invitation.gone");
        ben.get(&format!("/v1/projects/{PROJECT}/events")).await.refused(404, "not_found");
        let left = changes(&ben, "").await.projects;
        assert_eq!((left.len(), left[0].left), (1, true));
    }

    async fn the_clock_of_an_app_is_shown_and_decides_nothing(studio: Studio) {
        let ana = studio.artist("Ana").await;
        ana.does(create(None)).await;
        let mut cancel = pushed(Act::Cancel { reason: "Another plan.".into() });
        cancel.at = bar_domain::song::Time(0);
        assert_eq!(ana.push(vec![cancel]).await[0].outcome, Outcome::Applied);
        let until = ana.sees().await.state.retention.until.unwrap();
        let months = 180 * 24 * 60 * 60 * 1000;
        assert!(until.0 > studio.running.service.now().0 + months, "{until:?}");
    }

    async fn what_does_not_fit_is_refused(studio: Studio) {
        let ana = studio.artist("Ana").await;
        let path = "/v1/commands";
        let many = (0..501).map(|_| pushed(Act::Submit)).collect();
        ana.post(path, &push(many)).await.refused(422, "request.unfit");
        ana.post(path, &json!({"device": Uuid::nil(), "commands": [], "x": 1})).await.refused(422, "request.unfit");
        let mut odd = json!(push(vec![pushed(create(None))]));
        odd["commands"][0]["body"]["surprise"] = json!(true);
        ana.post(path, &odd).await.refused(422, "request.unfit");
        let raw = |kind: &'static str, body: &'static str| {
            ana.request(Method::POST, path).header("content-type", kind).body(body).send()
        };
        let said = crate::studio::Said::of(raw("text/plain", "{}").await.unwrap()).await;
        said.refused(415, "request.not_json");
        let said = crate::studio::Said::of(raw("application/json", "{").await.unwrap()).await;
        said.refused(400, "request.malformed");
        let big = "x".repeat(3 * 1024 * 1024);
        ana.post(path, &big).await.refused(413, "request.too_large");
        ana.get("/v1/nothing").await.refused(404, "not_found");
        ana.get(path).await.refused(405, "request.method");
        let old = ana.request(Method::GET, "/v1/changes").header("bar-one-version", "0");
        crate::studio::Said::of(old.send().await.unwrap()).await.refused(426, "app.too_old");
    }
}

//! Whether what was acknowledged is there, once.

use std::collections::BTreeMap;

use bar_domain::project::{Event, Fact, MessageId, Project, Recorded, read};
use bar_protocol::{Numbered, digest};

use crate::deeds::PROJECT;
use crate::studio::Person;

/// A message that the service said it has.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    pub message: MessageId,
    pub seq: u64,
}

/// All that happened in the project, as somebody sees it who sees everything.
pub async fn events(person: &Person) -> Vec<(u64, Event)> {
    let mut all = Vec::new();
    let mut after = 0;
    loop {
        let page = person.page(&format!("?after={after}")).await;
        let known = |it: Numbered| match read(it.version, &it.event.to_string()) {
            Recorded::Known(event) => (it.seq, event),
            Recorded::Unknown { json, .. } => panic!("{json}"),
        };
        all.extend(page.events.into_iter().map(known));
        after = page.upto;
        if after == page.head {
            return all;
        }
    }
}

/// How often each fact happened that this picks.
pub fn count(events: &[(u64, Event)], picks: impl Fn(&Fact) -> bool) -> usize {
    events.iter().filter(|(_, event)| picks(&event.fact)).count()
}

/// Every message that was told as kept is where that was said, and none is there twice.
pub async fn all_there_once(person: &Person, told: &[Told]) {
    // Looked at twice, so that nothing happens in between: files may still be listened to.
    let (events, shown) = loop {
        let before = person.sees().await.seq;
        let (events, shown) = (events(person).await, person.sees().await);
        if shown.seq == before {
            break (events, shown);
        }
    };
    let mut there = BTreeMap::new();
    for (seq, event) in &events {
        if let Fact::Said { message, .. } = &event.fact {
            assert_eq!(there.insert(*message, *seq), None, "{message} is there twice");
        }
    }
    for Told { message, seq } in told {
        assert_eq!(there.get(message), Some(seq), "{message} was told as kept");
    }
    let seqs: Vec<u64> = events.iter().map(|(seq, _)| *seq).collect();
    assert!(seqs.is_sorted_by(|one, next| one < next), "{seqs:?}");
    let state = events.into_iter().fold(Project::default(), |it, (_, event)| it.apply(&event));
    assert_eq!(digest(&state).unwrap(), shown.digest, "{PROJECT} folds to what is shown");
}

/// The journal's hashes are in order, and every file is what was sent.
pub async fn nothing_is_broken(service: &bar_service::service::Service) {
    let found = bar_service::backup::verify(&*service.db, &service.vault, &service.keys).await;
    let found = found.unwrap();
    assert_eq!(found.found, []);
}

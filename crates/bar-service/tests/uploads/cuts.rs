//! Bodies that are cut off anywhere, as often as one likes: the bytes are the same in the end.

use bytes::Bytes;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::client::{Tus, checksum, cut, hash};
use crate::rig::Rig;
use crate::stand::bytes;

/// One request of a client.
#[derive(Debug, Clone)]
struct Try {
    /// How many bytes it promises, in parts of what is left.
    promises: f64,
    /// How many of them it sends, the same way.
    sends: f64,
    checksum: bool,
}

/// One file on its way.
#[derive(Debug, Clone)]
struct Story {
    length: usize,
    deferred: bool,
    tries: Vec<Try>,
}

fn story(longest: usize) -> impl Strategy<Value = Story> {
    let part = || prop_oneof![3 => 0.0..1.0f64, 1 => Just(1.0)];
    let one = (part(), part(), any::<bool>());
    let one = one.prop_map(|(promises, sends, checksum)| Try { promises, sends, checksum });
    let length = prop_oneof![0..70_000usize, 0..longest, Just(65_536), Just(131_072)];
    (length, any::<bool>(), proptest::collection::vec(one, 0..6))
        .prop_map(|(length, deferred, tries)| Story { length, deferred, tries })
}

/// Tells it, and asks whether the file is there.
async fn tell(rig: &Rig, tus: &Tus, story: &Story) {
    // Another file each time, since none arrives twice.
    let mut file = bytes(story.length).to_vec();
    file.extend_from_slice(uuid::Uuid::now_v7().as_bytes());
    let file = Bytes::from(file);
    let length = file.len().to_string();
    let said = if story.deferred {
        ("upload-defer-length", "1")
    } else {
        ("upload-length", length.as_str())
    };
    let path = tus.create(&[said]).await;
    for one in &story.tries {
        let at = tus.head(&path).await.number("upload-offset");
        let left = file.slice(at as usize..);
        let promised = left.slice(..(left.len() as f64 * one.promises) as usize);
        let sent = &promised[..(promised.len() as f64 * one.sends) as usize];
        let sum = checksum(&promised);
        let headers = if one.checksum { &[("upload-checksum", sum.as_str())][..] } else { &[] };
        cut(tus.hanging(&path, at, promised.len(), sent, headers).await).await;

        let now = tus.head(&path).await.number("upload-offset");
        assert!(now >= at && now <= at + sent.len() as u64, "{at} to {now} by {}", sent.len());
        if one.checksum && sent.len() < promised.len() {
            assert_eq!(now, at, "nobody knows whether these bytes are right");
        }
    }
    let at = tus.head(&path).await.number("upload-offset");
    let answer = if at == file.len() as u64 && !story.deferred {
        tus.head(&path).await
    } else {
        tus.patch(&path, at, file.slice(at as usize..), &[("upload-length", &length)]).await
    };
    assert_eq!(answer.text("bar-asset"), hash(&file).to_string(), "{answer:?}");
    assert!(rig.stored(&hash(&file)).await.unwrap() == file);
}

fn tell_many(cases: u32, longest: usize, rig: impl Future<Output = Rig>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let rig = runtime.block_on(rig);
    let tus = Tus::at(rig.address);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&story(longest), |story| {
            runtime.block_on(tell(&rig, &tus, &story));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_file_that_is_cut_anywhere_arrives_whole_on_disk() {
    tell_many(200, 400_000, Rig::small());
}

#[test]
fn a_file_that_is_cut_anywhere_arrives_whole_in_s3() {
    tell_many(24, 12_000_000, Rig::large());
}

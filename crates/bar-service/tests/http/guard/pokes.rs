//! Who is told that something moved.

use std::time::Duration;

use futures::{Stream, StreamExt};
use reqwest::Method;

use super::stage::{Stage, Who};
use crate::deeds::*;
use crate::studio::{On, Person, Studio};

const MOVED: &[u8] = b"event: moved\ndata: moved\n\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_is_in_a_project_hears_that_it_moved() {
    let stage = Stage::set().await;
    let insiders = [Who::Artist, Who::Engineer, Who::Studio];
    let strangers = [Who::OtherArtist, Who::OtherEngineer, Who::Removed];
    let mut streams = Vec::new();
    for who in insiders.into_iter().chain(strangers) {
        let request = stage.person(who).request(Method::GET, "/v1/stream");
        let mut stream = Box::pin(request.send().await.unwrap().bytes_stream());
        // What was before is told once.
        assert_eq!(&stream.next().await.unwrap().unwrap()[..], MOVED);
        streams.push((who, stream));
    }
    stage.person(Who::Artist).does(say(1, bar_domain::project::Thread::Everyone, "Hello")).await;
    for (who, stream) in streams.iter_mut().filter(|(who, _)| insiders.contains(who)) {
        assert!(hears(stream).await, "{who:?} was not told");
    }
    // Then everybody is told something: who was told of the project before it hears it twice.
    stage.studio.running.service.db.poke("project ");
    for (who, stream) in &mut streams {
        assert!(hears(stream).await, "{who:?} was not told");
        let more = tokio::time::timeout(Duration::from_millis(20), stream.next()).await;
        assert!(more.is_err(), "{who:?} was told more than was theirs");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_with_its_device_and_with_the_service() {
    let studio = Studio::start(On::Sqlite).await;
    let ana = studio.artist("Ana").await;
    let phone = studio.signs_in("Ana").await;
    let [mut here, mut there] = [listens(&ana).await, listens(&phone).await];
    let device = phone.session.as_ref().unwrap().id;
    ana.delete(&format!("/v1/sessions/{device}")).await.is(204);
    assert!(ends(&mut there).await, "a device that was signed out listens");
    ana.does(create(None)).await;
    assert!(hears(&mut here).await, "a device that is signed in hears no more");
    let stopping = studio.running.stop();
    let (ended, ()) = tokio::join!(ends(&mut here), stopping);
    assert!(ended, "a stream holds the service up");
}

/// A stream of which the first word was heard.
async fn listens(person: &Person) -> impl Stream<Item = reqwest::Result<impl AsRef<[u8]>>> + Unpin {
    let request = person.request(Method::GET, "/v1/stream");
    let mut stream = Box::pin(request.send().await.unwrap().bytes_stream());
    assert_eq!(&stream.next().await.unwrap().unwrap()[..], MOVED);
    stream
}

/// Whether it ends, as it should, with nothing said before.
async fn ends<B: AsRef<[u8]>, E: std::fmt::Debug>(
    stream: &mut (impl Stream<Item = Result<B, E>> + Unpin),
) -> bool {
    let next = tokio::time::timeout(Duration::from_secs(5), stream.next()).await;
    matches!(next, Ok(None))
}

/// Whether one poke comes, and only one with it.
async fn hears<B: AsRef<[u8]>, E: std::fmt::Debug>(
    stream: &mut (impl Stream<Item = Result<B, E>> + Unpin),
) -> bool {
    let next = tokio::time::timeout(Duration::from_secs(10), stream.next()).await;
    matches!(next, Ok(Some(Ok(bytes))) if bytes.as_ref() == MOVED)
}

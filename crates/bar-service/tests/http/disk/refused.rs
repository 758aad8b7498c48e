//! A disk that fails to write, to sync, or has no room: now and then, or from some time on.

use std::path::PathBuf;

use super::fault::{Fault, SYNC, WRITE, happened};
use super::house::House;

const BROKEN: &str = "error=EIO";
const FULL: &str = "error=ENOSPC";

/// What was acknowledged while the disk did this is there, and so is all else once it does it no more.
/// Whoever was refused was told so, with one of these.
async fn check(
    calls: &'static str,
    file: impl Fn(&House) -> PathBuf,
    does: &'static str,
    times: [&'static str; 2],
    expected: (u16, &str),
) {
    let mut house = House::build().await;
    for (when, enough) in times.into_iter().zip([1, 6]) {
        let fault = Fault { calls, file: file(&house), does, when };
        let service = house.opens_with(&fault).await.expect("it starts");
        let refused = house.works(&service, enough).await;
        assert!(refused.len() >= enough && happened(&house.trace()) > 0, "{fault:?}");
        for (status, text) in refused {
            let told = status == expected.0 && text.contains(expected.1);
            assert!(told, "{fault:?}: {status} {text}");
        }
        let always = when.ends_with('+');
        if !always {
            house.goes_on(&service).await;
        }
        service.kill().await;
        house.stands().await;
    }
}

const AWAY: (u16, &str) = (503, "service.unavailable");

/// Now and then, and always; behind what the start needs.
const SYNCS: [&str; 2] = ["12+7", "12+"];
const WRITES: [&str; 2] = ["60+70", "60+"];
const PIECES: [&str; 2] = ["2+3", "2+"];

macro_rules! refused {
    ($($name:ident: $calls:ident $file:ident $does:ident $times:ident $expected:expr;)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            check($calls, House::$file, $does, $times, $expected).await;
        }
    )*};
}

refused! {
    a_journal_that_cannot_be_synced: SYNC log_of_journal BROKEN SYNCS AWAY;
    a_journal_that_cannot_be_written: WRITE log_of_journal BROKEN WRITES AWAY;
    a_journal_without_room: WRITE log_of_journal FULL WRITES AWAY;
    a_file_that_cannot_be_synced: SYNC growing BROKEN PIECES AWAY;
    a_file_without_room: WRITE growing FULL PIECES (507, "upload.no_room");
}

//! `kill -9` at named points: right before a call on a file that a promise hangs on.

use std::os::unix::process::ExitStatusExt;

use super::fault::{Fault, RENAME, SYNC, WRITE};
use super::house::House;

const SIGKILL: i32 = 9;

/// It ends right before one of these calls, and after each of its ends everything stands.
async fn check(
    calls: &'static str,
    file: impl Fn(&House) -> std::path::PathBuf,
    times: &[&'static str],
) {
    let mut house = House::build().await;
    for when in times {
        let fault = Fault { calls, file: file(&house), does: "signal=SIGKILL", when };
        let status = match house.opens_with(&fault).await {
            Ok(service) => {
                let refused = house.works(&service, usize::MAX).await;
                assert_eq!(refused, [], "{fault:?}");
                service.ends().await
            }
            // Already as it started.
            Err(ended) => ended.status,
        };
        assert_eq!(status.signal(), Some(SIGKILL), "{fault:?}");
        house.stands().await;
    }
}

macro_rules! killed {
    ($($name:ident: $calls:ident $file:ident $times:expr;)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            check($calls, House::$file, &$times).await;
        }
    )*};
}

killed! {
    as_the_log_of_the_journal_is_written: WRITE log_of_journal ["1+", "20+", "61+"];
    before_the_log_of_the_journal_is_on_the_disk: SYNC log_of_journal ["1+", "2+", "13+"];
    as_the_log_is_taken_over_into_the_journal: WRITE journal ["1+", "5+", "40+"];
    before_what_was_taken_over_is_on_the_disk: SYNC journal ["1+"];
    as_a_piece_of_a_file_is_written: WRITE growing ["1+", "3+"];
    before_a_piece_of_a_file_is_on_the_disk: SYNC growing ["1+", "3+"];
    as_a_whole_file_gets_its_name: RENAME growing ["1+"];
    before_the_name_of_a_file_is_on_the_disk: SYNC shelf ["1+"];
}

//! Comparing can be watched and stopped, and is not done twice.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use bar_stems::hear::Outcome;
use bar_stems::{CheckError, Observer, check};

use crate::song::song_with;

/// Stops as soon as the comparison is so far.
struct Stopper<'a>(f64, &'a AtomicBool);

impl Observer for Stopper<'_> {
    fn comparing(&self, done: f64) {
        if done >= self.0 {
            self.1.store(true, Ordering::Relaxed);
        }
    }
}

#[test]
fn a_check_that_is_cancelled_while_comparing_says_so() {
    let folder = song_with("", |_| unreachable!());
    for so_far in [0.0, 0.3, 1.0] {
        let cancelled = AtomicBool::new(false);
        let error = check(&folder.choice(), &Stopper(so_far, &cancelled), &cancelled).unwrap_err();
        assert!(matches!(error, CheckError::Cancelled), "{so_far}: {error}");
    }
}

/// Remembers the only comparison.
#[derive(Default)]
struct Memory {
    known: Mutex<Option<(String, Arc<Outcome>)>>,
    seen: Mutex<Vec<f64>>,
}

impl Observer for Memory {
    fn compared_before(&self, key: &str) -> Option<Arc<Outcome>> {
        let known = self.known.lock().unwrap();
        known.as_ref().filter(|(own, _)| own == key).map(|(_, outcome)| Arc::clone(outcome))
    }

    fn compared(&self, key: &str, outcome: &Arc<Outcome>) {
        *self.known.lock().unwrap() = Some((key.to_owned(), Arc::clone(outcome)));
    }

    fn comparing(&self, done: f64) {
        self.seen.lock().unwrap().push(done);
    }
}

#[test]
fn what_was_compared_before_is_not_compared_again() {
    let folder = song_with("", |_| unreachable!());
    let memory = Memory::default();
    let once = check(&folder.choice(), &memory, &AtomicBool::new(false)).unwrap();
    let seen = std::mem::take(&mut *memory.seen.lock().unwrap());
    assert_eq!((seen.first(), seen.last()), (Some(&0.0), Some(&1.0)));
    let again = check(&folder.choice(), &memory, &AtomicBool::new(false)).unwrap();
    assert_eq!(memory.seen.lock().unwrap()[..], [0.0; 0]);
    assert_eq!(once, again);
}

//! Work over the cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Runs `work` once for every job, on as many threads as there are cores, in an order in which
/// the first result comes soon and no core is left alone with a long job at the end: the smallest
/// first, then from the largest down. The results stand in the order of `sizes`.
pub(crate) fn each<T: Send>(sizes: &[u64], work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let order = order(sizes);
    let results: Vec<Mutex<Option<T>>> = sizes.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from).min(sizes.len());
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(&job) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = work(job);
                    *results[job].lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                }
            });
        }
    });
    results
        .into_iter()
        .filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

fn order(sizes: &[u64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|job| std::cmp::Reverse(sizes[*job]));
    if let Some(smallest) = order.pop() {
        order.insert(0, smallest);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_done_once_and_answers_in_its_place() {
        for count in [0_u64, 1, 2, 500] {
            let sizes: Vec<u64> = (0..count).map(|job| job * 7 % 5).collect();
            let done = AtomicUsize::new(0);
            let results = each(&sizes, |job| {
                done.fetch_add(1, Ordering::Relaxed);
                job * 2
            });
            assert_eq!(done.into_inner(), sizes.len());
            assert_eq!(results, (0..sizes.len()).map(|job| job * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_smallest_goes_first_and_then_the_largest() {
        assert_eq!(order(&[5, 9, 1, 7]), [2, 1, 3, 0]);
        assert_eq!(order(&[]), [0_usize; 0]);
    }
}

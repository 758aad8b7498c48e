//! Requests that get lost, answers that do, and both twice and in another order.

use bar_testkit::proxy::{Faults, Proxy};
use bar_testkit::random::Random;
use futures::future::join_all;

use super::once::{all_there_once, nothing_is_broken};
use super::two::two;
use crate::deeds::*;

const SEEDS: u64 = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_gets_lost_on_the_way_counts_once() {
    let (studio, beside) = two().await;
    let ana = studio.artist("Ana").await.by_ones();
    ana.does(create(None)).await;
    let (mut told, mut broken) = (Vec::new(), 0);
    for seed in 0..SEEDS {
        let proxy = Proxy::start(beside.balancer.address(), seed).await.unwrap();
        // A push is about 700 bytes, its answer about 600: it breaks off anywhere in either, or after.
        let (up, down) = if seed % 2 == 0 { (0..900, 0..0) } else { (0..0, 0..800) };
        proxy.fail(Faults { breaks: 60, up, down, ..Faults::default() });
        let person = ana.through(proxy.address());
        let number = u128::from(seed) * 4;
        let mut random = Random::new(seed);
        let order = random.pick([[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]]);
        told.extend(join_all(order.map(|it| person.tells(number + it))).await);
        broken += proxy.broken();
    }
    assert!(broken > SEEDS, "{broken} broke off");
    all_there_once(&ana, &told).await;
    nothing_is_broken(&studio.running.service).await;
}

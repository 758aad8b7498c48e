//! The voice alone, driven without a sound card and with allocation forbidden.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use assert_no_alloc::assert_no_alloc;
use bar_audio::play::voice::{CHANNELS, Gains, Heard, MAX_TAPES, ORDERS, Order, Take, Voice};
use rtrb::{Consumer, Producer, RingBuffer};

struct Rig {
    orders: Producer<Order>,
    voice: Voice,
    heard: Arc<Heard>,
    /// Kept so that the voice has somewhere to hand old takes to.
    retired: Consumer<Box<Take>>,
    /// Kept so that the voice has somewhere to let its output be measured.
    meters: Consumer<f32>,
}

fn rig() -> Rig {
    let (orders, inbox) = RingBuffer::new(ORDERS);
    let (hand_back, retired) = RingBuffer::new(ORDERS + 2);
    let (meter, meters) = RingBuffer::new(96_000);
    let heard = Arc::new(Heard::default());
    let voice = Voice::new(48_000, inbox, hand_back, meter, Arc::clone(&heard));
    Rig { orders, voice, heard, retired, meters }
}

/// Only the first `tapes` are heard.
fn only(tapes: std::ops::Range<usize>) -> Gains {
    let mut gains = [0.0; MAX_TAPES];
    gains[tapes].fill(1.0);
    gains
}

/// A take of constant tapes of `frames` frames.
fn take(id: u16, frames: usize, levels: &[f32]) -> Take {
    let constant = |level: &f32| {
        let (mut producer, consumer) = RingBuffer::new(frames * CHANNELS);
        let pushed = producer.push_entire_slice(&vec![*level; frames * CHANNELS]);
        assert!(pushed.is_ok(), "the ring fits");
        consumer
    };
    Take {
        id,
        tapes: levels.iter().map(constant).collect(),
        gains: Some(only(0..1)),
        follows: None,
        ends_at: Arc::new(AtomicU64::new(u64::MAX)),
        played: 0,
    }
}

impl Rig {
    fn order(&mut self, order: Order) -> &mut Self {
        assert!(self.orders.push(order).is_ok(), "the test sends few orders");
        self
    }

    fn take(&mut self, take: Take) -> &mut Self {
        self.order(Order::Take(Box::new(take)))
    }

    fn render(&mut self, frames: usize) -> Vec<f32> {
        let mut out = vec![f32::NAN; frames * CHANNELS];
        assert_no_alloc(|| self.voice.render(&mut out));
        out
    }
}

#[test]
fn replacing_a_take_frees_nothing_on_the_audio_thread() {
    let mut rig = rig();
    for id in 0..4 {
        rig.take(take(id, 64, &[0.5, 0.25])).order(Order::Run(true)).render(16);
    }
    assert_eq!(rig.retired.slots(), 3, "every replaced take came back to be freed here");
}

#[test]
fn orders_wait_while_nobody_takes_old_takes_back() {
    let mut rig = rig();
    for round in 0..4 {
        for id in 0..ORDERS as u16 {
            if rig.orders.push(Order::Take(Box::new(take(id, 4, &[0.5])))).is_err() {
                assert!(round > 0, "the queue holds as many");
            }
        }
        rig.render(16);
    }
    assert!(rig.retired.slots() > ORDERS, "they were handed back, none was freed here");
}

#[test]
fn a_late_deck_is_heard_as_silence_and_counted_and_all_tapes_wait() {
    let mut rig = rig();
    let mut late = take(1, 20, &[0.5, 0.5]);
    late.tapes[1] = take(1, 10, &[0.5]).tapes.remove(0);
    rig.take(late).order(Order::Run(true));
    let out = rig.render(16);
    assert_eq!(out[..20], [0.5; 20]);
    assert_eq!(out[20..], [0.0; 12], "the rest of the buffer is written, not left over");
    assert_eq!(rig.heard.place(), (1, 10));
    assert_eq!(rig.heard.underruns.load(Ordering::Relaxed), 1);
    assert_eq!(rig.meters.slots(), 20, "only what was played is measured");
}

#[test]
fn an_end_is_not_late() {
    let mut rig = rig();
    let short = take(1, 10, &[0.5]);
    short.ends_at.store(10, Ordering::Relaxed);
    rig.take(short).order(Order::Run(true)).render(16);
    assert_eq!(rig.heard.underruns.load(Ordering::Relaxed), 0);
}

#[test]
fn switching_sides_keeps_the_place_and_never_jumps() {
    let mut rig = rig();
    rig.take(take(1, 2000, &[1.0, -1.0])).order(Order::Run(true)).render(500);
    let out = rig.order(Order::Gains(only(1..2))).render(1000);
    let left = out.chunks(2).map(|f| f[0]).collect::<Vec<_>>();
    assert!(left.windows(2).all(|w| (w[1] - w[0]).abs() < 0.01), "the fade has no click");
    assert_eq!(out[960..], [-1.0; 1040], "B alone is heard in the end");
    assert_eq!(rig.heard.place(), (1, 1500));
}

#[test]
fn a_take_that_follows_is_joined_where_the_other_one_is() {
    let mut rig = rig();
    let counted = |from: usize| {
        let (mut producer, consumer) = RingBuffer::new(4000);
        for frame in from..from + 1000 {
            let _ = producer.push(frame as f32).and_then(|()| producer.push(frame as f32));
        }
        (producer, consumer)
    };
    let (_first, tape) = counted(0);
    rig.take(Take { tapes: vec![tape], ..take(1, 1, &[]) }).order(Order::Run(true)).render(300);
    // It begins where 250 had been played; by now it is 300.
    let (mut more, tape) = counted(250);
    rig.take(Take { tapes: vec![tape], follows: Some((1, 250)), gains: None, ..take(2, 1, &[]) });
    assert_eq!(rig.render(100)[..2], [300.0, 300.0]);
    assert_eq!(rig.heard.place(), (2, 150));
    // Too short to go on with: the old one plays on until it is not.
    let (mut late, tape) = RingBuffer::new(4000);
    rig.take(Take { tapes: vec![tape], follows: Some((2, 150)), gains: None, ..take(3, 1, &[]) });
    assert_eq!(rig.render(100)[..2], [400.0, 400.0]);
    assert_eq!(rig.heard.place(), (2, 250));
    for frame in 400..900 {
        let _ = late.push(frame as f32).and_then(|()| late.push(frame as f32));
    }
    assert_eq!(rig.render(100)[..2], [500.0, 500.0]);
    assert_eq!(rig.heard.place(), (3, 200));
    // Made when the second one played, as the third one did: it counts as the second one does.
    let (_fourth, tape) = counted(600);
    rig.take(Take { tapes: vec![tape], follows: Some((2, 350)), gains: None, ..take(4, 1, &[]) });
    assert_eq!(rig.render(100)[..2], [600.0, 600.0]);
    assert_eq!(rig.heard.place(), (4, 100));
    let _ = more.push(0.0);
}

#[test]
fn minus_zero_is_a_sample_too() {
    let mut rig = rig();
    let out = rig.take(take(1, 10, &[-0.0, 0.0])).order(Order::Run(true)).render(4);
    assert!(out.iter().all(|sample| sample.to_bits() == (-0.0_f32).to_bits()));
}

//! The finished record.

use bar_domain::project::{
    Act, Arrival, Container, Format, Level, Measured, Offering, Sheet, Stage,
};
use bar_domain::{Frames, SampleRate};

use super::desk::*;

fn deliver(format: Format, sheet: Sheet) -> Act {
    let asset = file(MASTER.0.as_u128());
    Act::DeliverMaster { song: HARBOUR, version: MASTER, asset, format, sheet }
}

fn accept_master() -> Act {
    Act::AcceptMaster { song: HARBOUR, version: MASTER }
}

#[test]
fn what_a_master_must_be() {
    let desk = Desk::approved();
    let (f, s) = (format(), sheet());
    let isrc = |code: &str| Sheet { isrc: Some(code.into()), ..s.clone() };
    let shorter = Format { frames: Frames(MINUTE.0 - 48_001), ..f };
    for (format, sheet, code) in [
        (Format { container: Container::Aiff, ..f }, s.clone(), "master.format"),
        (Format { bits: 16, ..f }, s.clone(), "master.format"),
        (Format { bits: 32, float: true, ..f }, s.clone(), "master.format"),
        (Format { rate: SampleRate(44_100), ..f }, s.clone(), "master.format"),
        (Format { channels: 6, ..f }, s.clone(), "master.format"),
        (Format { frames: Frames(0), ..f }, s.clone(), "master.format"),
        (f, Sheet { clipped_runs: 1, ..s.clone() }, "master.clips"),
        (f, Sheet { true_peak: Level::from(0.01), ..s.clone() }, "master.peaks"),
        (f, Sheet { true_peak: Level::from(0.0), ..s.clone() }, "ok"),
        (shorter, s.clone(), "master.length"),
        (shorter, Sheet { remark: "The count-in went".into(), ..s.clone() }, "ok"),
        (f, Sheet { start: -481, ..s.clone() }, "master.start"),
        (f, Sheet { start: 480, ..s.clone() }, "ok"),
        (f, Sheet { start: i64::MIN, remark: "The count-in".into(), ..s.clone() }, "ok"),
        (f, Sheet { title: " ".into(), ..s.clone() }, "text.missing"),
        (f, isrc("GBAYE060149"), "master.isrc"),
        (f, isrc("1BAYE0601498"), "master.isrc"),
        (f, isrc("gb aye 06 01498"), "ok"),
        (f, Sheet { isrc: None, ..s.clone() }, "ok"),
    ] {
        assert_eq!(desk.would(&ed(), deliver(format, sheet.clone())), code, "{format} {sheet:?}");
    }
    assert_eq!(
        desk.clone().act(&ed(), deliver(Format { bits: 16, ..f }, s)).unwrap_err().to_string(),
        "a master is a 24-bit WAV at 48 kHz with one or two channels, and this is a 16-bit WAV at 48 kHz: \
         bounce it again"
    );
    assert_eq!(desk.would(&ana(), master()), "project.not_yours");
    assert_eq!(Desk::mixed().code(&ed(), master()), "approval.none");
}

#[test]
fn it_is_accepted_by_the_artist_once_it_is_there_and_what_was_said() {
    let mut desk = Desk::approved();
    desk.ok(&ed(), master());
    assert_eq!(desk.code(&ana(), accept_master()), "file.not_arrived");
    for other in [ed(), studio(), service()] {
        assert_eq!(desk.code(&other, accept_master()), "project.not_yours");
    }
    let (loudness, true_peak) = (None, Some(Level::from(-1.0)));
    let wrong = Format { bits: 16, ..format() };
    for measured in [
        None,
        Some(Measured { format: wrong, loudness, true_peak }),
        Some(Measured { format: format(), loudness, true_peak: Some(Level::from(1.2)) }),
    ] {
        let arrival = Arrival { measured, ..Arrival::default() };
        desk.ok(&service(), Act::AssetArrived { asset: hash(0x1f), arrival });
        assert_eq!(desk.code(&ana(), accept_master()), "master.differs");
    }
    desk.ok(&service(), arrives(0x1f)).ok(&ana(), accept_master());
    assert_eq!(desk.stage(), Stage::Completed);
}

#[test]
fn a_master_that_came_back_is_delivered_anew() {
    let mut desk = Desk::mastered();
    let give_back =
        |reason: &str| Act::ReturnMaster { song: HARBOUR, version: MASTER, reason: reason.into() };
    assert_eq!(desk.code(&ana(), give_back("")), "text.missing");
    desk.ok(&ana(), give_back("too loud"));
    assert_eq!(desk.code(&ana(), accept_master()), "master.not_the_one");
    assert_eq!(desk.code(&ed(), master()), "project.id_taken");
    let second = bar_domain::song::VersionId(uuid::Uuid::from_u128(0x2f));
    let (asset, format, sheet) = (file(0x2f), format(), sheet());
    desk.ok(&ed(), Act::DeliverMaster { song: HARBOUR, version: second, asset, format, sheet });
    desk.ok(&service(), arrives(0x2f));
    desk.ok(&ana(), Act::AcceptMaster { song: HARBOUR, version: second });
    assert_eq!(desk.stage(), Stage::Completed);
    assert!(desk.project.stays(hash(0x2f)) && !desk.project.stays(hash(0x1f)));
}

#[test]
fn where_only_mastering_was_agreed_on_it_is_made_from_the_rough_mix() {
    let mut desk = Desk::wanting(&[Offering::Mastering]);
    desk.ok(&ana(), Act::Submit);
    desk.ok(&ed(), draw(QUOTE, vec![offering(Offering::Mastering, 5_000)])).ok(&ana(), accept());
    desk.ok(&service(), paid(INVOICE, 5_000));
    assert_eq!(desk.code(&ed(), mix(1)), "work.not_mixed");
    desk.ok(&ed(), master()).ok(&service(), arrives(0x1f)).ok(&ana(), accept_master());
    assert_eq!(desk.stage(), Stage::Completed);
}

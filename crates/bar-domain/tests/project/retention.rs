//! How long files are kept.

use bar_domain::project::{Act, ErasedFile, Receipt, Stage, kept_until};
use bar_domain::song::Time;

use super::desk::*;

/// Milliseconds of a day of the calendar at noon, by way of what was measured elsewhere.
fn noon(days_since_1970: i64) -> Time {
    Time(days_since_1970 * DAY + DAY / 2)
}

#[test]
fn six_calendar_months_are_not_so_many_days() {
    // 2026-11-28, and 2027-05-28.
    assert_eq!(kept_until(noon(20_785)), noon(20_966));
    // 2027-08-31, and 2028-02-29: a leap year.
    assert_eq!(kept_until(noon(21_061)), noon(21_243));
    // Where the calendar ends nothing breaks.
    for end in [i64::MIN, i64::MAX, 253_402_207_200_000] {
        assert_eq!(kept_until(Time(end)), Time(end));
    }
}

/// Sends the reminders that are due by now.
fn remind(desk: &mut Desk) {
    while let Some(next) = desk.project.retention.next_reminder() {
        if next.at > desk.now() {
            break;
        }
        desk.ok(&service(), Act::Remind { days: next.days });
    }
}

#[test]
fn nothing_is_erased_before_its_day_and_three_reminders() {
    let mut desk = Desk::completed();
    let until = desk.project.retention.until.unwrap();
    assert_eq!(until, kept_until(desk.now()));
    let mut reminded = Vec::new();
    for _ in 0..400 {
        let before = desk.project.retention.reminded.len();
        remind(&mut desk);
        if desk.project.retention.reminded.len() > before {
            reminded.push((until.0 - desk.now().0 + DAY - 1) / DAY);
        }
        if desk.code(&service(), Act::BeginErasure) == "ok" {
            break;
        }
        assert_eq!(desk.code(&service(), Act::BeginErasure), "retention.not_due");
        desk.days(1);
    }
    assert_eq!(reminded, [30, 7, 1]);
    assert_eq!(desk.stage(), Stage::Erasing);
    assert!(desk.now() >= until && desk.now().0 - until.0 < 2 * DAY);
    assert_eq!(desk.code(&studio(), Act::BeginErasure), "project.not_yours");
}

#[test]
fn a_service_that_stood_still_for_a_year_warns_first() {
    let mut desk = Desk::completed();
    desk.days(365);
    assert_eq!(desk.code(&service(), Act::BeginErasure), "retention.not_due");
    assert_eq!(desk.code(&service(), Act::Remind { days: 7 }), "retention.wrong_reminder");
    remind(&mut desk);
    assert_eq!(desk.project.retention.reminded.len(), 1);
    let warned = desk.now();
    while desk.code(&service(), Act::BeginErasure) != "ok" {
        desk.days(1);
        remind(&mut desk);
    }
    assert!(desk.now().0 - warned.0 >= 30 * DAY);
}

#[test]
fn kept_longer_means_without_an_end_until_the_artist_says_otherwise() {
    let keep = |keep| Act::KeepLonger { keep };
    let mut desk = Desk::working();
    assert_eq!(desk.code(&ed(), keep(true)), "project.not_yours");
    let mut desk = {
        desk.ok(&ana(), keep(true)).mix(1).ok(&ana(), approve(MIX_1));
        desk.ok(&ed(), master()).ok(&service(), arrives(0x1f));
        desk.ok(&ana(), Act::AcceptMaster { song: HARBOUR, version: MASTER });
        desk
    };
    desk.days(4_000);
    remind(&mut desk);
    assert_eq!(desk.project.retention.due(), None);
    assert_eq!(desk.code(&service(), Act::BeginErasure), "retention.not_due");
    desk.ok(&ana(), keep(false));
    assert_eq!(desk.project.retention.due(), Some(Time(desk.now().0 + 30 * DAY)));
    remind(&mut desk);
    desk.days(23);
    remind(&mut desk);
    // One click, any time before.
    desk.ok(&ana(), keep(true)).ok(&ana(), keep(false));
    assert!(desk.project.retention.reminded.is_empty(), "what was warned of is off");
}

#[test]
fn a_cancelled_project_is_erased_too_and_the_receipt_names_every_file() {
    let mut desk = Desk::mastered();
    desk.ok(&ana(), Act::Cancel { reason: "the band split up".into() });
    assert_eq!(desk.code(&service(), receipt(vec![])), "retention.not_erasing");
    while desk.stage() != Stage::Erasing {
        desk.days(1);
        remind(&mut desk);
        desk.code(&service(), Act::BeginErasure);
    }
    for (actor, act) in [
        (ana(), Act::KeepLonger { keep: true }),
        (ana(), say(9, bar_domain::project::Thread::Everyone, "wait")),
        (service(), arrives(0x10)),
    ] {
        assert_eq!(desk.code(&actor, act), "project.erasing");
    }
    let files: Vec<_> = desk.project.to_erase().collect();
    assert_eq!(files.len(), 3, "a master that nobody accepted goes too");
    let wrong = ErasedFile { bytes: 1, ..files[0] };
    for wrong in [vec![], files[1..].to_vec(), vec![wrong, files[1], files[2]]] {
        assert_eq!(desk.code(&service(), receipt(wrong)), "retention.receipt");
    }
    assert_eq!(desk.code(&ana(), receipt(files.clone())), "project.not_yours");
    desk.ok(&service(), receipt(files.clone()));
    assert_eq!(desk.stage(), Stage::Erased);
    assert_eq!(desk.act(&service(), receipt(files)), Ok(0));
    assert!(!desk.project.may_fetch(&studio(), hash(0x1f)));
}

fn receipt(files: Vec<ErasedFile>) -> Act {
    let receipt = Receipt { files, erased_at: TODAY, signature: "00ff".into() };
    Act::FinishErasure { receipt }
}

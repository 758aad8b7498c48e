//! A long project costs about as much an event as a short one.

use bar_domain::project::{Event, Project, Thread};
use bar_domain::song::Time;

use super::desk::*;

/// A working project in which so much more was said.
fn talkative(messages: u128) -> Vec<Event> {
    let mut desk = Desk::working();
    let said = |number: u128| {
        let bar_domain::project::Act::Say { message, thread, song, text, references } =
            say(number, Thread::Everyone, "and another thing")
        else {
            unreachable!()
        };
        let fact = bar_domain::project::Fact::Said { message, thread, song, text, references };
        Event { by: ana(), at: Time(number as i64), fact }
    };
    desk.events.extend((0..messages).map(said));
    desk.events
}

/// Counted, not timed: where an event is applied in place, what was there already is not touched.
#[test]
fn what_is_there_is_not_copied_for_what_comes() {
    let events = talkative(5_000);
    let mut project = Project::default();
    let (mut moved, mut room) = (0, 0);
    for event in &events {
        let before = project.messages.as_ptr();
        project = project.apply(event);
        if project.messages.capacity() == room && project.messages.as_ptr() != before {
            moved += 1;
        }
        room = project.messages.capacity();
    }
    assert_eq!((project.messages.len(), moved), (5_000, 0));
}

#[test]
fn a_project_that_is_full_can_still_be_finished_and_kept() {
    use bar_domain::project::{Act, Folded, limits::MOST_EVENTS};
    let mut desk = Desk::mastered();
    desk.project.folded = Folded { everyone: MOST_EVENTS - 1, ..Folded::default() };
    desk.ok(&ana(), say(1, Thread::Everyone, "the last word"));
    assert_eq!(desk.code(&ana(), say(2, Thread::Everyone, "one more")), "project.full");
    desk.ok(&ana(), Act::KeepLonger { keep: true });
    desk.ok(&ana(), Act::AcceptMaster { song: HARBOUR, version: MASTER });
    assert_eq!(desk.stage(), bar_domain::project::Stage::Completed);
}

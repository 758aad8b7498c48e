//! Playing over the public face of the crate, through a mock output that is pulled faster than real
//! time. Every callback of every test runs with allocation forbidden.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its file should stop")]

mod devices;
mod levels;
mod loops;
mod odd;
mod realtime;
mod resampled;
mod rig;
mod seeking;
mod stems;
mod versions;

#[global_allocator]
static ALLOCATOR: assert_no_alloc::AllocDisabler = assert_no_alloc::AllocDisabler;

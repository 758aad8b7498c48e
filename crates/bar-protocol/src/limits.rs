//! Limits that both ends hold.

/// Commands in one push.
pub const MOST_COMMANDS: usize = 500;
/// Events in one page.
pub const MOST_EVENTS: u32 = 500;
/// Bytes of a request that is not an upload.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

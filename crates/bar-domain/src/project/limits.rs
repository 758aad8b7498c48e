//! How much of everything a project holds. Nobody who makes music meets one of these; they keep a project
//! small enough to be read, folded and sent as a whole.

/// Songs.
pub const MOST_SONGS: usize = 60;
/// Versions of one song, removed ones too.
pub const MOST_VERSIONS: usize = 300;
/// Notes of one song, withdrawn ones too.
pub const MOST_NOTES: usize = 3_000;
/// Drafts that one round can send off.
pub const MOST_DRAFTS: usize = 400;
/// Replies to one note.
pub const MOST_REPLIES: usize = 200;
/// Sets of stems of one song.
pub const MOST_SETS: usize = 60;
/// Stems of one set.
pub const MOST_STEMS: usize = 400;
/// Masters of one song.
pub const MOST_MASTERS: usize = 60;
/// Quotes, and so invoices.
pub const MOST_QUOTES: usize = 100;
/// Lines of one quote.
pub const MOST_LINES: usize = 200;
/// Payments and refunds of one invoice that were recorded by hand.
pub const MOST_PAYMENTS: usize = 50;
/// Messages.
pub const MOST_MESSAGES: usize = 10_000;
/// References of one message.
pub const MOST_REFERENCES: usize = 20;
/// Files that a project names.
pub const MOST_ASSETS: usize = 20_000;
/// Findings of one file.
pub const MOST_FINDINGS: usize = 200;
/// People.
pub const MOST_MEMBERS: usize = 100;
/// Texts that stand side by side because they were written at the same time.
pub const MOST_BESIDE: usize = 10;
/// What happened. People can do no more then but finish, keep or leave it.
pub const MOST_EVENTS: u32 = 100_000;

/// Characters of a title, a name or a line of a quote.
pub const LONGEST_LINE: usize = 200;
/// Characters of a reason, a remark, or what changed in a mix.
pub const LONGEST_REMARK: usize = 2_000;
/// Characters of a message.
pub const LONGEST_MESSAGE: usize = 8_000;
/// Characters of a brief or a description.
pub const LONGEST_BRIEF: usize = 20_000;
/// Characters of a link.
pub const LONGEST_LINK: usize = 2_000;
/// Bytes of one file: 64 GiB.
pub const LARGEST_FILE: u64 = 64 << 30;
/// Rounds that one quote includes or one line adds.
pub const MOST_ROUNDS: u16 = 20;
/// Minor units of one line or budget; what is more is a typing error.
pub const MOST_MONEY: i64 = 100_000_000_000;

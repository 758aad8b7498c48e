//! What there is to write about.

use bar_domain::song::{Role, Time};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::Page;

/// What a mail is about. It names things and counts them, and quotes nobody: what people write to each
/// other stays in the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Letter {
    /// Somebody is asked to join.
    Invitation {
        /// As what.
        role: Role,
        /// Where to accept it.
        link: String,
        /// Until when it counts.
        until: Time,
    },
    /// An account was made with this address.
    Confirmation {
        /// Where to confirm it.
        link: String,
        /// Until when it counts.
        until: Time,
    },
    /// Somebody forgot their password.
    NewPassword {
        /// Where to set one.
        link: String,
        /// Until when it counts.
        until: Time,
    },
    /// There is a quote to answer.
    QuoteReady {
        /// What the project is called.
        project: String,
        /// Where to see it.
        link: String,
    },
    /// PayPal sends the invoice itself.
    InvoiceSent {
        /// What the project is called.
        project: String,
        /// The number on the invoice.
        number: String,
        /// Where to pay it.
        link: String,
    },
    /// Some stems have to be sent again.
    StemsReturned {
        /// What the project is called.
        project: String,
        /// How many.
        stems: usize,
        /// Where to see why.
        link: String,
    },
    /// There is a mix to listen to.
    MixReady {
        /// What the song is called.
        song: String,
        /// Which mix.
        mix: u16,
        /// Where to hear it.
        link: String,
    },
    /// A round of notes is there for the engineer.
    NotesSubmitted {
        /// What the song is called.
        song: String,
        /// The mix they are on.
        mix: u16,
        /// How many.
        notes: usize,
        /// Where to see them.
        link: String,
    },
    /// There is the master to download.
    MasterReady {
        /// What the song is called.
        song: String,
        /// Where to get it.
        link: String,
    },
    /// Original material will be erased.
    EraseSoon {
        /// What the project is called.
        project: String,
        /// In how many days.
        days: u16,
        /// When.
        on: Time,
        /// Where to keep it longer.
        link: String,
    },
    /// Original material was erased.
    Erased {
        /// What the project is called.
        project: String,
        /// How many files.
        files: usize,
        /// When.
        on: Time,
        /// Where the receipt is.
        link: String,
    },
}

impl Letter {
    /// What it says, from a studio of this name.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a letter of each kind, one after the other")]
    pub fn page(&self, studio: &str) -> Page {
        let part_of =
            |what: &str| format!("You get this mail because you work on {what} with {studio}.");
        let asked =
            || format!("You get this mail because somebody typed your address at {studio}.");
        let page =
            |subject: String, paragraphs: &[String], action: (&'static str, &str), because| {
                let (label, link) = action;
                let action = Some((label, link.to_owned()));
                Page { subject, paragraphs: paragraphs.to_vec(), action, because }
            };
        match self {
            Self::Invitation { role, link, until } => page(
                format!("An invitation from {studio}"),
                &[
                    format!("{studio} invites you to work with it as {}.", called(*role)),
                    format!("The invitation is for you alone and counts until {}.", day(*until)),
                ],
                ("Accept the invitation", link),
                asked(),
            ),
            Self::Confirmation { link, until } => page(
                "Confirm your e-mail address".to_owned(),
                &[
                    format!("An account at {studio} was made with this address."),
                    format!("Confirm that it is yours until {}.", day(*until)),
                    "If it was not you, there is nothing to do.".to_owned(),
                ],
                ("Confirm the address", link),
                asked(),
            ),
            Self::NewPassword { link, until } => page(
                "Set a new password".to_owned(),
                &[
                    format!("Somebody wants to set a new password for your account at {studio}."),
                    format!("The link counts once, until {}.", day(*until)),
                    "If it was not you, there is nothing to do: your password stays.".to_owned(),
                ],
                ("Set a new password", link),
                asked(),
            ),
            Self::QuoteReady { project, link } => page(
                format!("A quote for {project}"),
                &[
                    format!(
                        "The quote for {project} is there: what is done, by when, and its price."
                    ),
                    "Accept it, decline it, or ask for a change. Nothing is agreed on before you \
                     accept."
                        .to_owned(),
                ],
                ("See the quote", link),
                part_of(project),
            ),
            Self::InvoiceSent { project, number, link } => page(
                format!("The invoice for {project}"),
                &[
                    format!("PayPal sends you invoice {number} for {project}."),
                    "Work starts when it is paid. You can prepare and check your stems before."
                        .to_owned(),
                ],
                ("See the invoice", link),
                part_of(project),
            ),
            Self::StemsReturned { project, stems, link } => page(
                format!("Stems of {project} to send again"),
                &[format!(
                    "The engineer returned {} of {project}, each with the reason. What you send \
                     instead takes its place.",
                    counted(*stems, "stem", "stems")
                )],
                ("See the reasons", link),
                part_of(project),
            ),
            Self::MixReady { song, mix, link } => page(
                format!("{song}: Mix {mix} is there"),
                &[
                    format!("Mix {mix} of {song} is there to listen to."),
                    "Write notes where you hear them, and submit them as one round; or approve it."
                        .to_owned(),
                ],
                ("Listen to it", link),
                part_of(song),
            ),
            Self::NotesSubmitted { song, mix, notes, link } => page(
                format!("{song}: notes on Mix {mix}"),
                &[format!(
                    "The artist submitted {} on Mix {mix} of {song}.",
                    counted(*notes, "note", "notes")
                )],
                ("See the notes", link),
                part_of(song),
            ),
            Self::MasterReady { song, link } => page(
                format!("{song}: the master is there"),
                &[format!("The master of {song} is ready to download, with its delivery sheet.")],
                ("Get the master", link),
                part_of(song),
            ),
            Self::EraseSoon { project, days, on, link } => page(
                format!("{project} is erased in {}", counted(usize::from(*days), "day", "days")),
                &[
                    format!(
                        "The material that you sent for {project} is erased on {}. That is final.",
                        day(*on)
                    ),
                    "Masters and the record of the project stay. To keep everything longer, turn \
                     on “keep longer” before; it costs nothing."
                        .to_owned(),
                ],
                ("Keep it longer", link),
                part_of(project),
            ),
            Self::Erased { project, files, on, link } => page(
                format!("{project} was erased"),
                &[format!(
                    "{} of {project} were erased on {}, as you were told before. The receipt says \
                     which, with their checksums.",
                    counted(*files, "file", "files"),
                    day(*on)
                )],
                ("See the receipt", link),
                part_of(project),
            ),
        }
    }
}

fn counted(many: usize, one: &str, more: &str) -> String {
    if many == 1 { format!("1 {one}") } else { format!("{many} {more}") }
}

fn called(role: Role) -> &'static str {
    match role {
        Role::Artist => "an artist",
        Role::Engineer => "an engineer",
        Role::Studio | Role::Service => "part of the studio",
    }
}

/// `28 November 2026`, where it is that day in Greenwich.
fn day(time: Time) -> String {
    let time = Timestamp::from_millisecond(time.0).unwrap_or_default();
    time.to_zoned(TimeZone::UTC).strftime("%-d %B %Y").to_string()
}

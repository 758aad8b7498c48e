//! A letter of every kind.

use bar_domain::song::{Role, Time};
use bar_service::mail::{Address, Letter};

/// 28 November 2026, noon.
pub const NOW: Time = Time(1_795_867_200_000);
const LINK: &str = "https://studio.example.com/p/1";

/// Ana, who gets them.
pub fn ana() -> Address {
    Address::new("Ana", "ana@example.com").unwrap()
}

/// The studio, which sends them.
pub fn studio() -> Address {
    Address::new("Bar One", "studio@example.com").unwrap()
}

/// One of each kind, about something of this name.
pub fn all(name: &str) -> Vec<Letter> {
    let (song, project, link) = (name.to_owned(), name.to_owned(), LINK.to_owned());
    vec![
        Letter::Invitation { role: Role::Artist, link: link.clone(), until: NOW },
        Letter::Confirmation { link: link.clone(), until: NOW },
        Letter::NewPassword { link: link.clone(), until: NOW },
        Letter::QuoteReady { project: project.clone(), link: link.clone() },
        Letter::InvoiceSent {
            project: project.clone(),
            number: "BAR1-7F3K9".to_owned(),
            link: link.clone(),
        },
        Letter::StemsReturned { project: project.clone(), stems: 2, link: link.clone() },
        Letter::MixReady { song: song.clone(), mix: 2, link: link.clone() },
        Letter::NotesSubmitted { song: song.clone(), mix: 2, notes: 1, link: link.clone() },
        Letter::MasterReady { song, link: link.clone() },
        Letter::EraseSoon { project: project.clone(), days: 30, on: NOW, link: link.clone() },
        Letter::EraseSoon { project: project.clone(), days: 7, on: NOW, link: link.clone() },
        Letter::EraseSoon { project: project.clone(), days: 1, on: NOW, link: link.clone() },
        Letter::Erased { project, files: 14, on: NOW, link },
    ]
}

//! For whom a mail is.

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

/// Characters of a name that are shown.
const LONGEST_NAME: usize = 200;

/// A person and their e-mail address, both fit to stand in the head of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    name: String,
    email: lettre::Address,
}

/// A text that is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no e-mail address: type it again")]
pub struct NoAddress;

impl Address {
    /// A person of this name, which may be empty and is put on one line.
    ///
    /// # Errors
    /// When `email` is no address, or one that not every mail server takes.
    pub fn new(name: &str, email: &str) -> Result<Self, NoAddress> {
        let plain = email.len() <= 254 && email.bytes().all(|byte| byte.is_ascii_graphic());
        let odd = |letter: char| "<>,;:\"()[]\\".contains(letter);
        if !plain || email.contains(odd) {
            return Err(NoAddress);
        }
        let email = email.parse().map_err(|_| NoAddress)?;
        Ok(Self { name: one_line(name, LONGEST_NAME), email })
    }

    /// What the person is called; may be empty.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What stands behind the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.email.domain()
    }

    pub(super) fn mailbox(&self) -> Mailbox {
        let name = Some(self.name.clone()).filter(|name| !name.is_empty());
        Mailbox::new(name, self.email.clone())
    }
}

/// At most so many characters, on one line, without any that no line shows.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let is_hidden = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let shown = |c: char| if c.is_control() || is_hidden(c) { ' ' } else { c };
    let line: String = text.chars().map(shown).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address() {
        let check = |email: &str, good: bool| {
            assert_eq!(Address::new("", email).is_ok(), good, "{email:?}");
        };
        check("ana@example.com", true);
        check("ana.b+c_d-e@mail.example.co.uk", true);
        for wrong in [
            "",
            "ana",
            "@example.com",
            "ana@",
            "ana@example.com, eve@example.com",
            "ana@example.com\r\nBcc: eve@example.com",
            "<ana@example.com>",
            "Ana <ana@example.com>",
            "\"a b\"@example.com",
            "ana@[127.0.0.1]",
            "änä@example.com",
            "ana @example.com",
        ] {
            check(wrong, false);
        }
        check(&format!("{}@example.com", "a".repeat(255)), false);
    }
}

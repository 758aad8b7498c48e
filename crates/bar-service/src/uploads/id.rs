//! What an upload is called in its address.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::Refusal;

/// Names an upload: 64 hexadecimal digits. It holds the project, since rows are found by that first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UploadId {
    /// For which project.
    pub project: Uuid,
    /// Which of its uploads.
    pub id: Uuid,
}

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.project.simple(), self.id.simple())
    }
}

impl FromStr for UploadId {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let plain = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let half = |half: &str| Uuid::try_parse(half).map_err(|_| Refusal::NotFound);
        if !plain {
            return Err(Refusal::NotFound);
        }
        let (project, id) = text.split_at(32);
        Ok(Self { project: half(project)?, id: half(id)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_ids_are_of_no_upload() {
        let id = UploadId { project: Uuid::from_u128(1), id: Uuid::from_u128(2) };
        assert_eq!(id.to_string().parse(), Ok(id));
        for hostile in [
            "",
            "../../etc/passwd",
            "%2e%2e%2f",
            &"g".repeat(64),
            &"0".repeat(63),
            &"é".repeat(32),
            &format!("{{{}}}", "0".repeat(62)),
            &"-".repeat(64),
        ] {
            assert_eq!(hostile.parse::<UploadId>(), Err(Refusal::NotFound), "{hostile:?}");
        }
    }
}

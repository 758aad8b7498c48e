//! What instances tell each other: that something moved, never what.

use bar_domain::song::ActorId;

/// Members named in one poke; where there are more, it is for everybody.
const MOST: usize = 64;
const PROJECT: &str = "project ";
const SIGNED_OUT: &str = "signed out ";

/// That devices of somebody were signed out, as it is sent.
#[must_use]
pub fn signed_out(account: ActorId) -> String {
    format!("{SIGNED_OUT}{account}")
}

/// Of whom devices were signed out, from what was sent.
#[must_use]
pub fn who_signed_out(text: &str) -> Option<ActorId> {
    text.strip_prefix(SIGNED_OUT)?.parse().ok()
}

/// A project moved, for these people, or for everybody where nobody is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poke {
    /// Who is in it.
    pub members: Vec<ActorId>,
}

impl Poke {
    /// As it is sent.
    #[must_use]
    pub fn text(&self) -> String {
        let members = if self.members.len() > MOST { &[][..] } else { &self.members[..] };
        let ids: Vec<String> = members.iter().map(ToString::to_string).collect();
        format!("{PROJECT}{}", ids.join(","))
    }

    /// From what was sent; others send other things.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let ids = text.strip_prefix(PROJECT)?.split(',').filter(|id| !id.is_empty());
        Some(Self { members: ids.map(str::parse).collect::<Result<_, _>>().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use bar_domain::song::ActorId;
    use uuid::Uuid;

    use super::Poke;

    #[test]
    fn what_is_sent_is_read() {
        let member = ActorId(Uuid::from_u128(7));
        for poke in [Poke { members: vec![] }, Poke { members: vec![member, member] }] {
            assert_eq!(Poke::read(&poke.text()), Some(poke));
        }
        let all = Poke { members: vec![member; 65] };
        assert_eq!(Poke::read(&all.text()), Some(Poke { members: vec![] }));
        assert_eq!(Poke::read("upload 1"), None);
        assert_eq!(super::who_signed_out(&super::signed_out(member)), Some(member));
        assert_eq!(super::who_signed_out("project 7"), None);
    }
}

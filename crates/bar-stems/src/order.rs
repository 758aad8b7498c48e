//! The order people expect of names: `Take 2` before `Take 10`, whatever the case.

use std::cmp::Ordering;

/// Compares two relative paths with `/` between parts, folder by folder. A total order: only equal
/// paths are equal.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let parts = a.split('/').zip(b.split('/'));
    let alike = parts.map(|(a, b)| natural_part(a, b)).find(|order| order.is_ne());
    let depth = || a.split('/').count().cmp(&b.split('/').count());
    alike.unwrap_or_else(depth).then_with(|| a.cmp(b))
}

fn natural_part(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let order = match (piece(&mut a), piece(&mut b)) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) | (Some(Piece::Number(_)), Some(Piece::Letter(_))) => Ordering::Less,
            (Some(_), None) | (Some(Piece::Letter(_)), Some(Piece::Number(_))) => Ordering::Greater,
            (Some(Piece::Letter(left)), Some(Piece::Letter(right))) => left.cmp(&right),
            (Some(Piece::Number(left)), Some(Piece::Number(right))) => {
                left.len().cmp(&right.len()).then(left.cmp(right))
            }
        };
        if order.is_ne() {
            return order;
        }
    }
}

enum Piece<'a> {
    /// Decimal digits without leading zeros.
    Number(&'a str),
    /// One letter, in lower case.
    Letter(char),
}

/// Takes the next piece off `text`.
fn piece<'a>(text: &mut &'a str) -> Option<Piece<'a>> {
    let first = text.chars().next()?;
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (head, rest) = text.split_at(digits.max(first.len_utf8()));
    *text = rest;
    Some(if digits > 0 {
        Piece::Number(head.trim_start_matches('0'))
    } else {
        Piece::Letter(first.to_lowercase().next().unwrap_or(first))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_stand_as_people_expect_them() {
        let sorted = [
            "1 Kick.wav",
            "02 Snare.wav",
            "10 Bass.wav",
            "Drums/Tom 1.wav",
            "Drums/Tom 2.wav",
            "Drums/Tom 10.wav",
            "drums.wav",
            "gtr 2.wav",
            "Gtr.wav",
            "Vox/Lead.wav",
            "ärger.wav",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, sorted);
    }

    proptest! {
        #[test]
        fn it_is_a_total_order(names in prop::collection::vec("[aAbB0-2/ß.]{0,4}", 3)) {
            let [a, b, c] = [&names[0], &names[1], &names[2]];
            prop_assert_eq!(natural(a, b), natural(b, a).reverse());
            prop_assert_eq!(natural(a, b).is_eq(), a == b);
            if natural(a, b).is_le() && natural(b, c).is_le() {
                prop_assert!(natural(a, c).is_le());
            }
        }

        #[test]
        fn numbers_count(low in 0_u64..1_000_000, more in 1_u64..1_000_000) {
            let name = |number: u64| format!("Take {number:03}.wav");
            prop_assert!(natural(&name(low), &name(low + more)).is_lt());
        }
    }
}

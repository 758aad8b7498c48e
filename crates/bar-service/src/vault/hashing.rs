//! BLAKE3 that grows over requests, instances and crashes: its state is a few hundred bytes.
//!
//! The hash is a tree over chunks. Of all whole frames so far only the tops of the largest whole
//! subtrees are kept, as a binary counter keeps carries; the bytes after the last whole frame are
//! given at the end. So an upload that was broken off a hundred times is still read only once.

use blake3::hazmat::{
    ChainingValue, HasherExt, Mode, merge_subtrees_non_root, merge_subtrees_root,
};

use super::AssetHash;
use super::seal::FRAME;

/// The hash of the whole frames so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GrowingHash {
    frames: u64,
    /// Tops of subtrees, largest first: one for each bit that is set in `frames`.
    tops: Vec<ChainingValue>,
}

impl GrowingHash {
    /// Takes the next frame. More bytes must follow it before the end: the last frame, whole or
    /// not, is for [`GrowingHash::finish`].
    pub fn push(&mut self, frame: &[u8; FRAME]) {
        let mut top = self.subtree(frame);
        let mut carries = self.frames;
        while carries & 1 == 1 {
            if let Some(left) = self.tops.pop() {
                top = merge_subtrees_non_root(&left, &top, Mode::Hash);
            }
            carries >>= 1;
        }
        self.tops.push(top);
        self.frames += 1;
    }

    /// The hash of everything pushed and of `last`, which is at most a frame, and empty only
    /// where nothing was pushed.
    #[must_use]
    pub fn finish(&self, last: &[u8]) -> AssetHash {
        let Some((first, others)) = self.tops.split_first() else {
            return AssetHash(*blake3::hash(last).as_bytes());
        };
        let right = others.iter().rev().fold(self.subtree(last), |right, left| {
            merge_subtrees_non_root(left, &right, Mode::Hash)
        });
        AssetHash(*merge_subtrees_root(first, &right, Mode::Hash).as_bytes())
    }

    /// How many frames it has taken.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Its state, to be kept.
    #[must_use]
    pub fn state(&self) -> Vec<u8> {
        self.tops.concat()
    }

    /// What goes on after `frames` frames with a state that was kept, if it is one.
    #[must_use]
    pub fn resume(frames: u64, state: &[u8]) -> Option<Self> {
        let (tops, rest) = state.as_chunks::<{ blake3::OUT_LEN }>();
        (rest.is_empty() && tops.len() == frames.count_ones() as usize)
            .then(|| Self { frames, tops: tops.to_vec() })
    }

    fn subtree(&self, bytes: &[u8]) -> ChainingValue {
        let mut hasher = blake3::Hasher::new();
        hasher.set_input_offset(self.frames * FRAME as u64);
        hasher.update(bytes).finalize_non_root()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes `bytes` frame by frame, through the kept state at each.
    fn grown(bytes: &[u8]) -> AssetHash {
        let mut hash = GrowingHash::default();
        let mut rest = bytes;
        while rest.len() > FRAME {
            let (frame, more) = rest.split_first_chunk::<FRAME>().unwrap();
            hash.push(frame);
            hash = GrowingHash::resume(hash.frames(), &hash.state()).unwrap();
            rest = more;
        }
        hash.finish(rest)
    }

    #[test]
    fn it_is_the_hash_of_all_bytes_at_every_length() {
        let bytes: Vec<u8> = (0..FRAME * 19 + 7).map(|at| (at * at / 3) as u8).collect();
        for frames in 0..19 {
            for more in [0, 1, 1023, 1024, 1025, FRAME - 1] {
                let bytes = &bytes[..frames * FRAME + more];
                let whole = AssetHash(*blake3::hash(bytes).as_bytes());
                assert_eq!(grown(bytes), whole, "{frames} frames and {more} bytes");
            }
        }
    }

    #[test]
    fn a_state_of_another_length_is_none() {
        assert_eq!(GrowingHash::resume(3, &[0; 32]), None);
        assert_eq!(GrowingHash::resume(3, &[0; 63]), None);
        assert!(GrowingHash::resume(3, &[0; 64]).is_some());
    }
}

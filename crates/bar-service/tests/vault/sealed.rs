//! Sealed assets, read from a vault by ranges.

use std::sync::Arc;

use bar_service::vault::seal::{FRAME, HEADER, Place, Seal, SealedAsset, ShelfKey, sealed_len};
use bar_service::vault::{ObjectName, Vault, VaultError};
use bytes::{Bytes, BytesMut};
use futures::TryStreamExt;
use proptest::prelude::*;

use crate::stand::{Stand, bytes, put};

fn key() -> ShelfKey {
    ShelfKey::from_bytes([3; 32])
}

/// As an upload seals it.
fn seal(plain: &[u8]) -> Vec<u8> {
    let seal = Seal::begin(&key()).unwrap();
    let mut sealed = seal.header().to_vec();
    let frames: Vec<&[u8]> =
        if plain.is_empty() { vec![&[]] } else { plain.chunks(FRAME).collect() };
    for (number, frame) in frames.iter().enumerate() {
        let place = if number + 1 == frames.len() { Place::Last } else { Place::Within };
        seal.seal(place(number as u64), frame, &mut sealed).unwrap();
    }
    assert_eq!(sealed.len() as u64, sealed_len(plain.len() as u64));
    sealed
}

fn asset(vault: &Arc<dyn Vault>, name: ObjectName, bytes: usize) -> SealedAsset {
    SealedAsset { vault: Arc::clone(vault), name, key: key(), bytes: bytes as u64 }
}

async fn open(asset: &SealedAsset, range: std::ops::Range<u64>) -> Result<Bytes, VaultError> {
    let fold = async |mut all: BytesMut, bytes: Bytes| {
        all.extend_from_slice(&bytes);
        Ok(all)
    };
    Ok(asset.read(range).await?.try_fold(BytesMut::new(), fold).await?.freeze())
}

#[tokio::test]
async fn an_asset_comes_back_from_both_vaults() {
    for stand in [Stand::disk(), Stand::s3().await] {
        for (number, len) in [0, 1, FRAME, FRAME + 1, 9 * 1024 * 1024].into_iter().enumerate() {
            let plain = bytes(len);
            let name = put(&*stand.vault, number as u8, seal(&plain).into()).await;
            let asset = asset(&stand.vault, name, len);
            assert!(open(&asset, 0..u64::MAX).await.unwrap() == plain, "{len} bytes");
            assert_eq!(open(&asset, len as u64..u64::MAX).await.unwrap(), "");
        }
    }
}

#[tokio::test]
async fn what_is_cut_off_swapped_or_changed_is_never_given_out() {
    let Stand { vault, .. } = &Stand::disk();
    let plain = bytes(3 * FRAME + 5);
    let sealed = seal(&plain);
    let frame = FRAME + bar_service::vault::seal::ADDED;
    let swapped = {
        let mut swapped = sealed.clone();
        let (first, second) = swapped[HEADER..].split_at_mut(frame);
        first.swap_with_slice(&mut second[..frame]);
        swapped
    };
    let flipped = {
        let mut flipped = sealed.clone();
        flipped[HEADER + 2 * frame + 40] ^= 1;
        flipped
    };
    let cut = sealed[..HEADER + 3 * frame].to_vec();
    let other_header = [&seal(&plain)[..HEADER], &sealed[HEADER..]].concat();
    // How many bytes in front of the fault are still right.
    for (number, (fault, right)) in
        [(swapped, 0), (flipped, 2), (cut, 3), (other_header, 0)].into_iter().enumerate()
    {
        let name = put(&**vault, number as u8, fault.into()).await;
        // It claims to be the whole, or to end where it was cut.
        for len in [plain.len(), 3 * FRAME] {
            let mut stream = asset(vault, name.clone(), len).read(0..u64::MAX).await.unwrap();
            let mut given = BytesMut::new();
            let error = loop {
                match stream.try_next().await {
                    Ok(Some(bytes)) => given.extend_from_slice(&bytes),
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            assert!(matches!(error, Some(VaultError::Broken(_))), "fault {number}: {error:?}");
            assert!(given.len() <= right * FRAME && plain.starts_with(&given), "fault {number}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_range_opens_to_what_lies_there(
        len in prop_oneof![0..3usize, 0..4 * FRAME, Just(FRAME), Just(2 * FRAME)],
        start in 0..5 * FRAME as u64,
        length in prop_oneof![0..3u64, 0..5 * FRAME as u64],
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        runtime.block_on(async {
            let Stand { vault, .. } = &Stand::disk();
            let plain = bytes(len);
            let name = put(&**vault, 0, seal(&plain).into()).await;
            let found = open(&asset(vault, name, len), start..start + length).await.unwrap();
            let inside = |at: u64| at.min(len as u64) as usize;
            assert!(found == plain.slice(inside(start)..inside(start + length)));
        });
    }
}

//! What every vault promises.

use bar_service::vault::{Growth, Shelf, VaultError};
use bytes::Bytes;
use uuid::Uuid;

use crate::stand::{Ground, PROJECT, Stand, append, bytes, names, put, read};

const MIB: usize = 1024 * 1024;

/// Each story, told in a folder and in S3.
macro_rules! both {
    ($($name:ident,)*) => {
        mod disk { $(#[tokio::test] async fn $name() { super::$name(crate::stand::Stand::disk()).await; })* }
        mod s3 { $(#[tokio::test] async fn $name() { super::$name(crate::stand::Stand::s3().await).await; })* }
    };
}

both! {
    an_object_is_what_was_appended,
    any_range_is_read,
    it_grows_over_many_requests_and_instances,
    what_was_not_kept_is_cut_off,
    an_object_named_at_the_end_is_named_so,
    finishing_twice_is_finishing_once,
    what_is_abandoned_is_gone,
    an_object_is_replaced_whole,
    what_is_deleted_is_gone,
    a_list_is_of_one_project_and_shelf,
    a_growth_is_written_and_read_back,
    there_is_one_writer_after_another,
}

async fn an_object_is_what_was_appended(Stand { vault, .. }: Stand) {
    for (number, len) in [1, 5, MIB, 8 * MIB, 8 * MIB + 1, 20 * MIB].into_iter().enumerate() {
        let object = bytes(len);
        let name = put(&*vault, number as u8, object.clone()).await;
        assert_eq!(vault.len(&name).await.unwrap(), len as u64);
        assert!(read(&*vault, &name, 0..len as u64).await.unwrap() == object, "{len} bytes");
    }
}

async fn any_range_is_read(Stand { vault, .. }: Stand) {
    let object = bytes(9 * MIB + 3);
    let name = put(&*vault, 0, object.clone()).await;
    let len = object.len();
    let ranges = [0..0, 0..1, 7..8, 5..5 * MIB, 4 * MIB - 1..4 * MIB + 1, len - 1..len, len..len];
    for range in ranges {
        let found = read(&*vault, &name, range.start as u64..range.end as u64).await.unwrap();
        assert!(found == object.slice(range.clone()), "{range:?}");
    }
    let past = read(&*vault, &name, len as u64 - 1..len as u64 + 1).await;
    assert!(matches!(past, Err(VaultError::Broken(_))), "{past:?}");
}

async fn it_grows_over_many_requests_and_instances(Stand { vault, ground }: Stand) {
    let object = bytes(19 * MIB);
    let (growing, name) = names(0);
    let mut growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let mut rest = object.clone();
    for len in [1, 0, 3 * MIB, 7 * MIB, 5, 9 * MIB - 6] {
        let piece = rest.split_to(len);
        growth = append(&*ground.vault(), &growth, &[piece]).await;
        assert_eq!(growth.len(), (object.len() - rest.len()) as u64);
    }
    ground.vault().finish(&growth, &name).await.unwrap();
    assert!(read(&*vault, &name, 0..object.len() as u64).await.unwrap() == object);
    assert_eq!(vault.list(PROJECT, Shelf::Originals).await.unwrap(), [name]);
}

async fn what_was_not_kept_is_cut_off(Stand { vault, .. }: Stand) {
    let (growing, name) = names(0);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let kept = append(&*vault, &growth, &[bytes(10 * MIB)]).await;
    // One that stops half way, and one whose growth is lost on the way to the database.
    let mut lost = vault.append(&kept).await.unwrap();
    lost.write(Bytes::from_static(b"never kept")).await.unwrap();
    drop(lost);
    append(&*vault, &kept, &[bytes(9 * MIB), Bytes::from_static(b"never committed")]).await;

    let whole = append(&*vault, &kept, &[Bytes::from_static(b"the end")]).await;
    vault.finish(&whole, &name).await.unwrap();
    let end = read(&*vault, &name, 10 * MIB as u64..vault.len(&name).await.unwrap()).await;
    assert_eq!(end.unwrap(), "the end");
}

async fn an_object_named_at_the_end_is_named_so(Stand { vault, .. }: Stand) {
    let (growing, name) = names(0);
    let growth = vault.begin(&growing, None).await.unwrap();
    let growth = append(&*vault, &growth, &[bytes(9 * MIB)]).await;
    vault.finish(&growth, &name).await.unwrap();
    assert!(read(&*vault, &name, 0..9 * MIB as u64).await.unwrap() == bytes(9 * MIB));
    assert_eq!(vault.list(PROJECT, Shelf::Originals).await.unwrap(), [name]);
    assert!(vault.longest_unnamed() >= 5 * 1024 * MIB as u64);
}

async fn finishing_twice_is_finishing_once(Stand { vault, .. }: Stand) {
    let (growing, name) = names(0);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let growth = append(&*vault, &growth, &[bytes(9 * MIB)]).await;
    vault.finish(&growth, &name).await.unwrap();
    vault.finish(&growth, &name).await.unwrap();
    assert!(read(&*vault, &name, 0..9 * MIB as u64).await.unwrap() == bytes(9 * MIB));

    vault.delete(&name).await.unwrap();
    assert!(vault.finish(&growth, &name).await.is_err(), "there is nothing to finish");
}

async fn what_is_abandoned_is_gone(Stand { vault, .. }: Stand) {
    let (growing, name) = names(0);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let growth = append(&*vault, &growth, &[bytes(9 * MIB)]).await;
    vault.abandon(&growth).await.unwrap();
    vault.abandon(&growth).await.unwrap();
    assert_eq!(vault.list(PROJECT, Shelf::Originals).await.unwrap(), []);
    assert!(vault.finish(&growth, &name).await.is_err());
}

async fn an_object_is_replaced_whole(Stand { vault, .. }: Stand) {
    let name = put(&*vault, 0, bytes(100)).await;
    let (growing, _) = names(7);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let growth = append(&*vault, &growth, &[Bytes::from_static(b"another")]).await;
    assert_eq!(vault.len(&name).await.unwrap(), 100);
    vault.finish(&growth, &name).await.unwrap();
    assert_eq!(read(&*vault, &name, 0..7).await.unwrap(), "another");
    assert_eq!(vault.len(&name).await.unwrap(), 7);
}

async fn what_is_deleted_is_gone(Stand { vault, .. }: Stand) {
    let name = put(&*vault, 0, bytes(100)).await;
    vault.delete(&name).await.unwrap();
    vault.delete(&name).await.unwrap();
    assert!(matches!(vault.len(&name).await, Err(VaultError::Missing)));
    assert!(matches!(read(&*vault, &name, 0..1).await, Err(VaultError::Missing)));
    assert_eq!(vault.list(PROJECT, Shelf::Originals).await.unwrap(), []);
}

async fn a_list_is_of_one_project_and_shelf(Stand { vault, .. }: Stand) {
    let mut names: Vec<_> = Vec::new();
    for number in 0..5 {
        names.push(put(&*vault, number, bytes(1)).await);
    }
    let mut listed = vault.list(PROJECT, Shelf::Originals).await.unwrap();
    listed.sort_by_key(ToString::to_string);
    names.sort_by_key(ToString::to_string);
    assert_eq!(listed, names);
    assert_eq!(vault.list(PROJECT, Shelf::Masters).await.unwrap(), []);
    assert_eq!(vault.list(Uuid::nil(), Shelf::Originals).await.unwrap(), []);
}

async fn a_growth_is_written_and_read_back(Stand { vault, .. }: Stand) {
    let (growing, name) = names(0);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let growth = append(&*vault, &growth, &[bytes(9 * MIB)]).await;
    assert_eq!(Growth::read(&growth.written().unwrap()).unwrap(), growth);
    assert!(Growth::read("{}").is_err());
}

async fn there_is_one_writer_after_another(Stand { vault, ground }: Stand) {
    let (growing, name) = names(0);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let mut first = vault.append(&growth).await.unwrap();
    if let Ground::Folder(_) = ground {
        assert!(matches!(ground.vault().append(&growth).await, Err(VaultError::Busy)));
    }
    first.write(bytes(3)).await.unwrap();
    drop(first);
    let growth = append(&*ground.vault(), &growth, &[Bytes::from_static(b"second")]).await;
    vault.finish(&growth, &name).await.unwrap();
    assert_eq!(read(&*vault, &name, 0..6).await.unwrap(), "second");
}

#[tokio::test]
async fn storage_that_goes_and_comes_back_is_there_again() {
    let Stand { vault, ground } = Stand::s3().await;
    let Ground::Storage(mut storage) = ground else { panic!("a storage") };
    let (growing, name) = names(0);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let growth = append(&*vault, &growth, &[bytes(9 * MIB)]).await;

    storage.go().await;
    // It is tried again for a while, and goes on by itself once it is back.
    let (writer, back) = tokio::join!(vault.append(&growth), storage.come_back());
    back.unwrap();
    let mut writer = writer.unwrap();
    writer.write(bytes(9 * MIB)).await.unwrap();
    let growth = writer.keep().await.unwrap();
    vault.finish(&growth, &name).await.unwrap();
    assert_eq!(vault.len(&name).await.unwrap(), 18 * MIB as u64);
}

#[tokio::test]
async fn a_part_file_that_is_shorter_than_it_should_be_is_refused() {
    let Stand { vault, ground } = Stand::disk();
    let Ground::Folder(folder) = ground else { panic!("a folder") };
    let (growing, name) = names(0);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let growth = append(&*vault, &growth, &[bytes(100)]).await;
    let part = folder.path().join("vault").join(growing.to_string());
    std::fs::OpenOptions::new().write(true).open(part).unwrap().set_len(99).unwrap();
    assert!(matches!(vault.append(&growth).await, Err(VaultError::Missing)));
    assert!(vault.finish(&growth, &name).await.is_err());
}

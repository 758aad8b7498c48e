//! What tus promises, answer by answer.

use std::sync::atomic::Ordering;

use bytes::Bytes;

use crate::client::{Headers, OFFSET_STREAM, Tus, checksum, hash, metadata};
use crate::rig::{ARTIST, Place, Rig, STRANGER, rules};
use crate::stand::{PROJECT, Stand, bytes};
use bar_service::uploads::Rules;

/// The stable name of why it is refused, or none.
async fn check(tus: &Tus, asked: (&str, &str, Headers<'_>, &'static str), expected: (u16, &str)) {
    let (method, path, headers, body) = asked;
    let answer = tus.ask(method, path, headers, body).await;
    let code = if answer.status < 400 || method == "HEAD" { String::new() } else { answer.code() };
    assert_eq!((answer.status, code.as_str()), expected, "{asked:?}: {answer:?}");
    assert_eq!(answer.text("tus-resumable"), "1.0.0", "{asked:?}");
}

#[tokio::test]
async fn options_say_what_can_be_done() {
    let rig = Rig::small().await;
    let answer =
        Tus::at(rig.address).ask("OPTIONS", "/v1/uploads", &[("tus-resumable", "")], "").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.text("tus-version"), "1.0.0");
    assert_eq!(answer.number("tus-max-size"), rules().longest);
    assert_eq!(answer.text("tus-checksum-algorithm"), "sha1,sha256,blake3");
    assert_eq!(
        answer.text("tus-extension"),
        "creation,creation-with-upload,creation-defer-length,checksum,termination,expiration"
    );
}

#[tokio::test]
async fn what_begins_an_upload() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let fine = metadata(&[("filename", "Kick.wav")]);
    let other = "project MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDA5";
    let stranger = STRANGER.to_string();
    let longest = (rules().longest + 1).to_string();
    let wrong_asset = metadata(&[("asset", "kick")]);
    for (headers, expected) in [
        (&[("upload-length", "5"), ("upload-metadata", fine.as_str())] as Headers, (201, "")),
        (&[("upload-defer-length", "1"), ("upload-metadata", &fine)], (201, "")),
        (&[("upload-length", "0"), ("upload-metadata", &fine)], (201, "")),
        (&[("upload-metadata", &fine)], (400, "tus.length")),
        (&[("upload-length", "-1"), ("upload-metadata", &fine)], (400, "tus.length")),
        (&[("upload-length", "+1"), ("upload-metadata", &fine)], (400, "tus.length")),
        (&[("upload-length", "1e3"), ("upload-metadata", &fine)], (400, "tus.length")),
        (
            &[("upload-length", "99999999999999999999"), ("upload-metadata", &fine)],
            (400, "tus.length"),
        ),
        (&[("upload-defer-length", "2"), ("upload-metadata", &fine)], (400, "tus.length")),
        (
            &[("upload-length", "5"), ("upload-defer-length", "1"), ("upload-metadata", &fine)],
            (400, "tus.length"),
        ),
        (&[("upload-length", &longest), ("upload-metadata", &fine)], (413, "upload.too_long")),
        (
            &[("upload-length", "9223372036854775807"), ("upload-metadata", &fine)],
            (413, "upload.too_long"),
        ),
        (&[("upload-length", "5")], (400, "upload.no_project")),
        (&[("upload-length", "5"), ("upload-metadata", "x")], (400, "upload.no_project")),
        (&[("upload-length", "5"), ("upload-metadata", "project !!")], (400, "tus.metadata")),
        (&[("upload-length", "5"), ("upload-metadata", &wrong_asset)], (400, "upload.asset")),
        (&[("upload-length", "5"), ("upload-metadata", other)], (404, "upload.not_found")),
        (
            &[("upload-length", "5"), ("upload-metadata", &fine), ("x-account", &stranger)],
            (404, "upload.not_found"),
        ),
        (
            &[("upload-length", "5"), ("upload-metadata", &fine), ("tus-resumable", "")],
            (412, "tus.version"),
        ),
        (
            &[("upload-length", "5"), ("upload-metadata", &fine), ("tus-resumable", "0.2.2")],
            (412, "tus.version"),
        ),
    ] {
        check(&tus, ("POST", "/v1/uploads", headers, ""), expected).await;
    }
    let wrong = tus.ask("POST", "/v1/uploads", &[("tus-resumable", "2.0.0")], "").await;
    assert_eq!(wrong.text("tus-version"), "1.0.0");
}

#[tokio::test]
async fn what_continues_one() {
    let rig = Rig::small().await;
    let tus = &Tus::at(rig.address);
    let path = tus.create(&[("upload-length", "10")]).await;
    let stranger = STRANGER.to_string();
    let right = checksum(b"hello");
    let typed = |offset: &'static str| [("upload-offset", offset), ("content-type", OFFSET_STREAM)];
    let more = |offset, header: (&'static str, &'static str)| {
        let [one, two] = typed(offset);
        [one, two, header]
    };
    let table: [(Headers, &'static str, (u16, &str)); 13] = [
        (&[("upload-offset", "0")], "hello", (415, "tus.content_type")),
        (
            &[("upload-offset", "0"), ("content-type", "text/plain")],
            "hello",
            (415, "tus.content_type"),
        ),
        (&[("content-type", OFFSET_STREAM)], "hello", (400, "tus.offset")),
        (&typed("x"), "hello", (400, "tus.offset")),
        (&typed("-1"), "hello", (400, "tus.offset")),
        (&typed("5"), "hello", (409, "tus.other_offset")),
        (&typed("0"), "hello world", (413, "tus.too_much")),
        (&more("0", ("tus-resumable", "0.2.1")), "hello", (412, "tus.version")),
        (&more("0", ("upload-length", "11")), "hello", (400, "tus.other_length")),
        (&more("0", ("upload-checksum", "md5 aGk=")), "hello", (400, "tus.checksum_algorithm")),
        (&more("0", ("upload-checksum", "sha1 aGk=")), "hello", (400, "tus.checksum")),
        (
            &[("upload-offset", "0"), ("content-type", OFFSET_STREAM), ("x-account", &stranger)],
            "hello",
            (404, "upload.not_found"),
        ),
        (
            &[("upload-offset", "0"), ("content-type", OFFSET_STREAM), ("upload-checksum", &right)],
            "hellO",
            (460, "tus.checksum_mismatch"),
        ),
    ];
    for (headers, body, expected) in table {
        check(tus, ("PATCH", &path, headers, body), expected).await;
        assert_eq!(tus.head(&path).await.number("upload-offset"), 0, "{headers:?}");
    }
    let conflict = tus.patch(&path, 7, "x", &[]).await;
    assert_eq!((conflict.status, conflict.number("upload-offset")), (409, 0));

    let answer = tus.patch(&path, 0, "hello", &[("upload-checksum", &right)]).await;
    assert_eq!((answer.status, answer.number("upload-offset")), (204, 5));
    assert_eq!(answer.text("upload-expires"), "Fri, 22 Jan 2027 08:00:00 GMT");
    let answer = tus.patch(&path, 5, "", &[]).await;
    assert_eq!((answer.status, answer.number("upload-offset")), (204, 5), "nothing is fine");
    let answer = tus.patch(&path, 5, "world", &[]).await;
    assert_eq!((answer.status, answer.number("upload-offset")), (204, 10));
    assert_eq!(answer.text("bar-asset"), hash(b"helloworld").to_string());
    assert_eq!(tus.patch(&path, 10, "", &[]).await.status, 204, "so is nothing at the end");
    assert_eq!(tus.patch(&path, 10, "!", &[]).await.status, 409);
    assert_eq!(rig.stored(&hash(b"helloworld")).await.unwrap(), "helloworld");
}

#[tokio::test]
async fn what_head_says() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let said = metadata(&[("filename", "Kick.wav"), ("asset", &hash(b"hello").to_string())]);
    let path = tus.create(&[("upload-length", "5"), ("upload-metadata", &said)]).await;
    let answer = tus.head(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!((answer.number("upload-offset"), answer.number("upload-length")), (0, 5));
    assert_eq!(answer.text("upload-metadata"), said);
    assert_eq!(answer.text("cache-control"), "no-store");
    assert!(answer.headers.get("upload-defer-length").is_none());

    let later = tus.create(&[("upload-defer-length", "1")]).await;
    let answer = tus.head(&later).await;
    assert_eq!(answer.text("upload-defer-length"), "1");
    assert!(answer.headers.get("upload-length").is_none());
}

#[tokio::test]
async fn unknown_and_hostile_ids_are_not_found_alike() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let mine = tus.create(&[("upload-length", "5")]).await;
    let (zeros, letters) = ("0".repeat(64), "g".repeat(64));
    let unknown = mine.replace(&PROJECT.simple().to_string(), &"0".repeat(32));
    let hostile = [
        format!("/v1/uploads/{zeros}"),
        format!("/v1/uploads/{letters}"),
        "/v1/uploads/..%2f..%2fetc%2fpasswd".to_owned(),
        "/v1/uploads/%00".to_owned(),
        "/v1/uploads/%ff".to_owned(),
        "/v1/uploads/'; DROP TABLE uploads; --".replace(' ', "%20"),
        format!("{mine}0"),
        unknown,
    ];
    let stranger = STRANGER.to_string();
    let told = tus.ask("DELETE", &mine, &[("x-account", &stranger)], "").await;
    for path in &hostile {
        if path.ends_with("%ff") {
            continue; // Refused by the router: it is no text.
        }
        for method in ["HEAD", "PATCH", "DELETE"] {
            let headers = [("upload-offset", "0"), ("content-type", OFFSET_STREAM)];
            let answer = tus.ask(method, path, &headers, "").await;
            assert_eq!(answer.status, 404, "{method} {path}");
            if method == "DELETE" {
                assert_eq!(answer.body, told.body, "{path}: another's looks like an unknown one");
            }
        }
    }
    assert_eq!(tus.head(&mine).await.status, 200, "nobody else ended it");
    for method in ["GET", "PUT", "BREW"] {
        let answer = tus.ask(method, &mine, &[], "").await;
        assert_eq!((answer.status, answer.code().as_str()), (405, "tus.method"), "{method}");
        assert!(answer.text("allow").contains("PATCH"));
    }
}

#[tokio::test]
async fn a_method_can_be_overridden() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let path = tus.create(&[("upload-length", "5")]).await;
    let headers = [
        ("x-http-method-override", "PATCH"),
        ("upload-offset", "0"),
        ("content-type", OFFSET_STREAM),
    ];
    let answer = tus.ask("POST", &path, &headers, "hello").await;
    assert_eq!((answer.status, answer.number("upload-offset")), (204, 5));
    let answer = tus.ask("POST", &path, &[("x-http-method-override", "DELETE")], "").await;
    assert_eq!(answer.status, 204);
    assert_eq!(tus.head(&path).await.status, 404);
}

#[tokio::test]
async fn bytes_can_come_with_the_creation() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let said = metadata(&[]);
    let usual = [("upload-metadata", said.as_str()), ("content-type", OFFSET_STREAM)];
    let with = |length: &'static str| [usual[0], usual[1], ("upload-length", length)];
    let part = tus.ask("POST", "/v1/uploads", &with("10"), "hello").await;
    assert_eq!((part.status, part.number("upload-offset")), (201, 5));
    let whole = tus.patch(part.text("location"), 5, "world", &[]).await;
    assert_eq!((whole.status, whole.number("upload-offset")), (204, 10));

    let whole = tus.ask("POST", "/v1/uploads", &with("5"), "hello").await;
    assert_eq!((whole.status, whole.number("upload-offset")), (201, 5));
    assert_eq!(rig.stored(&hash(b"hello")).await.unwrap(), "hello");

    check(&tus, ("POST", "/v1/uploads", &with("3"), "hello"), (413, "tus.too_much")).await;
    let untyped = [("upload-metadata", said.as_str()), ("upload-length", "5")];
    check(&tus, ("POST", "/v1/uploads", &untyped, "hello"), (415, "tus.content_type")).await;
}

#[tokio::test]
async fn an_empty_file_is_there_at_once() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = Tus::at(rig.address);
        let path = tus.create(&[("upload-length", "0")]).await;
        let answer = tus.head(&path).await;
        assert_eq!((answer.number("upload-offset"), answer.number("upload-length")), (0, 0));
        assert_eq!(rig.stored(&hash(b"")).await.unwrap(), "");
    }
}

#[tokio::test]
async fn a_length_can_come_later_and_then_stays() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let path = tus.create(&[("upload-defer-length", "1")]).await;
    assert_eq!(tus.patch(&path, 0, "hello", &[]).await.number("upload-offset"), 5);
    let short = tus.patch(&path, 5, "", &[("upload-length", "4")]).await;
    assert_eq!(short.code(), "tus.other_length");
    let long = (rules().longest + 1).to_string();
    let long = tus.patch(&path, 5, "", &[("upload-length", &long)]).await;
    assert_eq!(long.code(), "upload.too_long");
    assert_eq!(tus.patch(&path, 5, " ", &[("upload-length", "8")]).await.status, 204);
    assert_eq!(tus.head(&path).await.number("upload-length"), 8);
    assert_eq!(
        tus.patch(&path, 6, "w", &[("upload-length", "9")]).await.code(),
        "tus.other_length"
    );
    assert_eq!(tus.patch(&path, 6, "wo", &[]).await.number("upload-offset"), 8);
    assert_eq!(rig.stored(&hash(b"hello wo")).await.unwrap(), "hello wo");

    // One whose length is that of what is there already, to the byte and to the frame.
    for len in [5, 64 * 1024, 128 * 1024] {
        let file = bytes(len);
        let path = tus.create(&[("upload-defer-length", "1")]).await;
        tus.patch(&path, 0, file.clone(), &[]).await;
        let answer = tus.patch(&path, len as u64, "", &[("upload-length", &len.to_string())]).await;
        assert_eq!(answer.text("bar-asset"), hash(&file).to_string());
        assert!(rig.stored(&hash(&file)).await.unwrap() == file, "{len}");
    }
}

#[tokio::test]
async fn an_ended_upload_is_gone_and_a_finished_asset_stays() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = Tus::at(rig.address);
        let path = tus.create(&[("upload-length", "200000")]).await;
        tus.patch(&path, 0, bytes(150_000), &[]).await;
        check(&tus, ("DELETE", &path, &[], ""), (204, "")).await;
        check(&tus, ("HEAD", &path, &[], ""), (404, "")).await;
        check(&tus, ("DELETE", &path, &[], ""), (404, "upload.not_found")).await;
        assert_eq!(rig.listed().await, []);

        let path = tus.create(&[("upload-length", "5")]).await;
        tus.patch(&path, 0, "hello", &[]).await;
        check(&tus, ("DELETE", &path, &[], ""), (204, "")).await;
        assert_eq!(rig.stored(&hash(b"hello")).await.unwrap(), "hello");
    }
}

#[tokio::test]
async fn an_upload_that_nobody_comes_back_to_is_over() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = Tus::at(rig.address);
        let path = tus.create(&[("upload-length", "200000")]).await;
        rig.world.later.fetch_add(rules().waits - 1, Ordering::SeqCst);
        assert_eq!(tus.patch(&path, 0, bytes(150_000), &[]).await.status, 204);
        rig.world.later.fetch_add(rules().waits - 1, Ordering::SeqCst);
        assert_eq!(rig.uploads.sweep().await.unwrap().ended, 0);
        assert_eq!(tus.head(&path).await.status, 200, "it was heard of since");
        rig.world.later.fetch_add(1, Ordering::SeqCst);
        let answer = tus.patch(&path, 150_000, "x", &[]).await;
        assert_eq!((answer.status, answer.code().as_str()), (410, "upload.gone"));
        assert_eq!(rig.uploads.sweep().await.unwrap().ended, 1);
        assert_eq!(tus.head(&path).await.status, 404);
        assert_eq!(rig.listed().await, []);
    }
}

#[tokio::test]
async fn who_was_removed_sends_no_more() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let path = tus.create(&[("upload-length", "10")]).await;
    assert_eq!(tus.patch(&path, 0, "hello", &[]).await.status, 204);
    rig.world.removed.lock().unwrap().insert(ARTIST);
    for method in ["HEAD", "PATCH", "DELETE"] {
        let headers = [("upload-offset", "5"), ("content-type", OFFSET_STREAM)];
        assert_eq!(tus.ask(method, &path, &headers, Bytes::new()).await.status, 404, "{method}");
    }
}

#[tokio::test]
async fn there_are_not_too_many_at_once_and_the_disk_is_not_filled() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let mut paths = Vec::new();
    for _ in 0..rules().at_once {
        paths.push(tus.create(&[("upload-length", "5")]).await);
    }
    let said = metadata(&[]);
    let usual = [("upload-metadata", said.as_str()), ("upload-length", "5")];
    check(&tus, ("POST", "/v1/uploads", &usual, ""), (429, "upload.too_many")).await;
    tus.patch(&paths[0], 0, "hello", &[]).await;
    check(&tus, ("POST", "/v1/uploads", &usual, ""), (201, "")).await;

    let full = Rules { left_free: u64::MAX / 2, ..rules() };
    let place = Place::Sqlite(tempfile::tempdir().unwrap());
    let rig = Rig::on(Stand::disk().ground, place, full).await;
    let tus = Tus::at(rig.address);
    check(&tus, ("POST", "/v1/uploads", &usual, ""), (507, "upload.no_room")).await;
}

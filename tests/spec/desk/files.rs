//! Files: hashed by the server in a stream, by `objektiv hash`, or pasted, all with the same result.

use std::fmt::Write;
use std::process::Command;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use futures_util::{StreamExt, stream};
use objektiv::account::Role;
use objektiv::disclosure::summing::Summing;

use crate::browser::{Browser, Page};
use crate::disclosures::{at_the_counter, recorded, release};
use crate::engine::engines;

const BOUNDARY: &str = "----objektiv-spec";

/// A form with one file in it, of as many pieces as are asked for.
fn upload(name: &str, piece: &'static [u8], pieces: usize) -> Body {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"footage\"; filename=\"{name}\"\r\n\
         Content-Type: video/mp4\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let middle = stream::repeat(Bytes::from_static(piece)).take(pieces);
    let whole = stream::once(async { Bytes::from(head) })
        .chain(middle)
        .chain(stream::once(async { Bytes::from(tail) }));
    Body::from_stream(whole.map(Ok::<_, std::io::Error>))
}

/// The counter's form as a browser without scripts sends it with footage: what was typed and the files in one body, in the
/// order of the page.
fn counter_with(
    typed: &[(String, String)],
    name: &str,
    piece: &'static [u8],
    pieces: usize,
) -> Body {
    let mut head = String::new();
    for (name, value) in typed {
        let _ = write!(
            head,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    let whole = stream::once(async { Ok::<_, axum::Error>(Bytes::from(head)) })
        .chain(upload(name, piece, pieces).into_data_stream());
    Body::from_stream(whole)
}

async fn draft(officer: &mut Browser, site: &str) {
    let refused = release(officer, site, &[("files", "")]).await;
    assert_eq!(refused.fields_in_error(), ["files"]);
}

async fn send(officer: &mut Browser, body: Body) -> Page {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    officer
        .send_body("/utlamnanden/utkast/1/filer/summor", &kind, body)
        .await
}

/// The most memory that this process has had, in kB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let number = line.split_whitespace().nth(1).unwrap();
    number.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_the_same_digests_whichever_way_it_is_hashed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("entre.mp4");
    std::fs::write(&path, b"abc").unwrap();
    let printed = |program: &str, words: &[&str]| {
        let run = Command::new(program)
            .args(words)
            .arg(&path)
            .output()
            .unwrap();
        assert!(run.status.success());
        String::from_utf8(run.stdout).unwrap()
    };
    let by_command = printed(env!("CARGO_BIN_EXE_objektiv"), &["hash"]);
    let pasted = printed("sha256sum", &[]) + &printed("sha512sum", &[]);
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        draft(&mut officer, &site).await;
        let sent = send(&mut officer, upload("C:\\film\\entre.mp4", b"abc", 1)).await;
        assert_eq!(sent.location, "/utlamnanden/utkast/1/filer");
        let by_server = officer.open_page(&sent.location).await.field("files");
        for way in [by_server, by_command.clone(), pasted.clone()] {
            let done = release(&mut officer, &site, &[("files", &way)]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        }
        let all = recorded(&engine, town.kommun).await;
        let mut summing = Summing::default();
        summing.update(b"abc");
        let mut file = summing.finish("entre.mp4");
        file.size = None;
        for one in &all {
            assert_eq!(one.data.files, [file.clone()]);
        }
        assert_eq!(all.len(), 3);
        let page = officer
            .open_page(&format!("/utlamnanden/{}", all[0].id))
            .await;
        assert!(page.has("SHA-512: ddaf35a193617aba"), "{}", page.text());
    }
}

/// What stands in the form of a page, with other answers to some of it.
fn answered(page: &Page, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let (_, mut pairs) = page.form();
    pairs.retain(|(name, _)| typed.iter().all(|(other, _)| other != name));
    let typed = typed
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    pairs.extend(typed);
    pairs
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_page_with_every_question_files_are_hashed_by_the_server_and_what_was_typed_stays() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let number = site.rsplit('/').next().unwrap();
        let counter = format!("/utlamnanden/nytt?bevakning={number}");
        let page = officer.open_page(&counter).await;
        assert!(page.html.contains("formenctype=\"multipart/form-data\""));
        let sums = format!("/utlamnanden/summor?bevakning={number}");
        assert!(page.html.contains(&format!("formaction=\"{sums}\"")));
        let typed = [
            ("matter", "Skadegörelse & <annat>"),
            ("dnr", "KS 2026/0411"),
            ("delegation_reference", "3.4"),
            ("cameras", "1"),
            ("interval_from", "2026-11-21"),
            ("interval_from-tid", "22.00"),
            ("interval_until", "2026-11-21"),
            ("interval_until-tid", "23.30"),
        ];
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let body = counter_with(&answered(&page, &typed), "entre.mp4", b"abc", 1);
        let sent = officer.send_body(&sums, &kind, body).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        assert_eq!(sent.location, format!("{counter}&utkast=1#files"));
        assert!(recorded(&engine, town.kommun).await.is_empty());
        let page = officer.open_page(&sent.location).await;
        assert_eq!(page.field("matter"), "Skadegörelse & <annat>");
        assert!(page.has("sparat som ett utkast"), "{}", page.text());
        // Another film is added below the first, and then it is recorded once.
        let body = counter_with(&answered(&page, &[]), "gata.mp4", b"abd", 1);
        let sent = officer.send_body(&sums, &kind, body).await;
        let page = officer.open_page(&sent.location).await;
        assert_eq!(
            page.field("files").lines().count(),
            4,
            "{}",
            page.field("files")
        );
        let done = officer.submit(&page, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let files = recorded(&engine, town.kommun).await.remove(0).data.files;
        let mut summing = Summing::default();
        summing.update(b"abc");
        let mut first = summing.finish("entre.mp4");
        first.size = None;
        assert_eq!((files.len(), &files[0]), (2, &first));
        let draft = officer.get(&format!("{counter}&utkast=1")).await;
        assert_eq!(draft.status, StatusCode::NOT_FOUND, "it has been recorded");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_with_footage_is_as_bounded_as_a_form_and_is_for_whoever_may() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let number = site.rsplit('/').next().unwrap();
        let sums = format!("/utlamnanden/summor?bevakning={number}");
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let pair = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        let long = "a".repeat(2 << 20);
        for (typed, status) in [
            (pair("matter", &long), StatusCode::PAYLOAD_TOO_LARGE),
            (pair("matter", "a\0b"), StatusCode::BAD_REQUEST),
            (pair("matter", "no key"), StatusCode::BAD_REQUEST),
        ] {
            let body = counter_with(&typed, "a.mp4", b"abc", 1);
            let answer = officer.send_body(&sums, &kind, body).await;
            assert_eq!(answer.status, status, "{}", answer.text());
        }
        let mut manager = town.sign_in("Eva Ask", &[Role::Manager]).await;
        let body = counter_with(&pair("request_key", "k"), "a.mp4", b"abc", 1);
        let answer = manager.send_body(&sums, &kind, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        // Somebody else's draft is not filled in from here.
        let body = counter_with(&pair("request_key", "k"), "a.mp4", b"abc", 1);
        let answer = officer.send_body(&sums, &kind, body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let mut other = town.sign_in("Olle Berg", &[Role::Officer]).await;
        let body = counter_with(&pair("request_key", "k"), "b.mp4", b"abd", 1);
        let answer = other.send_body(&sums, &kind, body).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let counter = format!("/utlamnanden/nytt?bevakning={number}&utkast=1");
        assert_eq!(other.get(&counter).await.status, StatusCode::CONFLICT);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_gigabyte_is_hashed_on_its_way_and_never_in_memory() {
    static PIECE: [u8; 1 << 20] = [7; 1 << 20];
    for engine in engines().await {
        let (_, mut officer, site) = at_the_counter(&engine).await;
        draft(&mut officer, &site).await;
        let before = peak();
        // Half of it in the steps, half on the page with every question.
        let sent = send(&mut officer, upload("dygn.mp4", &PIECE, 256)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let listed = officer.open_page(&sent.location).await.field("files");
        let key = [("request_key".to_owned(), "på en sida".to_owned())];
        let whole = counter_with(&key, "dygn.mp4", &PIECE, 256);
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let number = site.rsplit('/').next().unwrap();
        let sums = format!("/utlamnanden/summor?bevakning={number}");
        let sent = officer.send_body(&sums, &kind, whole).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let grown = peak() - before;
        assert!(grown < 48 << 10, "{grown} kB more for 512 MB of footage");
        let on_one_page = officer.open_page(&sent.location).await.field("files");
        assert_eq!(on_one_page.trim(), listed.trim());
        let mut summing = Summing::default();
        for _ in 0..256 {
            summing.update(&PIECE);
        }
        let file = summing.finish("dygn.mp4");
        assert!(listed.contains(&file.sha256) && listed.contains(&file.sha512.unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_the_installation_takes_is_refused_and_what_was_typed_is_kept() {
    use crate::browser::{NOW, Town};
    use objektiv::clock::Clock;
    use objektiv::law::PolicySet;
    use objektiv::web::App;
    for engine in engines().await {
        let policies = std::sync::Arc::new(PolicySet::embedded().unwrap());
        let url = "http://kamera.example".to_owned();
        let app = App::new(engine.db.clone(), Clock::Frozen(NOW), policies, url);
        let town = Town::found_in(app.taking_footage(1_000), "ekebro").await;
        let (mut officer, site) = crate::disclosures::counter_of(&town).await;
        draft(&mut officer, &site).await;
        let sent = send(&mut officer, upload("a.mp4", &[7; 500], 2)).await;
        assert_eq!(
            sent.status,
            StatusCode::SEE_OTHER,
            "exactly the limit: {}",
            sent.text()
        );
        let over = send(&mut officer, upload("b.mp4", &[7; 501], 2)).await;
        assert_eq!(over.status, StatusCode::PAYLOAD_TOO_LARGE);
        let page = officer.open_page("/utlamnanden/utkast/1/filer").await;
        assert!(page.field("files").contains("a.mp4") && !page.field("files").contains("b.mp4"));
    }
}

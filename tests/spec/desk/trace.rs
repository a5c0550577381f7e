//! Who did or read what: reading the content of a disclosure is written down, reading a list is not.

use axum::http::StatusCode;
use objektiv::account::Role;
use sea_orm::{FromQueryResult, Statement};

use crate::disclosures::{at_the_counter, release};
use crate::engine::{Engine, engines};

#[derive(FromQueryResult)]
struct Line {
    person: String,
    act: String,
}

async fn lines(engine: &Engine) -> Vec<(String, String)> {
    let sql = "SELECT person, act FROM desk_trace ORDER BY id";
    let statement = Statement::from_string(engine.backend(), sql);
    let found = Line::find_by_statement(statement)
        .all(engine.db.read())
        .await;
    // The way in and what was refused are told as well (`access::trace`).
    let aside = ["inloggad", "atkomst-nekad", "granskare-last"];
    let found = found.unwrap().into_iter();
    let found = found.filter(|line| !aside.contains(&&*line.act));
    found.map(|line| (line.person, line.act)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reading_of_a_disclosure_is_written_down_and_no_reading_of_a_list() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let path = release(&mut officer, &site, &[]).await.location;
        let mut auditor = town.sign_in("Olof Sten", &[Role::Auditor]).await;
        let before = lines(&engine).await;
        for list in [
            "/utlamnanden",
            "/utlamnanden/kameror",
            "/utlamnanden/spar",
            "/",
            &site,
        ] {
            auditor.open_page(list).await;
        }
        assert_eq!(lines(&engine).await, before);
        auditor.open_page(&path).await;
        auditor.open_page(&format!("{path}/kvitto")).await;
        let new = lines(&engine).await.split_off(before.len());
        let by_the_auditor = |act: &str| ("Olof Sten".to_owned(), act.to_owned());
        assert_eq!(
            new,
            [
                by_the_auditor("utlamnande-last"),
                by_the_auditor("kvitto-last")
            ]
        );
        // Who is refused has read nothing.
        let mut administrator = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        assert_eq!(administrator.get(&path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(lines(&engine).await.len(), before.len() + 2);
        let page = auditor.open_page(&path).await;
        assert!(page.has("Per Holm: Registrerade"), "{}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_person_did_or_read_is_a_page_and_a_file() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let path = release(&mut officer, &site, &[]).await.location;
        officer.open_page(&path).await;
        let mut dpo = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let people = dpo.open_page("/utlamnanden/spar").await;
        let trace = people.link("Per Holm");
        let page = dpo.open_page(&trace).await;
        page.says(&["Registrerade", "Läste", "2026-11-22 08:30"]);
        let manager = dpo.open_page(&people.link("Maja Lund")).await;
        assert!(manager.has("Nytt: Kamera 1"), "{}", manager.text());
        let file = dpo.get(&format!("{trace}/csv")).await;
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(text.starts_with("\u{feff}När;Vad;Gäller\n"), "{text}");
        assert!(
            text.contains("2026-11-22 08:30;Registrerade;utlämnande med id 1"),
            "{text}"
        );
        // Each sees their own; others' only those who review.
        officer.open_page(&trace).await;
        let other = officer.get(&people.link("Maja Lund")).await;
        assert_eq!(other.status, StatusCode::FORBIDDEN);
        let mut administrator = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        assert_eq!(
            administrator.get(&trace).await.status,
            StatusCode::FORBIDDEN
        );
    }
}

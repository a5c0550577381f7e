//! What comes to the register in other ways than the check file of the form.

use axum::http::StatusCode;
use objektiv::account::Role;

use super::footage;
use super::upload::{AT, Place, send_with};
use crate::engine::engines;

#[tokio::test]
async fn a_report_of_a_closed_system_is_an_index_and_is_read_the_same_way_next_time() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        let table = |oldest: &str| format!("Enhet;Från\n0042 Entré;{oldest}\n").into_bytes();
        let unknown = place
            .upload("/inspelare/1", &table("2026-11-21 08:00"))
            .await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        let named = [
            ("report_camera", "Enhet"),
            ("report_oldest", "Från"),
            ("report_local", "ja"),
            ("report_taken_at", "2026-11-22"),
            ("report_taken_at-tid", "08:00"),
        ];
        let file = table("2026-11-21 08:00");
        let sent = send_with(&mut place.manager, "/inspelare/1", &file, &named).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{:?}", sent.errors());
        let page = place.manager.open_page("/inspelare/1").await;
        assert!(
            page.has("enligt systemets eget register") && page.has("Uppfyllt"),
            "{}",
            page.text()
        );
        let form = place.manager.open_page("/inspelare/1/kontroller/ny").await;
        assert_eq!(
            (form.field("report_camera"), form.field("report_oldest")),
            ("Enhet".into(), "Från".into())
        );

        let file = table("2026-11-01 08:00");
        let again = [
            &named[..3],
            &[
                ("report_taken_at", "2026-11-22"),
                ("report_taken_at-tid", "08:20"),
            ],
        ]
        .concat();
        send_with(&mut place.manager, "/inspelare/1", &file, &again).await;
        let page = place.manager.open_page("/inspelare/1").await;
        assert!(page.has("Brister"), "{}", page.text());
        let older = send_with(&mut place.manager, "/inspelare/1", &file, &named).await;
        assert!(
            older.errors()[0].contains("inte nyare än den senaste"),
            "{:?}",
            older.errors()
        );
    }
}

#[tokio::test]
async fn an_agent_sends_its_checks_with_a_token_that_is_shown_once_and_with_its_signature() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        footage(&place.store(), "film.mp4", 40);
        let mut admin = place.town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let denied = place.manager.send("/inspelare/1/sandnyckel", &[]).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        let page = admin.send("/inspelare/1/sandnyckel", &[]).await;
        let token = page
            .text()
            .split_whitespace()
            .find(|word| word.len() == 64)
            .unwrap()
            .to_owned();
        let again = admin.open_page("/inspelare/1").await;
        assert!(!again.html.contains(&token), "shown once");

        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served = tokio::spawn(objektiv::cli::serve::serve_on(
            listener,
            place.town.app.clone(),
        ));
        let (root, store) = (place.folder.path().to_owned(), place.store());
        let send = |token: String, at: &'static str| {
            let (folder, store, url) = (root.clone(), store.clone(), url.clone());
            tokio::task::spawn_blocking(move || {
                std::fs::write(folder.join("token"), token).unwrap();
                std::process::Command::new(env!("CARGO_BIN_EXE_objektiv"))
                    .args([
                        "recorder",
                        "check",
                        "--frozen-clock",
                        at,
                        "--post",
                        &url,
                        "--scan",
                    ])
                    .arg(store)
                    .arg("--key")
                    .arg(folder.join("nyckel"))
                    .arg("--token")
                    .arg(folder.join("token"))
                    .env_remove("OBJEKTIV_DATABASE")
                    .output()
                    .unwrap()
            })
        };
        let wrong = send("0".repeat(64), AT).await.unwrap();
        assert_eq!(wrong.status.code(), Some(2));
        let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
        assert!(said.contains("Sändnyckeln är okänd"), "{said}");
        let first = send(token.clone(), AT).await.unwrap();
        assert_eq!(
            first.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&first.stderr)
        );
        assert!(
            place
                .manager
                .open_page("/inspelare/1")
                .await
                .has("Uppfyllt")
        );
        let twice = send(token, AT).await.unwrap();
        let said = String::from_utf8_lossy(&twice.stderr).into_owned();
        assert!(said.contains("inte nyare än den senaste"), "{said}");
        served.abort();
    }
}

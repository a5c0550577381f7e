//! A check that was made at the recorder, signed there, and carried to its page in a file.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use objektiv::account::Role;

use super::{footage, objektiv};
use crate::browser::{Browser, Page, Town};
use crate::engine::{Engine, engines};
use crate::parts::with_a_site;

/// A recorder with a key, a camera on it at a site with 72 hours, and a store beside it.
pub struct Place {
    pub town: Town,
    pub manager: Browser,
    pub site: String,
    pub folder: tempfile::TempDir,
}

impl Place {
    pub async fn on(engine: &Engine) -> Self {
        let (town, mut manager, site) = with_a_site(engine).await;
        in_use(&mut manager, &site).await;
        let folder = tempfile::tempdir().unwrap();
        let key = enrolled(&folder.path().join("nyckel"), "nvr-hedeskolan");
        let typed = [
            ("name", "NVR Hedeskolan"),
            ("kind", "nvr"),
            ("operator", "IT-enheten"),
            ("check_key", &*key),
        ];
        manager.fill_in("/inspelare/ny", &typed).await;
        let typed = [("label", "0042"), ("status", "i-drift"), ("recorder", "1")];
        manager.fill_in(&format!("{site}/kameror/ny"), &typed).await;
        let typed = [("length", "72"), ("unit", "timmar")];
        let form = format!("{site}/lagringstider/ny");
        manager.fill_in(&form, &typed).await;
        Self {
            town,
            manager,
            site,
            folder,
        }
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("lager")
    }

    /// The file of a check that was made at this time.
    pub fn check(&self, key: &str, at: &str) -> Vec<u8> {
        let out = self.folder.path().join("kontroll.txt");
        let store = self.store();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_objektiv"))
            .args(["recorder", "check", "--scan", store.to_str().unwrap()])
            .arg("--key")
            .arg(self.folder.path().join(key))
            .arg("--out")
            .arg(&out)
            .args(["--frozen-clock", at])
            .env_remove("OBJEKTIV_DATABASE")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(out.exists(), "{said}");
        let file = std::fs::read(&out).unwrap();
        std::fs::remove_file(&out).unwrap();
        file
    }

    pub async fn upload(&mut self, recorder: &str, file: &[u8]) -> Page {
        send(&mut self.manager, recorder, file).await
    }
}

/// Sends a check file as the form on the recorder's page does.
pub async fn send(browser: &mut Browser, recorder: &str, file: &[u8]) -> Page {
    send_with(browser, recorder, file, &[]).await
}

pub async fn send_with(
    browser: &mut Browser,
    recorder: &str,
    file: &[u8],
    typed: &[(&str, &str)],
) -> Page {
    let mut body = Vec::new();
    for (name, value) in typed {
        let part =
            format!("--gr\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--gr\r\nContent-Disposition: form-data; name=\"check\"; filename=\"k.txt\"\r\n\
          Content-Type: text/plain\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--gr--\r\n");
    let path = format!("{recorder}/kontroller");
    browser
        .send_body(&path, "multipart/form-data; boundary=gr", body)
        .await
}

/// The rules are for what is in use and recorded.
pub async fn in_use(manager: &mut Browser, site: &str) {
    let change = [
        ("status", "i-drift"),
        ("recording", "ja"),
        ("started_on", "2025-01-01"),
    ];
    manager.fill_in(&format!("{site}/andra"), &change).await;
}

fn enrolled(key: &Path, name: &str) -> String {
    let key = key.to_str().unwrap();
    let output = objektiv(&["recorder", "enrol", "--key", key, "--name", name]);
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub const AT: &str = "2026-11-22T08:00+01:00";

#[tokio::test]
async fn an_uploaded_check_becomes_evidence_for_the_site_and_says_what_it_did_not_see() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        footage(&place.store(), "film.mp4", 40);
        let unchecked = place.manager.open_page("/inspelare/1").await;
        assert!(unchecked.has("Inget är kontrollerat") && unchecked.has("Kan inte bedömas"));
        let file = place.check("nyckel", AT);
        let sent = place.upload("/inspelare/1", &file).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let page = place.manager.open_page(&sent.location).await;
        for words in [
            "Uppfyllt",
            "Äldsta bilder från 2026-11-20 16:30",
            "Säkerhetskopior, minneskort",
            "nvr-hedeskolan",
            "Lagringstid: 72 timmar",
            "Marginalen för inspelarens egen städning är 24 timmar",
            "IT-enheten",
        ] {
            assert!(page.has(words), "”{words}” is not in {}", page.text());
        }
        assert!(!page.has("för hand av"), "{}", page.text());
        let site = place.manager.open_page(&place.site).await;
        assert!(site.has("2026-11-22 08:00") && site.has("Disk: filerna i lagringen"));
        let changed = engine
            .try_meddle("UPDATE recorder_check SET version = 2", [])
            .await;
        assert!(changed.is_err(), "the database refuses to change a check");
    }
}

#[tokio::test]
async fn older_footage_is_red_with_due_time_and_how_late_until_a_later_check_is_clean() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        footage(&place.store(), "gammal.mp4", 24 * 20);
        footage(&place.store(), "ny.mp4", 1);
        let file = place.check("nyckel", AT);
        place.upload("/inspelare/1", &file).await;
        let page = place.manager.open_page("/inspelare/1").await;
        // Recorded 2026-11-02 08:30; 72 hours later it should be gone; 17 days less half an hour passed since then.
        assert!(
            page.has("Brister") && page.has("2026-11-05 08:30"),
            "{}",
            page.text()
        );
        assert!(
            page.has("16 dygn för sent vid kontrollen"),
            "{}",
            page.text()
        );
        std::fs::remove_file(place.store().join("gammal.mp4")).unwrap();
        let file = place.check("nyckel", "2026-11-22T08:20+01:00");
        place.upload("/inspelare/1", &file).await;
        let page = place.manager.open_page("/inspelare/1").await;
        assert!(
            page.has("Uppfyllt") && !page.has("för sent"),
            "{}",
            page.text()
        );
        assert!(
            page.has("22 november 2026 kl. 08.00"),
            "the first check stays: {}",
            page.text()
        );
    }
}

#[tokio::test]
async fn files_that_do_not_speak_for_the_recorder_are_refused_with_what_to_do() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        footage(&place.store(), "film.mp4", 40);
        let other = enrolled(&place.folder.path().join("annan"), "nvr-badet");
        enrolled(&place.folder.path().join("okänd"), "nvr-okand");
        let typed = [
            ("name", "NVR Badet"),
            ("kind", "nvr"),
            ("check_key", &*other),
        ];
        place.manager.fill_in("/inspelare/ny", &typed).await;
        let typed = [("name", "NVR Torget"), ("kind", "nvr")];
        place.manager.fill_in("/inspelare/ny", &typed).await;

        let good = place.check("nyckel", AT);
        let text = String::from_utf8(good.clone()).unwrap();
        let forged = text.replace("\"count\":1", "\"count\":0").into_bytes();
        assert_ne!(forged, good);
        let tomorrow = place.check("nyckel", "2026-11-23T08:00+01:00");
        let stranger = place.check("okänd", AT);
        let badet = place.check("annan", AT);
        for (recorder, file, why) in [
            ("/inspelare/1", forged, "Underskriften stämmer inte"),
            ("/inspelare/1", tomorrow, "som inte har varit än"),
            ("/inspelare/1", stranger, "ingen inspelare i registret"),
            ("/inspelare/1", badet, "en annan inspelare: NVR Badet"),
            ("/inspelare/3", good.clone(), "har ingen nyckel"),
            ("/inspelare/1", b"hej".to_vec(), "varken en kontrollfil"),
            (
                "/inspelare/1",
                b"objektiv recorder check v1\n{}\n".to_vec(),
                "ingen kontroll",
            ),
        ] {
            let page = place.upload(recorder, &file).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.errors()[0].contains(why), "{:?}", page.errors());
        }
        let taken = place.upload("/inspelare/1", &good).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        let before = place.check("nyckel", "2026-11-21T08:00+01:00");
        for file in [good, before] {
            let again = place.upload("/inspelare/1", &file).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(again.errors()[0].contains("inte nyare än den senaste"));
        }
    }
}

#[tokio::test]
async fn a_check_that_could_not_read_everything_is_grey_and_never_green() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        std::fs::create_dir_all(place.store()).unwrap();
        let file = place.check("nyckel", AT);
        place.upload("/inspelare/1", &file).await;
        let page = place.manager.open_page("/inspelare/1").await;
        assert!(page.has("Allt kunde inte läsas"), "{}", page.text());
        assert!(
            page.has("Kan inte bedömas") && !page.has("Uppfyllt"),
            "{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn a_check_by_hand_is_called_so() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        let page = place.manager.open_page("/inspelare/1").await;
        let form = page.link("Bekräfta för hand : Hedeskolan");
        let typed = [
            ("level", "disk"),
            ("store", "NVR i källaren"),
            ("recorder", "1"),
            ("nothing_seen", "ja"),
        ];
        place.manager.fill_in(&form, &typed).await;
        let page = place.manager.open_page("/inspelare/1").await;
        assert!(
            page.has("bekräftat för hand av Maja Lund"),
            "{}",
            page.text()
        );
        assert!(page.has("Uppfyllt"), "{}", page.text());
    }
}

#[tokio::test]
async fn only_those_who_keep_the_recorder_upload_and_only_in_their_own_kommun() {
    for engine in engines().await {
        let mut place = Place::on(&engine).await;
        footage(&place.store(), "film.mp4", 40);
        let file = place.check("nyckel", AT);
        let path = "/inspelare/1/kontroller/ny";
        let mut dpo = place.town.sign_in("Disa Ström", &[Role::Dpo]).await;
        assert_eq!(dpo.get(path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(dpo.get("/inspelare/1").await.status, StatusCode::OK);
        let other = Town::found_in(place.town.app.clone(), "granby").await;
        place.manager = other.sign_in("Siv Alm", &[Role::Manager]).await;
        let page = place.upload("/inspelare/1", &file).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
}

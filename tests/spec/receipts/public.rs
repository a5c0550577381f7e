//! `/verifiera` for a browser without scripts. With scripts: tests/browser/receipt.test.mjs.

use axum::http::{StatusCode, header};
use objektiv::clock::Clock;
use objektiv::ledger::outside::bracket::Trusted;
use objektiv::ledger::outside::daily::Round;
use objektiv::ledger::signer::Signer;
use objektiv::web::App;

use super::{ORIGIN, counters};
use crate::browser::{Browser, Page, Town};
use crate::disclosures::CLIP;
use crate::ledger::outside::authority::{Fault, Running, Signing};

/// The form of the public page, as a browser without scripts sends it.
async fn uploaded(app: &App, receipt: &[u8], sums: &str, key: &str) -> Page {
    let mut body = Vec::new();
    for (name, value) in [("summor", sums.as_bytes()), ("nyckel", key.as_bytes())] {
        body.extend_from_slice(
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    let file =
        "--x\r\ncontent-disposition: form-data; name=\"kvitto\"; filename=\"kvitto.zip\"\r\n\r\n";
    body.extend_from_slice(file.as_bytes());
    body.extend_from_slice(receipt);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let mut anybody = Browser::open(app);
    anybody
        .send_body("/verifiera", "multipart/form-data; boundary=x", body)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_opens_the_public_page_without_a_cookie_and_only_there_may_a_page_hash() {
    for counter in counters().await {
        let app = counter.town.app.clone();
        let page = Browser::open(&app).open_page("/verifiera").await;
        assert!(
            page.html.contains(&counter.key().to_string()),
            "the key is published"
        );
        assert_eq!(page.headers.get(header::SET_COOKIE), None);
        let policy = page.headers.get(header::CONTENT_SECURITY_POLICY).unwrap();
        assert!(
            policy
                .to_str()
                .unwrap()
                .contains("script-src 'self' 'wasm-unsafe-eval'")
        );
        let other = Browser::open(&app).open_page("/om").await;
        let policy = other.headers.get(header::CONTENT_SECURITY_POLICY).unwrap();
        assert!(
            !policy.to_str().unwrap().contains("wasm"),
            "only where it hashes"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_page_says_of_each_check_whether_it_holds_fails_or_was_not_made() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let zip = format!("{path}/kvitto.zip");
        let zip = counter.officer.open_page(&zip).await.bytes;
        let app = counter.town.app.clone();
        let good = uploaded(&app, &zip, CLIP, "").await;
        assert_eq!(good.status, StatusCode::OK);
        for words in [
            "Kvittot håller och filerna är oförändrade",
            "Filerna är oförändrade sedan utlämnandet",
            "Posten finns i loggen",
            "Loggens signatur är giltig",
            "Tidsstämplad: ej kontrollerat",
            "Insp. M. Holm",
        ] {
            assert!(good.has(words), "”{words}” is not in {}", good.text());
        }
        let without = uploaded(&app, &zip, "", "").await;
        assert!(
            without.has("Kvittot håller. Filerna är inte kontrollerade."),
            "{}",
            without.text()
        );
        let other = format!("{}  entre.mp4", "0".repeat(64));
        assert!(
            uploaded(&app, &zip, &other, "")
                .await
                .has("Kvittot håller inte")
        );
        let mut changed = zip.clone();
        let at = changed
            .windows(6)
            .position(|six| six == b"\"idx\":")
            .unwrap();
        changed[at - 3] ^= 1;
        let refused = uploaded(&app, &changed, CLIP, "").await;
        assert!(
            refused.has("Kvittot håller inte") || refused.has("inte ett kvitto"),
            "{}",
            refused.text()
        );
        assert_eq!(
            uploaded(&app, b"", CLIP, "").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            uploaded(&app, b"inget", CLIP, "").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            uploaded(&app, &zip, CLIP, "ingen nyckel").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_of_a_log_whose_key_is_not_known_is_never_said_to_hold() {
    for mut counter in counters().await {
        let path = counter.release().await;
        let zip = counter
            .officer
            .open_page(&format!("{path}/kvitto.zip"))
            .await
            .bytes;
        let elsewhere = crate::engine::sqlite().await;
        let other = Town::found(elsewhere.db.clone(), "lindby").await;
        let page = uploaded(&other.app, &zip, CLIP, "").await;
        assert!(page.has("Kvittot är inte kontrollerat"), "{}", page.text());
        assert!(page.has("ange loggens publicerade nyckel"));
        let told = uploaded(&other.app, &zip, CLIP, &counter.key().to_string()).await;
        assert!(
            told.has("Kvittot håller och filerna är oförändrade"),
            "{}",
            told.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stamp_by_an_authority_that_the_kommun_trusts_says_when_it_saw_the_log() {
    let running = Running::start(Fault::None, Signing::Rsa);
    for mut counter in counters().await {
        let path = counter.release().await;
        let signer = Signer::open(counter.signer.path(), ORIGIN)
            .unwrap()
            .unwrap();
        let round = Round {
            db: &counter.engine.db,
            kommun: counter.town.kommun,
            signer: &signer,
            at: Clock::Wall.now(),
        };
        let note = round.publish().await.unwrap();
        round.stamp(&note, &running.authority()).await.unwrap();
        let zip = format!("{path}/kvitto.zip");
        let zip = counter.officer.open_page(&zip).await.bytes;
        let app = counter.town.app.clone();
        let unknown = uploaded(&app, &zip, CLIP, "").await;
        let words = "ej kontrollerat här, kvittot har en tidsstämpel";
        assert!(unknown.has(words), "{}", unknown.text());
        let trusted = Trusted {
            roots: running.roots(),
            ..Trusted::default()
        };
        let app = Town::signing(counter.engine.db.clone(), counter.signer.path());
        let app = app.trusting(trusted);
        let seen = uploaded(&app, &zip, CLIP, "").await;
        let words = "en utomstående tidsstämplare såg loggen med den här posten 20";
        assert!(seen.has(words), "{}", seen.text());
        assert!(seen.has("Kvittot håller och filerna är oförändrade"));
    }
}

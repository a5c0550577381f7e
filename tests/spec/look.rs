//! The kommun's colours and logo: set by the administrator, served as files of their own, refused when they cannot be read.

use axum::http::StatusCode;
use image::codecs::png::PngEncoder;
use image::{Rgb, RgbImage};
use objektiv::account::Role;

use crate::browser::{Browser, Page, Town};
use crate::engine::engines;

const PATH: &str = "/administration/utseende";

/// A picture with something that has no business in a logo.
fn picture() -> Vec<u8> {
    let mut png = Vec::new();
    RgbImage::from_pixel(4, 2, Rgb([200; 3]))
        .write_with_encoder(PngEncoder::new(&mut png))
        .unwrap();
    // After its end, where no viewer looks.
    png.extend(b"Tagen av Maja Lund");
    png
}

async fn send(person: &mut Browser, name: &str, content: &[u8]) -> Page {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"{name}\"\r\n\r\n"
    );
    let body = [head.as_bytes(), content, b"\r\n--x--\r\n"].concat();
    let kind = "multipart/form-data; boundary=x";
    person.send_body(&format!("{PATH}/logga"), kind, body).await
}

/// The addresses of a kind in the head of the page.
fn address(page: &Page, before: &str) -> Option<String> {
    let (_, rest) = page.html.split_once(before)?;
    Some(rest.split('"').next()?.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_sets_colours_that_can_be_read_and_every_page_wears_them() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let form = admin.open_page(PATH).await;
        let refused = admin
            .submit(&form, &[("brand", "#ffcc00"), ("link", "#77aadd")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.fields_in_error(), ["brand", "link"]);
        assert!(
            refused.has("Kontrasten är 1,5:1 och behöver vara minst 4,5:1"),
            "{}",
            refused.text()
        );
        let done = admin.submit(&form, &[("brand", "#7A003C")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let late = admin.submit(&form, &[("brand", "#00465b")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "somebody was faster");
        let mut maja = town.sign_in("Maja Lund", &[Role::Manager]).await;
        let page = maja.open_page("/bevakningar").await;
        let sheet = address(&page, "<link rel=\"stylesheet\" href=\"/utseende/").unwrap();
        let css = Browser::open(&town.app)
            .open_page(&format!("/utseende/{sheet}"))
            .await;
        assert!(
            css.html.contains("--govuk-brand-colour:#7a003c"),
            "{}",
            css.html
        );
        assert_eq!(css.headers["content-type"], "text/css; charset=utf-8");
        assert!(
            css.headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        assert!(
            page.headers["content-security-policy"]
                .to_str()
                .unwrap()
                .contains("style-src 'self'")
        );
        for wrong in ["ffcc00-005a7a.css", "x.css"] {
            let answer = maja.get(&format!("/utseende/{wrong}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let history = admin.open_page("/administration/historik").await;
        assert!(history.has("Utseende"), "{}", history.text());
        // Empty, it is the service's own again, and another kommun was never touched.
        admin.fill_in(PATH, &[("brand", "")]).await;
        assert!(
            !maja
                .open_page("/bevakningar")
                .await
                .html
                .contains("/utseende/")
        );
        assert_eq!(maja.get(PATH).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kommun_says_single_texts_in_its_own_words_and_nothing_else() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let other = Town::found_in(town.app.clone(), "granby").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let at = "/administration/ord";
        let form = admin.open_page(at).await;
        let wrong = [
            ("sv-nav-sites", "{ $antal } platser"),
            ("sv-overview-own-count", "{ $sites } platser"),
        ];
        let refused = admin.submit(&form, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            refused.fields_in_error(),
            ["sv-nav-sites", "sv-overview-own-count"]
        );
        assert!(
            refused.has("Texten ska innehålla { $breaches } { $sites }"),
            "{}",
            refused.text()
        );
        let own = [
            ("sv-nav-sites", "Kameraplatser"),
            ("sv-site-unit", "Förvaltning"),
            ("sv-error-404", "Borta"),
        ];
        let done = admin.submit(&form, &own).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let mut maja = town.sign_in("Maja Lund", &[Role::Manager]).await;
        let page = maja.open_page("/bevakningar/ny").await;
        assert!(
            page.html.contains("Kameraplatser") && page.has("Förvaltning"),
            "{}",
            page.text()
        );
        assert!(
            !maja
                .open_page("/en/bevakningar")
                .await
                .html
                .contains("Kameraplatser")
        );
        let mut siv = other.sign_in("Siv Alm", &[Role::Manager]).await;
        assert!(
            !siv.open_page("/bevakningar")
                .await
                .html
                .contains("Kameraplatser")
        );
        assert_eq!(maja.get(at).await.status, StatusCode::FORBIDDEN);
        admin.fill_in(at, &[("sv-nav-sites", "")]).await;
        assert!(
            !maja
                .open_page("/bevakningar")
                .await
                .html
                .contains("Kameraplatser")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logo_is_made_anew_and_a_drawing_is_refused() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let drawing = send(&mut admin, "logo.svg", b"<svg onload=\"alert(1)\"/>").await;
        assert_eq!(drawing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            drawing.errors().join(" ").contains("inte en PNG-bild"),
            "{:?}",
            drawing.errors()
        );
        let sent = picture();
        let done = send(&mut admin, "logo.png", &sent).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let page = admin.open_page("/").await;
        let logo = address(&page, "<img class=\"o-header__logo\" src=\"").unwrap();
        let shown = Browser::open(&town.app).open_page(&logo).await;
        assert_eq!(shown.headers["content-type"], "image/png");
        let holds = |bytes: &[u8]| bytes.windows(10).any(|ten| ten == b"Tagen av M");
        assert!(holds(&sent) && !holds(&shown.bytes));
        let mut maja = town.sign_in("Maja Lund", &[Role::Manager]).await;
        assert_eq!(
            send(&mut maja, "logo.png", &sent).await.status,
            StatusCode::FORBIDDEN
        );
        let gone = admin.send(&format!("{PATH}/logga/borttagning"), &[]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        assert!(!admin.open_page("/").await.html.contains("o-header__logo"));
    }
}

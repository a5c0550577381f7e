//! A sign is inspected where it hangs: what it says, where, and a photo without what the phone added to it.

use std::io::Cursor;

use axum::http::{StatusCode, header};
use image::{ImageFormat, Rgb, RgbImage};
use objektiv::account::Role;
use objektiv::db::record;
use objektiv::signage::Sign;

use crate::browser::{Browser, Page};
use crate::engine::engines;
use crate::parts::with_a_site;

fn photo(width: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let points = RgbImage::from_pixel(width, 300, Rgb([9, 99, 200]));
    let mut cursor = Cursor::new(&mut file);
    points.write_to(&mut cursor, ImageFormat::Jpeg).unwrap();
    file
}

/// Fills in the form of an inspection and sends it with a photo.
async fn inspect(person: &mut Browser, sign: &str, typed: &[(&str, &str)], photo: &[u8]) -> Page {
    let form = person.open_page(&format!("{sign}/syna")).await;
    let (action, mut pairs) = form.form();
    pairs.retain(|(name, _)| name != "photo" && typed.iter().all(|(typed, _)| typed != name));
    let typed = typed
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    pairs.extend(typed);
    let part = |name: &str, more: &str| {
        format!("--gr\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n")
            .into_bytes()
    };
    let mut body = Vec::new();
    for (name, value) in &pairs {
        body.extend([part(name, "").as_slice(), value.as_bytes(), b"\r\n"].concat());
    }
    body.extend(part("photo", "; filename=\"IMG_0042.JPG\""));
    body.extend([photo, b"\r\n--gr--\r\n"].concat());
    person
        .send_body(&action, "multipart/form-data; boundary=gr", body)
        .await
}

/// The address of the photo on the page of a sign.
fn picture(page: &Page) -> Option<String> {
    let (_, rest) = page.html.split_once("<img src=\"")?;
    Some(rest.split_once('"')?.0.to_owned())
}

#[tokio::test]
async fn an_inspection_records_who_looked_what_could_be_read_where_and_a_photo() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let typed = [("entrance", "Huvudentrén")];
        let page = manager.fill_in(&format!("{site}/skyltar/ny"), &typed).await;
        let sign = page.link("Huvudentrén");
        assert!(manager.open_page(&sign).await.link("Syna skylten") == format!("{sign}/syna"));

        let typed = [("items", "vem"), ("position", "55.70466, 13.19321")];
        let done = inspect(&mut manager, &sign, &typed, &photo(400)).await;
        assert_eq!(
            (done.status, &done.location),
            (StatusCode::SEE_OTHER, &sign)
        );
        let page = manager.open_page(&sign).await;
        for words in [
            "Synen är sparad",
            "Vem som bevakar",
            "2026-11-22",
            "Maja Lund",
            "2027-11-22",
            "55.70466, 13.19321",
        ] {
            assert!(page.has(words), "{words}: {}", page.text());
        }
        let first = picture(&page).unwrap();
        let kept = manager.get(&first).await;
        assert_eq!(kept.headers[header::CONTENT_TYPE], "image/jpeg");
        assert!(image::load_from_memory(&kept.bytes).is_ok_and(|kept| kept.width() == 400));

        // A new photo takes the place of the old one, which is gone; then none is left.
        inspect(&mut manager, &sign, &[("items", "vem")], &photo(500)).await;
        let second = picture(&manager.open_page(&sign).await).unwrap();
        assert_ne!(first, second);
        assert_eq!(manager.get(&first).await.status, StatusCode::NOT_FOUND);
        inspect(&mut manager, &sign, &[("remove", "ja")], b"").await;
        assert_eq!(picture(&manager.open_page(&sign).await), None);
        assert_eq!(manager.get(&second).await.status, StatusCode::NOT_FOUND);

        let signs = record::all::<Sign>(engine.db.read(), town.kommun)
            .await
            .unwrap();
        assert_eq!(signs[0].data.photo, None);
    }
}

#[tokio::test]
async fn what_is_no_photo_is_refused_with_what_to_do_and_nothing_is_changed() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let typed = [("entrance", "Huvudentrén")];
        let page = manager.fill_in(&format!("{site}/skyltar/ny"), &typed).await;
        let sign = page.link("Huvudentrén");
        let typed = [("items", "vem"), ("inspected_on", "2026-12-24")];
        let refused = inspect(&mut manager, &sign, &typed, b"<svg/>").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.fields_in_error(), ["photo", "inspected_on"]);
        assert!(
            refused.has("Ta en ny bild eller spara den som JPEG"),
            "{}",
            refused.text()
        );
        assert!(
            refused
                .form()
                .1
                .contains(&("items".to_owned(), "vem".to_owned()))
        );
        let page = manager.open_page(&sign).await;
        assert!(picture(&page).is_none() && !page.has("Vem som bevakar"));
    }
}

#[tokio::test]
async fn whoever_may_not_change_the_site_sees_the_photo_and_does_not_inspect() {
    for engine in engines().await {
        let (town, mut manager, site) = with_a_site(&engine).await;
        let typed = [("entrance", "Huvudentrén")];
        let page = manager.fill_in(&format!("{site}/skyltar/ny"), &typed).await;
        let sign = page.link("Huvudentrén");
        inspect(&mut manager, &sign, &[], &photo(300)).await;
        let mut officer = town.sign_in("Disa Ström", &[Role::Dpo]).await;
        let page = officer.open_page(&sign).await;
        assert!(!page.has("Syna skylten"), "{}", page.text());
        let seen = officer.get(&picture(&page).unwrap()).await;
        assert_eq!(seen.status, StatusCode::OK);
        let refused = officer.get(&format!("{sign}/syna")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
}

//! The boundary of the kommun: an administrator gives it as a file, maps show it, and a site outside it is asked about.

use axum::http::{StatusCode, header};
use objektiv::account::Role;
use objektiv::code::Code;
use serde_json::{Value, json};

use crate::browser::{Browser, Page, Town};
use crate::disclosures::log_is_intact;
use crate::engine::engines;

const PATH: &str = "/administration/grans";

/// The body of the form with a file, and its kind.
async fn upload(person: &mut Browser, file: &[u8]) -> Page {
    let mut body = b"--b\r\ncontent-disposition: form-data; name=\"grans\"; filename=\"ekebro.geojson\"\r\n\r\n".to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    person
        .send_body(PATH, "multipart/form-data; boundary=b", body)
        .await
}

/// Five kilometres around Lund in SWEREF 99 TM.
fn square() -> Value {
    let (west, east, south, north) = (381_463, 391_463, 6_169_688, 6_179_688);
    let ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ];
    let area = json!({"type": "Polygon", "coordinates": [ring]});
    json!({"type": "Feature", "properties": {"namn": "Ekebro"}, "geometry": area})
}

async fn saved(manager: &mut Browser, reference: &str, position: &str) -> Page {
    let typed = [
        ("reference", reference),
        ("name", "Torget"),
        ("position", position),
    ];
    manager.fill_in("/bevakningar/ny", &typed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_drawn_on_maps_and_a_site_outside_it_is_saved_and_asked_about() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        let mut manager = town.sign_in("Anna Ek", &[Role::Manager]).await;
        assert!(
            !manager
                .open_page("/karta")
                .await
                .html
                .contains("data-boundary")
        );
        let far = saved(&mut manager, "EK-1", "57.7089, 11.9746").await;
        assert!(far.has("Sparat") && !far.has("utanför"), "{}", far.text());

        let given = upload(&mut admin, square().to_string().as_bytes()).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
        let page = admin.open_page(PATH).await;
        assert!(page.has("Gränsen är sparad"), "{}", page.text());
        assert!(page.has("Antal punkter 5"), "{}", page.text());

        let map = manager.open_page("/karta").await;
        let (_, rest) = map.html.split_once("data-boundary=\"").unwrap();
        let (at, _) = rest.split_once('"').unwrap();
        let drawn = manager.get(at).await;
        assert_eq!(drawn.headers[header::CONTENT_TYPE], "application/geo+json");
        let shape: Value = serde_json::from_slice(&drawn.bytes).unwrap();
        assert_eq!(shape["type"], "MultiPolygon");
        let corner = &shape["coordinates"][0][0][0];
        assert!(
            (corner[0].as_f64().unwrap() - 13.11).abs() < 0.01,
            "{corner}"
        );
        assert!(
            (corner[1].as_f64().unwrap() - 55.66).abs() < 0.01,
            "{corner}"
        );

        let outside = saved(&mut manager, "EK-2", "57.7089, 11.9746").await;
        assert!(outside.has("Positionen ligger utanför kommunens gräns"));
        let inside = saved(&mut manager, "EK-3", "55.70466, 13.19321").await;
        assert!(inside.has("Sparat") && !inside.has("utanför"));
        let edited = [("position", "57.7089, 11.9746")];
        let edited = manager.fill_in("/bevakningar/3/andra", &edited).await;
        assert!(edited.has("Positionen ligger utanför kommunens gräns"));

        // Another kommun's boundary does not exist.
        let other = Town::found_in(town.app.clone(), "granby").await;
        let mut stranger = other.sign_in("Per Holm", Role::ALL).await;
        assert_eq!(stranger.get(at).await.status, StatusCode::NOT_FOUND);
        assert!(
            !stranger
                .open_page("/karta")
                .await
                .html
                .contains("data-boundary")
        );

        let history = admin.open_page("/administration/historik").await;
        assert!(history.has("Kommunens gräns"), "{}", history.text());
        let removed = admin.send("/administration/grans/borttagning", &[]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER);
        assert!(
            !manager
                .open_page("/karta")
                .await
                .html
                .contains("data-boundary")
        );
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_boundary_is_refused_beside_its_field_and_nothing_changes() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        let mut open = square();
        open["geometry"]["coordinates"][0]
            .as_array_mut()
            .unwrap()
            .pop();
        let point = json!({"type": "Point", "coordinates": [13.1, 55.7]});
        for (file, words) in [
            (open.to_string(), "Gränslinje 1 i filen är inte sluten"),
            (point.to_string(), "Filen innehåller Point"),
            ("<gml/>".to_owned(), "rad 1 är inte JSON"),
            (String::new(), "Välj en fil"),
            (" ".repeat((4 << 20) + 1), "Filen är för stor"),
        ] {
            let page = upload(&mut admin, file.as_bytes()).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(
                page.errors().join(" ").contains(words),
                "{:?}",
                page.errors()
            );
            assert_eq!(page.fields_in_error(), ["grans"]);
        }
        let large = vec![b' '; 16 << 20];
        let large = upload(&mut admin, &large).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(
            !admin
                .open_page("/karta")
                .await
                .html
                .contains("data-boundary")
        );
    }
}

//! The map shows what the list shows, what cameras see, and a ground that the administrator has given.

use std::path::Path;
use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::routing::get;
use objektiv::account::Role;
use objektiv::basemap::{Basemap, BasemapError};
use objektiv::clock::Clock;
use objektiv::law::PolicySet;
use objektiv::web::App;
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, Statement};
use serde_json::Value;

use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::{Engine, engines};
use crate::parts::with_a_site;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nwhat follows is not looked at";

fn shapes(page: &Page) -> Vec<Value> {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(page.headers[header::CONTENT_TYPE], "application/geo+json");
    let collection: Value = serde_json::from_slice(&page.bytes).unwrap();
    assert_eq!(collection["type"], "FeatureCollection");
    collection["features"].as_array().unwrap().clone()
}

async fn place(manager: &mut Browser, reference: &str, name: &str, position: &str) -> String {
    let typed = [
        ("reference", reference),
        ("name", name),
        ("position", position),
    ];
    manager.fill_in("/bevakningar/ny", &typed).await.location
}

#[tokio::test]
async fn the_map_and_the_list_beside_it_show_the_sites_that_have_a_position_and_fit_the_filter() {
    for engine in engines().await {
        let (town, mut manager, _) = with_a_site(&engine).await;
        place(&mut manager, "EK-002", "Stortorget", "55.70466, 13.19321").await;
        place(
            &mut manager,
            "EK-003",
            "Biblioteket",
            "N 6175722.770 E 130712.840",
        )
        .await;
        let other = Town::found_in(town.app.clone(), "grannby").await;
        let mut neighbour = other.sign_in("Per Holm", &[Role::Manager]).await;
        place(&mut neighbour, "GR-001", "Grannens torg", "55.6, 13.0").await;

        let page = manager.open_page("/karta").await;
        assert!(
            page.has("Stortorget") && page.has("Biblioteket"),
            "{}",
            page.text()
        );
        assert!(!page.has("Hedeskolan"), "it has no position");
        assert!(!page.has("Grannens torg"));
        let all = shapes(&manager.open_page("/karta/platser.geojson").await);
        let names: Vec<&str> = all
            .iter()
            .map(|shape| shape["properties"]["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["Biblioteket", "Stortorget"]);
        for shape in &all {
            let at = &shape["geometry"]["coordinates"];
            let (east, north) = (at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
            assert!(
                (north - 55.70466).abs() < 1e-5 && (east - 13.19321).abs() < 1e-5,
                "{at}"
            );
            let symbol = shape["properties"]["symbol"].as_str().unwrap();
            assert!(["ok", "delvis", "nej", "okand"].contains(&symbol));
            assert!(!shape["properties"]["words"].as_str().unwrap().is_empty());
        }
        let some = shapes(&manager.open_page("/karta/platser.geojson?sok=torg").await);
        assert_eq!(some.len(), 1);
        let href = some[0]["properties"]["href"].as_str().unwrap();
        assert!(manager.open_page(href).await.has("Stortorget"));
        let page = manager.open_page("/karta?sok=torg").await;
        assert!(page.has("Stortorget") && !page.has("Biblioteket"));
    }
}

#[tokio::test]
async fn a_sites_map_has_its_cameras_and_what_they_see_as_far_as_that_is_recorded() {
    for engine in engines().await {
        let (_, mut manager, site) = with_a_site(&engine).await;
        let page = manager.open_page(&site).await;
        assert!(
            !page.html.contains("karta.geojson"),
            "nothing has a position yet"
        );
        let seen = [
            ("label", "0042"),
            ("status", "i-drift"),
            ("position", "55.70466, 13.19321"),
            ("direction_degrees", "90"),
            ("angle_degrees", "60"),
            ("range_metres", "50"),
        ];
        manager.fill_in(&format!("{site}/kameror/ny"), &seen).await;
        // Neither its own position nor the site's is known.
        let unseen = [
            ("label", "0043"),
            ("status", "i-drift"),
            ("range_metres", "50"),
        ];
        manager
            .fill_in(&format!("{site}/kameror/ny"), &unseen)
            .await;
        let page = manager.open_page(&site).await;
        assert!(page.html.contains(&format!("{site}/karta.geojson")));
        let drawn = shapes(&manager.open_page(&format!("{site}/karta.geojson")).await);
        let what: Vec<&str> = drawn
            .iter()
            .map(|shape| shape["properties"]["what"].as_str().unwrap())
            .collect();
        assert_eq!(what, ["synfalt", "kamera"]);
        assert_eq!(drawn[0]["geometry"]["type"], "Polygon");
        let ring = drawn[0]["geometry"]["coordinates"][0].as_array().unwrap();
        assert_eq!(ring.first(), ring.last());
        assert_eq!(drawn[1]["properties"]["reference"], "0042");
    }
}

#[tokio::test]
async fn another_kommuns_map_is_not_found_and_nobody_sees_one_without_signing_in() {
    for engine in engines().await {
        let (town, _, site) = with_a_site(&engine).await;
        let other = Town::found_in(town.app.clone(), "grannby").await;
        let mut neighbour = other.sign_in("Per Holm", &[Role::Manager]).await;
        let page = neighbour.get(&format!("{site}/karta.geojson")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let mut nobody = Browser::open(&town.app);
        for path in [
            "/karta",
            "/karta/platser.geojson",
            &format!("{site}/karta.geojson"),
        ] {
            assert_eq!(
                nobody.get(path).await.status,
                StatusCode::SEE_OTHER,
                "{path}"
            );
        }
    }
}

/// A file of tiles as GDAL writes it with `TILING_SCHEME=GoogleMapsCompatible`.
async fn geopackage(path: &Path, srs: i64) {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let db = Database::connect(url).await.unwrap();
    for statement in [
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)".to_owned(),
        "CREATE TABLE gpkg_tile_matrix_set (table_name TEXT, srs_id INTEGER, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, \
         max_y DOUBLE)"
            .to_owned(),
        "CREATE TABLE gpkg_tile_matrix (table_name TEXT, zoom_level INTEGER, matrix_width INTEGER, matrix_height INTEGER, \
         tile_width INTEGER, tile_height INTEGER)"
            .to_owned(),
        "CREATE TABLE \"topo \"\"webb\"\"\" (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
            .to_owned(),
        "INSERT INTO gpkg_contents VALUES ('topo \"webb\"', 'tiles')".to_owned(),
        format!(
            "INSERT INTO gpkg_tile_matrix_set VALUES ('topo \"webb\"', {srs}, -20037508.3427892, -20037508.3427892, \
             20037508.3427892, 20037508.3427892)"
        ),
        "INSERT INTO gpkg_tile_matrix VALUES ('topo \"webb\"', 5, 32, 32, 256, 256)".to_owned(),
        "INSERT INTO \"topo \"\"webb\"\"\" VALUES (5, 17, 10, X'3c7376673e')".to_owned(),
    ] {
        db.execute_unprepared(&statement).await.unwrap();
    }
    let tile = "INSERT INTO \"topo \"\"webb\"\"\" VALUES (5, 17, 9, ?)";
    let values = [PNG.to_vec().into()];
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, tile, values);
    db.execute_raw(statement).await.unwrap();
    db.close().await.unwrap();
}

async fn town_on(engine: &Engine, basemap: Basemap) -> Town {
    let policies = Arc::new(PolicySet::embedded().unwrap());
    let clock = Clock::Frozen(NOW);
    let app = App::new(
        engine.db.clone(),
        clock,
        policies,
        "http://kamera.example".into(),
    );
    Town::found_in(app.drawing_on(Some(basemap)), "ekebro").await
}

#[tokio::test]
async fn tiles_come_from_a_geopackage_and_only_pictures_of_places_in_the_world() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("topo.gpkg");
    geopackage(&file, 3857).await;
    for engine in engines().await {
        let basemap = Basemap::open(file.to_str().unwrap(), "© Lantmäteriet", 19).await;
        let town = town_on(&engine, basemap.unwrap()).await;
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        place(&mut manager, "EK-002", "Stortorget", "55.70466, 13.19321").await;
        let page = manager.open_page("/karta").await;
        assert!(
            page.html
                .contains("data-basemap=\"/karta/bakgrund/{z}/{x}/{y}\" data-basemap-zoom=\"5\"")
        );
        assert!(page.html.contains("© Lantmäteriet"));
        let tile = manager.open_page("/karta/bakgrund/5/17/9").await;
        assert_eq!(tile.status, StatusCode::OK);
        assert_eq!(tile.headers[header::CONTENT_TYPE], "image/png");
        assert_eq!(tile.bytes, PNG);
        for missing in ["5/17/10", "5/3/3", "5/32/0", "5/0/4294967295", "200/0/0"] {
            let answer = manager.get(&format!("/karta/bakgrund/{missing}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
        }
        let mut nobody = Browser::open(&town.app);
        let answer = nobody.get("/karta/bakgrund/5/17/9").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_drawn_stops_the_start_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let problem = async |path: &Path| {
        let opened = Basemap::open(path.to_str().unwrap(), "", 19).await;
        let error = opened.unwrap_err();
        assert!(matches!(error, BasemapError::File { .. }), "{error}");
        error.to_string()
    };
    let missing = folder.path().join("borta.gpkg");
    assert!(problem(&missing).await.contains("there is no such file"));
    assert!(!missing.exists(), "nothing is made");
    let text = folder.path().join("text.gpkg");
    std::fs::write(&text, "not a database").unwrap();
    assert!(problem(&text).await.contains("text.gpkg"));
    let sweref = folder.path().join("sweref.gpkg");
    geopackage(&sweref, 3006).await;
    let words = problem(&sweref).await;
    assert!(
        words.contains("EPSG:3006") && words.contains("gdal_translate"),
        "{words}"
    );
}

#[tokio::test]
async fn tiles_of_another_server_are_fetched_here_and_its_key_never_reaches_a_browser() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = axum::Router::new()
        .route("/hemlig/5/17/9", get(|| async { PNG }))
        .route("/hemlig/5/17/8", get(|| async { "<html>" }))
        .route("/hemlig/5/17/7", get(|| async { vec![0x89_u8; 3 << 20] }))
        .route(
            "/hemlig/5/17/6",
            get(|| async { axum::response::Redirect::to("/hemlig/5/17/9") }),
        );
    tokio::spawn(async move { axum::serve(listener, server).await });
    for engine in engines().await {
        let template = format!("http://{address}/hemlig/{{z}}/{{x}}/{{y}}");
        let basemap = Basemap::open(&template, "", 16).await.unwrap();
        let town = town_on(&engine, basemap).await;
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        place(&mut manager, "EK-002", "Stortorget", "55.70466, 13.19321").await;
        let page = manager.open_page("/karta").await;
        assert!(!page.html.contains("hemlig"));
        let tile = manager.open_page("/karta/bakgrund/5/17/9").await;
        assert_eq!((tile.status, &tile.bytes[..]), (StatusCode::OK, PNG));
        for refused in ["5/17/8", "5/17/7", "5/17/6", "5/17/5"] {
            let answer = manager.get(&format!("/karta/bakgrund/{refused}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{refused}");
        }
    }
}

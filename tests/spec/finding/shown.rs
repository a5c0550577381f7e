//! Headings that sort, views that are saved, and files of exactly what is shown.

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use objektiv::account::Role;
use objektiv::code::Code;

use crate::browser::{Browser, Page, Town};
use crate::disclosures::{at_the_counter, release};
use crate::engine::{Engine, engines};

/// Ekebro with three sites in two units, of which one has no unit.
async fn three_sites(engine: &Engine) -> (Town, Browser) {
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let mut all = town.sign_in("Ada Nord", Role::ALL).await;
    for unit in ["Åkerbruket", "Teknik"] {
        let typed = [("name", unit)];
        all.fill_in("/administration/enheter/ny", &typed).await;
    }
    for (reference, name, unit) in [
        ("EK-1", "=Ängen", "1"),
        ("EK-2", "Torget", "2"),
        ("EK-3", "Badet", ""),
    ] {
        let typed = [("reference", reference), ("name", name), ("unit", unit)];
        all.fill_in("/bevakningar/ny", &typed).await;
    }
    (town, all)
}

/// The names of the sites in the order of the page.
fn names(page: &Page) -> Vec<String> {
    let rows = page.html.split("o-table__main\"><a").skip(1);
    let name = |row: &str| row.split(['>', '<']).nth(1).unwrap().to_owned();
    rows.map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heading_sorts_says_how_and_a_unit_with_a_new_name_moves() {
    for engine in engines().await {
        let (_, mut all) = three_sites(&engine).await;
        let page = all.open_page("/bevakningar").await;
        assert_eq!(names(&page), ["=Ängen", "Badet", "Torget"]);
        assert!(page.html.contains(
            "aria-sort=\"ascending\"><a class=\"o-sort\" href=\"/bevakningar?ordning=-namn\">"
        ));
        let by_unit = all.open_page(&page.link("Enhet")).await;
        assert_eq!(names(&by_unit), ["Badet", "Torget", "=Ängen"]);
        let backwards = all.open_page(&by_unit.link("Enhet")).await;
        assert_eq!(names(&backwards), ["=Ängen", "Torget", "Badet"]);
        assert!(backwards.html.contains("aria-sort=\"descending\""));
        let typed = [("name", "Odlingen")];
        all.fill_in("/administration/enheter/1/andra", &typed).await;
        let page = all.open_page("/bevakningar?ordning=enhet").await;
        assert_eq!(names(&page), ["Badet", "=Ängen", "Torget"]);
        // What is nothing to sort by is no error.
        let page = all.open_page("/bevakningar?ordning=x%27%3B--").await;
        assert_eq!(names(&page), ["=Ängen", "Badet", "Torget"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_found_by_the_numbers_of_what_belongs_to_it_and_by_a_case_only_by_who_may_read_releases()
 {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let mut manager = town.sign_in("Mona Ek", &[Role::Manager]).await;
        let name = "Hedeskolan";
        let other = [
            ("reference", "EKB-0002"),
            ("name", "Torget"),
            ("status", "i-drift"),
        ];
        manager.fill_in("/bevakningar/ny", &other).await;
        let permit = [
            ("kind", "tillstand-imy"),
            ("status", "beviljat"),
            ("dnr", "IMY-2021-1187"),
        ];
        manager
            .fill_in(&format!("{site}/beslut/nytt"), &permit)
            .await;
        let assessment = [("kind", "egen"), ("dnr", "KS 2026/4")];
        manager
            .fill_in(&format!("{site}/bedomningar/ny"), &assessment)
            .await;
        manager
            .fill_in(
                &format!("{site}/andra"),
                &[("dpia_reference", "KS 2025/77")],
            )
            .await;
        let case = [("case_reference", "5000-K77-26"), ("dnr", "KS 2026/0777")];
        let released = release(&mut officer, &site, &case).await;
        assert_eq!(
            released.status,
            StatusCode::SEE_OTHER,
            "{}",
            released.text()
        );
        let mut dpo = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        for number in ["imy-2021-1187", "KS+2026%2F4", "ks+2025%2F77", "1187"] {
            let page = manager
                .open_page(&format!("/bevakningar?sok={number}"))
                .await;
            assert_eq!(names(&page).len(), 1, "{number}: {}", page.text());
            assert!(names(&page)[0].starts_with(name), "{number}");
        }
        for number in ["5000-K77-26", "KS+2026%2F0777"] {
            let page = dpo.open_page(&format!("/bevakningar?sok={number}")).await;
            assert_eq!(names(&page).len(), 1, "{number}: {}", page.text());
            let page = manager
                .open_page(&format!("/bevakningar?sok={number}"))
                .await;
            assert_eq!(names(&page).len(), 0, "{number}: {}", page.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_saved_found_renamed_and_deleted_by_its_person_and_seen_by_nobody_else() {
    for engine in engines().await {
        let (town, mut all) = three_sites(&engine).await;
        let page = all
            .open_page("/bevakningar?enhet=2&ordning=-namn&efter=a&efter_id=1")
            .await;
        let form = all.open_page(&page.link("Spara vyn")).await;
        let nameless = all.submit(&form, &[]).await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(nameless.field("query"), "enhet=2&ordning=-namn");
        let done = all.submit(&nameless, &[("name", "Teknikens")]).await;
        let views = all.open_page(&done.location).await;
        let list = views.link("Teknikens");
        assert_eq!(list, "/bevakningar?enhet=2&ordning=-namn");
        assert_eq!(names(&all.open_page(&list).await), ["Torget"]);
        let again = all.submit(&form, &[("name", "Teknikens")]).await;
        assert_eq!(again.fields_in_error(), ["name"]);
        let views = all
            .fill_in("/bevakningar/vyer/1", &[("name", "Torg")])
            .await;
        assert_eq!(views.link("Torg"), list);

        let mut other = town.sign_in("Siv Alm", &[Role::Manager]).await;
        assert!(
            other
                .open_page("/bevakningar/vyer")
                .await
                .has("Du har inga sparade vyer")
        );
        for rest in ["", "/borttagning"] {
            let at = format!("/bevakningar/vyer/1{rest}");
            assert_eq!(other.get(&at).await.status, StatusCode::NOT_FOUND);
            let sent = other.send(&at, &[("name", "Min")]).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND);
        }
        let asks = all.open_page("/bevakningar/vyer/1/borttagning").await;
        assert!(asks.has("Vyn ”Torg” tas bort"), "{}", asks.text());
        let done = all.submit(&asks, &[]).await;
        let views = all.open_page(&done.location).await;
        assert!(views.has("Du har inga sparade vyer"), "{}", views.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_hold_what_the_page_shows_in_its_order_and_nothing_else() {
    for engine in engines().await {
        let (_, mut all) = three_sites(&engine).await;
        for (asked, expected) in [
            ("", vec!["=Ängen", "Badet", "Torget"]),
            ("?ordning=-enhet", vec!["=Ängen", "Torget", "Badet"]),
            ("?sok=ek-2", vec!["Torget"]),
            (
                "?per=2025-03-31&ordning=-namn",
                vec!["Torget", "Badet", "=Ängen"],
            ),
            ("?sok=finns-inte", vec![]),
        ] {
            let page = all.open_page(&format!("/bevakningar{asked}")).await;
            assert_eq!(names(&page), expected, "{asked}");
            let csv = all.open_page(&format!("/bevakningar/csv{asked}")).await;
            let text = csv
                .html
                .strip_prefix('\u{feff}')
                .expect("Excel sees that it is UTF-8");
            let lines: Vec<Vec<&str>> =
                text.lines().map(|line| line.split(';').collect()).collect();
            assert_eq!(
                lines[0][..4],
                ["Status", "Antal brister", "Namn", "Beteckning"]
            );
            let listed: Vec<&str> = lines[1..].iter().map(|line| line[2]).collect();
            let quoted = expected.iter().map(|name| name.replace('=', "'="));
            assert_eq!(listed, quoted.collect::<Vec<_>>(), "{asked}");
            let file = all.open_page(&format!("/bevakningar/xlsx{asked}")).await;
            let bytes = std::io::Cursor::new(file.bytes);
            let mut book: Xlsx<_> = calamine::open_workbook_from_rs(bytes).unwrap();
            let sheet = book.worksheet_range_at(0).unwrap().unwrap();
            let cells: Vec<&[Data]> = sheet.rows().skip(1).collect();
            let listed: Vec<String> = cells.iter().map(|row| row[2].to_string()).collect();
            assert_eq!(listed, expected, "{asked}");
            assert!(cells.iter().all(|row| matches!(row[1], Data::Float(_))));
        }
    }
}

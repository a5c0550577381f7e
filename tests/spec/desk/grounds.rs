//! Only valid grounds are offered; the rest are there on request, with the reason.

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::browser::Page;
use crate::disclosures::{at_the_counter, recorded, release};
use crate::engine::engines;

/// The codes of the grounds that are offered, and of those aside.
fn offered(page: &Page) -> (Vec<String>, Vec<String>) {
    let document = Html::parse_document(&page.html);
    let values = |selector: &str| -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let inputs = document.select(&selector);
        inputs
            .map(|input| input.value().attr("value").unwrap().to_owned())
            .collect()
    };
    let aside = values("details input[name=ground]");
    let mut all = values("input[name=ground]");
    all.retain(|code| !aside.contains(code));
    (all, aside)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_offers_the_grounds_that_are_valid_for_the_recipient_and_sets_the_rest_aside() {
    for engine in engines().await {
        let (_, mut officer, site) = at_the_counter(&engine).await;
        let number = site.rsplit('/').next().unwrap();
        let desk = officer
            .open_page(&format!("/utlamnanden/nytt?bevakning={number}"))
            .await;
        let (valid, aside) = offered(&desk);
        assert!(valid.contains(&"LUB_6".to_owned()) && valid.contains(&"LUB_7_OWN".to_owned()));
        assert!(aside.contains(&"OSL_32_3A_2".to_owned()) && aside.contains(&"GDPR_15".to_owned()));
        assert_eq!(valid.len() + aside.len(), 16, "nothing is out of reach");
        assert!(desk.has("Gäller inte den mottagaren."));
        assert!(
            desk.has("Vem som helst begär en allmän handling"),
            "the test of each"
        );
        // Another recipient and another day: the form that comes back offers what is valid then.
        let typed = [
            ("recipient", "enskild"),
            ("decided_on", "2025-03-31"),
            ("matter", ""),
        ];
        let back = officer.submit(&desk, &typed).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (valid, aside) = offered(&back);
        assert!(valid.contains(&"GDPR_15".to_owned()) && !valid.contains(&"OSL_10_27".to_owned()));
        assert!(aside.contains(&"LUB_6".to_owned()));
        assert!(
            back.has("Grunden gäller från 2025-04-01."),
            "{}",
            back.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_ground_asks_for_is_asked_for_once_and_what_happened_is_saved_all_the_same() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let asked = release(&mut officer, &site, &[("ground", "RB_27_SEIZURE")]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(asked.fields_in_error(), ["ground_details"]);
        assert!(
            asked
                .errors()
                .join(" ")
                .contains("Vem som beslutade om beslaget")
        );
        let meant = officer.submit(&asked, &[("aware", "ja")]).await;
        assert_eq!(meant.status, StatusCode::SEE_OTHER, "{:?}", meant.errors());
        let page = officer.open_page(&meant.location).await;
        assert!(
            page.has("Grunden kräver också Det som grunden kräver"),
            "{}",
            page.text()
        );
        let typed = [
            ("ground", "RB_27_SEIZURE"),
            ("ground_details", "Kammaråklagare L. Ek, 2026-11-21, K-5"),
            ("overlapping", "osl-18-1"),
            ("assessment", "Beslag är tvingande"),
            ("marking_rule", "32 kap. 3 § OSL"),
            ("marking_on", "2026-11-22"),
            ("marking_authority", "Kommunstyrelsen"),
        ];
        let done = release(&mut officer, &site, &typed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let page = officer.open_page(&done.location).await;
        page.says(&[
            "Kammaråklagare L. Ek",
            "Förundersökningen (OSL 18:1)",
            "Beslag är tvingande",
            "32 kap. 3 § OSL, 2026-11-22, Kommunstyrelsen",
        ]);
        let whole = release(&mut officer, &site, &[("marking_rule", "32 kap. 3 § OSL")]).await;
        assert_eq!(
            whole.fields_in_error(),
            ["marking_rule"],
            "all three or none"
        );
        assert_eq!(recorded(&engine, town.kommun).await.len(), 2);
        crate::disclosures::log_is_intact(&engine, town.kommun).await;
    }
}

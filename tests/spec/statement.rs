//! The accessibility statement is the kommun's own: what it fills in is read by everybody, also before signing in.

use axum::http::StatusCode;
use objektiv::account::Role;

use crate::browser::{Browser, Town};
use crate::engine::engines;

const PATH: &str = "/administration/tillganglighet";

#[tokio::test]
async fn what_the_kommun_knows_of_its_service_is_read_by_everybody() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Berg", &[Role::Administrator]).await;
        let typed = [
            ("contact", "kontakt@ekebro.example"),
            ("compliance", "helt"),
            (
                "shortcomings",
                "Kartan går inte att styra med rösten.\n\nFilmer saknar text.",
            ),
        ];
        let form = admin.open_page(PATH).await;
        let refused = admin.submit(&form, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.fields_in_error(), ["method"], "how does it know?");
        let typed = [
            typed.as_slice(),
            &[("method", "Prövad av Ekebro synskadeförening.")],
        ]
        .concat();
        admin.fill_in(PATH, &typed).await;
        let mut anybody = Browser::open(&town.app);
        let page = anybody.open_page("/tillganglighet").await;
        for words in [
            "Tjänsten är helt förenlig",
            "kontakt@ekebro.example",
            "Kartan går inte att styra med rösten.",
            "Filmer saknar text.",
            "Prövad av Ekebro synskadeförening.",
            "Redogörelsen uppdaterades senast: 22 november 2026",
        ] {
            assert!(page.has(words), "”{words}” is not in {}", page.text());
        }
        let mut manager = town.sign_in("Maja Lund", &[Role::Manager]).await;
        assert_eq!(manager.get(PATH).await.status, StatusCode::FORBIDDEN);
    }
}

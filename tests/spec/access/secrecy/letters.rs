//! What leaves the house by itself: letters, calendars and messages to other systems.

use objektiv::account::Role;
use objektiv::jobs::Jobs;
use objektiv::reminder::job::Job;
use objektiv::webhook;

use super::town::{DETAIL, WHOLE, Waterworks};
use crate::engine::engines;
use crate::reminder::mail::{Server, plain};

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_the_house_by_itself_says_only_that_there_is_something_to_read() {
    for engine in engines().await {
        let works = Waterworks::open(&engine).await;
        works.build().await;
        let mut manager = works
            .person("Maja Verk", Role::Manager, Some(works.unit))
            .await;
        let app = &works.town.app;
        let server = Server::start(&[]);
        let mailer = server.as_ref().map(|server| plain(server.port));
        let jobs = Jobs::new(app.clone(), mailer);
        jobs.tick(Job::Notices).await;
        jobs.tick(Job::Mail).await;
        let notices = manager.open_page("/paminnelser").await;
        assert!(notices.has(WHOLE), "{}", notices.text());
        let made = manager.send("/paminnelser/kalender", &[]).await;
        let feed = made.codes().concat();
        let feed = feed.trim_start_matches("http://kamera.example");
        let feed = manager.open_page(feed).await.html.to_lowercase();
        assert!(
            feed.contains("vcalendar") && !feed.contains(WHOLE),
            "{feed}"
        );
        let sent =
            webhook::store::due(app.db.read(), works.town.kommun, app.clock.now(), 1000).await;
        let sent = sent.unwrap();
        assert!(!sent.is_empty());
        for message in &sent {
            let payload = message.payload.to_lowercase();
            assert!(!payload.contains(WHOLE), "{payload}");
        }
        let Some(server) = server else { continue };
        let mails = server.stop();
        let own = mails.iter().find(|mail| {
            mail["recipients"][0]
                .as_str()
                .unwrap()
                .contains("maja.verk")
        });
        let own = own.unwrap_or_else(|| panic!("{mails:#?}")).to_string();
        assert!(
            own.contains("gäller bevakningar med sekretess")
                || own.contains("gäller en bevakning med sekretess"),
            "{own}"
        );
        for mail in &mails {
            let mail = mail.to_string().to_lowercase();
            assert!(!mail.contains(WHOLE) && !mail.contains(DETAIL), "{mail}");
        }
    }
}

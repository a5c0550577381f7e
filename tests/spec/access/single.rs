//! What a provider may and may not do to accounts. That its answers are checked is tested with a real one, in Chromium.

use objektiv::account::sso::admit::admit;
use objektiv::account::sso::store::{self, Kept};
use objektiv::account::sso::{Identity, Mapping, Provider, SsoError};
use objektiv::account::{AccountId, Role};
use objektiv::compliance::store::Judgement;
use objektiv::register::{Author, Change};

use crate::browser::{NOW, Town};
use crate::engine::engines;

fn provider() -> Provider {
    let mapping = |group: &str, role| Mapping {
        group: group.into(),
        role,
        unit: None,
    };
    Provider {
        name: "Ekebros katalog".into(),
        issuer: "https://id.ekebro.example".into(),
        client_id: "objektiv".into(),
        groups_claim: "groups".into(),
        mappings: vec![
            mapping("dso", Role::Dpo),
            mapping("admin", Role::Administrator),
        ],
        active: true,
        secret_set_at: None,
    }
}

async fn begin<'a>(town: &'a Town, author: &'a Author) -> Change<'a> {
    let by = Judgement {
        policies: &town.app.policies,
        today: NOW.date(),
    };
    Change::begin(&town.app.db, author, NOW, by).await.unwrap()
}

fn author(town: &Town) -> Author {
    Author {
        kommun: town.kommun,
        account: None,
        name: "Ekebros katalog".into(),
    }
}

async fn kept(town: &Town, provider: &Provider) -> Kept {
    let author = author(town);
    let change = begin(town, &author).await;
    let id = store::add(&**change.tx(), town.kommun, provider)
        .await
        .unwrap();
    change.commit().await.unwrap();
    let found = store::find(town.app.db.read(), town.kommun, id).await;
    found.unwrap().unwrap()
}

/// What comes of an answer of the provider.
async fn answered(
    town: &Town,
    kept: &Kept,
    subject: &str,
    email: &str,
    groups: &[&str],
) -> Result<AccountId, SsoError> {
    told(town, kept, subject, (email, true), groups).await
}

/// The same, with whether the provider says that it has verified the address.
async fn told(
    town: &Town,
    kept: &Kept,
    subject: &str,
    (email, email_verified): (&str, bool),
    groups: &[&str],
) -> Result<AccountId, SsoError> {
    let identity = Identity {
        subject: subject.into(),
        name: "Vera Lind".into(),
        email: email.into(),
        email_verified,
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        id_token: String::new(),
    };
    let author = author(town);
    let mut change = begin(town, &author).await;
    let done = admit(&mut change, kept, &identity).await.unwrap();
    change.commit().await.unwrap();
    done
}

#[tokio::test]
async fn an_account_is_made_with_the_roles_of_its_groups_follows_them_and_ends_with_them() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let kept = kept(&town, &provider()).await;
        let email = "Vera.Lind@ekebro.example";
        assert_eq!(
            answered(&town, &kept, "1", email, &["annat"]).await,
            Err(SsoError::NoRole)
        );
        let id = answered(&town, &kept, "1", email, &["dso"]).await.unwrap();
        let roles = |grants: Vec<objektiv::account::Grant>| -> Vec<Role> {
            grants.into_iter().map(|grant| grant.role).collect()
        };
        let find = || objektiv::account::store::find(town.app.db.read(), town.kommun, id);
        assert_eq!(roles(find().await.unwrap().unwrap().grants), [Role::Dpo]);
        let again = answered(
            &town,
            &kept,
            "1",
            "nytt.namn@ekebro.example",
            &["dso", "admin"],
        )
        .await;
        assert_eq!(again, Ok(id), "the subject is who it is, not the address");
        assert_eq!(
            roles(find().await.unwrap().unwrap().grants),
            [Role::Dpo, Role::Administrator]
        );
        assert_eq!(
            answered(&town, &kept, "1", email, &[]).await,
            Err(SsoError::NoRole)
        );
        assert_eq!(find().await.unwrap(), None, "no group, no role, no way in");
        let history = admin.open_page("/administration/historik").await;
        assert!(history.has("Ekebros katalog") && history.has("vera.lind@ekebro.example"));
    }
}

#[tokio::test]
async fn a_provider_speaks_for_the_people_of_its_own_kommun_alone() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let other = Town::found_in(town.app.clone(), "granby").await;
        town.sign_in("Vera Lind", &[Role::Manager]).await;
        other.sign_in("Siv Alm", &[Role::Administrator]).await;
        let kept = kept(&town, &provider()).await;
        let theirs = format!("siv.alm.{}@example.se", other.kommun.number());
        let refused = answered(&town, &kept, "1", &theirs, &["dso"]).await;
        assert_eq!(refused, Err(SsoError::AddressTaken));
        let own = format!("vera.lind.{}@example.se", town.kommun.number());
        assert!(
            answered(&town, &kept, "2", &own, &["dso"]).await.is_ok(),
            "their own are linked"
        );
        let nameless = answered(&town, &kept, "3", "", &["dso"]).await;
        assert_eq!(nameless, Err(SsoError::NoAddress));
    }
}

#[tokio::test]
async fn a_closed_account_stays_closed_and_the_last_administrator_keeps_that_role() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
        town.sign_in("Olle Ek", &[Role::Officer]).await;
        let kept = kept(&town, &provider()).await;
        let number = town.kommun.number();
        let olle = format!("olle.ek.{number}@example.se");
        let person = admin
            .open_page("/administration/personer")
            .await
            .link("Olle Ek");
        admin.fill_in(&person, &[("active", "")]).await;
        let refused = answered(&town, &kept, "1", &olle, &["dso"]).await;
        assert_eq!(refused, Err(SsoError::Closed));
        let ada = format!("ada.nord.{number}@example.se");
        assert!(answered(&town, &kept, "2", &ada, &["dso"]).await.is_ok());
        admin.open_page("/administration/personer").await;
        admin.open_page("/bevakningar").await;
    }
}

#[tokio::test]
async fn without_a_claim_for_groups_the_roles_given_here_are_kept_and_nobody_else_comes_in() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        town.sign_in("Vera Lind", &[Role::Manager]).await;
        let plain = Provider {
            groups_claim: String::new(),
            mappings: Vec::new(),
            ..provider()
        };
        let kept = kept(&town, &plain).await;
        let own = format!("vera.lind.{}@example.se", town.kommun.number());
        let id = answered(&town, &kept, "1", &own, &["dso"]).await.unwrap();
        let account = objektiv::account::store::find(town.app.db.read(), town.kommun, id).await;
        assert_eq!(account.unwrap().unwrap().grants[0].role, Role::Manager);
        let stranger = answered(&town, &kept, "2", "ny@ekebro.example", &["dso"]).await;
        assert_eq!(stranger, Err(SsoError::NoRole));
    }
}

#[tokio::test]
async fn an_address_that_nobody_has_verified_never_opens_an_account_that_is_there() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let kept = kept(&town, &provider()).await;
        let own = format!("vera.lind.{}@example.se", town.kommun.number());
        let refused = told(&town, &kept, "1", (&own, false), &["dso"]).await;
        assert_eq!(refused, Err(SsoError::AddressTaken));
        // Nobody had this one: the account is the provider's own, and no other subject gets at it.
        let new = "ny@ekebro.example";
        let made = told(&town, &kept, "2", (new, false), &["dso"]).await;
        assert!(made.is_ok(), "{made:?}");
        let other = told(&town, &kept, "3", (new, false), &["dso"]).await;
        assert_eq!(other, Err(SsoError::AddressTaken));
        assert_eq!(told(&town, &kept, "2", (new, false), &["dso"]).await, made);
    }
}

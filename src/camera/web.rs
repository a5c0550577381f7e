//! Cameras on the web.

use axum::Router;

use super::Camera;
use super::form::{self, Offered};
use crate::db::record::Stored;
use crate::organisation;
use crate::recorder;
use crate::register::page::RecordPage;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::register::web::part_of_site;
use crate::site::Site;
use crate::texts::{Loc, Message};
use crate::web::actor::Actor;
use crate::web::form::{Errors, FieldError, Form, Values};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    part_of_site::<Camera>()
}

#[async_trait::async_trait]
impl Noun for Camera {
    type Offered = Offered;
    const PAGES: Pages = Pages {
        path: "/kameror",
        new: "ny",
        new_title: "camera-new",
        edit_title: "camera-edit",
        trail: &[],
    };

    async fn offered(app: &App, actor: &Actor) -> Result<Offered, PageError> {
        Ok(Offered {
            recorders: recorder::web::choices(app, actor).await?,
            zone: organisation::store::kommun(app.db.read(), actor.kommun)
                .await?
                .and_then(|kommun| kommun.zone_epsg),
        })
    }

    async fn blank(_: &App, _: &Actor, site: Option<&Stored<Site>>) -> Result<Self, PageError> {
        Ok(Self::at(site_of(site)?))
    }

    fn form(action: String, offered: &Offered) -> Form {
        form::form(action, offered)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn read(self, values: &Values, offered: &Offered) -> Result<Self, Errors> {
        form::read(values, offered, self)
    }

    fn name(&self, l: Loc) -> String {
        l.ta("camera-name", "label", &self.label)
    }

    /// Two cameras of a site cannot be told apart by the same number.
    fn clash(&self, others: &[Stored<Self>]) -> Option<FieldError> {
        let taken = others.iter().any(|other| other.data.label == self.label);
        taken.then(|| FieldError {
            field: "label".into(),
            message: Message::new("camera-label-taken"),
        })
    }

    fn intro(&self, l: Loc) -> String {
        let id = self.unconfirmed.then_some("camera-unconfirmed-edit");
        id.map_or(String::new(), |id| l.t(id).to_owned())
    }

    fn saved(&self) -> &'static str {
        if self.unconfirmed {
            "camera-confirmed"
        } else {
            "saved"
        }
    }

    fn describe(record: &Stored<Self>, page: &mut RecordPage, _: bool) {
        if record.data.unconfirmed {
            page.note(page.l.t("camera-unconfirmed-note"));
        }
    }
}

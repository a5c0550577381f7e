//! Signs on the web.

use axum::Router;

use super::inspection;
use super::{Sign, form};
use crate::db::record::Stored;
use crate::register::page::RecordPage;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::register::web::part_of_site;
use crate::site::Site;
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Errors, Form, Values};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    part_of_site::<Sign>().merge(inspection::web::routes())
}

#[async_trait::async_trait]
impl Noun for Sign {
    type Offered = ();
    const PAGES: Pages = Pages {
        path: "/skyltar",
        new: "ny",
        new_title: "sign-new",
        edit_title: "sign-edit",
        trail: &[],
    };

    async fn offered(_: &App, _: &Actor) -> Result<(), PageError> {
        Ok(())
    }

    async fn blank(_: &App, _: &Actor, site: Option<&Stored<Site>>) -> Result<Self, PageError> {
        Ok(Self::at(site_of(site)?))
    }

    fn form(action: String, (): &()) -> Form {
        form::form(action)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn read(self, values: &Values, (): &()) -> Result<Self, Errors> {
        form::read(values, self)
    }

    fn name(&self, l: Loc) -> String {
        l.ta("sign-name", "entrance", &self.entrance)
    }

    fn describe(record: &Stored<Self>, page: &mut RecordPage, _: bool) {
        let sign = &record.data;
        let inspection = inspection::path(record.id);
        if page.actions.is_empty() {
            // Who may not change the sign does not inspect it either.
        } else {
            page.action("inspection-begin", &inspection);
            page.actions.rotate_right(1);
        }
        if let Some(position) = &sign.position {
            page.fact("inspection-position", &position.typed);
        }
        if let Some(photo) = &sign.photo {
            page.picture(
                &inspection::picture_path(record.id, photo),
                inspection::told(page.l, sign, photo),
            );
        }
    }
}

//! Access requests on the web.

use axum::Router;

use super::{AccessRequest, form};
use crate::account::Permission;
use crate::db::record::Stored;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::register::web::part_of_site;
use crate::site::Site;
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Errors, Form, Values};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    part_of_site::<AccessRequest>()
}

#[async_trait::async_trait]
impl Noun for AccessRequest {
    type Offered = ();
    const PAGES: Pages = Pages {
        path: "/tillgang",
        new: "ny",
        new_title: "access-request-new",
        edit_title: "access-request-edit",
        trail: &[],
    };

    async fn offered(_: &App, _: &Actor) -> Result<(), PageError> {
        Ok(())
    }

    async fn blank(_: &App, actor: &Actor, site: Option<&Stored<Site>>) -> Result<Self, PageError> {
        Ok(Self::at(site_of(site)?, actor.today))
    }

    fn form(action: String, (): &()) -> Form {
        form::form(action)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn prefilled(&self) -> Values {
        Values::default().date("received_on", Some(self.received_on))
    }

    fn read(self, values: &Values, (): &()) -> Result<Self, Errors> {
        form::read(values, self)
    }

    fn name(&self, l: Loc) -> String {
        l.ta("access-request-name", "day", self.received_on.to_string())
    }

    /// Whoever answers requests, and whoever answers for the site.
    fn may_change(actor: &Actor, site: Option<&Stored<Site>>) -> bool {
        [Permission::EditSites, Permission::RecordDisclosures]
            .into_iter()
            .any(|permission| {
                site.is_some_and(|site| actor.account.may(permission, site.data.unit))
            })
    }

    /// Who sees disclosures, and who answers for the site: not the administrator.
    fn may_read(actor: &Actor) -> bool {
        [Permission::ReadDisclosures, Permission::EditSites]
            .into_iter()
            .any(|permission| actor.account.may_somewhere(permission))
    }
}

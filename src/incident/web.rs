//! Personal data breaches on the web.

use axum::Router;
use time::OffsetDateTime;

use super::{Incident, form};
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
    part_of_site::<Incident>()
}

#[async_trait::async_trait]
impl Noun for Incident {
    /// Now: nothing was discovered later.
    type Offered = OffsetDateTime;
    const PAGES: Pages = Pages {
        path: "/incidenter",
        new: "ny",
        new_title: "incident-new",
        edit_title: "incident-edit",
        trail: &[],
    };

    async fn offered(_: &App, actor: &Actor) -> Result<OffsetDateTime, PageError> {
        Ok(actor.now)
    }

    async fn blank(_: &App, actor: &Actor, site: Option<&Stored<Site>>) -> Result<Self, PageError> {
        Ok(Self::at(site_of(site)?, actor.now))
    }

    fn form(action: String, _: &OffsetDateTime) -> Form {
        form::form(action)
    }

    fn values(&self) -> Values {
        form::values(self)
    }

    fn prefilled(&self) -> Values {
        Values::default().instant("discovered_at", Some(self.discovered_at))
    }

    fn read(self, values: &Values, now: &OffsetDateTime) -> Result<Self, Errors> {
        form::read(values, *now, self)
    }

    fn name(&self, l: Loc) -> String {
        l.ta("incident-name", "day", l.instant(self.discovered_at))
    }

    /// Whoever finds out at the site or at the counter.
    fn may_change(actor: &Actor, site: Option<&Stored<Site>>) -> bool {
        [Permission::EditSites, Permission::RecordDisclosures]
            .into_iter()
            .any(|permission| {
                site.is_some_and(|site| actor.account.may(permission, site.data.unit))
            })
    }
}

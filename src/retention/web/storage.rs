//! Storage periods.

use crate::db::record::Stored;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::retention::StoragePeriod;
use crate::retention::form::storage as form;
use crate::site::Site;
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Errors, Form, Values};
use crate::web::{App, PageError};

#[async_trait::async_trait]
impl Noun for StoragePeriod {
    type Offered = ();
    const PAGES: Pages = Pages {
        path: "/lagringstider",
        new: "ny",
        new_title: "storage-period-new",
        edit_title: "storage-period-edit",
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
        let length = format!("{} {}", self.length, l.code(self.unit));
        l.ta("storage-period-name", "length", length)
    }
}

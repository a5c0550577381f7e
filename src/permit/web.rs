//! Permits and other decisions on the web.

use axum::Router;

use super::{LAST_PERMIT_DAY, Permit, form};
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
    part_of_site::<Permit>()
}

#[async_trait::async_trait]
impl Noun for Permit {
    type Offered = ();
    const PAGES: Pages = Pages {
        path: "/beslut",
        new: "nytt",
        new_title: "permit-new",
        edit_title: "permit-edit",
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
        format!("{} {}", l.code(self.kind), self.dnr)
            .trim_end()
            .to_owned()
    }

    /// Both ends: what the decision says, and what the law made of it.
    fn describe(record: &Stored<Self>, page: &mut RecordPage, _: bool) {
        let (l, permit) = (page.l, &record.data);
        let until = |day: Option<time::Date>| {
            day.map_or_else(
                || l.t("permit-until-further-notice").to_owned(),
                |day| day.to_string(),
            )
        };
        page.fact("permit-valid-until", until(permit.valid_until));
        page.fact("permit-ends-by-law", until(permit.in_effect_until()));
        if permit.kind.is_old_permit() {
            page.note(l.ta("permit-old-note", "day", l.date_long(LAST_PERMIT_DAY)));
        }
    }
}

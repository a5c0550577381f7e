//! Checks that footage is gone.

use crate::db::record::Stored;
use crate::recorder;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::retention::DeletionEvidence;
use crate::retention::form::evidence::{self as form, Offered};
use crate::site::Site;
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::{Errors, Form, Values};
use crate::web::{App, PageError};

#[async_trait::async_trait]
impl Noun for DeletionEvidence {
    type Offered = Offered;
    const PAGES: Pages = Pages {
        path: "/gallringsbevis",
        new: "nytt",
        new_title: "deletion-evidence-new",
        edit_title: "deletion-evidence-new",
        trail: &[],
    };

    async fn offered(app: &App, actor: &Actor) -> Result<Offered, PageError> {
        Ok(Offered {
            recorders: recorder::web::choices(app, actor).await?,
            now: actor.now,
        })
    }

    async fn blank(_: &App, actor: &Actor, site: Option<&Stored<Site>>) -> Result<Self, PageError> {
        let mut check = Self::at(site_of(site)?, actor.now);
        check.checked_by.clone_from(&actor.account.name);
        Ok(check)
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
        l.t("record-kind-gallringsbevis").to_owned()
    }

    /// Most checks are written down when they are made, by who made them.
    fn prefilled(&self) -> Values {
        Values::default()
            .instant("checked_at", Some(self.checked_at))
            .text("checked_by", &self.checked_by)
    }
}

//! Checks that footage is gone.

use sea_orm::DbErr;

use crate::camera::Camera;
use crate::db::WriteTx;
use crate::db::record::{self, Stored};
use crate::hold::Hold;
use crate::recorder;
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::retention::DeletionEvidence;
use crate::retention::form::evidence::{self as form, Offered};
use crate::site::Site;
use crate::texts::{Loc, Message};
use crate::web::actor::Actor;
use crate::web::form::{Errors, FieldError, Form, Values};
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

    /// What is under a hold is not gone (RB 27:16). Who may not know of the hold is not told of it here either.
    async fn contradiction(
        &self,
        tx: &WriteTx,
        actor: &Actor,
        site: Option<&Stored<Site>>,
    ) -> Result<Option<FieldError>, DbErr> {
        let site_id = Some(self.site);
        let cameras = record::at_site::<Camera>(&**tx, actor.kommun, site_id).await?;
        let in_recorder = |camera| {
            let camera = cameras.iter().find(|stored| stored.id == camera);
            let recorder = camera.and_then(|camera| camera.data.recorder);
            recorder.is_none_or(|recorder| Some(recorder) == self.recorder)
        };
        let unit = site.and_then(|site| site.data.unit);
        let holds = record::at_site::<Hold>(&**tx, actor.kommun, site_id).await?;
        let known = holds.into_iter().map(|hold| hold.data);
        let mut known = known.filter(|hold| hold.is_seen_by(&actor.account, unit));
        let contradicted = known.find(|hold| hold.is_contradicted_by(self, in_recorder));
        Ok(contradicted.map(|hold| FieldError {
            field: "oldest_seen_at".to_owned(),
            message: Message::new("deletion-evidence-held")
                .with("name", hold.name(actor.l))
                .with("from", actor.l.instant(hold.interval_from))
                .with("until", actor.l.instant(hold.interval_until)),
        }))
    }
}

//! Cameras on the web.

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::Deserialize;

use super::form::{self, Offered};
use super::{Camera, store};
use crate::account::Permission;
use crate::db::record::Stored;
use crate::organisation;
use crate::recorder;
use crate::register::page::{Line, ListPage, RecordPage, Search};
use crate::register::web::noun::{Noun, Pages, site_of};
use crate::register::web::part_of_site;
use crate::site::Site;
use crate::texts::{Loc, Message};
use crate::web::actor::Actor;
use crate::web::form::{Errors, FieldError, Form, Values};
use crate::web::view::{Crumb, Pages as Links};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    part_of_site::<Camera>().route("/kameror", get(index))
}

/// Lines on a page of the list.
const LINES: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    sok: String,
    efter: String,
    efter_id: Option<i64>,
}

impl Asked {
    /// The address of the same search, from another line on.
    fn path(&self, l: Loc, last: Option<&store::Listed>) -> String {
        let mut pairs = vec![("sok", self.sok.clone())];
        if let Some(last) = last {
            pairs.push(("efter", last.label.clone()));
            pairs.push(("efter_id", last.id.to_string()));
        }
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        l.path(&format!("/kameror?{query}"))
    }
}

/// Every camera of the kommun, for whoever has only its number.
async fn index(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<ListPage, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let l = actor.l;
    let after = asked.efter_id.map(|id| (&*asked.efter, id));
    let most = LINES as u64 + 1;
    let mut found = store::search(app.db.read(), actor.kommun, &asked.sok, after, most).await?;
    let more = found.len() > LINES;
    found.truncate(LINES);
    let next = found.last().filter(|_| more);
    Ok(ListPage {
        shell: actor.shell(&app),
        l,
        title: l.t("camera-list-title").to_owned(),
        crumbs: Crumb::way(
            l,
            &[("nav-sites", "/bevakningar")],
            l.t("camera-list-title"),
        ),
        empty: if asked.sok.is_empty() {
            l.t("camera-list-empty").to_owned()
        } else {
            l.t("camera-none-found").to_owned()
        },
        search: Some(Search {
            label: l.t("camera-search").to_owned(),
            typed: asked.sok.clone(),
            path: l.path("/kameror"),
        }),
        heads: ["camera-label", "record-kind-bevakning", "camera-status"]
            .map(|id| l.t(id).to_owned())
            .to_vec(),
        pages: Links {
            first: after.map(|_| asked.path(l, None)),
            next: next.map(|last| asked.path(l, Some(last))),
            shown: String::new(),
        },
        lines: found.iter().map(|camera| line(l, camera)).collect(),
        new: None,
    })
}

fn line(l: Loc, camera: &store::Listed) -> Line {
    Line {
        name: camera.label.clone(),
        href: l.path(&Camera::path(camera.id.into())),
        cells: vec![camera.site.clone(), l.code(camera.status)],
    }
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
            today: Some(actor.today),
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

    fn closed(&self) -> Option<&'static str> {
        self.concealed.then_some("error-camera-concealed")
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
        if record.data.concealed {
            page.form.leave_out(&form::SECRET);
        }
        if record.data.unconfirmed {
            page.note(page.l.t("camera-unconfirmed-note"));
        }
    }
}

//! Where a record is filled in or read: by whom, at which site, with what to choose from.

use axum::response::{IntoResponse, Redirect, Response};

use super::noun::Noun;
use crate::account::Permission;
use crate::db::record::{self, Stored};
use crate::register::page::RecordPage;
use crate::site::web::crumbs;
use crate::site::{Site, SiteId};
use crate::web::actor::Actor;
use crate::web::change::{change, refuse_stale, version_seen};
use crate::web::form::{Errors, FieldError, Form, Values};
use crate::web::page::FormPage;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

/// A person at the pages of a noun, after what they ask for has been found and before anything is allowed.
#[derive(Debug)]
pub struct Place<N: Noun> {
    app: App,
    actor: Actor,
    /// `None` for what belongs to the kommun as a whole.
    site: Option<Stored<Site>>,
    offered: N::Offered,
}

impl<N: Noun> Place<N> {
    /// Where a new record is begun, by someone who may.
    pub async fn of_new(app: App, actor: Actor, site: Option<SiteId>) -> Result<Self, PageError> {
        let place = Self::enter(app, actor, site).await?;
        place.require_change()?;
        Ok(place)
    }

    /// A record that is to be changed, by someone who may.
    pub async fn of_change(
        app: App,
        actor: Actor,
        id: i64,
    ) -> Result<(Self, Stored<N>), PageError> {
        let (place, record) = Self::of_record(app, actor, id).await?;
        place.require_change()?;
        match record.data.closed() {
            Some(why) => Err(PageError::Closed(why)),
            None => Ok((place, record)),
        }
    }

    /// A record of the kommun; another kommun's id is as unknown as any.
    pub async fn of_record(
        app: App,
        actor: Actor,
        id: i64,
    ) -> Result<(Self, Stored<N>), PageError> {
        let record = record::find::<N>(app.db.read(), actor.kommun, N::Id::from(id))
            .await?
            .ok_or(PageError::NotFound)?;
        let place = Self::enter(app, actor, record.data.site()).await?;
        if record.data.is_seen_by(&place.actor, place.site.as_ref()) {
            Ok((place, record))
        } else {
            Err(PageError::NotFound)
        }
    }

    async fn enter(app: App, actor: Actor, site: Option<SiteId>) -> Result<Self, PageError> {
        let site = match site {
            Some(id) => Some(
                record::find::<Site>(app.db.read(), actor.kommun, id)
                    .await?
                    .ok_or(PageError::NotFound)?,
            ),
            None => None,
        };
        let offered = N::offered_at(&app, &actor, site.as_ref()).await?;
        Ok(Self {
            app,
            actor,
            site,
            offered,
        })
    }

    fn require_change(&self) -> Result<(), PageError> {
        if N::may_change(&self.actor, self.site.as_ref()) {
            Ok(())
        } else {
            Err(PageError::Forbidden)
        }
    }

    pub async fn blank(&self) -> Result<N, PageError> {
        N::blank(&self.app, &self.actor, self.site.as_ref()).await
    }

    pub fn read(&self, onto: N, values: &Values) -> Result<N, Errors> {
        onto.read(values, &self.offered)
    }

    /// The other records that a record must be able to stand beside.
    pub async fn others(&self) -> Result<Vec<Stored<N>>, PageError> {
        Ok(record::at_site::<N>(
            self.app.db.read(),
            self.actor.kommun,
            self.site.as_ref().map(|site| site.id),
        )
        .await?)
    }

    /// Registers the record, unless it clashes with another.
    pub async fn insert(&self, record: &N) -> Result<Result<N::Id, FieldError>, PageError> {
        let author = self.actor.author();
        let mut change = change(&self.app, &self.actor, &author).await?;
        let others = record::at_site::<N>(&**change.tx(), self.actor.kommun, record.site()).await?;
        if let Some(clash) = record.clash(&others) {
            return Ok(Err(clash));
        }
        let contradiction = record
            .contradiction(change.tx(), &self.actor, self.site.as_ref())
            .await?;
        if let Some(contradiction) = contradiction {
            return Ok(Err(contradiction));
        }
        let id = change.insert(record).await?;
        change.commit().await?;
        Ok(Ok(id))
    }

    /// Replaces the record, unless someone else was faster or it clashes with another.
    pub async fn replace(
        &self,
        before: &Stored<N>,
        values: &Values,
        after: &N,
    ) -> Result<Result<(), FieldError>, PageError> {
        refuse_stale(before, values)?;
        let author = self.actor.author();
        let mut change = change(&self.app, &self.actor, &author).await?;
        let mut others =
            record::at_site::<N>(&**change.tx(), self.actor.kommun, after.site()).await?;
        others.retain(|other| other.id != before.id);
        if let Some(clash) = after.clash(&others) {
            return Ok(Err(clash));
        }
        change.update(before, after).await?;
        for site in N::used_at(change.tx(), self.actor.kommun, before.id).await? {
            change.touch(site);
        }
        change.commit().await?;
        Ok(Ok(()))
    }

    pub fn new_form(&self) -> Form {
        let below = self
            .site
            .as_ref()
            .map_or(String::new(), |site| format!("/bevakningar/{}", site.id));
        let action = format!("{below}{}", N::PAGES.path);
        let back = if below.is_empty() {
            N::PAGES.path.to_owned()
        } else {
            below
        };
        N::form(action, &self.offered).cancel(back)
    }

    pub fn edit_form(&self, id: N::Id) -> Form {
        N::form(N::path(id.into()), &self.offered).cancel(N::back(id.into()))
    }

    pub fn new_page(&self, form: Form) -> FormPage {
        let title = self.actor.l.t(N::PAGES.new_title);
        FormPage::new(self.actor.shell(&self.app), title, self.crumbs(title), form)
    }

    pub fn edit_page(&self, record: &N, form: Form) -> FormPage {
        let l = self.actor.l;
        let title = l.ta(N::PAGES.edit_title, "name", record.name(l));
        FormPage::new(
            self.actor.shell(&self.app),
            &title,
            self.crumbs(&title),
            form,
        )
        .intro(record.intro(l))
    }

    pub fn record_page(&self, record: &Stored<N>) -> RecordPage {
        let l = self.actor.l;
        let title = record.data.name(l);
        let way = self.crumbs(&title);
        let form = N::form(String::new(), &self.offered).fill(record.data.values());
        let mut page = RecordPage::new(self.actor.shell(&self.app), title, way, form);
        if let Some(why) = record.data.closed() {
            page.note(l.t(why));
        } else if self.require_change().is_ok() {
            page.action("change", &format!("{}/andra", N::path(record.id.into())));
        }
        let may_sign = self.site.as_ref().is_some_and(|site| {
            let unit = site.data.unit;
            self.actor.account.may(Permission::SignAssessments, unit)
        });
        N::describe(record, &mut page, may_sign);
        if let Some(site) = &self.site {
            page.action(
                "history-title",
                &format!("/bevakningar/{}/historik", site.id),
            );
        }
        page
    }

    /// A part leads back to its site; what belongs to no site has a page of its own.
    pub fn done(&self, id: N::Id) -> Response {
        let path = self.site.as_ref().map_or_else(
            || N::path(id.into()),
            |site| format!("/bevakningar/{}", site.id),
        );
        Redirect::to(&self.actor.l.path(&path)).into_response()
    }

    fn crumbs(&self, here: &str) -> Vec<Crumb> {
        let l = self.actor.l;
        if let Some(site) = &self.site {
            return crumbs(&self.actor, here, Some(site));
        }
        Crumb::way(l, N::PAGES.trail, here)
    }
}

/// Puts an error that is about no field of its own at the first one, where the summary can lead.
pub fn placed(form: &Form, mut error: FieldError) -> Errors {
    if error.field.is_empty()
        && let Some(first) = form.all_fields().next()
    {
        first.name.clone_into(&mut error.field);
    }
    vec![error]
}

/// The form for a change, with the version that the person saw.
pub fn with_version_seen(form: Form, values: &Values) -> Form {
    form.version(version_seen(values))
}

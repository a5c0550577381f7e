//! What a noun of the register says of itself, so that its pages are the same as every other's.

use sea_orm::DbErr;

use crate::account::Permission;
use crate::db::WriteTx;
use crate::db::record::{Record, Stored};
use crate::organisation::KommunId;
use crate::register::page::RecordPage;
use crate::site::{Site, SiteId};
use crate::texts::{Loc, Message};
use crate::web::actor::Actor;
use crate::web::form::{Errors, FieldError, Form, Values};
use crate::web::{App, PageError};

/// Where the pages of a noun are, and what they are called.
#[derive(Debug, Clone, Copy)]
pub struct Pages {
    /// Path of the records, without the language: `/kameror`. A part of a site is registered below its site.
    pub path: &'static str,
    /// `ny` or `nytt`, as the noun's gender asks.
    pub new: &'static str,
    /// Texts: the headings of the form for a new record and for a change of one (with `$name`).
    pub new_title: &'static str,
    pub edit_title: &'static str,
    /// The way to a record that belongs to no site: texts and paths.
    pub trail: &'static [(&'static str, &'static str)],
}

/// Records of the register that people fill in.
#[async_trait::async_trait]
pub trait Noun: Record + PartialEq {
    /// What can be chosen in the form from the rest of the register.
    type Offered: Send + Sync;
    const PAGES: Pages;

    async fn offered(app: &App, actor: &Actor) -> Result<Self::Offered, PageError>;

    /// What can be chosen where the record is, when that is not the same everywhere.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn offered_at(
        app: &App,
        actor: &Actor,
        _site: Option<&Stored<Site>>,
    ) -> Result<Self::Offered, PageError> {
        Self::offered(app, actor).await
    }

    /// A record about which nothing is known yet.
    ///
    /// # Errors
    /// [`PageError::NotFound`] when a part of a site is begun without a site.
    async fn blank(
        app: &App,
        actor: &Actor,
        site: Option<&Stored<Site>>,
    ) -> Result<Self, PageError>;

    fn form(action: String, offered: &Self::Offered) -> Form;

    /// What stands in the fields.
    fn values(&self) -> Values;

    /// What was typed, read over the record that it replaces or begins.
    ///
    /// # Errors
    /// Every field that cannot be read, with what to do.
    fn read(self, values: &Values, offered: &Self::Offered) -> Result<Self, Errors>;

    /// What the record is called in headings and in the way to it.
    fn name(&self, l: Loc) -> String;

    /// Part of a site: whoever may change the site.
    fn may_change(actor: &Actor, site: Option<&Stored<Site>>) -> bool {
        site.is_some_and(|site| actor.account.may(Permission::EditSites, site.data.unit))
    }

    fn may_read(actor: &Actor) -> bool {
        actor.account.may_somewhere(Permission::ReadRegister)
    }

    /// Whether the person may know that the record exists; to everybody else it is as unknown as any other id.
    fn is_seen_by(&self, _actor: &Actor, _site: Option<&Stored<Site>>) -> bool {
        true
    }

    /// What stands in the form for a new record before anyone has typed.
    fn prefilled(&self) -> Values {
        Values::default()
    }

    /// Why the record cannot stand beside the others of its site, or of the kommun.
    fn clash(&self, others: &[Stored<Self>]) -> Option<FieldError> {
        others
            .iter()
            .any(|other| other.data == *self)
            .then(|| FieldError {
                field: String::new(),
                message: Message::new("register-twice"),
            })
    }

    /// Why the record cannot be true beside what else is recorded: asked in the transaction that registers it.
    async fn contradiction(
        &self,
        _tx: &WriteTx,
        _actor: &Actor,
        _site: Option<&Stored<Site>>,
    ) -> Result<Option<FieldError>, DbErr> {
        Ok(None)
    }

    /// The text that says why the record can no longer be changed.
    fn closed(&self) -> Option<&'static str> {
        None
    }

    /// What to know before changing the record.
    fn intro(&self, _l: Loc) -> String {
        String::new()
    }

    /// What is said once when the record has been changed.
    fn saved(&self) -> &'static str {
        "saved"
    }

    /// Adds to the page of the record what its form does not hold.
    fn describe(_record: &Stored<Self>, _page: &mut RecordPage, _may_sign: bool) {}

    /// Sites whose standing depends on the record without being its own.
    async fn used_at(
        _tx: &WriteTx,
        _kommun: KommunId,
        _id: Self::Id,
    ) -> Result<Vec<SiteId>, DbErr> {
        Ok(Vec::new())
    }

    /// Where a person goes who changes nothing after all, without the language.
    fn back(id: i64) -> String {
        Self::path(id)
    }

    /// Path of a record, without the language.
    fn path(id: i64) -> String {
        format!("{}/{id}", Self::PAGES.path)
    }
}

/// The site that a part belongs to.
///
/// # Errors
/// [`PageError::NotFound`] when there is none.
pub fn site_of(site: Option<&Stored<Site>>) -> Result<SiteId, PageError> {
    site.map(|site| site.id).ok_or(PageError::NotFound)
}

/// Why a name cannot be given: another record of the kommun has it.
pub fn same_name<'a>(name: &str, mut taken: impl Iterator<Item = &'a str>) -> Option<FieldError> {
    taken.any(|other| other == name).then(|| FieldError {
        field: "name".into(),
        message: Message::new("register-name-taken"),
    })
}

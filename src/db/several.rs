//! Records of several kinds at one site in one question: each question costs its way to the database and back, which is
//! more than it takes to find a few rows.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    Select,
};

use super::record::{self, Record, RecordEntity, Stored, opened};
use super::seen::{self, Concealed};
use crate::code::Code;
use crate::organisation::KommunId;
use crate::register::RecordKind;
use crate::site::{Site, SiteId};

/// What is asked for. Each kind once.
#[derive(Debug)]
pub struct Several {
    kommun: KommunId,
    site: SiteId,
    parts: Vec<(RecordKind, SelectStatement)>,
}

/// What was found, until it is [taken](Found::take).
#[derive(Debug)]
pub struct Found {
    kinds: Vec<RecordKind>,
    rows: Vec<Row>,
    concealed: Concealed,
}

/// A record, or what is secret at the site: then a row of [`seen::marked`].
#[derive(Debug, FromQueryResult)]
struct Row {
    part: i64,
    id: i64,
    version: i32,
    camera: Option<i64>,
    body: String,
}

impl Several {
    /// At a site, with the eyes of whoever acts for the kommun.
    pub const fn at(kommun: KommunId, site: SiteId) -> Self {
        Self {
            kommun,
            site,
            parts: Vec::new(),
        }
    }

    /// The site itself.
    #[must_use]
    pub fn with_the_site(self) -> Self {
        let id = <Site as Record>::Entity::id();
        let which = record::of::<Site>(self.kommun).filter(id.eq(self.site.0));
        self.and::<Site>(which)
    }

    /// Those of one kind that belong to the site.
    #[must_use]
    pub fn with<R: Record>(self) -> Self {
        let here = Expr::col("site_id").eq(self.site.0);
        let which = record::of::<R>(self.kommun).filter(here);
        self.and::<R>(which)
    }

    fn and<R: Record>(mut self, which: Select<R::Entity>) -> Self {
        let part = which
            .select_only()
            .expr_as(number(self.parts.len()), "part")
            .column(R::Entity::id())
            .column(R::Entity::version())
            .expr_as(Expr::value(None::<i64>), "camera")
            .column(R::Entity::body());
        self.parts.push((R::KIND, part.into_query()));
        self
    }

    /// Looks for all of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(self, db: &impl ConnectionTrait) -> Result<Found, DbErr> {
        let (kinds, mut parts): (Vec<_>, Vec<_>) = self.parts.into_iter().unzip();
        if kinds.iter().any(|kind| kind.has_secrets()) {
            let marked = seen::marked(self.kommun, [self.site]);
            parts.extend(marked.map(|marked| as_a_part(&marked, kinds.len())));
        }
        let mut parts = parts.into_iter();
        let mut rows = Vec::new();
        if let Some(mut all) = parts.next() {
            for part in parts {
                all.union(UnionType::All, part);
            }
            let found = db.query_all(&all).await?;
            let found = found.iter().map(|row| Row::from_query_result(row, ""));
            rows = found.collect::<Result<Vec<_>, _>>()?;
        }
        rows.sort_by_key(|row| row.id);
        let secret = rows.extract_if(.., |row| kind_of(row, &kinds).is_none());
        let secret = secret.map(|row| (row.id, row.version, row.camera));
        Ok(Found {
            concealed: secret.collect(),
            kinds,
            rows,
        })
    }
}

fn number(part: usize) -> Expr {
    Expr::value(i64::try_from(part).unwrap_or(i64::MAX))
}

/// What is secret, in the columns of the records.
fn as_a_part(marked: &SelectStatement, number_of_part: usize) -> SelectStatement {
    Query::select()
        .expr_as(number(number_of_part), "part")
        .columns(["id", "marking", "camera"])
        .expr_as(Expr::value(""), "body")
        .from_subquery(marked.clone(), "marked")
        .to_owned()
}

/// `None`: it is no record.
fn kind_of(row: &Row, kinds: &[RecordKind]) -> Option<RecordKind> {
    let part = usize::try_from(row.part).ok()?;
    kinds.get(part).copied()
}

impl Found {
    /// Those of one kind, by id.
    ///
    /// # Errors
    /// When the kind was not asked for, or a stored record cannot be read (named by kind and id).
    pub fn take<R: Record>(&mut self) -> Result<Vec<Stored<R>>, DbErr> {
        if !self.kinds.contains(&R::KIND) {
            let kind = Code::code(R::KIND);
            return Err(DbErr::Type(format!("no {kind} was asked for")));
        }
        let kinds = &self.kinds;
        let of_kind = self
            .rows
            .extract_if(.., |row| kind_of(row, kinds) == Some(R::KIND));
        let records = of_kind.map(|row| opened((row.id, row.version, row.body)));
        let mut records = records.collect::<Result<Vec<_>, _>>()?;
        record::conceal(&self.concealed, &mut records);
        Ok(records)
    }
}

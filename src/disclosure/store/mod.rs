//! Disclosures in the database: written once, together with their ledger entry.

use std::collections::HashMap;

use futures_util::TryStreamExt;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, QueryTrait};
use time::OffsetDateTime;

use super::step::{self, By};
use super::{Disclosure, DisclosureId, Recipient, draft, emptied};
use crate::code::Code;
use crate::db::{WriteTx, numbers, seen};
use crate::ledger::NewEntry;
use crate::ledger::append::{append_after, lock};
use crate::ledger::cases::Claim;
use crate::ledger::store::LedgerError;
use crate::organisation::KommunId;
use crate::site::SiteId;

pub mod in_log;

use in_log::{InLog, all, one};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "disclosure")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub version: i32,
        pub site_id: i64,
        pub number: i64,
        pub ledger_idx: i64,
        pub recipient: String,
        pub request_key: String,
        pub recorded_at: TimeDateTimeWithTimeZone,
        pub corrects_id: Option<i64>,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A disclosure as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub id: DisclosureId,
    pub ledger_idx: i64,
    /// What ties it to its steps and makes a form that is sent twice one disclosure.
    pub request_key: String,
    /// When it was written down (entry time).
    pub recorded_at: OffsetDateTime,
    pub data: Disclosure,
    /// The sealed fields that were erased on a decision; what they held is empty in `data`.
    pub erased: Vec<String>,
}

impl Recorded {
    /// Number of its entry in the log.
    pub fn entry(&self) -> u64 {
        in_log::unsigned(self.ledger_idx)
    }

    pub fn is_erased(&self, field: &str) -> bool {
        self.erased.iter().any(|erased| erased == field)
    }
}

/// What became of a disclosure that was to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    pub recorded: Recorded,
    /// A form that is sent twice is one disclosure.
    pub is_new: bool,
    /// Somebody keeps a draft of it.
    pub has_draft: bool,
}

/// Records a release and appends its ledger entry in the same transaction, behind the entries of those of its steps that
/// are not in the log already; the disclosure gets the next number. A request key that was seen before returns what was
/// recorded then.
///
/// # Errors
/// When the database or the ledger refuses: then neither has happened.
pub async fn record(
    tx: &WriteTx,
    kommun: KommunId,
    disclosure: &Disclosure,
    by: By<'_>,
    at: OffsetDateTime,
) -> Result<Entered, LedgerError> {
    // The head of the ledger is the lock: whoever holds it numbers the disclosure, so numbers have no gaps.
    let head = lock(tx, kommun).await?;
    // Numbers and keys are the kommun's, whoever sees what they are of.
    let all = kommun.unveiled();
    let number = |query: Select<entity::Entity>| {
        let number = query.select_only().column(entity::Column::Number);
        number.order_by_desc(entity::Column::Number).limit(1)
    };
    let same = of(all).filter(entity::Column::RequestKey.eq(by.key));
    let known = [
        number(of(all)).into_query(),
        number(same).into_query(),
        step::store::counted(all, by.key),
        draft::store::counted(all, by.key),
    ];
    let [last, recorded, steps, drafts] = numbers(&**tx, known).await?;
    if recorded > 0
        && let Some(same) = by_key(&**tx, all, by.key).await?
    {
        return Ok(Entered {
            recorded: same,
            is_new: false,
            has_draft: drafts > 0,
        });
    }
    let earlier = match steps {
        0 => Vec::new(),
        _ => step::store::of_request(&**tx, all, by.key).await?,
    };
    let mut data = disclosure.clone();
    data.number = last + 1;
    let due = step::store::due(kommun, (&data, by), &earlier, head.next(), at)?;
    data.steps = due.steps;
    let mut entries = due.entries;
    entries.push(entry_of(&data));
    let appended = append_after(tx, head, at, entries).await?;
    let own = appended.last().map_or(0, |appended| appended.idx);
    let ledger_idx = i64::try_from(own).map_err(|error| DbErr::Type(error.to_string()))?;
    step::store::insert(tx, due.rows).await?;
    let recorded = insert(tx, kommun, data, (by.key, ledger_idx), at).await?;
    Ok(Entered {
        recorded,
        is_new: true,
        has_draft: drafts > 0,
    })
}

async fn insert(
    tx: &WriteTx,
    kommun: KommunId,
    data: Disclosure,
    (request_key, ledger_idx): (&str, i64),
    at: OffsetDateTime,
) -> Result<Recorded, LedgerError> {
    let body = serde_json::to_string(&data).map_err(|error| DbErr::Type(error.to_string()))?;
    let row = entity::ActiveModel {
        kommun_id: Set(kommun.number()),
        version: Set(1),
        site_id: Set(data.site.0),
        number: Set(data.number),
        ledger_idx: Set(ledger_idx),
        recipient: Set(data.recipient.code().to_owned()),
        request_key: Set(request_key.to_owned()),
        recorded_at: Set(at),
        corrects_id: Set(data.corrects.map(|id| id.0)),
        body: Set(body),
        ..Default::default()
    };
    let id = entity::Entity::insert(row)
        .exec(&**tx)
        .await?
        .last_insert_id;
    Ok(Recorded {
        id: DisclosureId(id),
        ledger_idx,
        request_key: request_key.to_owned(),
        recorded_at: at,
        data,
        erased: Vec::new(),
    })
}

/// One disclosure; `None` also when the id is another kommun's.
///
/// # Errors
/// When the database does not answer or the stored disclosure cannot be read.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: DisclosureId,
) -> Result<Option<Recorded>, DbErr> {
    one(db, of(kommun).filter(entity::Column::Id.eq(id.0))).await
}

/// From which sites some disclosures are, as far as whoever asks knows of them.
///
/// # Errors
/// When the database does not answer.
pub async fn sites_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    ids: impl Iterator<Item = DisclosureId>,
) -> Result<HashMap<DisclosureId, SiteId>, DbErr> {
    let rows: Vec<(i64, i64)> = of(kommun)
        .select_only()
        .columns([entity::Column::Id, entity::Column::SiteId])
        .filter(entity::Column::Id.is_in(ids.map(i64::from)))
        .into_tuple()
        .all(db)
        .await?;
    let known = rows.into_iter();
    Ok(known
        .map(|(id, site)| (DisclosureId(id), SiteId(site)))
        .collect())
}

/// What was recorded with a request key.
///
/// # Errors
/// When the database does not answer or the stored disclosure cannot be read.
pub async fn by_key(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    request_key: &str,
) -> Result<Option<Recorded>, DbErr> {
    let same = of(kommun).filter(entity::Column::RequestKey.eq(request_key));
    one(db, same).await
}

/// The disclosure that corrects another, if one does.
///
/// # Errors
/// When the database does not answer or the stored disclosure cannot be read.
pub async fn correction_of(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: DisclosureId,
) -> Result<Option<Recorded>, DbErr> {
    one(db, of(kommun).filter(entity::Column::CorrectsId.eq(id.0))).await
}

/// The latest disclosures, newest first, of one site if given, before the number `before` if given.
///
/// # Errors
/// When the database does not answer or a stored disclosure cannot be read.
pub async fn latest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: Option<SiteId>,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Recorded>, DbErr> {
    let mut query = of(kommun);
    if let Some(site) = site {
        query = query.filter(entity::Column::SiteId.eq(site.0));
    }
    if let Some(before) = before {
        query = query.filter(entity::Column::Number.lt(before));
    }
    let newest = query.order_by_desc(entity::Column::Number).limit(limit);
    all(db, newest).await
}

/// The disclosures after a number, in order: for going through all of them in bounded memory.
///
/// # Errors
/// When the database does not answer or a stored disclosure cannot be read.
pub async fn after(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    number: i64,
    limit: u64,
) -> Result<Vec<Recorded>, DbErr> {
    let next = of(kommun)
        .filter(entity::Column::Number.gt(number))
        .order_by_asc(entity::Column::Number)
        .limit(limit);
    all(db, next).await
}

/// What is looked for among the disclosures, as far as the columns tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Narrowed {
    pub site: Option<SiteId>,
    pub recipient: Option<Recipient>,
    /// Written down at this instant or later.
    pub since: Option<OffsetDateTime>,
}

/// Goes through the disclosures, newest first, one by one: however many there are, in one query and in bounded memory.
///
/// # Errors
/// When the database does not answer or a stored disclosure cannot be read.
pub async fn each(
    db: &DatabaseConnection,
    kommun: KommunId,
    narrowed: Narrowed,
    mut look: impl FnMut(Recorded),
) -> Result<(), DbErr> {
    let mut rows = narrow(of(kommun), narrowed)
        .order_by_desc(entity::Column::Number)
        .stream(db)
        .await?;
    while let Some(row) = rows.try_next().await? {
        look(Recorded::open(row)?);
    }
    Ok(())
}

/// The same, a page at a time: those before a number, newest first.
///
/// # Errors
/// As [`each`].
pub async fn before(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    narrowed: Narrowed,
    number: Option<i64>,
    limit: u64,
) -> Result<Vec<Recorded>, DbErr> {
    let mut query = narrow(of(kommun), narrowed);
    if let Some(number) = number {
        query = query.filter(entity::Column::Number.lt(number));
    }
    let newest = query.order_by_desc(entity::Column::Number).limit(limit);
    all(db, newest).await
}

fn narrow(mut query: Select<entity::Entity>, narrowed: Narrowed) -> Select<entity::Entity> {
    if let Some(site) = narrowed.site {
        query = query.filter(entity::Column::SiteId.eq(site.0));
    }
    if let Some(recipient) = narrowed.recipient {
        query = query.filter(entity::Column::Recipient.eq(recipient.code()));
    }
    if let Some(since) = narrowed.since {
        query = query.filter(entity::Column::RecordedAt.gte(since));
    }
    query
}

/// The ledger entry that a disclosure is recorded with.
fn entry_of(disclosure: &Disclosure) -> NewEntry {
    let fields = disclosure.sealed_fields().into_iter();
    fields.fold(
        NewEntry::new(disclosure.entry_kind()),
        |entry, (name, value)| entry.with(name, value),
    )
}

/// Those from sites that whoever asks knows of.
fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find()
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(seen::at_sites(kommun, Expr::col("site_id")))
}

impl InLog for Recorded {
    type Entity = entity::Entity;
    type Said = Disclosure;

    fn of(kommun: KommunId) -> Select<entity::Entity> {
        of(kommun)
    }

    fn open(row: entity::Model) -> Result<Self, DbErr> {
        let (data, erased) = emptied::read(&row.body).map_err(|error| {
            DbErr::Type(format!("disclosure {} cannot be read: {error}", row.id))
        })?;
        Ok(Self {
            erased,
            id: DisclosureId(row.id),
            ledger_idx: row.ledger_idx,
            request_key: row.request_key,
            recorded_at: row.recorded_at,
            data,
        })
    }

    fn empty(said: &mut Disclosure, field: &str) {
        said.empty(field);
    }

    fn entry_of(row: &entity::Model) -> i64 {
        row.ledger_idx
    }

    fn claim(self) -> Claim {
        Claim::at(self.entry(), entry_of(&self.data)).without(self.erased)
    }
}

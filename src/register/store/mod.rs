//! Revisions in the database: written once, read as history.

use std::collections::{BTreeMap, HashMap};

use futures_util::TryStreamExt;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect, StreamTrait};
use time::OffsetDateTime;

use super::{Author, RecordKind, Revision};
use crate::code::Code;
use crate::db::seen;
use crate::organisation::KommunId;
use crate::site::SiteId;

mod entry;
mod newest;

pub use entry::written_under;
pub use newest::{by_person, changes_at, latest};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "revision")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub at: TimeDateTimeWithTimeZone,
        pub account_id: Option<i64>,
        pub author: String,
        pub kind: String,
        pub record_id: i64,
        pub site_id: Option<i64>,
        pub before: Option<String>,
        pub after: String,
        pub digest: String,
        pub ledger_idx: i64,
        pub undoes: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Writes the revisions of one transaction under the ledger entry that covers them.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    author: &Author,
    revisions: &[(Revision, String)],
    ledger_idx: i64,
) -> Result<(), DbErr> {
    // SQLite and PostgreSQL both bound the number of values in a statement.
    for chunk in revisions.chunks(500) {
        let rows = chunk.iter().map(|(revision, digest)| entity::ActiveModel {
            kommun_id: Set(author.kommun.number()),
            at: Set(revision.at),
            account_id: Set(author.account),
            author: Set(revision.author.clone()),
            kind: Set(revision.kind.code().to_owned()),
            record_id: Set(revision.record),
            site_id: Set(revision.site.map(|site| site.0)),
            before: Set(revision.before.as_ref().map(ToString::to_string)),
            after: Set(revision.after.to_string()),
            digest: Set(digest.clone()),
            ledger_idx: Set(ledger_idx),
            undoes: Set(revision.undoes),
            ..Default::default()
        });
        entity::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// A revision as the history page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    pub id: i64,
    pub ledger_idx: i64,
    pub revision: Revision,
}

/// What was written before an instant about some sites and their parts, and about the recorders of the kommun, oldest
/// first: the register as it was known then.
///
/// # Errors
/// When the database does not answer or a stored revision cannot be read.
pub async fn known_before(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[i64],
    before: OffsetDateTime,
) -> Result<Vec<Listed>, DbErr> {
    let query = seen(kommun)
        .filter(about(sites))
        .filter(entity::Column::At.lt(before));
    let rows = query.order_by_asc(entity::Column::Id).all(db).await?;
    rows.into_iter().map(listed).collect()
}

/// Everything ever written about a site and its parts, and about the recorders of the kommun, oldest first.
///
/// # Errors
/// When the database does not answer or a stored revision cannot be read.
pub async fn everything_about(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    site: SiteId,
) -> Result<Vec<Listed>, DbErr> {
    let query = seen(kommun).filter(about(&[site.0]));
    let rows = query.order_by_asc(entity::Column::Id).all(db).await?;
    rows.into_iter().map(listed).collect()
}

/// The whole history of one record, the oldest first, with the account of whoever made each change.
///
/// # Errors
/// When the database does not answer or a stored revision cannot be read.
pub async fn with_accounts(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    kind: RecordKind,
    record: i64,
) -> Result<Vec<(Option<i64>, Revision)>, DbErr> {
    let query = of(kommun)
        .filter(entity::Column::Kind.eq(kind.code()))
        .filter(entity::Column::RecordId.eq(record));
    let rows = query.order_by_asc(entity::Column::Id).all(db).await?;
    rows.into_iter()
        .map(|row| Ok((row.account_id, listed(row)?.revision)))
        .collect()
}

fn about(sites: &[i64]) -> Condition {
    Condition::any()
        .add(entity::Column::SiteId.is_in(sites.iter().copied()))
        .add(entity::Column::Kind.eq(RecordKind::Recorder.code()))
}

/// How far the register of the kommun has been written: a number that grows with every change.
///
/// # Errors
/// When the database does not answer.
pub async fn written(db: &impl ConnectionTrait, kommun: KommunId) -> Result<i64, DbErr> {
    let latest: Option<Option<i64>> = of(kommun)
        .select_only()
        .column_as(entity::Column::LedgerIdx.max(), "latest")
        .into_tuple()
        .one(db)
        .await?;
    Ok(latest.flatten().unwrap_or(-1))
}

/// Records whose changes can extend the surveillance.
const EXTENSIBLE: [RecordKind; 3] = [
    RecordKind::Site,
    RecordKind::Camera,
    RecordKind::StoragePeriod,
];

/// The revisions that changed some sites, their cameras and their storage periods, oldest first; not those that created
/// them.
///
/// # Errors
/// When the database does not answer or a stored revision cannot be read.
pub async fn edits_at_sites(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[i64],
) -> Result<Vec<Revision>, DbErr> {
    let edits = seen(kommun)
        .filter(entity::Column::SiteId.is_in(sites.iter().copied()))
        .filter(entity::Column::Kind.is_in(EXTENSIBLE.map(Code::code)))
        .filter(entity::Column::Before.is_not_null());
    let rows = edits.order_by_asc(entity::Column::Id).all(db).await?;
    rows.into_iter()
        .map(|row| listed(row).map(|listed| listed.revision))
        .collect()
}

/// Who registered the cameras and storage periods of some sites, by site.
///
/// # Errors
/// When the database does not answer.
pub async fn registered_by(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[i64],
) -> Result<HashMap<SiteId, BTreeMap<(RecordKind, i64), String>>, DbErr> {
    use entity::Column as C;
    let kinds = [RecordKind::Camera, RecordKind::StoragePeriod];
    let rows: Vec<(i64, String, i64, String)> = seen(kommun)
        .filter(C::SiteId.is_in(sites.iter().copied()))
        .filter(C::Kind.is_in(kinds.map(Code::code)))
        .filter(C::Before.is_null())
        .select_only()
        .columns([C::SiteId, C::Kind, C::RecordId, C::Author])
        .into_tuple()
        .all(db)
        .await?;
    let mut by_site: HashMap<SiteId, BTreeMap<(RecordKind, i64), String>> = HashMap::new();
    for (site, kind, record, author) in rows {
        if let Ok(kind) = RecordKind::from_code(&kind) {
            let of_site = by_site.entry(SiteId(site)).or_default();
            of_site.insert((kind, record), author);
        }
    }
    Ok(by_site)
}

/// As many revisions are read at once, over the connection of a look. A stretch of the log has few, nearly always.
const FEW: usize = 2048;

/// The digests of the revisions whose ledger entries are `first..end`, computed again from what stands in the history
/// now, by entry, in the order of their ids. One that cannot be read has an empty one, which agrees with nothing. An import
/// is one entry over thousands of revisions: then they are read one by one.
///
/// # Errors
/// When the database does not answer.
pub async fn digests_between(
    db: &(impl ConnectionTrait + StreamTrait),
    kommun: KommunId,
    first: i64,
    end: i64,
) -> Result<BTreeMap<i64, Vec<String>>, DbErr> {
    use entity::Column as C;
    let query = of(kommun)
        .filter(C::LedgerIdx.gte(first))
        .filter(C::LedgerIdx.lt(end))
        .order_by_asc(C::LedgerIdx)
        .order_by_asc(C::Id);
    let mut digests: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let mut add = |row: entity::Model| {
        let idx = row.ledger_idx;
        let digest = listed(row)
            .ok()
            .and_then(|read| read.revision.digest().ok());
        digests
            .entry(idx)
            .or_default()
            .push(digest.unwrap_or_default());
    };
    let few = query.clone().limit(FEW as u64 + 1).all(db).await?;
    if few.len() <= FEW {
        few.into_iter().for_each(add);
    } else {
        let mut rows = query.stream(db).await?;
        while let Some(row) = rows.try_next().await? {
            add(row);
        }
    }
    Ok(digests)
}

/// What belongs to no site and holds nothing of a case: settings, organisation, people.
fn of_kommun() -> Condition {
    let kinds = [
        RecordKind::Kommun,
        RecordKind::Controller,
        RecordKind::Unit,
        RecordKind::Recorder,
        RecordKind::Person,
        RecordKind::Ruling,
        RecordKind::Token,
        RecordKind::NoticeRule,
        RecordKind::Webhook,
        RecordKind::IdentityProvider,
        RecordKind::SignInRule,
    ];
    Condition::all()
        .add(entity::Column::SiteId.is_null())
        .add(entity::Column::Kind.is_in(kinds.map(Code::code)))
}

/// Those about what whoever asks knows of. How they are counted and verified depends on nobody's eyes: [`of`].
fn seen(kommun: KommunId) -> Select<entity::Entity> {
    let of_nothing = entity::Column::SiteId.is_null();
    let known = Condition::any()
        .add(of_nothing)
        .add(seen::at_sites(kommun, Expr::col("site_id")));
    of(kommun).filter(known)
}

/// The revisions as they are told to whoever asks: without what is secret where site or camera is marked so.
async fn told(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    rows: Vec<entity::Model>,
) -> Result<Vec<Listed>, DbErr> {
    let mut all = rows
        .into_iter()
        .map(listed)
        .collect::<Result<Vec<_>, _>>()?;
    let sites = all.iter().filter_map(|one| one.revision.site);
    let concealed = seen::concealed(db, kommun, sites).await?;
    for one in &mut all {
        let (kind, record) = (one.revision.kind, one.revision.record);
        let at = one.revision.site;
        if at.is_some_and(|at| concealed.hides(kind, record, at)) {
            one.revision.conceal();
        }
    }
    Ok(all)
}

fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find().filter(entity::Column::KommunId.eq(kommun.number()))
}

fn listed(row: entity::Model) -> Result<Listed, DbErr> {
    let unreadable =
        |what: String| DbErr::Type(format!("revision {} cannot be read: {what}", row.id));
    let json =
        |text: &str| serde_json::from_str(text).map_err(|error| unreadable(error.to_string()));
    Ok(Listed {
        id: row.id,
        ledger_idx: row.ledger_idx,
        revision: Revision {
            at: row.at,
            kind: RecordKind::from_code(&row.kind)
                .map_err(|error| unreadable(error.to_string()))?,
            record: row.record_id,
            site: row.site_id.map(SiteId),
            before: row.before.as_deref().map(json).transpose()?,
            after: json(&row.after)?,
            author: row.author,
            undoes: row.undoes,
        },
    })
}

//! The steps in the database: each written once, together with its ledger entry.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ExprTrait, QueryOrder, QuerySelect, QueryTrait};
use serde_json::{Value, json};

use super::{BY, Logged, ReceiptForm, Said, StepId, goes_with};
use crate::account::AccountId;
use crate::code::Code;
use crate::db::seen;
use crate::disclosure::emptied;
use crate::disclosure::store::Recorded;
use crate::disclosure::store::in_log::{self, InLog, all, logged_between, one};
use crate::ledger::cases::Claim;
use crate::ledger::store::LedgerError;
use crate::ledger::{EntryKind, read};
use crate::organisation::KommunId;
use crate::site::SiteId;

mod write;

pub use write::{due, end, hand_out, insert, write};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "desk_step")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub site_id: i64,
        pub request_key: String,
        pub kind: String,
        pub ahead: bool,
        pub ledger_idx: i64,
        pub recorded_at: TimeDateTimeWithTimeZone,
        pub account_id: i64,
        #[sea_orm(column_type = "Text")]
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whether a receipt was handed out in this form before.
///
/// # Errors
/// When the database does not answer or a step cannot be read.
pub async fn is_handed_out(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    of: &Recorded,
    form: ReceiptForm,
) -> Result<bool, DbErr> {
    let steps = of_request(db, kommun.unveiled(), &of.request_key).await?;
    let mut receipts = steps.iter().filter(|step| step.kind == EntryKind::Receipt);
    Ok(receipts.any(|step| step.said.get("form") == Some(&json!(form))))
}

/// One step; `None` also when the id is another kommun's.
///
/// # Errors
/// When the database does not answer or the step cannot be read.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: StepId,
) -> Result<Option<Logged>, DbErr> {
    one(db, of(kommun).filter(entity::Column::Id.eq(id.0))).await
}

/// The steps with a request key, oldest first.
///
/// # Errors
/// As [`find`].
pub async fn of_request(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    request_key: &str,
) -> Result<Vec<Logged>, DbErr> {
    let same = of(kommun).filter(entity::Column::RequestKey.eq(request_key));
    let mut steps: Vec<Logged> = all(db, same).await?;
    steps.sort_by_key(|step| step.ledger_idx);
    Ok(steps)
}

/// How many there are with a request key: a question to be asked together with others.
pub fn counted(kommun: KommunId, request_key: &str) -> SelectStatement {
    of(kommun)
        .filter(entity::Column::RequestKey.eq(request_key))
        .select_only()
        .column_as(entity::Column::Id.count(), "steps")
        .into_query()
}

/// Requests of which nothing is recorded and that have not ended, the oldest first.
///
/// # Errors
/// As [`find`].
pub async fn waiting(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    limit: u64,
) -> Result<Vec<Logged>, DbErr> {
    let oldest = those_waiting(kommun).order_by_asc(entity::Column::Id);
    all(db, oldest.limit(limit)).await
}

/// Whether a step is a request that waits for a decision.
///
/// # Errors
/// When the database does not answer.
pub async fn is_waiting(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: StepId,
) -> Result<bool, DbErr> {
    let one = those_waiting(kommun).filter(entity::Column::Id.eq(id.0));
    Ok(one.one(db).await?.is_some())
}

fn those_waiting(kommun: KommunId) -> Select<entity::Entity> {
    let same_request = |table: &'static str, name: &'static str| {
        Query::select()
            .expr(Expr::value(1))
            .from_as(table, name)
            .and_where(Expr::col((name, "kommun_id")).eq(kommun.number()))
            .and_where(Expr::col((name, "request_key")).equals(("desk_step", "request_key")))
            .to_owned()
    };
    let later = |kind: EntryKind, name: &'static str| -> SelectStatement {
        same_request("desk_step", name)
            .and_where(Expr::col((name, "kind")).eq(kind.code()))
            .and_where(Expr::col((name, "id")).gt(Expr::col(("desk_step", "id"))))
            .to_owned()
    };
    of(kommun)
        .filter(entity::Column::Kind.eq(EntryKind::Request.code()))
        .filter(entity::Column::Ahead.eq(true))
        .filter(Expr::exists(same_request("disclosure", "made")).not())
        .filter(Expr::exists(later(EntryKind::Withdrawal, "ended")).not())
        .filter(Expr::exists(later(EntryKind::Request, "newer")).not())
}

/// The fields of the steps that led to a disclosure that go when some of its fields are erased, by the number of their
/// entries; none when the entry is not one of a disclosure.
///
/// # Errors
/// When the database does not answer or a record cannot be read.
pub async fn going_with(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    ledger_idx: u64,
    fields: &[String],
) -> Result<Vec<(u64, Vec<String>)>, LedgerError> {
    let idx = i64::try_from(ledger_idx).map_err(|error| DbErr::Type(error.to_string()))?;
    let mut found = Vec::new();
    for made in logged_between::<Recorded>(db, kommun, idx, idx + 1).await? {
        let steps = of_request(db, kommun.unveiled(), &made.request_key).await?;
        for step in steps {
            let Ok(idx) = u64::try_from(step.ledger_idx) else {
                continue;
            };
            let there = read::fields(db, kommun, idx, idx + 1).await?;
            let goes = |name: &String| fields.iter().any(|gone| goes_with(step.kind, name, gone));
            let names = there.into_iter().map(|field| field.name);
            let names: Vec<String> = names.filter(goes).collect();
            if !names.is_empty() {
                found.push((idx, names));
            }
        }
    }
    Ok(found)
}

/// Those at sites that whoever asks knows of.
fn of(kommun: KommunId) -> Select<entity::Entity> {
    entity::Entity::find()
        .filter(entity::Column::KommunId.eq(kommun.number()))
        .filter(seen::at_sites(kommun, Expr::col(("desk_step", "site_id"))))
}

impl InLog for Logged {
    type Entity = entity::Entity;
    type Said = Said;

    fn of(kommun: KommunId) -> Select<entity::Entity> {
        of(kommun)
    }

    fn open(row: entity::Model) -> Result<Self, DbErr> {
        let unread =
            |error: String| DbErr::Type(format!("step {} cannot be read: {error}", row.id));
        let kind = EntryKind::from_code(&row.kind).map_err(|error| unread(error.to_string()))?;
        let (said, erased) = emptied::read(&row.body).map_err(|error| unread(error.to_string()))?;
        Ok(Self {
            kind,
            said,
            erased,
            id: StepId(row.id),
            site: SiteId(row.site_id),
            request_key: row.request_key,
            ledger_idx: row.ledger_idx,
            recorded_at: row.recorded_at,
            account: AccountId(row.account_id),
        })
    }

    fn empty(said: &mut Said, field: &str) {
        if let Some(value) = said.get_mut(field) {
            *value = json!("");
        }
    }

    fn entry_of(row: &entity::Model) -> i64 {
        row.ledger_idx
    }

    /// Who took the step, and where, are columns of their own: they say what was sealed, or the claim is none.
    fn claim(self) -> Claim {
        let mut fields = self.said;
        let account = fields.get(BY).and_then(|by| by.get("account"));
        let by = account.is_none_or(|account| *account == json!(self.account));
        if !by || fields.get("site") != Some(&json!(self.site)) {
            fields.insert("site".to_owned(), Value::Null);
        }
        let claim = Claim {
            idx: in_log::unsigned(self.ledger_idx),
            kind: self.kind,
            fields,
            erased: BTreeSet::new(),
        };
        claim.without(self.erased)
    }
}

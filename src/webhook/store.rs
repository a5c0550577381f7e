//! Webhooks and their messages in the database.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Func;
use sea_orm::{ActiveValue::Set, ExprTrait, JoinType, QueryOrder, QuerySelect, RelationTrait};
use time::OffsetDateTime;

use super::sign::{SignError, message_id};
use super::{MessageId, Sent, StepReached, Waiting, Webhook, WebhookId};
use crate::db::Db;
use crate::organisation::KommunId;

/// Rows of one statement: engines limit how many values it may hold.
const ROWS: usize = 500;

mod webhook {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub name: String,
        pub address: String,
        pub secret: String,
        pub made_at: TimeDateTimeWithTimeZone,
        pub failing_since: Option<TimeDateTimeWithTimeZone>,
        pub off_at: Option<TimeDateTimeWithTimeZone>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod message {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook_message")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub kommun_id: i64,
        pub webhook_id: i64,
        pub message: String,
        pub site_id: Option<i64>,
        pub policy: String,
        pub due_on: Option<TimeDate>,
        pub step: Option<i32>,
        #[sea_orm(column_type = "Text")]
        pub payload: String,
        pub made_at: TimeDateTimeWithTimeZone,
        pub attempts: i32,
        pub next_at: Option<TimeDateTimeWithTimeZone>,
        pub delivered_at: Option<TimeDateTimeWithTimeZone>,
        pub outcome: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::webhook::Entity",
            from = "Column::WebhookId",
            to = "super::webhook::Column::Id"
        )]
        Webhook,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use message::Column as M;
use webhook::Column as W;

fn of(kommun: KommunId) -> Select<webhook::Entity> {
    webhook::Entity::find().filter(W::KommunId.eq(kommun.number()))
}

fn messages_of(kommun: KommunId) -> Select<message::Entity> {
    message::Entity::find().filter(M::KommunId.eq(kommun.number()))
}

/// What the locked secret of a webhook is bound to.
pub fn bound_to(kommun: KommunId, id: WebhookId) -> String {
    format!("webhook/{}/{id}", kommun.number())
}

/// Every webhook of the kommun, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait, kommun: KommunId) -> Result<Vec<Webhook>, DbErr> {
    let rows = of(kommun).order_by_asc(W::Name).all(db).await?;
    Ok(rows.into_iter().map(open).collect())
}

/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: WebhookId,
) -> Result<Option<Webhook>, DbErr> {
    let row = of(kommun).filter(W::Id.eq(id.0)).one(db).await?;
    Ok(row.map(open))
}

/// The locked secret of a webhook.
///
/// # Errors
/// When the database does not answer.
pub async fn locked(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: WebhookId,
) -> Result<Option<String>, DbErr> {
    let row = of(kommun).filter(W::Id.eq(id.0)).one(db).await?;
    Ok(row.map(|row| row.secret))
}

/// Adds a webhook without a secret, which is bound to its number.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    name: &str,
    address: &str,
    now: OffsetDateTime,
) -> Result<WebhookId, DbErr> {
    let row = webhook::ActiveModel {
        kommun_id: Set(kommun.number()),
        name: Set(name.to_owned()),
        address: Set(address.to_owned()),
        secret: Set(String::new()),
        made_at: Set(now),
        failing_since: Set(None),
        off_at: Set(None),
        ..Default::default()
    };
    let added = webhook::Entity::insert(row).exec(tx).await?;
    Ok(WebhookId(added.last_insert_id))
}

/// Sets the locked secret.
///
/// # Errors
/// When the database does not answer.
pub async fn set_secret(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    id: WebhookId,
    locked: &str,
) -> Result<(), DbErr> {
    update(kommun, id)
        .col_expr(W::Secret, Expr::value(locked))
        .exec(tx)
        .await?;
    Ok(())
}

/// Switches a webhook off, or on again: then what waits is tried anew.
///
/// # Errors
/// When the database does not answer.
pub async fn switch(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    id: WebhookId,
    off_at: Option<OffsetDateTime>,
) -> Result<(), DbErr> {
    let mut update = update(kommun, id).col_expr(W::OffAt, Expr::value(off_at));
    if off_at.is_none() {
        let never = Option::<OffsetDateTime>::None;
        update = update.col_expr(W::FailingSince, Expr::value(never));
    }
    update.exec(tx).await?;
    Ok(())
}

fn update(kommun: KommunId, id: WebhookId) -> sea_orm::UpdateMany<webhook::Entity> {
    webhook::Entity::update_many()
        .filter(W::KommunId.eq(kommun.number()))
        .filter(W::Id.eq(id.0))
}

/// What becomes of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    Taken,
    /// Why not, and when it is tried again; `None` = not again.
    Refused {
        why: String,
        next_at: Option<OffsetDateTime>,
    },
}

/// Writes down what came of an attempt, at the message and at its address.
///
/// # Errors
/// When the database does not answer.
pub async fn attempted(
    db: &Db,
    kommun: KommunId,
    waiting: &Waiting,
    attempt: &Attempt,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let attempts = i32::try_from(waiting.attempts).unwrap_or(i32::MAX);
    let (delivered, next, outcome) = match attempt {
        Attempt::Taken => (Some(now), None, ""),
        Attempt::Refused { why, next_at } => (None, *next_at, why.as_str()),
    };
    let failing = match attempt {
        Attempt::Taken => Expr::value(Option::<OffsetDateTime>::None),
        Attempt::Refused { .. } => Expr::expr(Func::coalesce([
            W::FailingSince.into_expr(),
            Expr::value(now),
        ])),
    };
    let tx = db.begin_write().await?;
    message::Entity::update_many()
        .col_expr(M::Attempts, Expr::value(attempts.saturating_add(1)))
        .col_expr(M::DeliveredAt, Expr::value(delivered))
        .col_expr(M::NextAt, Expr::value(next))
        .col_expr(M::Outcome, Expr::value(outcome))
        .filter(M::KommunId.eq(kommun.number()).and(M::Id.eq(waiting.id.0)))
        .exec(&*tx)
        .await?;
    update(kommun, waiting.webhook)
        .col_expr(W::FailingSince, failing)
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Hands a step to every webhook of the kommun that is on; one that has it already is not told again.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue(
    tx: &impl ConnectionTrait,
    kommun: KommunId,
    steps: &[StepReached],
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    if steps.is_empty() {
        return Ok(());
    }
    let on = of(kommun).filter(W::OffAt.is_null()).all(tx).await?;
    let mut rows = Vec::new();
    for webhook in on {
        for step in steps {
            rows.push(message::ActiveModel {
                site_id: Set(Some(step.site.0)),
                policy: Set(step.policy.clone()),
                due_on: Set(Some(step.due_on)),
                step: Set(Some(i32::from(step.step))),
                ..blank(kommun, WebhookId(webhook.id), step.payload(now), now)?
            });
        }
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS));
        message::Entity::insert_many(std::mem::replace(&mut rows, rest))
            .on_conflict_do_nothing_on([M::WebhookId, M::SiteId, M::Policy, M::DueOn, M::Step])
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// A message that says nothing but that it comes from here.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue_trial(
    db: &Db,
    kommun: KommunId,
    id: WebhookId,
    payload: String,
    now: OffsetDateTime,
) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    message::Entity::insert(blank(kommun, id, payload, now)?)
        .exec(&*tx)
        .await?;
    tx.commit().await
}

fn blank(
    kommun: KommunId,
    id: WebhookId,
    payload: String,
    now: OffsetDateTime,
) -> Result<message::ActiveModel, DbErr> {
    let message = message_id().map_err(|error: SignError| DbErr::Custom(error.to_string()))?;
    Ok(message::ActiveModel {
        kommun_id: Set(kommun.number()),
        webhook_id: Set(id.0),
        message: Set(message),
        site_id: Set(None),
        policy: Set(String::new()),
        due_on: Set(None),
        step: Set(None),
        payload: Set(payload),
        made_at: Set(now),
        attempts: Set(0),
        next_at: Set(Some(now)),
        delivered_at: Set(None),
        outcome: Set(String::new()),
        ..Default::default()
    })
}

/// Messages to addresses that are on and whose time has come, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn due(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    now: OffsetDateTime,
    most: u64,
) -> Result<Vec<Waiting>, DbErr> {
    let rows = messages_of(kommun)
        .join(JoinType::InnerJoin, message::Relation::Webhook.def())
        .filter(W::OffAt.is_null())
        .filter(M::NextAt.lte(now))
        .order_by_asc(M::Id)
        .limit(most)
        .all(db)
        .await?;
    let waiting = rows.into_iter().map(|row| Waiting {
        id: MessageId(row.id),
        webhook: WebhookId(row.webhook_id),
        message: row.message,
        payload: row.payload,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
    });
    Ok(waiting.collect())
}

/// The newest messages to an address.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    id: WebhookId,
    most: u64,
) -> Result<Vec<Sent>, DbErr> {
    let rows = messages_of(kommun)
        .filter(M::WebhookId.eq(id.0))
        .order_by_desc(M::Id)
        .limit(most)
        .all(db)
        .await?;
    let sent = rows.into_iter().map(|row| Sent {
        message: row.message,
        policy: row.policy,
        made_at: row.made_at,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        next_at: row.next_at,
        delivered_at: row.delivered_at,
        outcome: row.outcome,
    });
    Ok(sent.collect())
}

/// Removes messages that were made before an instant, of whichever kommun; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn clean_up(tx: &impl ConnectionTrait, before: OffsetDateTime) -> Result<u64, DbErr> {
    let done = message::Entity::delete_many()
        .filter(M::MadeAt.lt(before))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

fn open(row: webhook::Model) -> Webhook {
    Webhook {
        id: WebhookId(row.id),
        name: row.name,
        address: row.address,
        made_at: row.made_at,
        failing_since: row.failing_since,
        off_at: row.off_at,
    }
}

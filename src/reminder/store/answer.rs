//! Answers in the database: written once, never changed.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, QueryFilter};

use crate::db::record::{self, Record, record_entity};
use crate::organisation::KommunId;
use crate::register::RecordKind;
use crate::reminder::answer::{Answer, AnswerId};
use crate::site::SiteId;

record_entity!("notice_answer" { policy: String, site_id: i64 });

impl Record for Answer {
    type Id = AnswerId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::NoticeAnswer;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.policy = Set(self.policy.clone());
        row.site_id = Set(self.site.0);
    }

    fn site(&self) -> Option<SiteId> {
        Some(self.site)
    }
}

/// Every answer about some sites, in the order in which they were given.
///
/// # Errors
/// When the database does not answer or an answer cannot be read.
pub async fn of_sites(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: &[SiteId],
) -> Result<Vec<Answer>, DbErr> {
    let of_them = entity::Column::SiteId.is_in(sites.iter().map(|site| site.0));
    let found = record::load(db, kommun, record::of::<Answer>(kommun).filter(of_them)).await?;
    Ok(found.into_iter().map(|stored| stored.data).collect())
}

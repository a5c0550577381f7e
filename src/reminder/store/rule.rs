//! How a kommun wants to be told, in the database: written once, never changed.

use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, DbErr};

use crate::db::record::{self, Record, record_entity};
use crate::organisation::KommunId;
use crate::register::RecordKind;
use crate::reminder::rule::{NoticeRule, NoticeRuleId, NoticeRules};

record_entity!("notice_rule" { policy: String });

impl Record for NoticeRule {
    type Id = NoticeRuleId;
    type Entity = entity::Entity;
    const KIND: RecordKind = RecordKind::NoticeRule;

    fn keys(&self, row: &mut entity::ActiveModel) {
        row.policy = Set(self.policy.clone());
    }
}

/// What the kommun has decided.
///
/// # Errors
/// When the database does not answer or a decision cannot be read.
pub async fn of_kommun(db: &impl ConnectionTrait, kommun: KommunId) -> Result<NoticeRules, DbErr> {
    let stored = record::all::<NoticeRule>(db, kommun).await?;
    Ok(NoticeRules::new(
        stored.into_iter().map(|one| one.data).collect(),
    ))
}

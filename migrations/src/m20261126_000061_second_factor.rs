//! The second factor of local accounts: a secret that a phone has as well, and codes for the day when the phone is gone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, pk_auto, string, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use crate::keys::belongs;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut account = big_integer("account_id");
        let factor = Table::create()
            .table("second_factor")
            .col(account.primary_key())
            // Locked with a key outside the database.
            .col(string("secret"))
            .col(timestamp_with_time_zone("made_at"))
            // Empty until the phone has shown that it has the secret.
            .col(timestamp_with_time_zone_null("confirmed_at"))
            // The last step whose code was used: none is used twice.
            .col(big_integer_null("last_step"))
            .foreign_key(&mut belongs("second_factor", "account_id", "account"))
            .to_owned();
        manager.create_table(factor).await?;
        let code = Table::create()
            .table("recovery_code")
            .col(pk_auto("id").big_integer().take())
            .col(big_integer("account_id"))
            .col(string("sha256"))
            .col(timestamp_with_time_zone_null("used_at"))
            .foreign_key(&mut belongs("recovery_code", "account_id", "account"))
            .to_owned();
        manager.create_table(code).await?;
        let mut of_account = Index::create();
        of_account
            .name("ix_recovery_code_account")
            .table("recovery_code")
            .col("account_id");
        manager.create_index(of_account.to_owned()).await
    }
}

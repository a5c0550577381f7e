//! Single sign-on: the providers of a kommun, whom they vouch for, and what the kommun asks of whoever signs in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, pk_auto, string, text, timestamp_with_time_zone,
};

use crate::keys::belongs;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(provider()).await?;
        manager.create_table(identity()).await?;
        manager.create_table(rule()).await?;
        let mut once = Index::create();
        once.name("ix_external_identity_once")
            .table("external_identity")
            .col("provider_id")
            .col("subject")
            .unique();
        manager.create_index(once.to_owned()).await?;
        // Whose session it is: so that a person's sessions can be listed and ended.
        let account = big_integer_null("account_id").take();
        let session = Table::alter()
            .table("session")
            .add_column(account)
            .to_owned();
        manager.alter_table(session).await?;
        let mut of_account = Index::create();
        of_account
            .name("ix_session_account")
            .table("session")
            .col("account_id");
        manager.create_index(of_account.to_owned()).await
    }
}

fn provider() -> TableCreateStatement {
    Table::create()
        .table("identity_provider")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("kommun_id"))
        .col(string("name"))
        .col(string("issuer"))
        .col(string("client_id"))
        // Locked with a key outside the database; empty when there is none.
        .col(string("secret"))
        .col(big_integer_null("secret_set_at"))
        .col(string("groups_claim"))
        // JSON: which group gives which role, where.
        .col(text("mappings"))
        .col(boolean("active"))
        .foreign_key(&mut belongs("identity_provider", "kommun_id", "kommun"))
        .to_owned()
}

fn identity() -> TableCreateStatement {
    Table::create()
        .table("external_identity")
        .col(pk_auto("id").big_integer().take())
        .col(big_integer("provider_id"))
        .col(string("subject"))
        .col(big_integer("account_id"))
        .col(timestamp_with_time_zone("made_at"))
        .foreign_key(&mut belongs(
            "external_identity",
            "provider_id",
            "identity_provider",
        ))
        .foreign_key(&mut belongs("external_identity", "account_id", "account"))
        .to_owned()
}

fn rule() -> TableCreateStatement {
    let mut kommun = big_integer("kommun_id");
    Table::create()
        .table("sign_in_rule")
        .col(kommun.primary_key())
        .col(boolean("single_sign_on_required"))
        // Codes of roles, separated by commas.
        .col(string("second_factor_for"))
        .foreign_key(&mut belongs("sign_in_rule", "kommun_id", "kommun"))
        .to_owned()
}

//! Where sites and cameras are, as columns: "which cameras covered this point?" is asked of an index.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["site", "camera"] {
            for column in ["latitude_e6", "longitude_e6"] {
                let added = Table::alter()
                    .table(table)
                    .add_column(big_integer_null(column))
                    .to_owned();
                manager.alter_table(added).await?;
            }
            fill(manager, table).await?;
            let index = Index::create()
                .name(format!("ix_{table}_kommun_id_latitude_e6"))
                .table(table)
                .col("kommun_id")
                .col("latitude_e6")
                .col("longitude_e6")
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// From the positions in the records, in millionths of a degree.
async fn fill(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let of = |axis: &str| match manager.get_database_backend() {
        DatabaseBackend::Sqlite => {
            format!("CAST(ROUND(json_extract(body, '$.position.{axis}') * 1000000) AS INTEGER)")
        }
        _ => format!("ROUND((body::json #>> '{{position,{axis}}}')::numeric * 1000000)::bigint"),
    };
    let statement = format!(
        "UPDATE {table} SET latitude_e6 = {}, longitude_e6 = {}",
        of("latitude"),
        of("longitude")
    );
    manager
        .get_connection()
        .execute_unprepared(&statement)
        .await?;
    Ok(())
}

//! Why a database could not be opened, and how its address is shown.

use sea_orm::{DatabaseConnection, DbErr};

use super::Db;
use super::moving::MOVED;

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the database address \"{0}\" is not understood; write sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME"
    )]
    Address(String),
    #[error("the database could not be opened: {0}")]
    Connect(#[source] DbErr),
    #[error("the schema could not be brought up to date: {0}")]
    Migrate(#[source] DbErr),
    #[error(
        "the register in this file was moved to PostgreSQL: set OBJEKTIV_DATABASE to the address that it was moved to, and put the file away"
    )]
    Moved,
    #[error("another program has it open: stop the server, and whatever else reads the file")]
    InUse,
}

/// Why the schema could not be brought up to date. The mark of a move is a migration that no program knows.
pub(super) async fn refused(connection: &DatabaseConnection, error: DbErr) -> OpenError {
    match Db::schema(connection).await {
        Ok(newest) if newest == MOVED => OpenError::Moved,
        _ => OpenError::Migrate(error),
    }
}

/// The address as it may be shown or logged.
pub fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 < at => {
            format!("{}://…@{}", &url[..scheme], &url[at + 1..])
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_the_address_is_never_shown() {
        assert_eq!(
            without_password("postgres://objektiv:hemligt@db.example/objektiv"),
            "postgres://…@db.example/objektiv"
        );
    }
}

//! PostgreSQL's own tools, which copy a database and put it back.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use super::BackupError;

/// Writes a dump of everything as it stood at a moment that is held on to.
///
/// # Errors
/// When the tool is missing or fails.
pub fn dump(url: &str, snapshot: &str, file: &Path) -> Result<(), BackupError> {
    let mut command = tool("pg_dump", url);
    command
        .arg("--format=custom")
        .arg("--no-owner")
        .arg("--no-privileges")
        .arg(format!("--snapshot={snapshot}"))
        .arg("--file")
        .arg(file);
    run("pg_dump", command)
}

/// Puts a dump into an empty database, in one transaction.
///
/// # Errors
/// When the tool is missing or fails; then nothing was put there.
pub fn put_back(url: &str, file: &Path) -> Result<(), BackupError> {
    let mut command = tool("pg_restore", url);
    command
        .arg("--no-owner")
        .arg("--no-privileges")
        .arg("--single-transaction")
        .arg("--exit-on-error")
        .arg(file);
    run("pg_restore", command)
}

/// The password goes by the environment of the tool: its arguments can be read by everybody on the machine.
fn tool(name: &'static str, url: &str) -> Command {
    let (url, password) = without_password(url);
    let mut command = Command::new(name);
    command
        .arg(format!("--dbname={url}"))
        .arg("--no-password")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
}

fn run(tool: &'static str, mut command: Command) -> Result<(), BackupError> {
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => BackupError::NoTool { tool },
        _ => BackupError::Tool {
            tool,
            said: error.to_string(),
        },
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(BackupError::Tool {
        tool,
        said: said.trim().chars().take(1000).collect(),
    })
}

/// The address and, apart from it, the password in it.
fn without_password(url: &str) -> (String, Option<String>) {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let (who, host) = rest.rsplit_once('@')?;
        let (user, password) = who.split_once(':')?;
        Some((format!("{scheme}://{user}@{host}"), password))
    });
    match parts {
        Some((url, password)) => {
            let plain = percent_encoding::percent_decode_str(password).decode_utf8_lossy();
            (url, Some(plain.into_owned()))
        }
        None => (url.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_no_argument_of_another_program() {
        let url = "postgres://objektiv:hem%40ligt@db.example:5433/register?sslmode=require";
        let (plain, password) = without_password(url);
        assert_eq!(
            plain,
            "postgres://objektiv@db.example:5433/register?sslmode=require"
        );
        assert_eq!(password.as_deref(), Some("hem@ligt"));
        let command = tool("pg_dump", url);
        let arguments: Vec<_> = command.get_args().collect();
        assert!(
            arguments
                .iter()
                .all(|argument| !argument.to_string_lossy().contains("hem"))
        );
        assert_eq!(without_password("postgres:///register").1, None);
    }

    #[test]
    fn a_tool_that_is_not_there_is_named_with_where_it_comes_from() {
        let error = run("pg_dump", Command::new("/nowhere/pg_dump")).unwrap_err();
        assert!(error.to_string().contains("postgresql-client"), "{error}");
    }
}

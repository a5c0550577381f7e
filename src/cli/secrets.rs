//! `objektiv secrets exchange`: locks every secret that is kept with a new key.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};

use super::{Verdict, open, output};
use crate::account::{AccountId, second, sso};
use crate::config::{AskingArgs, RegisterArgs};
use crate::db::{Db, WriteTx};
use crate::organisation::KommunId;
use crate::recorder::ask::secret::Locker;
use crate::recorder::{self, RecorderId};
use crate::webhook::{self, WebhookId};

#[derive(Debug, Args)]
pub struct SecretsArgs {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Make a new key for the passwords of recorders and the secrets of webhooks, providers and second factors, and lock
    /// all of them with it; also while the register is served
    Exchange {
        #[command(flatten)]
        asking: AskingArgs,
    },
}

/// # Errors
/// When the register or the key cannot be opened.
pub async fn run(register: &RegisterArgs, arguments: &SecretsArgs) -> anyhow::Result<Verdict> {
    let Action::Exchange { asking } = &arguments.action;
    let db = open(register).await?;
    let done = exchange(&db, &asking.secrets_key).await?;
    let key = asking.secrets_key.display();
    output::line(&format!(
        "Secrets that are locked with the new key in {key}: {}. Give it to every replica with a file of its own. \
         Copies of the register that were made before need the key of then.",
        done.locked
    ))?;
    for left in &done.left {
        output::line(&format!(
            "{left} is locked with a key that is not here, and stays so: it has to be set anew."
        ))?;
    }
    Ok(Verdict::fine_if(done.left.is_empty()))
}

/// A table that keeps secrets, and what each is bound to.
struct Keeping {
    table: &'static str,
    id: &'static str,
    /// Empty where the rows are no kommun's.
    kommun: &'static str,
    bound: fn(i64, i64) -> String,
}

const KEEPING: [Keeping; 4] = [
    Keeping {
        table: "recorder_access",
        id: "recorder_id",
        kommun: "kommun_id",
        bound: |kommun, id| {
            recorder::store::access::bound_to(KommunId::acting_for(kommun), RecorderId(id))
        },
    },
    Keeping {
        table: "webhook",
        id: "id",
        kommun: "kommun_id",
        bound: |kommun, id| webhook::store::bound_to(KommunId::acting_for(kommun), WebhookId(id)),
    },
    Keeping {
        table: "identity_provider",
        id: "id",
        kommun: "kommun_id",
        bound: |kommun, id| sso::store::bound_to(kommun, sso::ProviderId(id)),
    },
    Keeping {
        table: "second_factor",
        id: "account_id",
        kommun: "",
        bound: |_, id| second::store::bound_to(AccountId(id)),
    },
];

/// What an exchange did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    pub locked: usize,
    /// What neither key opens, as table and number.
    pub left: Vec<String>,
}

/// Exchanges the key in a file. All secrets are locked anew in one transaction, and the file is replaced before it ends, so
/// that whoever is cut short between the two has both keys: the old one lies beside it until everything is locked with the
/// new one, and the next run goes on from there.
///
/// # Errors
/// When there is no key, a file cannot be written, or the database does not answer.
pub async fn exchange(db: &Db, key: &Path) -> anyhow::Result<Done> {
    let (old_at, new_at) = (beside(key, "old"), beside(key, "new"));
    let begun = Locker::existing(&old_at)?;
    let current = Locker::existing(key)?
        .with_context(|| {
            format!(
                "there is no key in {} to exchange. If the register is served with --secrets-key, name the same file here; \
                 if it keeps no secrets yet, there is nothing to do: the key is made with the first of them",
                key.display()
            )
        })?;
    let (old, new, mut fresh) = if let Some(old) = begun {
        (old, current, false)
    } else {
        // Nothing was ever locked with a key that no run put in its place.
        if new_at.exists() {
            fs::remove_file(&new_at).with_context(|| cannot(&new_at))?;
        }
        (current, Locker::create(&new_at)?, true)
    };
    let mut done = Done::default();
    loop {
        let tx = db.begin_write().await?;
        let pass = lock_anew(&tx, &old, &new).await?;
        if fresh {
            fs::copy(key, &old_at).with_context(|| cannot(&old_at))?;
            fs::rename(&new_at, key).with_context(|| cannot(key))?;
            fresh = false;
        }
        tx.commit()
            .await
            .context("the secrets are not locked anew yet; run this again")?;
        done.locked += pass.locked;
        done.left = pass.left;
        // Somebody may have set one with the old key in hand meanwhile.
        if pass.locked == 0 {
            break;
        }
    }
    fs::remove_file(&old_at).with_context(|| cannot(&old_at))?;
    Ok(done)
}

fn beside(key: &Path, ending: &str) -> PathBuf {
    let mut name = key.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn cannot(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}

async fn lock_anew(tx: &WriteTx, old: &Locker, new: &Locker) -> anyhow::Result<Done> {
    let mut done = Done::default();
    for keeping in &KEEPING {
        for (kommun, id, locked) in kept(tx, keeping).await? {
            let bound = (keeping.bound)(kommun, id);
            if new.unlock(&locked, &bound).is_ok() {
                continue;
            }
            let Ok(secret) = old.unlock(&locked, &bound) else {
                done.left.push(format!("{} {id}", keeping.table));
                continue;
            };
            let update = Query::update()
                .table(keeping.table)
                .value("secret", new.lock(&secret, &bound)?)
                .and_where(Expr::col(keeping.id).eq(id))
                .to_owned();
            tx.execute(&update).await?;
            done.locked += 1;
        }
    }
    Ok(done)
}

async fn kept(tx: &WriteTx, keeping: &Keeping) -> Result<Vec<(i64, i64, String)>, DbErr> {
    let mut query = Query::select();
    query
        .expr_as(Expr::col(keeping.id), "number")
        .column("secret")
        .from(keeping.table)
        .and_where(Expr::col("secret").ne(""));
    if !keeping.kommun.is_empty() {
        query.column(keeping.kommun);
    }
    let rows = tx.query_all(&query).await?;
    let read = rows.iter().map(|row| {
        let kommun = match keeping.kommun {
            "" => 0,
            kommun => row.try_get("", kommun)?,
        };
        Ok((
            kommun,
            row.try_get("", "number")?,
            row.try_get("", "secret")?,
        ))
    });
    read.collect()
}

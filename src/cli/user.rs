//! `objektiv user`: the first administrator and recovery, without a mail server.

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::{Verdict, kommun, open, output, policies};
use crate::account::form::required_email;
use crate::account::{Account, AccountId, Grant, Role, door, link, membership, store};
use crate::code::Code;
use crate::compliance::store::Judgement;
use crate::config::RegisterArgs;
use crate::db::Db;
use crate::organisation::KommunId;
use crate::register::{Author, Change};
use crate::texts::Loc;
use crate::web::form::{Reader, Values};

#[derive(Debug, Args)]
pub struct UserArgs {
    /// The address people use, for the link that is printed
    #[arg(
        long,
        env = "OBJEKTIV_PUBLIC_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8080",
        global = true
    )]
    pub public_url: String,
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Add an account and print the link with which its owner chooses a password
    Add {
        /// The address with which the person signs in
        email: String,
        /// First and last name, as they stand in the history
        #[arg(long)]
        name: String,
        /// dataskyddsombud, ansvarig, handlaggare, beslutsfattare, granskare or administrator
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
    },
    /// Print a link with which the owner chooses a new password
    Reset { email: String },
    /// List the accounts and their roles
    List,
    /// Print which role opens which route (docs/roles.md)
    Roles,
}

/// # Errors
/// When the register cannot be opened, or the account exists or does not.
pub async fn run(register: &RegisterArgs, arguments: &UserArgs) -> anyhow::Result<Verdict> {
    if matches!(arguments.action, Action::Roles) {
        output::line(door::in_words().trim_end())?;
        return Ok(Verdict::Fine);
    }
    let db = open(register).await?;
    let (scope, _) = kommun(register, &db).await?;
    let now = register.clock().now();
    let address = arguments.public_url.trim_end_matches('/');
    match &arguments.action {
        Action::Add { email, name, roles } => {
            let grants = roles.iter().map(|role| {
                Ok(Grant {
                    role: Role::from_code(role)?,
                    unit: None,
                })
            });
            let grants = grants.collect::<anyhow::Result<Vec<_>>>()?;
            let (email, name) = &named(email, name)?;
            if store::credentials(db.read(), email).await?.is_some() {
                bail!("{email} has an account already");
            }
            let person = Account {
                id: AccountId(0),
                email: email.clone(),
                name: name.clone(),
                grants,
            };
            let author = Author {
                kommun: scope,
                account: None,
                name: "objektiv user".into(),
            };
            let policies = policies(register)?;
            let by = Judgement {
                policies: &policies,
                today: register.clock().today(),
            };
            let mut change = Change::begin(&db, &author, now, by).await?;
            let id = membership::add(&mut change, &person, store::NO_PASSWORD)
                .await
                .context("the account was not added")?;
            let path = link::make(&**change.tx(), Some(id), now).await?;
            change.commit().await?;
            output::line(&format!("{address}{path}"))?;
        }
        Action::Reset { email } => {
            let known = store::credentials(db.read(), email)
                .await?
                .with_context(|| format!("{email} has no account"))?;
            let tx = db.begin_write().await?;
            let path = link::make(&*tx, Some(known.id), now).await?;
            tx.commit().await?;
            output::line(&format!("{address}{path}"))?;
        }
        Action::Roles => {}
        Action::List => list(&db, scope).await?,
    }
    Ok(Verdict::Fine)
}

/// Address and name as the form of the web reads them.
fn named(email: &str, name: &str) -> anyhow::Result<(String, String)> {
    let typed = Values::default().text("email", email).text("name", name);
    let mut reader = Reader::new(&typed);
    let read = (
        required_email(&mut reader),
        reader.required_text("name", 100),
    );
    reader.finish(read).map_err(|errors| {
        let says = errors.iter().map(|error| {
            let why = Loc::en().message(&error.message);
            format!("{} \"{}\": {why}", error.field, typed.first(&error.field))
        });
        anyhow::anyhow!("{}", says.collect::<Vec<_>>().join("; "))
    })
}

async fn list(db: &Db, scope: KommunId) -> anyhow::Result<()> {
    for account in store::all(db.read(), scope).await? {
        let roles = account.grants.iter().map(|grant| grant.role.code());
        let roles: Vec<&str> = roles.collect();
        let roles = roles.join(", ");
        output::line(&format!("{}\t{}\t{roles}", account.email, account.name))?;
    }
    Ok(())
}

//! `serve --providers FILE`: brings the providers of single sign-on to what the file says, or says what is wrong with it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, bail};
use zeroize::Zeroizing;

use super::output;
use crate::account::sso::file::{Fault, InFile, ProviderFile, SecretAt};
use crate::account::sso::store::{self, Kept};
use crate::account::sso::{Provider, web::answers};
use crate::compliance::store::Judgement;
use crate::db::{Db, record};
use crate::organisation::{self, Kommun, KommunId, Unit, UnitId};
use crate::recorder::ask::secret::Locker;
use crate::register::{Author, Change, RecordKind};
use crate::texts::Loc;
use crate::web::App;

/// A provider as the file wants it.
pub(super) struct Wanted {
    pub(super) kommun: i64,
    pub(super) provider: Provider,
    /// Empty when it has none.
    secret: Zeroizing<String>,
}

impl Wanted {
    /// The same among those that are known.
    pub(super) fn among<'a>(&self, known: &'a [Kept]) -> Option<&'a Kept> {
        known.iter().find(|kept| {
            kept.provider.issuer == self.provider.issuer
                && kept.provider.client_id == self.provider.client_id
        })
    }

    /// Whether what is kept is the secret of the file.
    pub(super) fn has_secret(&self, key: Option<&Locker>, kept: &Kept) -> bool {
        if kept.secret.is_empty() || self.secret.is_empty() {
            return kept.secret.is_empty() && self.secret.is_empty();
        }
        let bound = store::bound_to(kept.kommun, kept.id);
        key.and_then(|key| key.unlock(&kept.secret, &bound).ok())
            .is_some_and(|kept| kept == self.secret)
    }
}

/// Brings every kommun to what the file says; without a file, nothing is in it. `variable` reads the environment.
///
/// # Errors
/// When the file cannot be read or has faults: then nothing of it is used. Or the database does not answer.
pub async fn bring(
    app: &App,
    file: Option<&Path>,
    variable: &(dyn Fn(&str) -> Option<String> + Sync),
) -> anyhow::Result<()> {
    let kommuner = organisation::store::kommuner(app.db.read()).await?;
    let wanted = match file {
        Some(path) => {
            if kommuner.is_empty() {
                output::line(
                    "The register is empty: --providers is used when Objektiv is started again after the first administrator has begun.",
                )?;
            }
            match read(&app.db, &kommuner, path, variable).await? {
                Ok(wanted) => wanted,
                Err(faults) => bail!(
                    "--providers: {} has faults, and nothing of it is used. Mend them and start again:\n{}",
                    path.display(),
                    in_lines(&faults)
                ),
            }
        }
        None => Vec::new(),
    };
    for (number, _) in &kommuner {
        let of_kommun: Vec<&Wanted> = wanted.iter().filter(|one| one.kommun == *number).collect();
        bring_kommun(app, KommunId::acting_for(*number).unveiled(), &of_kommun).await?;
    }
    let used = wanted.into_iter().map(|one| one.provider);
    ask(app, used.filter(|provider| provider.active).collect());
    Ok(())
}

pub(super) fn in_lines(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
    lines.join("\n")
}

/// What the file wants, or what is wrong with it.
pub(super) async fn read(
    db: &Db,
    kommuner: &[(i64, Kommun)],
    path: &Path,
    variable: &(dyn Fn(&str) -> Option<String> + Sync),
) -> anyhow::Result<Result<Vec<Wanted>, Vec<Fault>>> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("--providers: {} cannot be read", path.display()))?;
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut faults = Vec::new();
    match ProviderFile::parse(&text) {
        Ok(file) if !kommuner.is_empty() => {
            for one in file.providers() {
                match read_one(db, kommuner, one, variable).await? {
                    Ok(read) if wanted.iter().any(|other| is_same(other, &read)) => {
                        let says =
                            "the provider stands here twice: address and client are another's";
                        faults.push(one.fault("client_id", says));
                    }
                    Ok(read) => wanted.push(read),
                    Err(several) => faults.extend(several),
                }
            }
        }
        Ok(_) => {}
        Err(fault) => faults.push(fault),
    }
    Ok(if faults.is_empty() {
        Ok(wanted)
    } else {
        Err(faults)
    })
}

fn is_same(one: &Wanted, other: &Wanted) -> bool {
    let key = |of: &Wanted| {
        let provider = &of.provider;
        (
            of.kommun,
            provider.issuer.clone(),
            provider.client_id.clone(),
        )
    };
    key(one) == key(other)
}

async fn read_one(
    db: &Db,
    kommuner: &[(i64, Kommun)],
    one: InFile<'_>,
    variable: &(dyn Fn(&str) -> Option<String> + Sync),
) -> anyhow::Result<Result<Wanted, Vec<Fault>>> {
    let mut faults = Vec::new();
    let kommun = kommun_of(kommuner, one).map_err(|fault| faults.push(fault));
    let secret = secret_of(one, variable).map_err(|fault| faults.push(fault));
    // Without its kommun nothing is known of its units.
    let Ok(kommun) = kommun else {
        return Ok(Err(faults));
    };
    let id = KommunId::acting_for(kommun).unveiled();
    let units = record::all::<Unit>(db.read(), id).await?;
    let units: Vec<(UnitId, String)> = units
        .into_iter()
        .map(|unit| (unit.id, unit.data.name))
        .collect();
    let provider = one.read(&units).map_err(|several| faults.extend(several));
    Ok(match (secret, provider) {
        (Ok(secret), Ok(provider)) => Ok(Wanted {
            kommun,
            provider,
            secret,
        }),
        _ => Err(faults),
    })
}

fn kommun_of(kommuner: &[(i64, Kommun)], one: InFile<'_>) -> Result<i64, Fault> {
    let names: Vec<&str> = kommuner.iter().map(|(_, of)| of.name.as_str()).collect();
    let names = names.join(", ");
    match (one.kommun(), kommuner) {
        (None, [(number, _)]) => Ok(*number),
        (None, _) => {
            let says = format!("there are several kommuner; say which: {names}");
            Err(one.fault("kommun", &says))
        }
        (Some(asked), _) => {
            let found = kommuner
                .iter()
                .find(|(number, of)| of.name == asked || number.to_string() == asked);
            let says = || format!("there is no such kommun; there are: {names}");
            found
                .map(|(number, _)| *number)
                .ok_or_else(|| one.fault("kommun", &says()))
        }
    }
}

/// Neither path nor name is told when it is wrong: the secret itself may have been written there.
fn secret_of(
    one: InFile<'_>,
    variable: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<Zeroizing<String>, Fault> {
    let (key, found) = match one.secret()? {
        SecretAt::Nowhere => return Ok(Zeroizing::default()),
        SecretAt::File(path) => {
            let why = |error: std::io::Error| match error.kind() {
                ErrorKind::NotFound => "there is no such file".to_owned(),
                kind => format!("the file cannot be read: {kind}"),
            };
            let read = fs::read_to_string(path).map(Zeroizing::new).map_err(why);
            ("client_secret_file", read)
        }
        SecretAt::Environment(name) => {
            let found = variable(name).map(Zeroizing::new);
            let missing = || "the environment has no variable of that name".to_owned();
            ("client_secret_env", found.ok_or_else(missing))
        }
    };
    let secret = found.map_err(|says| one.fault(key, &says))?;
    let secret = Zeroizing::new(secret.trim().to_owned());
    if secret.is_empty() {
        return Err(one.fault(key, "the secret is empty"));
    }
    Ok(secret)
}

async fn bring_kommun(app: &App, kommun: KommunId, wanted: &[&Wanted]) -> anyhow::Result<()> {
    let known = store::all(app.db.read(), kommun).await?;
    if wanted.is_empty() && !known.iter().any(|kept| kept.from_file) {
        return Ok(());
    }
    let author = Author {
        kommun,
        account: None,
        name: Loc::sv().t("provider-file-author").to_owned(),
    };
    let by = Judgement {
        policies: &app.policies,
        today: app.clock.today(),
    };
    let mut change = Change::begin(&app.db, &author, app.clock.now(), by).await?;
    store::alone(&**change.tx(), kommun).await?;
    let known = store::all(&**change.tx(), kommun).await?;
    let mut still = Vec::new();
    for one in wanted {
        let before = one.among(&known);
        still.extend(before.map(|kept| kept.id));
        put(app, &mut change, before, one).await?;
    }
    let gone = |kept: &&Kept| kept.from_file && !still.contains(&kept.id);
    for kept in known.iter().filter(gone) {
        let off = Provider {
            active: false,
            ..kept.provider.clone()
        };
        store::set_from_file(&**change.tx(), kommun, kept.id, false).await?;
        replace(&mut change, kept, &off).await?;
        tracing::warn!(
            provider = kept.provider.name,
            "is no longer in the file, and is not used"
        );
    }
    change.commit().await?;
    Ok(())
}

/// One provider as the file wants it. One that was made in the interface is taken over, with those whom it knows.
async fn put(
    app: &App,
    change: &mut Change<'_>,
    before: Option<&Kept>,
    wanted: &Wanted,
) -> anyhow::Result<()> {
    let kommun = change.author().kommun;
    let mut provider = wanted.provider.clone();
    let key = Locker::open(&app.asking.key_file)?;
    let id = match before {
        Some(kept) => kept.id,
        None => store::add(&**change.tx(), kommun, &provider).await?,
    };
    let bound = store::bound_to(kommun.number(), id);
    let same = before.map_or(wanted.secret.is_empty(), |kept| {
        wanted.has_secret(Some(&key), kept)
    });
    provider.secret_set_at = match before {
        Some(kept) if same => kept.provider.secret_set_at,
        _ => (!wanted.secret.is_empty()).then(|| change.at().unix_timestamp()),
    };
    if !same {
        let locked = match wanted.secret.as_str() {
            "" => String::new(),
            secret => key.lock(secret, &bound)?,
        };
        store::set_secret(&**change.tx(), kommun, id, &locked).await?;
    }
    store::set_from_file(&**change.tx(), kommun, id, true).await?;
    if let Some(kept) = before {
        return replace(change, kept, &provider).await;
    }
    store::replace(&**change.tx(), kommun, id, &provider).await?;
    let after = serde_json::to_value(&provider)?;
    change.note(RecordKind::IdentityProvider, id.0, None, after);
    Ok(())
}

async fn replace(change: &mut Change<'_>, before: &Kept, after: &Provider) -> anyhow::Result<()> {
    if before.provider == *after {
        return Ok(());
    }
    let kommun = change.author().kommun;
    store::replace(&**change.tx(), kommun, before.id, after).await?;
    let (old, new) = (
        serde_json::to_value(&before.provider)?,
        serde_json::to_value(after)?,
    );
    change.note(RecordKind::IdentityProvider, before.id.0, Some(old), new);
    Ok(())
}

/// Asks the providers who they are, beside the start: one that is down shall not keep the register closed.
fn ask(app: &App, providers: Vec<Provider>) {
    let app = app.clone();
    tokio::spawn(async move {
        for provider in providers {
            if let Err(error) = answers(&app, &provider).await {
                tracing::warn!(provider = provider.name, issuer = provider.issuer, %error, "single sign-on");
            }
        }
    });
}

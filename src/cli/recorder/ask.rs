//! `objektiv recorder check` without a folder: the recorders of the register are asked, and what they say is kept.

use anyhow::bail;

use super::{CheckArgs, tell, verdict};
use crate::cli::{Verdict, kommun, open, policies};
use crate::compliance::store::Judgement;
use crate::config::RegisterArgs;
use crate::db::record;
use crate::recorder::check::StoreSeen;
use crate::recorder::store::access;
use crate::recorder::{Recorder, round};
use crate::register::{Author, Change};
use crate::texts::Loc;

/// Exit code 1 when older footage is listed.
///
/// # Errors
/// When no recorder can be asked, or one of them could not tell everything: exit code 2.
pub async fn run(register: &RegisterArgs, arguments: &CheckArgs) -> anyhow::Result<Verdict> {
    let policies = policies(register)?;
    let db = open(register).await?;
    let (kommun, _) = kommun(register, &db).await?;
    let reachable = access::all(db.read(), kommun).await?;
    if reachable.is_empty() {
        bail!(
            "no recorder of the register can be asked; set up its connection on its page, or use --scan DIR at the recorder"
        );
    }
    let clock = register.clock();
    let author = Author {
        kommun,
        account: None,
        name: "objektiv recorder check".into(),
    };
    let asking = arguments.asking.asking();
    let mut stores: Vec<StoreSeen> = Vec::new();
    for kept in &reachable {
        let when = (clock.now(), clock.today());
        let mut check = round::ask(&db, kommun, kept, &asking, &policies, when).await?;
        let by = Judgement {
            policies: &policies,
            today: clock.today(),
        };
        let mut change = Change::begin(&db, &author, clock.now(), by).await?;
        round::keep(&mut change, &check).await?;
        change.commit().await?;
        if !check.failure.is_empty() {
            let found = record::find::<Recorder>(db.read(), kommun, kept.recorder).await?;
            let name = found.map_or_else(String::new, |recorder| recorder.data.name);
            let failure = Loc::sv().kept(&check.failure);
            for store in &mut check.stores {
                store.store.clone_from(&name);
                store.not_covered.push(failure.clone());
            }
        }
        stores.append(&mut check.stores);
    }
    tell(&stores, arguments.format)?;
    verdict(&stores)
}

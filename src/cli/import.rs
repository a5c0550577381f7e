//! `objektiv import`: a list into the register, the same way as the page does it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Format, Verdict, is_there, kommun, open, output, policies};
use crate::compliance::store::Judgement;
use crate::config::RegisterArgs;
use crate::db::Db;
use crate::import::columns::Mapping;
use crate::import::compare::{Existing, compare};
use crate::import::outcome::Outcome;
use crate::import::plan::{Known, Plan, plan};
use crate::import::table::{self, MAX_BYTES, Workbook};
use crate::import::{page, store};
use crate::organisation::{Kommun, KommunId};
use crate::register::{Author, Change};
use crate::ruling;
use crate::texts::{Loc, Message};

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The list: xlsx, xls, ods, or csv with any common encoding and delimiter
    pub file: PathBuf,
    /// How to read the columns: a TOML file, or the name of a mapping that was saved on the web
    #[arg(long, value_name = "FILE OR NAME")]
    pub mapping: Option<String>,
    /// Say what would be done and write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Exit code 1 when anything must be looked at.
///
/// # Errors
/// When the file holds no list, or the register cannot be read or written.
pub async fn run(register: &RegisterArgs, arguments: &ImportArgs) -> anyhow::Result<Verdict> {
    let workbook = read(&arguments.file)?;
    let outcome = if arguments.dry_run {
        dry_run(register, arguments, &workbook).await?
    } else {
        import(register, arguments, &workbook).await?
    };
    tell(&outcome, arguments)?;
    Ok(Verdict::fine_if(outcome.problems.is_empty()))
}

fn read(path: &Path) -> anyhow::Result<Workbook> {
    let shown = path.display();
    let length = std::fs::metadata(path)
        .with_context(|| format!("{shown} could not be opened"))?
        .len();
    if length > MAX_BYTES as u64 {
        bail!("{shown} is larger than {MAX_BYTES} bytes; divide the list into several files");
    }
    let bytes = std::fs::read(path).with_context(|| format!("{shown} could not be read"))?;
    table::read(&bytes).map_err(|why| {
        let says = Loc::en().message(&why.message());
        anyhow::anyhow!("{shown} is not a list that can be read. {says}")
    })
}

/// Compares with the register as it is; without a register everything is new.
async fn dry_run(
    register: &RegisterArgs,
    arguments: &ImportArgs,
    workbook: &Workbook,
) -> anyhow::Result<Outcome> {
    if !is_there(&register.database) {
        let mapping = mapping(arguments, None).await?;
        let plan = planned(workbook, &mapping, &Known::default())?;
        let changes = compare(&plan, &Existing::default());
        return Ok(Outcome::new(&name(arguments), &plan, &changes, Loc::sv()));
    }
    let db = open(register).await?;
    let (id, kommun) = kommun(register, &db).await?;
    let mapping = mapping(arguments, Some((&db, id))).await?;
    let existing = store::existing(db.read(), id, &kommun).await?;
    let plan = planned(workbook, &mapping, &store::known(&existing, &kommun))?;
    let changes = compare(&plan, &existing);
    Ok(Outcome::new(&name(arguments), &plan, &changes, Loc::sv()))
}

async fn import(
    register: &RegisterArgs,
    arguments: &ImportArgs,
    workbook: &Workbook,
) -> anyhow::Result<Outcome> {
    let policies = policies(register)?;
    let db = open(register).await?;
    let (id, kommun) = kommun(register, &db).await?;
    let today = register.clock().today();
    let policies = ruling::store::rules(db.read(), id, &policies, today).await?;
    let mapping = mapping(arguments, Some((&db, id))).await?;
    let author = Author {
        kommun: id,
        account: None,
        name: "objektiv import".into(),
    };
    let by = Judgement {
        policies: &policies,
        today,
    };
    let change = Change::begin(&db, &author, register.clock().now(), by).await?;
    written(change, workbook, &mapping, (id, &kommun), arguments).await
}

/// Reads the register and writes to it in one transaction: nothing can come in between.
async fn written(
    mut change: Change<'_>,
    workbook: &Workbook,
    mapping: &Mapping,
    (id, kommun): (KommunId, &Kommun),
    arguments: &ImportArgs,
) -> anyhow::Result<Outcome> {
    let existing = store::existing(&**change.tx(), id, kommun).await?;
    let plan = planned(workbook, mapping, &store::known(&existing, kommun))?;
    let changes = compare(&plan, &existing);
    let bar = progress(arguments, changes.sites.len())?;
    store::write(&mut change, &changes, &existing, &|| bar.inc(1))
        .await
        .context("nothing was imported")?;
    change.commit().await.context("nothing was imported")?;
    bar.finish_and_clear();
    Ok(Outcome::new(&name(arguments), &plan, &changes, Loc::sv()))
}

fn planned(workbook: &Workbook, mapping: &Mapping, known: &Known) -> anyhow::Result<Plan> {
    plan(workbook, mapping, known).map_err(|why| {
        let says = Loc::en().message(&why.message());
        anyhow::anyhow!(
            "no list of cameras was found in the file. {says} Columns are named with --mapping."
        )
    })
}

/// On a terminal only; a pipe or a file gets none.
fn progress(arguments: &ImportArgs, sites: usize) -> anyhow::Result<ProgressBar> {
    if arguments.format == Format::Json {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} bevakningar")?;
    Ok(ProgressBar::new(sites as u64).with_style(style))
}

/// The name of the file without its folder.
fn name(arguments: &ImportArgs) -> String {
    let name = arguments
        .file
        .file_name()
        .unwrap_or(arguments.file.as_os_str());
    name.to_string_lossy().into_owned()
}

async fn mapping(
    arguments: &ImportArgs,
    register: Option<(&Db, KommunId)>,
) -> anyhow::Result<Mapping> {
    let Some(asked) = &arguments.mapping else {
        return Ok(Mapping::default());
    };
    if Path::new(asked).is_file() {
        let text =
            std::fs::read_to_string(asked).with_context(|| format!("{asked} could not be read"))?;
        return toml::from_str(&text).with_context(|| format!("{asked} is not a mapping"));
    }
    let saved = match register {
        Some((db, kommun)) => store::mapping::by_name(db.read(), kommun, asked).await?,
        None => None,
    };
    saved.with_context(|| format!("there is no file and no saved mapping called {asked}"))
}

fn tell(outcome: &Outcome, arguments: &ImportArgs) -> anyhow::Result<()> {
    if arguments.format == Format::Json {
        return output::json(outcome);
    }
    let l = Loc::sv();
    for told in &outcome.problems {
        let place = if told.sheet == outcome.sheet {
            told.row.to_string()
        } else {
            format!("{}!{}", told.sheet, told.row)
        };
        output::line(&format!(
            "{place}\t{}\t{}\t{}\t{}",
            told.column, told.value, told.problem, told.accepted
        ))?;
    }
    let file = Message::new("import-cli-file")
        .with("file", outcome.file.clone())
        .with("sheet", outcome.sheet.clone())
        .with("rows", outcome.rows.to_string());
    output::line(&l.message(&file))?;
    output::line(&format!(
        "{}: {}",
        l.t("import-sites"),
        page::counts(&l, &outcome.sites)
    ))?;
    output::line(&format!(
        "{}: {}",
        l.t("import-cameras"),
        page::counts(&l, &outcome.cameras)
    ))?;
    output::line(&l.tn("import-cli-problems", outcome.problems.len()))?;
    if arguments.dry_run {
        output::line(l.t("import-cli-dry-run"))?;
    }
    Ok(())
}

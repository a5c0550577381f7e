//! The sight of whoever asks (`account::sight`), as conditions of queries. Every query about sites or what belongs to them
//! has one of them, through `record::of` or by name.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{Condition, ConnectionTrait, DbErr};

use crate::account::sight::Reach;
use crate::camera::CameraId;
use crate::code::Code;
use crate::organisation::KommunId;
use crate::register::RecordKind;
use crate::site::{Marking, SiteId};

/// The rows of the table of sites that are seen.
pub fn sites(kommun: KommunId) -> Condition {
    let sight = kommun.sight();
    let unit = || Expr::col(("site", "unit_id"));
    let marking = || Expr::col(("site", "marking"));
    let border = match sight.sites {
        Reach::Everywhere => Condition::all(),
        Reach::Nowhere => Condition::all().add(Expr::value(false)),
        own @ Reach::OwnUnits(..) => Condition::all().add(unit().in_subquery(units(kommun, own))),
    };
    let open = || marking().lt(Marking::Whole.level());
    match sight.secret {
        Reach::Everywhere => border,
        Reach::Nowhere => border.add(open()),
        own @ Reach::OwnUnits(..) => border.add(
            Condition::any()
                .add(open())
                .add(unit().in_subquery(units(kommun, own))),
        ),
    }
}

/// The rows of another table whose site is seen.
pub fn at_sites(kommun: KommunId, site_id: Expr) -> Condition {
    let sight = kommun.sight();
    let all = Condition::all();
    if sight.sites != Reach::Everywhere {
        return all.add(site_id.in_subquery(of(kommun, sites(kommun))));
    }
    match sight.secret {
        Reach::Everywhere => all,
        // Those that are hidden are few, and an index knows them.
        Reach::Nowhere | Reach::OwnUnits(..) => {
            all.add(site_id.not_in_subquery(hidden(kommun, sight.secret, Marking::Whole)))
        }
    }
}

/// The sites that are marked at least so, but those in the units that are within reach.
fn hidden(kommun: KommunId, reach: Reach, from: Marking) -> SelectStatement {
    let marked = Expr::col(("site", "marking")).gte(from.level());
    of(kommun, out_of(kommun, reach, Condition::all().add(marked)))
}

/// Those of some sites that are in no unit within reach.
fn out_of(kommun: KommunId, reach: Reach, which: Condition) -> Condition {
    let unit = || Expr::col(("site", "unit_id"));
    match reach {
        Reach::Everywhere => which.add(Expr::value(false)),
        Reach::Nowhere => which,
        own @ Reach::OwnUnits(..) => which.add(
            Condition::any()
                .add(unit().is_null())
                .add(unit().not_in_subquery(units(kommun, own))),
        ),
    }
}

fn of(kommun: KommunId, which: Condition) -> SelectStatement {
    Query::select()
        .column(("site", "id"))
        .from("site")
        .and_where(Expr::col(("site", "kommun_id")).eq(kommun.number()))
        .cond_where(which)
        .to_owned()
}

/// The units within reach of an account.
fn units(kommun: KommunId, reach: Reach) -> SelectStatement {
    let (account, roles) = match reach {
        Reach::OwnUnits(account, roles) => (account.0, roles),
        // No account has this number.
        Reach::Nowhere | Reach::Everywhere => (0, crate::account::sight::Roles::default()),
    };
    let codes = roles.iter().map(Code::code);
    Query::select()
        .column(("account_role", "unit_id"))
        .from("account_role")
        .and_where(Expr::col(("account_role", "account_id")).eq(account))
        .and_where(Expr::col(("account_role", "kommun_id")).eq(kommun.number()))
        .and_where(Expr::col(("account_role", "unit_id")).is_not_null())
        .and_where(Expr::col(("account_role", "role")).is_in(codes))
        .to_owned()
}

/// The rows of the table of recorders that are seen: not those that keep footage of hidden sites alone.
pub fn recorders(kommun: KommunId) -> Condition {
    let sight = kommun.sight();
    if sight.recorders == Reach::Everywhere {
        return Condition::all();
    }
    let used_at = |which: Condition| {
        Query::select()
            .column(("camera", "recorder_id"))
            .from("camera")
            .and_where(Expr::col(("camera", "kommun_id")).eq(kommun.number()))
            .and_where(Expr::col(("camera", "recorder_id")).is_not_null())
            .cond_where(which)
            .to_owned()
    };
    let site = || Expr::col(("camera", "site_id"));
    let of_seen = used_at(at_sites(kommun, site()))
        .and_where(Expr::col(("camera", "recorder_id")).equals(("recorder", "id")))
        .to_owned();
    let of_seen = Expr::exists(of_seen);
    if sight.sites != Reach::Everywhere {
        return Condition::all().add(of_seen);
    }
    let hidden = hidden(kommun, sight.secret, Marking::Whole);
    let of_hidden = used_at(Condition::all().add(site().in_subquery(hidden)));
    Condition::any()
        .add(Expr::col(("recorder", "id")).not_in_subquery(of_hidden))
        .add(of_seen)
}

/// What of the cameras of some sites is secret for whoever asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concealed {
    /// Sites that are marked, so that all their cameras are.
    sites: BTreeSet<SiteId>,
    /// Cameras that are marked themselves.
    cameras: BTreeSet<CameraId>,
    /// The sites of these.
    around: BTreeSet<SiteId>,
}

impl Concealed {
    /// Whether anything is secret at a site.
    pub fn tells_of(&self, site: SiteId) -> bool {
        self.sites.contains(&site) || self.around.contains(&site)
    }

    /// Whether some fields of a record at a site are. Evidence tells of all cameras of the site together: one that is marked
    /// takes it from the others.
    pub fn hides(&self, kind: RecordKind, record: i64, site: SiteId) -> bool {
        match kind {
            RecordKind::Camera => {
                self.sites.contains(&site) || self.cameras.contains(&CameraId(record))
            }
            _ => self.tells_of(site),
        }
    }
}

/// A row of what [`marked`] asks for: a site, how it is marked, and a camera of it that is.
pub(super) type Marked = (i64, i32, Option<i64>);

impl FromIterator<Marked> for Concealed {
    fn from_iter<I: IntoIterator<Item = Marked>>(rows: I) -> Self {
        let mut concealed = Self::default();
        for (site, marking, camera) in rows {
            if marking >= i32::from(Marking::Details.level()) {
                concealed.sites.insert(SiteId(site));
            }
            if let Some(camera) = camera {
                concealed.cameras.insert(CameraId(camera));
                concealed.around.insert(SiteId(site));
            }
        }
        concealed
    }
}

/// Asks what is secret for whoever asks of the cameras of some sites, by how they are marked now: `id`, `marking` and
/// `camera`. `None` when they see everything.
pub(super) fn marked(
    kommun: KommunId,
    sites: impl IntoIterator<Item = SiteId>,
) -> Option<SelectStatement> {
    let details = kommun.sight().details;
    let asked: BTreeSet<i64> = sites.into_iter().map(i64::from).collect();
    if details == Reach::Everywhere || asked.is_empty() {
        return None;
    }
    let camera = |column| Expr::col(("camera", column));
    let marked_camera = Condition::all()
        .add(camera("kommun_id").eq(kommun.number()))
        .add(camera("marking").eq(MARKED))
        .add(camera("site_id").equals(("site", "id")));
    let marked_site = Expr::col(("site", "marking")).gte(Marking::Details.level());
    let either = Condition::any()
        .add(marked_site)
        .add(camera("id").is_not_null());
    let mut query = of(
        kommun,
        out_of(kommun, details, Condition::all().add(either)),
    );
    query
        .column(("site", "marking"))
        .expr_as(camera("id"), "camera")
        .join(JoinType::LeftJoin, "camera", marked_camera)
        .and_where(Expr::col(("site", "id")).is_in(asked));
    Some(query)
}

/// What is secret for whoever asks of the cameras of some sites, by how they are marked now. One query.
///
/// # Errors
/// When the database does not answer.
pub async fn concealed(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: impl IntoIterator<Item = SiteId>,
) -> Result<Concealed, DbErr> {
    let Some(query) = marked(kommun, sites) else {
        return Ok(Concealed::default());
    };
    let rows = db.query_all(&query).await?;
    let rows = rows.iter().map(|row| {
        let marking = row.try_get::<i16>("", "marking")?;
        let camera = row.try_get("", "camera")?;
        Ok((row.try_get("", "id")?, i32::from(marking), camera))
    });
    rows.collect()
}

/// The sites of the kommun that whoever asks does not see, whoever they are of.
///
/// # Errors
/// When the database does not answer.
pub async fn unseen(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<BTreeSet<SiteId>, DbErr> {
    let sight = kommun.sight();
    if sight.sites == Reach::Everywhere {
        if sight.secret == Reach::Everywhere {
            return Ok(BTreeSet::new());
        }
        return numbers(db, &hidden(kommun, sight.secret, Marking::Whole)).await;
    }
    numbers(db, &of(kommun, sites(kommun).not())).await
}

/// How a camera that is secret is stored.
const MARKED: i16 = 1;

/// The rows of the table of cameras of which place and recorder are told to whoever asks.
pub fn placed(kommun: KommunId) -> Condition {
    let reach = kommun.sight().details;
    if reach == Reach::Everywhere {
        return Condition::all();
    }
    let site = || Expr::col(("camera", "site_id"));
    let told = site().not_in_subquery(hidden(kommun, reach, Marking::Details));
    let open = Condition::any().add(Expr::col(("camera", "marking")).ne(MARKED));
    let open = match reach {
        own @ Reach::OwnUnits(..) => {
            let unit = Expr::col(("site", "unit_id")).in_subquery(units(kommun, own));
            open.add(site().in_subquery(of(kommun, Condition::all().add(unit))))
        }
        Reach::Nowhere | Reach::Everywhere => open,
    };
    Condition::all().add(told).add(open)
}

async fn numbers(
    db: &impl ConnectionTrait,
    query: &SelectStatement,
) -> Result<BTreeSet<SiteId>, DbErr> {
    let rows = db.query_all(query).await?;
    let ids = rows.iter().map(|row| row.try_get::<i64>("", "id"));
    Ok(ids
        .collect::<Result<BTreeSet<i64>, _>>()?
        .into_iter()
        .map(SiteId)
        .collect())
}

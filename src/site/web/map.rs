//! The map of the sites that the list shows, and of one site with what its cameras see.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::list::{Asked, index};
use super::listed::List;
use crate::account::Permission;
use crate::compliance::list::Line;
use crate::compliance::{self, Dossier};
use crate::site::map::{Collection, Feature, Geometry, Properties, field_of_view};
use crate::site::page::{MapPage, symbol};
use crate::site::{Position, SiteId};
use crate::web::actor::Actor;
use crate::web::view::Loc;
use crate::web::{App, PageError};

/// Sites that a map is given at most: more is not seen, and a search narrows it.
const POINTS: usize = 20_000;

/// The list and the map beside it, by the same filter.
pub(super) async fn page(
    State(app): State<App>,
    actor: Actor,
    Query(mut asked): Query<Asked>,
) -> Result<MapPage, PageError> {
    asked.placed = true;
    let points = asked.path_to("/karta/platser.geojson", &actor, None);
    let list = index(State(app), actor, Query(asked)).await?;
    Ok(MapPage {
        shell: list.shell.clone(),
        l: list.l,
        list,
        points,
    })
}

pub(super) async fn sites(
    State(app): State<App>,
    actor: Actor,
    Query(mut asked): Query<Asked>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    asked.placed = true;
    let from = actor.viewpoint(&app);
    let list = List::open(&app, &from).await?;
    let found = list.lines(&asked.filter(&actor), None, POINTS).await?;
    let features = found.lines.iter().filter_map(|line| site(line, actor.l));
    Ok(geojson(features.collect()))
}

fn site(line: &Line, l: Loc) -> Option<Feature> {
    let (latitude, longitude) = line.place_e6?;
    let symbol = symbol(line.standing);
    Some(Feature::new(
        Geometry::Point([degrees(longitude), degrees(latitude)]),
        Properties {
            what: "bevakning",
            name: line.name.clone(),
            reference: line.reference.clone(),
            symbol: symbol.name(),
            words: l.t(symbol.text_id()).to_owned(),
            href: l.path(&format!("/bevakningar/{}", line.id)),
        },
    ))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "millionths of a degree are far below 2^53"
)]
fn degrees(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}

/// One site, its cameras and what they see.
pub(super) async fn of_site(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (_, dossier) = compliance::store::dossier(app.db.read(), actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    Ok(geojson(shapes(&dossier, actor.l)))
}

fn shapes(dossier: &Dossier, l: Loc) -> Vec<Feature> {
    let about = |what, name: &str, reference: &str, href: String| Properties {
        what,
        name: name.to_owned(),
        reference: reference.to_owned(),
        symbol: "",
        words: String::new(),
        href,
    };
    let mut features = Vec::new();
    for camera in &dossier.cameras {
        let place: Option<&Position> = camera.data.position.as_ref();
        let Some(position) = place.or(dossier.site.position.as_ref()) else {
            continue;
        };
        let href = l.path(&format!("/kameror/{}", camera.id));
        let (label, placement) = (&camera.data.label, &camera.data.placement);
        if let Some(seen) = field_of_view(&camera.data, position) {
            let view = about("synfalt", placement, label, href.clone());
            features.push(Feature::new(seen, view));
        }
        // One that is drawn where the site is would hide it.
        if place.is_some() {
            let camera = about("kamera", placement, label, href);
            features.push(Feature::new(Geometry::point(position), camera));
        }
    }
    if let Some(position) = &dossier.site.position {
        let (name, reference) = (&dossier.site.name, &dossier.site.reference);
        let href = l.path(&format!("/bevakningar/{}", dossier.id));
        let site = about("bevakning", name, reference, href);
        features.push(Feature::new(Geometry::point(position), site));
    }
    features
}

fn geojson(features: Vec<Feature>) -> Response {
    let kind = HeaderValue::from_static("application/geo+json");
    (
        [(header::CONTENT_TYPE, kind)],
        Json(Collection::new(features)),
    )
        .into_response()
}

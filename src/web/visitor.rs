//! Anyone who asks for a page, signed in or not.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, OriginalUri};
use axum::http::request::Parts;

use crate::basemap;
use crate::texts::{Lang, Loc};
use crate::web::App;
use crate::web::view::{Ground, Shell};

/// The language and the page that was asked for.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub l: Loc,
    /// Path and query without the language.
    pub path: String,
}

impl Visitor {
    pub fn shell(&self, app: &App) -> Shell {
        let mut shell = Shell::public(self.l, "", &self.path, app.clock.now());
        shell.frozen = app.clock.is_frozen();
        shell.ground = app.basemap.as_ref().map(|basemap| Ground {
            tiles: basemap::web::TILES,
            attribution: basemap.attribution.clone(),
            zoom_max: basemap.zoom_max,
        });
        shell
    }
}

/// From which address a request comes.
pub fn address(parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip())
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let lang = parts.extensions.get::<Lang>().copied().unwrap_or(Lang::Sv);
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        let path = uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned();
        Ok(Self {
            l: Loc::of(lang),
            path,
        })
    }
}

//! What pages load beside their HTML: stylesheet and symbols, embedded in the binary.
//!
//! The name holds a hash of the content, so a browser may keep a file for ever and never asks again.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// An embedded file.
struct Asset {
    /// `app.css`
    name: &'static str,
    /// `/static/app.0123456789ab.css`
    path: &'static str,
    bytes: &'static [u8],
    /// The same, packed with gzip when Objektiv was built.
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// `/static/{hashed name}`
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/static/{file}", get(show))
}

/// The address of an embedded file: `app.css` gives `/static/app.0123456789ab.css`.
/// A name that is not embedded gives an address that answers 404 (a test keeps templates to what exists).
pub fn asset_path(name: &str) -> &'static str {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or("/static/missing", |asset| asset.path)
}

/// An embedded text, for a file that has to stand alone.
pub fn asset_text(name: &str) -> &'static str {
    let found = ASSETS.iter().find(|asset| asset.name == name);
    found
        .and_then(|asset| str::from_utf8(asset.bytes).ok())
        .unwrap_or_default()
}

/// The licences of the packages that are part of the embedded files.
pub fn licences() -> &'static str {
    LICENCES
}

async fn show(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let found = ASSETS
        .iter()
        .find(|asset| asset.path.strip_prefix("/static/") == Some(file.as_str()));
    let Some(asset) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = [
        (header::CONTENT_TYPE, content_type(asset.name)),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    if accepts_gzip(&headers) {
        return (kept, [(header::CONTENT_ENCODING, "gzip")], asset.gzip).into_response();
    }
    (kept, asset.bytes).into_response()
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let wanted = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    wanted
        .flat_map(|value| value.split(','))
        .filter_map(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            (name.trim() == "gzip").then(|| weight.trim().to_owned())
        })
        .any(|weight| !matches!(weight.as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// The policy of every page: nothing from another host, nothing inline, nothing framed.
pub const CONTENT_SECURITY_POLICY: (HeaderName, HeaderValue) = (
    header::CONTENT_SECURITY_POLICY,
    HeaderValue::from_static(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
);

/// Writes every file where pages on disk can load it.
#[cfg(test)]
pub(crate) fn write_to(folder: &std::path::Path) {
    std::fs::create_dir_all(folder).unwrap();
    for asset in ASSETS {
        let name = asset.path.strip_prefix("/static/").unwrap();
        std::fs::write(folder.join(name), asset.bytes).unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum_test::TestServer;

    fn server() -> TestServer {
        TestServer::new(routes::<()>().with_state(()))
    }

    #[tokio::test]
    async fn the_stylesheet_is_kept_for_a_year_under_a_name_with_its_hash() {
        let answer = server().get(asset_path("app.css")).await;
        answer.assert_status_ok();
        assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert!(answer.text().contains(".o-header"));
    }

    #[tokio::test]
    async fn a_browser_that_takes_gzip_gets_the_packed_file_and_another_does_not() {
        let packed = server()
            .get(asset_path("app.css"))
            .add_header("accept-encoding", "br, gzip;q=0.8")
            .await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert!(
            packed.as_bytes().len() < 20_000,
            "{} bytes over the wire",
            packed.as_bytes().len()
        );
        let refused = server()
            .get(asset_path("app.css"))
            .add_header("accept-encoding", "gzip;q=0")
            .await;
        assert!(refused.maybe_header("content-encoding").is_none());
    }

    #[tokio::test]
    async fn an_old_or_invented_name_is_not_found() {
        server()
            .get("/static/app.000000000000.css")
            .await
            .assert_status_not_found();
        server()
            .get(asset_path("nothing.js"))
            .await
            .assert_status_not_found();
    }

    #[test]
    fn the_stylesheet_loads_nothing_and_carries_no_british_marks() {
        let css = ASSETS
            .iter()
            .find(|asset| asset.name == "app.css")
            .map(|asset| String::from_utf8_lossy(asset.bytes));
        let css = css.unwrap();
        for forbidden in [
            "@font-face",
            "@import",
            "url(http",
            "url(/",
            "url(\"",
            "GDS Transport",
            "GOV.UK",
            "crest",
        ] {
            assert!(!css.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn the_licences_of_what_is_embedded_are_known() {
        assert!(licences().contains("govuk-frontend"));
        assert!(licences().contains("Permission is hereby granted"));
    }
}

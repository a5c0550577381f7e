//! The document of the API (`OpenAPI`), made from the operations themselves.

use std::sync::Arc;

use axum::Extension;
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    Components, ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, ServerBuilder,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::Nothing;
use super::{Asked, answer};
use crate::web::App;

/// Where the operations are.
pub const ROOT: &str = "/api/v1";

/// The document as it is handed out.
#[derive(Debug, Clone)]
pub struct Document(Arc<str>);

impl Document {
    /// Written once, when the program starts. (Names and texts: it has a JSON, and a test reads it.)
    pub fn written(document: &OpenApi) -> Self {
        Self(document.to_json().unwrap_or_default().into())
    }
}

/// What the document says before the first operation. The names `key` and `recorder_key` are those of the operations.
pub fn beginning() -> OpenApi {
    let description = "Vad andra system kan läsa ur registret. Texts are in Swedish; below /en they are in English. \
                       Every refusal is problem details (RFC 9457), and a parameter that is misspelt is refused.";
    let info = InfoBuilder::new()
        .title("Objektiv")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(description))
        .contact(Some(ContactBuilder::new().name(Some("Objektiv")).build()))
        .license(Some(
            LicenseBuilder::new()
                .name("EUPL-1.2")
                .identifier(Some("EUPL-1.2"))
                .build(),
        ))
        .build();
    let servers = [("/", "Svenska"), ("/en", "English")].map(|(url, language)| {
        ServerBuilder::new()
            .url(url)
            .description(Some(language))
            .build()
    });
    let mut components = Components::new();
    for (name, what) in [
        (
            "key",
            "A key that an administrator has made (objektiv_...), for one kommun or one of its units.",
        ),
        ("recorder_key", "The key of one recorder, made on its page."),
    ] {
        let mut scheme = Http::new(HttpAuthScheme::Bearer);
        scheme.description = Some(what.to_owned());
        components.add_security_scheme(name, SecurityScheme::Http(scheme));
    }
    OpenApiBuilder::new()
        .info(info)
        .servers(Some(servers))
        .components(Some(components))
        .build()
}

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

/// This document.
#[utoipa::path(
    get, path = "/openapi.json", tag = "document", operation_id = "document",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)),
)]
async fn show(
    Asked(Nothing): Asked<Nothing>,
    Extension(Document(document)): Extension<Document>,
    headers: HeaderMap,
) -> Response {
    answer::whole(&headers, answer::JSON, document.as_bytes().to_vec())
}

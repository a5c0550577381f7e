//! `/en/...` is the same page in English: the prefix is taken off before the router sees the path.

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;

use crate::texts::Lang;

/// Notes the language of the request and takes its prefix off the path.
pub fn take_language<B>(mut request: Request<B>) -> Request<B> {
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", PathAndQuery::as_str);
    let rest = path
        .strip_prefix("/en")
        .filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let lang = if rest.is_some() { Lang::En } else { Lang::Sv };
    let inner = rest.map(|rest| {
        if rest.starts_with('/') {
            rest.to_owned()
        } else {
            format!("/{rest}")
        }
    });
    if let Some(inner) = inner.and_then(|inner| inner.parse::<PathAndQuery>().ok()) {
        let mut parts = std::mem::take(request.uri_mut()).into_parts();
        parts.path_and_query = Some(inner);
        *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
    }
    request.extensions_mut().insert(lang);
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(path: &str) -> (String, Lang) {
        let request = take_language(Request::builder().uri(path).body(()).unwrap());
        (
            request.uri().to_string(),
            *request.extensions().get::<Lang>().unwrap(),
        )
    }

    #[test]
    fn the_english_page_is_the_same_path_with_a_prefix() {
        assert_eq!(
            after("/en/bevakningar/4?per=2025-03-31"),
            ("/bevakningar/4?per=2025-03-31".into(), Lang::En)
        );
        assert_eq!(after("/en"), ("/".into(), Lang::En));
        assert_eq!(
            after("/en?per=2025-03-31"),
            ("/?per=2025-03-31".into(), Lang::En)
        );
    }

    #[test]
    fn a_path_that_only_begins_like_the_prefix_is_left_alone() {
        assert_eq!(after("/enheter/2"), ("/enheter/2".into(), Lang::Sv));
    }
}

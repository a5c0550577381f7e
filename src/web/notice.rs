//! What is said once, on the next page that the person sees. It waits in a cookie of its own: in the session each form would
//! be one write more to the disk.

use std::borrow::Cow;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tower_cookies::cookie::SameSite;
use tower_cookies::cookie::time::Duration;
use tower_cookies::{Cookie, Cookies};

use crate::texts::{Loc, Message};
use crate::web::{App, PageError};

/// How long it waits for a page to be said on.
const WAITS: Duration = Duration::minutes(10);
/// Longest id of a text.
const LONGEST: usize = 64;

/// The way to say something on the next page, and what this page was left to say.
#[derive(Debug, Clone)]
pub struct Notices {
    cookies: Cookies,
    is_https: bool,
}

impl Notices {
    /// Says the text with this id once, on the next page.
    pub fn say(&self, text_id: &'static str) {
        self.cookies.add(self.cookie(text_id));
    }

    /// What is to be said on this page: then it has been said. A text that does not exist is not from us.
    pub fn take(&self) -> Option<Message> {
        let cookie = self.cookies.get(self.name())?;
        let text_id = cookie.value().to_owned();
        self.cookies.remove(self.cookie(""));
        let is_ours = text_id.len() <= LONGEST && Loc::sv().maybe(&text_id).is_some();
        is_ours.then(|| Message::new(text_id))
    }

    /// Browsers refuse `__Host-` without https; on loopback there is none.
    const fn name(&self) -> &'static str {
        if self.is_https {
            "__Host-objektiv-notice"
        } else {
            "objektiv-notice"
        }
    }

    fn cookie(&self, text_id: impl Into<Cow<'static, str>>) -> Cookie<'static> {
        Cookie::build((self.name(), text_id))
            .path("/")
            .secure(self.is_https)
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(WAITS)
            .build()
    }
}

impl FromRequestParts<App> for Notices {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        // The layer of sessions lays them there.
        let cookies = parts.extensions.get::<Cookies>().cloned();
        Ok(Self {
            cookies: cookies.ok_or_else(|| PageError::Internal("no cookies here".to_owned()))?,
            is_https: app.is_https(),
        })
    }
}

//! Cookies, kept as a browser keeps them.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, header};

#[derive(Debug, Clone, Default)]
pub struct Jar {
    values: BTreeMap<String, String>,
    set: BTreeMap<String, String>,
}

impl Jar {
    /// Takes what an answer sets, and throws away what it takes back.
    pub fn keep(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.set.insert(name.to_owned(), cookie.to_owned());
            if cookie.contains("Max-Age=0") {
                self.values.remove(name);
            } else {
                self.values.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// What a request sends.
    pub fn header(&self) -> String {
        let pairs = self.values.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// Puts a cookie there that nobody set.
    pub fn forge(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// A cookie with everything that was said of it when it was last set.
    pub fn as_set(&self, name: &str) -> &str {
        self.set.get(name).map_or("", String::as_str)
    }
}

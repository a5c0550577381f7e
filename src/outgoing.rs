//! How this server asks another: within ten seconds, without a proxy, and never where an answer leads.

use std::time::Duration;

const WITHIN: Duration = Duration::from_secs(10);

pub fn client() -> reqwest::ClientBuilder {
    // Set once for the process; a second time it is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(WITHIN)
        .connect_timeout(WITHIN)
        .referer(false)
        .user_agent("objektiv")
}

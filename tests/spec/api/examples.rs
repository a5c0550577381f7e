//! The examples of `docs/api.md`, as they stand there.

use std::process::Command;

use super::client::{ekebro, make_key};
use crate::engine::engines;

#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_the_guide_gets_an_answer() {
    let guide = std::fs::read_to_string("docs/api.md").unwrap();
    let examples: Vec<String> = guide
        .lines()
        .filter(|line| line.starts_with("curl "))
        .map(|line| line.replacen("curl", "curl --silent --show-error --fail --noproxy '*'", 1))
        .collect();
    assert!(examples.len() >= 8);
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let key = make_key(&mut admin, &["register", "logg"], None).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let served = tokio::spawn(objektiv::cli::serve::serve_on(listener, town.app.clone()));
        for example in examples.clone() {
            let (key, address) = (key.clone(), address.clone());
            let run = tokio::task::spawn_blocking(move || {
                let mut shell = Command::new("sh");
                shell.args(["-c", &example]);
                shell.env("KEY", key).env("OBJEKTIV", address);
                (shell.output().unwrap(), example)
            });
            let (output, example) = run.await.unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{example}: {said}");
            assert!(output.stdout.len() > 100, "{example}");
        }
        served.abort();
    }
}

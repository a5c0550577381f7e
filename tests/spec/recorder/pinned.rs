//! A recorder with a certificate of its own making is known by exactly that certificate.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use objektiv::recorder::ask::AskError;
use objektiv::recorder::ask::address::Loopback;
use objektiv::recorder::ask::client::Client;
use objektiv::recorder::ask::pinned::fingerprint;
use reqwest::Method;

/// `openssl s_server` with a certificate that says nothing true but its key.
struct Server {
    process: Child,
    port: u16,
    fingerprint: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn openssl(folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .stderr(Stdio::null())
        .output()
        .unwrap();
    assert!(done.status.success(), "{arguments:?}");
    String::from_utf8(done.stdout).unwrap()
}

fn certificate(folder: &Path, name: &str) -> String {
    let (key, file) = (format!("{name}.key"), format!("{name}.pem"));
    let make = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=IPCamera",
        "-keyout",
        &key,
        "-out",
        &file,
    ];
    openssl(folder, &make);
    let print = ["x509", "-in", &file, "-noout", "-fingerprint", "-sha256"];
    fingerprint(&openssl(folder, &print)).unwrap()
}

async fn served(folder: &Path) -> Server {
    let fingerprint = certificate(folder, "kamera");
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let process = Command::new("openssl")
        .args([
            "s_server",
            "-accept",
            &format!("127.0.0.1:{port}"),
            "-www",
            "-quiet",
        ])
        .args(["-cert", "kamera.pem", "-key", "kamera.key"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..100 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Server {
        process,
        port,
        fingerprint,
    }
}

async fn ask(port: u16, known: &str) -> Result<Vec<u8>, AskError> {
    let address = format!("https://127.0.0.1:{port}");
    let mut client = Client::knowing(&address, Loopback::Allowed, known).await?;
    let reply = client.ask(Method::GET, "index", &[], None).await?;
    Ok(reply.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pinned_certificate_is_believed_and_any_other_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let server = served(folder.path()).await;
    let body = ask(server.port, &server.fingerprint).await.unwrap();
    assert!(!body.is_empty());
    let other = certificate(folder.path(), "annan");
    for known in [other.as_str(), &"0".repeat(64), ""] {
        let refused = ask(server.port, known).await;
        assert!(
            matches!(refused, Err(AskError::NoAnswer(_))),
            "{known}: {refused:?}"
        );
    }
}

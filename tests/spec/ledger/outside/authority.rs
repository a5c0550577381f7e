//! A real time stamping authority: `openssl ts` behind a socket on the loopback address, with certificates of its own.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use objektiv::ledger::outside::party::{Authority, Roots};
use tempfile::TempDir;

/// What is wrong with an authority, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Answers with the question's length of silence, 302, or megabytes.
    Redirects,
    Endless,
    Refuses,
}

/// How an authority signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    Rsa,
    EllipticWithSha384,
}

pub struct Running {
    directory: TempDir,
    pub url: String,
    stop: Arc<AtomicBool>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the listener.
        let address = self.url.trim_start_matches("http://").trim_end_matches('/');
        drop(TcpStream::connect(address));
    }
}

fn openssl(directory: &Path, arguments: &[&str]) {
    let run = Command::new("openssl")
        .args(arguments)
        .current_dir(directory)
        .output()
        .expect("this needs openssl");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "openssl {arguments:?}: {said}");
}

impl Running {
    pub fn start(fault: Fault, signing: Signing) -> Self {
        let directory = tempfile::tempdir().unwrap();
        certify(directory.path(), signing);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, path) = (Arc::clone(&stop), directory.path().to_owned());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                // A client that hangs up in the middle is its own matter.
                let _ = answer(stream.unwrap(), &path, fault);
            }
        });
        Self {
            directory,
            url,
            stop,
        }
    }

    pub fn root(&self) -> PathBuf {
        self.directory.path().join("root.pem")
    }

    pub fn roots(&self) -> Roots {
        Roots::read(&self.root()).unwrap()
    }

    pub fn authority(&self) -> Authority {
        Authority::new(&self.url, Some(&self.root())).unwrap()
    }

    /// What `openssl ts -verify` says of an answer about some bytes.
    pub fn openssl_accepts(&self, data: &[u8], answer: &[u8]) -> bool {
        let at = self.directory.path();
        std::fs::write(at.join("data"), data).unwrap();
        std::fs::write(at.join("answer.tsr"), answer).unwrap();
        let run = Command::new("openssl")
            .args(["ts", "-verify", "-data", "data", "-in", "answer.tsr"])
            .args(["-CAfile", "root.pem"])
            .current_dir(at)
            .output()
            .unwrap();
        run.status.success()
    }
}

/// What somebody with a certificate under the same root signs in the place of the authority.
pub struct Forgery {
    /// Extended key usage of the certificate, as openssl writes it.
    pub usage: &'static str,
    /// Days by which the time is moved.
    pub days: i64,
}

impl Running {
    /// The answer to a question, made over by hand with `openssl cms`, which does not ask what a certificate is for.
    pub fn forge(&self, answer: &[u8], forgery: &Forgery) -> Vec<u8> {
        let at = self.directory.path();
        let run = |line: &str| openssl(at, &line.split(' ').collect::<Vec<_>>());
        std::fs::write(at.join("answer.tsr"), answer).unwrap();
        run("ts -reply -in answer.tsr -token_out -out token.der");
        run("cms -verify -noverify -inform DER -in token.der -out info.der");
        let info = std::fs::read(at.join("info.der")).unwrap();
        std::fs::write(at.join("info.der"), moved(info, forgery.days)).unwrap();
        let usage = format!(
            "[usage]\nbasicConstraints = critical,CA:FALSE\nextendedKeyUsage = {}\n",
            forgery.usage
        );
        std::fs::write(at.join("forged.cnf"), usage).unwrap();
        run("req -nodes -newkey rsa:2048 -subj /CN=forged -keyout forged.key -out forged.csr");
        run(
            "x509 -req -in forged.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 -extfile forged.cnf \
             -extensions usage -out forged.pem",
        );
        run(
            "cms -sign -binary -nodetach -cades -nosmimecap -md sha256 -econtent_type 1.2.840.113549.1.9.16.1.4 \
             -in info.der -signer forged.pem -inkey forged.key -outform DER -out forged.der",
        );
        let token = std::fs::read(at.join("forged.der")).unwrap();
        let length = u16::try_from(token.len() + 5).unwrap().to_be_bytes();
        let mut forged = vec![0x30, 0x82, length[0], length[1], 0x30, 3, 2, 1, 0];
        forged.extend(token);
        forged
    }
}

/// The time in a time stamp, moved by days: a `GeneralizedTime` of 15 characters.
fn moved(mut info: Vec<u8>, days: i64) -> Vec<u8> {
    let place = info.windows(2).position(|two| two == [0x18, 15]).unwrap() + 2;
    let text = String::from_utf8(info[place..place + 8].to_vec()).unwrap();
    let day = time::macros::format_description!("[year][month][day]");
    let moved = time::Date::parse(&text, day).unwrap() + time::Duration::days(days);
    info[place..place + 8].copy_from_slice(moved.format(day).unwrap().as_bytes());
    info
}

/// A root, and a certificate for time stamps below it.
fn certify(at: &Path, signing: Signing) {
    let digest = match signing {
        Signing::Rsa => "sha256",
        Signing::EllipticWithSha384 => "sha384",
    };
    let config = format!(
        "[tsa]\ndefault_tsa = own\n[own]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\n\
         signer_digest = {digest}\ndefault_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n\
         accuracy = secs:1\n[usage]\nbasicConstraints = critical,CA:FALSE\nextendedKeyUsage = critical,timeStamping\n"
    );
    std::fs::write(at.join("tsa.cnf"), config).unwrap();
    std::fs::write(at.join("serial"), "01\n").unwrap();
    openssl(
        at,
        &[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/CN=Provets rot",
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
        ],
    );
    let key: &[&str] = match signing {
        Signing::Rsa => &["-newkey", "rsa:2048"],
        Signing::EllipticWithSha384 => &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
    };
    let request = [
        &[
            "req",
            "-nodes",
            "-subj",
            "/CN=Provets klocka",
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.csr",
        ],
        key,
    ];
    openssl(at, &request.concat());
    openssl(
        at,
        &[
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            "30",
            "-extfile",
            "tsa.cnf",
            "-extensions",
            "usage",
            "-out",
            "tsa.pem",
        ],
    );
}

fn answer(mut stream: TcpStream, at: &Path, fault: Fault) -> std::io::Result<()> {
    let question = body(&mut stream)?;
    let head = |length: usize| {
        format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/timestamp-reply\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        )
    };
    match fault {
        Fault::Redirects => {
            return stream.write_all(
                b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            );
        }
        Fault::Endless => {
            let endless = vec![0x30; 8 << 20];
            stream.write_all(head(endless.len()).as_bytes())?;
            return stream.write_all(&endless);
        }
        _ => {}
    }
    std::fs::write(at.join("question.tsq"), question)?;
    let mut reply = Command::new("openssl");
    reply.args([
        "ts",
        "-reply",
        "-config",
        "tsa.cnf",
        "-queryfile",
        "question.tsq",
        "-out",
        "reply.tsr",
    ]);
    if fault == Fault::Refuses {
        // A policy that it does not have.
        let config = std::fs::read_to_string(at.join("tsa.cnf"))?;
        std::fs::write(
            at.join("tsa.cnf"),
            config.replace("digests = sha256", "digests = sha512"),
        )?;
    }
    reply.current_dir(at).output()?;
    let bytes = std::fs::read(at.join("reply.tsr"))?;
    stream.write_all(head(bytes.len()).as_bytes())?;
    stream.write_all(&bytes)
}

/// The body of a request with a content-length.
fn body(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk)?;
        bytes.extend_from_slice(&chunk[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            if read == 0 {
                return Ok(Vec::new());
            }
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
        if bytes.len() >= end + 4 + length || read == 0 {
            return Ok(bytes[end + 4..].to_vec());
        }
    }
}

//! Time stamps of RFC 3161: what is sent to a time stamping authority, and whether what it answers holds.
//!
//! The ASN.1 is read by `cms` and `der`, the chain and the signature are checked by `webpki`. What binds them is
//! checked here, because each has been forgotten somewhere: the digest in the time stamp *and* the digest of the time
//! stamp among the signed attributes, the algorithm that the signer names, the certificate that the signer means, and
//! that it may be used for time stamps and nothing else.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, Int, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Sequence};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use sha2::{Digest, Sha256, Sha384, Sha512};
use time::format_description::StaticFormatDescription;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};
use webpki::EndEntityCert;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{ExtendedKeyUsage, SubjectKeyIdentifier};
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::ledger::hash::Hash;

const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// RFC 5816: the certificate that the signer means, by a digest that is not SHA-1.
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Longer answers are refused unread.
pub const MAX_BYTES: usize = 64 << 10;

/// Why there is no time stamp that can be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StampError {
    #[error("not a time stamp (RFC 3161): {0}")]
    Format(String),
    #[error("the time stamping authority refused: status {0}")]
    Refused(u8),
    #[error("the time stamp is not over what was asked for")]
    OtherImprint,
    #[error("the time stamp answers another question")]
    OtherNonce,
    #[error("what the authority signed is not this time stamp: {0}")]
    Unbound(&'static str),
    #[error("the certificate of the time stamp may be used for something else than time stamps")]
    Usage,
    #[error("the certificate of the time stamp is not there, or not one that is trusted: {0}")]
    Chain(String),
    #[error("the signature of the time stamp is not valid")]
    Forged,
    #[error("the time stamp is signed with an algorithm that is not accepted: {0}")]
    Algorithm(String),
}

impl From<der::Error> for StampError {
    fn from(error: der::Error) -> Self {
        Self::Format(error.to_string())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct Imprint {
    algorithm: AlgorithmIdentifierOwned,
    digest: OctetString,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct Request {
    version: u8,
    imprint: Imprint,
    #[asn1(optional = "true")]
    policy: Option<ObjectIdentifier>,
    nonce: Int,
    #[asn1(default = "Default::default")]
    certificates: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct Status {
    code: u8,
    #[asn1(optional = "true")]
    words: Option<Vec<Any>>,
    #[asn1(optional = "true")]
    failure: Option<der::asn1::BitString>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct Response {
    status: Status,
    #[asn1(optional = "true")]
    token: Option<ContentInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct Info {
    version: u8,
    policy: ObjectIdentifier,
    imprint: Imprint,
    serial: Int,
    /// A `GeneralizedTime`, which may have fractions of a second here (RFC 3161 section 2.4.2).
    at: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Vec<Any>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct MeantCertificate {
    /// SHA-256 when left out.
    #[asn1(optional = "true")]
    algorithm: Option<AlgorithmIdentifierOwned>,
    digest: OctetString,
    #[asn1(optional = "true")]
    issuer_and_serial: Option<Any>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct MeantCertificates {
    certificates: Vec<MeantCertificate>,
    #[asn1(optional = "true")]
    policies: Option<Vec<Any>>,
}

fn sha_256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: SHA_256,
        parameters: None,
    }
}

/// The question to a time stamping authority. `nonce` is fresh random bytes.
///
/// # Errors
/// When the nonce is no number.
pub fn request(imprint: Hash, nonce: [u8; 8]) -> Result<Vec<u8>, StampError> {
    let request = Request {
        version: 1,
        imprint: Imprint {
            algorithm: sha_256(),
            digest: OctetString::new(imprint.0)?,
        },
        policy: None,
        nonce: number(nonce)?,
        certificates: true,
    };
    Ok(request.to_der()?)
}

/// A positive number without a leading zero.
fn number(mut nonce: [u8; 8]) -> Result<Int, StampError> {
    nonce[0] = nonce[0] & 0x7f | 0x40;
    Ok(Int::new(&nonce)?)
}

/// When an authority that `roots` lead to saw `imprint`.
///
/// # Errors
/// When anything about the answer does not hold. `nonce` is the one that was asked with; later it is not known.
pub fn verify(
    response: &[u8],
    imprint: Hash,
    nonce: Option<[u8; 8]>,
    roots: &[TrustAnchor<'_>],
) -> Result<OffsetDateTime, StampError> {
    if response.len() > MAX_BYTES {
        return Err(StampError::Format("too long".to_owned()));
    }
    let response = Response::from_der(response)?;
    // 0 granted, 1 granted with modifications.
    if response.status.code > 1 {
        return Err(StampError::Refused(response.status.code));
    }
    let token = response.token.ok_or(StampError::Refused(0))?;
    if token.content_type != SIGNED_DATA {
        return Err(StampError::Format("not signed data".to_owned()));
    }
    let signed: SignedData = token.content.decode_as()?;
    let content = &signed.encap_content_info;
    let encapsulated = content.econtent.as_ref();
    let bytes = match encapsulated {
        Some(any) if content.econtent_type == TST_INFO => any.decode_as::<OctetString>()?,
        _ => return Err(StampError::Format("no time in it".to_owned())),
    };
    let info = Info::from_der(bytes.as_bytes())?;
    let asked = info.imprint.algorithm.oid == SHA_256
        && info.imprint.digest.as_bytes() == imprint.0.as_slice();
    if !asked {
        return Err(StampError::OtherImprint);
    }
    if let Some(nonce) = nonce
        && info.nonce != Some(number(nonce)?)
    {
        return Err(StampError::OtherNonce);
    }
    let at = instant(&info.at)?;
    let [by] = signed.signer_infos.0.as_slice() else {
        return Err(StampError::Unbound("there is not exactly one signature"));
    };
    check_attributes(by, bytes.as_bytes())?;
    check_signer(&signed, by, at, roots)?;
    Ok(at)
}

/// The signed attributes are about this time stamp.
fn check_attributes(signer: &SignerInfo, content: &[u8]) -> Result<(), StampError> {
    let kind = attribute(signer, CONTENT_TYPE)?.decode_as::<ObjectIdentifier>()?;
    if kind != TST_INFO {
        return Err(StampError::Unbound("the kind of its content"));
    }
    let named = attribute(signer, MESSAGE_DIGEST)?.decode_as::<OctetString>()?;
    if named.as_bytes() == digest(&signer.digest_alg, content)? {
        Ok(())
    } else {
        Err(StampError::Unbound("the digest of its content"))
    }
}

/// The one value of a signed attribute.
fn attribute(signer: &SignerInfo, oid: ObjectIdentifier) -> Result<&Any, StampError> {
    let attributes = signer.signed_attrs.iter().flat_map(|set| set.iter());
    let mut found = attributes.filter(|attribute| attribute.oid == oid);
    match (found.next().map(|one| one.values.as_slice()), found.next()) {
        (Some([value]), None) => Ok(value),
        _ => Err(StampError::Unbound(
            "an attribute is missing or there twice",
        )),
    }
}

fn digest(algorithm: &AlgorithmIdentifierOwned, bytes: &[u8]) -> Result<Vec<u8>, StampError> {
    match algorithm.oid {
        SHA_256 => Ok(Sha256::digest(bytes).to_vec()),
        SHA_384 => Ok(Sha384::digest(bytes).to_vec()),
        SHA_512 => Ok(Sha512::digest(bytes).to_vec()),
        other => Err(StampError::Algorithm(other.to_string())),
    }
}

/// The certificate is the one that the signer means, is for time stamps alone, was trusted at that time, and signed.
fn check_signer(
    token: &SignedData,
    signer: &SignerInfo,
    at: OffsetDateTime,
    roots: &[TrustAnchor<'_>],
) -> Result<(), StampError> {
    let held = token.certificates.iter().flat_map(|set| set.0.iter());
    let certificates: Vec<&Certificate> = held
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    let found = certificates.iter().find(|one| is_meant(&signer.sid, one));
    let own = found.ok_or_else(|| StampError::Chain("it is not enclosed".to_owned()))?;
    let own_der = own.to_der()?;
    let meant = attribute(signer, SIGNING_CERTIFICATE)?.decode_as::<MeantCertificates>()?;
    let first = meant.certificates.first();
    let first = first.ok_or(StampError::Unbound("the certificate it means"))?;
    let algorithm = first.algorithm.clone().unwrap_or_else(sha_256);
    if first.digest.as_bytes() != digest(&algorithm, &own_der)? {
        return Err(StampError::Unbound("the certificate it means"));
    }
    check_usage(own)?;

    let chain = |error: webpki::Error| StampError::Chain(error.to_string());
    let own_der = CertificateDer::from(own_der);
    let others = certificates.iter().filter(|one| **one != *own);
    let others = others
        .map(|one| one.to_der().map(CertificateDer::from))
        .collect::<Result<Vec<_>, _>>()?;
    let end = EndEntityCert::try_from(&own_der).map_err(chain)?;
    let seconds = u64::try_from(at.unix_timestamp());
    let seconds = seconds.map_err(|error| StampError::Format(error.to_string()))?;
    let then = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
    end.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        roots,
        &others,
        then,
        // The authorities above need no stated usage; where one is stated it has to include time stamps.
        webpki::KeyUsage::required_if_present(&[43, 6, 1, 5, 5, 7, 3, 8]),
        None,
        None,
    )
    .map_err(chain)?;
    let attributes = signer.signed_attrs.as_ref();
    let attributes = attributes.ok_or(StampError::Unbound("nothing is signed"))?;
    let message = attributes.to_der()?;
    let valid = |algorithm: &&dyn SignatureVerificationAlgorithm| {
        let signature = signer.signature.as_bytes();
        end.verify_signature(*algorithm, &message, signature)
            .is_ok()
    };
    if algorithms(signer)?.iter().any(valid) {
        Ok(())
    } else {
        Err(StampError::Forged)
    }
}

fn is_meant(signer: &SignerIdentifier, certificate: &Certificate) -> bool {
    let own = &certificate.tbs_certificate;
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == own.issuer && named.serial_number == own.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => {
            matches!(own.get::<SubjectKeyIdentifier>(), Ok(Some((_, id))) if id == *named)
        }
    }
}

/// RFC 3161 section 2.3: critical, and time stamping alone.
fn check_usage(certificate: &Certificate) -> Result<(), StampError> {
    let all = certificate.tbs_certificate.extensions.iter().flatten();
    let mut found = all.filter(|extension| extension.extn_id == EXTENDED_KEY_USAGE);
    let (Some(extension), None) = (found.next(), found.next()) else {
        return Err(StampError::Usage);
    };
    let usages = ExtendedKeyUsage::from_der(extension.extn_value.as_bytes())?;
    if extension.critical && usages.0 == [TIME_STAMPING] {
        Ok(())
    } else {
        Err(StampError::Usage)
    }
}

/// What the signer's algorithm and digest can be: on which curve is for the certificate to say.
fn algorithms(
    signer: &SignerInfo,
) -> Result<Vec<&'static dyn SignatureVerificationAlgorithm>, StampError> {
    use webpki::ring as by;
    let named = signer.signature_algorithm.oid;
    let digest = signer.digest_alg.oid;
    let with = |curve: &str, hash: ObjectIdentifier| named.to_string() == curve && digest == hash;
    // rsaEncryption, or RSA together with the same digest; ECDSA together with the same digest.
    Ok(
        if digest == SHA_256 && (named == RSA || with("1.2.840.113549.1.1.11", SHA_256)) {
            vec![by::RSA_PKCS1_2048_8192_SHA256]
        } else if digest == SHA_384 && (named == RSA || with("1.2.840.113549.1.1.12", SHA_384)) {
            vec![by::RSA_PKCS1_2048_8192_SHA384]
        } else if digest == SHA_512 && (named == RSA || with("1.2.840.113549.1.1.13", SHA_512)) {
            vec![by::RSA_PKCS1_2048_8192_SHA512]
        } else if with("1.2.840.10045.4.3.2", SHA_256) {
            vec![by::ECDSA_P256_SHA256, by::ECDSA_P384_SHA256]
        } else if with("1.2.840.10045.4.3.3", SHA_384) {
            vec![by::ECDSA_P256_SHA384, by::ECDSA_P384_SHA384]
        } else {
            return Err(StampError::Algorithm(format!("{named} with {digest}")));
        },
    )
}

const SECONDS: StaticFormatDescription =
    format_description!("[year][month][day][hour][minute][second]");

/// `YYYYMMDDhhmmss[.s...]Z`; fractions are cut off.
fn instant(any: &Any) -> Result<OffsetDateTime, StampError> {
    use der::Tagged;
    let wrong = || StampError::Format("the time is not one".to_owned());
    let text = str::from_utf8(any.value()).map_err(|_| wrong())?;
    let text = text.strip_suffix('Z').ok_or_else(wrong)?;
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if any.tag() != der::Tag::GeneralizedTime || !digits {
        return Err(wrong());
    }
    let read = PrimitiveDateTime::parse(seconds, SECONDS);
    read.map(PrimitiveDateTime::assume_utc).map_err(|_| wrong())
}

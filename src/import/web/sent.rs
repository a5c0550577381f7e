//! The body of the upload form.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;

use crate::web::PageError;

/// What a browser sent with the upload form.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) file_name: String,
    pub(super) content: Vec<u8>,
    pub(super) mapping: Option<i64>,
}

impl Sent {
    pub(super) async fn read(mut body: Multipart) -> Result<Self, PageError> {
        let mut sent = Self::default();
        while let Some(field) = body.next_field().await.map_err(refused)? {
            match field.name() {
                Some("list") => {
                    let name = field.file_name().unwrap_or_default();
                    // Some browsers send the whole path.
                    sent.file_name = name
                        .rsplit(['/', '\\'])
                        .next()
                        .unwrap_or_default()
                        .chars()
                        .take(200)
                        .collect();
                    sent.content = field.bytes().await.map_err(refused)?.to_vec();
                }
                Some("mapping") => sent.mapping = field.text().await.map_err(refused)?.parse().ok(),
                _ => {}
            }
        }
        Ok(sent)
    }
}

fn refused(error: MultipartError) -> PageError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::BadRequest("error-400"),
    }
}

//! A form with a file in it, as a browser sends it.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;

use crate::web::PageError;
use crate::web::form::Values;

/// The file, and what was filled in beside it. A route sets how large the whole may be.
#[derive(Debug, Default)]
pub struct Uploaded {
    pub file_name: String,
    pub content: Vec<u8>,
    pub values: Values,
}

impl Uploaded {
    /// # Errors
    /// When the body is too large or broken.
    pub async fn read(mut body: Multipart, file: &str) -> Result<Self, PageError> {
        let mut sent = Self::default();
        while let Some(field) = body.next_field().await.map_err(refused)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == file {
                // Some browsers send the whole path.
                let path = field.file_name().unwrap_or_default();
                let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
                sent.file_name = last.chars().take(200).collect();
                sent.content = field.bytes().await.map_err(refused)?.to_vec();
            } else {
                let text = field.text().await.map_err(refused)?;
                sent.values = sent.values.text(&name, text);
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

//! Tiles of another server, fetched here: its key stays here, and no browser asks it for anything.

use reqwest::{Client, StatusCode, Url};

use super::{BasemapError, TILE_BYTES_MAX, Tile};
use crate::outgoing;

/// A server of tiles.
pub struct Tiles {
    template: String,
    http: Client,
}

impl std::fmt::Debug for Tiles {
    /// Without the address: it can hold a key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tiles").finish_non_exhaustive()
    }
}

impl Tiles {
    /// `template` is the address of a tile with `{z}`, `{x}` and `{y}` in it.
    ///
    /// # Errors
    /// When a part is missing or it is no address.
    pub fn new(template: &str) -> Result<Self, BasemapError> {
        for part in ["{z}", "{x}", "{y}"] {
            if !template.contains(part) {
                return Err(BasemapError::Address(format!("{part} is missing")));
            }
        }
        let this = Self {
            template: template.to_owned(),
            http: outgoing::client()
                .build()
                .map_err(|error| BasemapError::Server(error.to_string()))?,
        };
        this.address(Tile {
            zoom: 0,
            column: 0,
            row: 0,
        })?;
        Ok(this)
    }

    fn address(&self, tile: Tile) -> Result<Url, BasemapError> {
        let address = self
            .template
            .replace("{z}", &tile.zoom.to_string())
            .replace("{x}", &tile.column.to_string())
            .replace("{y}", &tile.row.to_string());
        Url::parse(&address).map_err(|error| BasemapError::Address(error.to_string()))
    }

    /// The picture of a tile, if the server has one.
    ///
    /// # Errors
    /// When the server does not answer in time, answers something else, or too much. Without its address, which can hold
    /// a key.
    pub async fn tile(&self, tile: Tile) -> Result<Option<Vec<u8>>, BasemapError> {
        let failed = |error: reqwest::Error| BasemapError::Server(error.without_url().to_string());
        let answer = self.http.get(self.address(tile)?).send().await;
        let mut answer = answer.map_err(failed)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND | StatusCode::NO_CONTENT => return Ok(None),
            status => return Err(BasemapError::Server(format!("it answered {status}"))),
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            if bytes.len() + chunk.len() > TILE_BYTES_MAX {
                return Err(BasemapError::Server("a tile is too large".to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_the_tile_stands_in_it() {
        let wrong = |template: &str| Tiles::new(template).err().map(|error| error.to_string());
        assert!(
            wrong("https://karta.example/{z}/{x}.png")
                .is_some_and(|text| text.contains("{y} is missing"))
        );
        assert!(wrong("karta/{z}/{x}/{y}").is_some());
        let tiles = Tiles::new("https://karta.example/wmts/{z}/{y}/{x}.png?key=hemlig").unwrap();
        let tile = Tile::new(5, 17, 9).unwrap();
        assert_eq!(tiles.address(tile).unwrap().path(), "/wmts/5/9/17.png");
        assert!(!format!("{tiles:?}").contains("hemlig"));
    }
}

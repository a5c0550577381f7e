//! Tiles in a `GeoPackage` (OGC 12-128r18), which is a SQLite file. It is opened to be read only.

use std::path::Path;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DbErr,
    Statement,
};

use super::{BasemapError, Tile};

/// Half the width of the world in Web Mercator, in metres.
const HALF_WORLD: f64 = 20_037_508.342_789_2;
/// How far from that the edge may be written.
const EDGE: f64 = 1.0;

/// A file whose tiles are numbered as on most maps.
#[derive(Debug)]
pub struct GeoPackage {
    db: DatabaseConnection,
    /// With its quotation marks.
    table: String,
}

impl GeoPackage {
    /// Opens the first layer of tiles of a file, and tells its closest zoom.
    ///
    /// # Errors
    /// When the file is no `GeoPackage`, or its tiles are of another projection or numbered in another way.
    pub async fn open(path: &Path) -> Result<(Self, u8), BasemapError> {
        let shown = path.display().to_string();
        let wrong = |problem: String| BasemapError::File {
            path: shown.clone(),
            problem,
        };
        if !path.is_file() {
            return Err(wrong("there is no such file".to_owned()));
        }
        let mut options = ConnectOptions::new(format!("sqlite://{shown}?mode=ro"));
        options.max_connections(2).sqlx_logging(false);
        let db = Database::connect(options)
            .await
            .map_err(|error| wrong(error.to_string()))?;
        let layer = "SELECT c.table_name, s.srs_id, s.min_x, s.max_y, \
                     (SELECT MAX(m.zoom_level) FROM gpkg_tile_matrix m WHERE m.table_name = c.table_name) AS closest, \
                     (SELECT COUNT(*) FROM gpkg_tile_matrix m WHERE m.table_name = c.table_name \
                      AND (m.matrix_width <> (1 << m.zoom_level) OR m.tile_width <> m.tile_height)) AS odd \
                     FROM gpkg_contents c JOIN gpkg_tile_matrix_set s ON s.table_name = c.table_name \
                     WHERE c.data_type = 'tiles' ORDER BY c.table_name LIMIT 1";
        let found = db
            .query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, layer))
            .await
            .map_err(|error| wrong(format!("it cannot be read as a GeoPackage: {error}")))?;
        let row = found.ok_or_else(|| wrong("it holds no layer of tiles".to_owned()))?;
        let unreadable = |error: DbErr| wrong(error.to_string());
        let srs: i64 = row.try_get("", "srs_id").map_err(unreadable)?;
        let west: f64 = row.try_get("", "min_x").map_err(unreadable)?;
        let north: f64 = row.try_get("", "max_y").map_err(unreadable)?;
        let odd: i64 = row.try_get("", "odd").map_err(unreadable)?;
        let whole = (west + HALF_WORLD).abs() < EDGE && (north - HALF_WORLD).abs() < EDGE;
        if srs != 3857 || !whole || odd > 0 {
            return Err(wrong(format!(
                "its tiles are of EPSG:{srs} or of a grid of their own; make it anew with `gdal_translate -of GPKG -co \
                 TILING_SCHEME=GoogleMapsCompatible`"
            )));
        }
        let closest: Option<i64> = row.try_get("", "closest").map_err(unreadable)?;
        let zoom_max = closest
            .and_then(|zoom| u8::try_from(zoom).ok())
            .ok_or_else(|| wrong("it does not say which zooms it holds".to_owned()))?;
        let name: String = row.try_get("", "table_name").map_err(unreadable)?;
        let table = format!("\"{}\"", name.replace('"', "\"\""));
        Ok((Self { db, table }, zoom_max))
    }

    /// The picture of a tile, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn tile(&self, tile: Tile) -> Result<Option<Vec<u8>>, DbErr> {
        let select = format!(
            "SELECT tile_data FROM {} WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            self.table
        );
        let values = [
            i64::from(tile.zoom).into(),
            i64::from(tile.column).into(),
            i64::from(tile.row).into(),
        ];
        let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, select, values);
        let row = self.db.query_one_raw(statement).await?;
        row.map(|row| row.try_get("", "tile_data")).transpose()
    }
}

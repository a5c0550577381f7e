# The boundary of the kommun on maps.

boundary-title = The boundary of the kommun
boundary-lead-short = The boundary that maps show.
boundary-lead = Upload the boundary of the kommun. It is drawn beneath the sites on every map, and whoever saves a site outside it is told so. It is kept to within 5 metres.
boundary-areas = Number of areas
boundary-points = Number of points
boundary-extent = Extent
boundary-file = File with the boundary
boundary-file-hint = GeoJSON with areas, at most { $megabytes } MB. Coordinates in WGS 84, SWEREF 99 TM or the zone of the kommun.
boundary-send = Save the boundary
boundary-remove = Remove the boundary
boundary-saved = The boundary is saved.
boundary-removed = The boundary is removed.
boundary-nothing = Choose a file with the boundary of the kommun
boundary-too-large = The file is too large. Simplify the boundary, or send that of your own kommun only
boundary-too-many = The boundary has more than { $most } points. Simplify it, or send that of your own kommun only
boundary-not-json = The file cannot be read: line { $line } is not JSON. Save the boundary as GeoJSON and try again.
boundary-not-geojson = The file is not GeoJSON
boundary-not-an-area = The file holds { $kind }. A boundary is areas: Polygon or MultiPolygon
boundary-empty = The file holds no area
boundary-open = Outline { $ring } of the file is not closed: its last point is to be its first
boundary-point = Outline { $ring } of the file has a point that is not two coordinates in Sweden
boundary-outside = Outline { $ring } of the file has a point outside Sweden
boundary-swapped = The coordinates stand in the wrong order: in GeoJSON east (longitude) comes first
boundary-system = The reference system { $name } of the file cannot be read. Use WGS 84, SWEREF 99 TM or one of the twelve zones
boundary-zone = Which zone the coordinates are of cannot be seen. Set the zone of the kommun in its settings, or save the file in SWEREF 99 TM
boundary-site-outside = Saved. The position is outside the boundary of the kommun: check it.

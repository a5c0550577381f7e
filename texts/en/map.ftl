# The map.

map-title = Map
map-closer = Closer
map-farther = Farther away
map-failed = The map could not fetch its places. Reload the page; the list shows the same.
map-none = None of the sites has a position
map-none-help = Type the position when you change a site, or choose it on the map there.
map-without = The map shows sites that have a position. The others are in the list.
map-see = Show on the map
map-pick = Choose on the map
map-here = Use my position
map-chosen = Chosen position:
map-looking = Looking for your position …
map-nowhere = The position could not be found. Allow location in the browser, choose on the map or type it.
map-of-site = Map of the cameras
map-site-help = The fields show direction, angle and range as they are recorded. It is a sketch, not a measurement.

# Kommunens gräns på kartan.

boundary-title = Kommunens gräns
boundary-lead-short = Gränsen som ritas på kartan.
boundary-lead = Ladda upp kommunens gräns. Den ritas under bevakningarna på alla kartor, och den som sparar en bevakning utanför gränsen får veta det. Gränsen sparas med 5 meters noggrannhet.
boundary-areas = Antal områden
boundary-points = Antal punkter
boundary-extent = Utsträckning
boundary-file = Fil med gränsen
boundary-file-hint = GeoJSON med ytor, högst { $megabytes } MB. Koordinater i WGS 84, SWEREF 99 TM eller kommunens zon.
boundary-send = Spara gränsen
boundary-remove = Ta bort gränsen
boundary-saved = Gränsen är sparad.
boundary-removed = Gränsen är borttagen.
boundary-nothing = Välj en fil med kommunens gräns
boundary-too-large = Filen är för stor. Förenkla gränsen eller skicka bara den egna kommunen
boundary-too-many = Gränsen har fler än { $most } punkter. Förenkla den eller skicka bara den egna kommunen
boundary-not-json = Filen går inte att läsa: rad { $line } är inte JSON. Spara gränsen som GeoJSON och försök igen.
boundary-not-geojson = Filen är inte GeoJSON
boundary-not-an-area = Filen innehåller { $kind }. Gränsen ska vara ytor: Polygon eller MultiPolygon
boundary-empty = Filen innehåller ingen yta
boundary-open = Gränslinje { $ring } i filen är inte sluten: den sista punkten ska vara den första
boundary-point = Gränslinje { $ring } i filen har en punkt som inte är två koordinater i Sverige
boundary-outside = Gränslinje { $ring } i filen har en punkt utanför Sverige
boundary-swapped = Koordinaterna står i fel ordning: i GeoJSON står öst (longitud) först
boundary-system = Filens koordinatsystem { $name } kan inte läsas. Använd WGS 84, SWEREF 99 TM eller en av de tolv zonerna
boundary-zone = Det går inte att se vilken zon koordinaterna gäller. Ange kommunens zon under Kommunens uppgifter, eller spara filen i SWEREF 99 TM
boundary-site-outside = Sparat. Positionen ligger utanför kommunens gräns: kontrollera den.

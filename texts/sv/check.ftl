# Kontroller av inspelare: vad som sågs i lagringen.

check-means-skanning = Genomgång av filerna
check-means-onvif = Fråga med ONVIF Recording Search (kontrollerad mot schemat, ännu inte mot en apparat)
check-means-axis = Fråga med Axis VAPIX (kontrollerad mot dokumentationen, ännu inte mot en apparat)
check-means-zoneminder = Fråga till ZoneMinder
check-means-rapport = Rapport från systemet
check-verdict-fine = inget äldre än gränsen
check-verdict-older = äldre material finns
check-verdict-unknown = kan inte bedömas
check-never-sees-disk = Säkerhetskopior, minneskort, uttagna klipp och lagring utanför mappen
check-never-sees-index = Filer som systemet inte listar, säkerhetskopior, minneskort och uttagna klipp
check-never-sees-claim = Vad som faktiskt finns kvar: en inställning är en uppgift
check-unreadable = { $count ->
    [one] En sökväg kunde inte läsas
   *[other] { $count } sökvägar kunde inte läsas
 }
check-undated = { $count ->
    [one] En inspelning har en tid som inte går att läsa
   *[other] { $count } inspelningar har en tid som inte går att läsa
 }
check-empty-files = { $count ->
    [one] En tom fil (0 byte), som inte räknas som material
   *[other] { $count } tomma filer (0 byte), som inte räknas som material
 }
check-links = { $count ->
    [one] En symbolisk länk, som inte följdes
   *[other] { $count } symboliska länkar, som inte följdes
 }
check-special = { $count ->
    [one] En specialfil (enhet, rör eller sockel), som hoppades över
   *[other] { $count } specialfiler (enheter, rör och socklar), som hoppades över
 }
check-left-out = { $count ->
    [one] En fil med ett annat namn än det som söktes
   *[other] { $count } filer med andra namn än de som söktes
 }
check-oldest = Äldsta
check-newest = Nyaste
check-count = Antal
check-bytes = Byte
check-older = Äldre än gränsen
check-not-seen = Kontrollen såg inte
check-cli-limit = Gräns: { $limit }, med { $tolerance } marginal för inspelarens egen städning
check-store = Lagring
check-stores-missing = Sågs vid en tidigare kontroll men inte nu: { $names }
check-protected-held = Skyddat för ett bevarande: { $label }
check-protected-unmatched = Skyddat i systemet utan att något bevarande är registrerat: { $label }
check-upload = Ladda upp kontroll
check-upload-lead = Antingen filen som ”objektiv recorder check” skrev vid inspelaren, undertecknad med inspelarens egen nyckel, eller en tabell ur systemet: Milestones kamerarapport eller kamera och äldsta inspelning. Tabellen är systemets eget register.
check-file-check = Kontrollfil eller rapport
check-taken = Kontrollen är inläst
check-refused-no-check = Filen är ingen kontroll. Välj filen som ”objektiv recorder check --out” skrev.
check-refused-no-key = Inspelaren har ingen nyckel. Kör ”objektiv recorder enrol” vid inspelaren och lägg in den rad som skrivs ut.
check-refused-unknown = Filen är undertecknad av ”{ $signer }”, som ingen inspelare i registret har som nyckel. Kontrollera inspelarens nyckel.
check-refused-other = Filen är från en annan inspelare: { $name }. Ladda upp den på den inspelarens sida.
check-refused-forged = Underskriften stämmer inte: filen har ändrats efter att den skrevs. Hämta den från inspelaren igen.
check-refused-future = Kontrollen säger sig vara gjord { $at }, som inte har varit än. Ställ inspelarens klocka och gör om kontrollen.
check-refused-not-newer = Kontrollen är från { $sent } och inte nyare än den senaste, från { $last }. En äldre kontroll ersätter aldrig en nyare.
check-file-section-report = Om det är en rapport från systemet
check-file-report-taken-at = När togs rapporten ut?
check-file-report-camera = Rubriken över kamerorna
check-file-report-camera-hint = Lämna tomt för Name, Kamera och liknande
check-file-report-oldest = Rubriken över äldsta inspelning
check-file-report-oldest-hint = Lämna tomt för MediaDatabaseBegin, Äldsta inspelning och liknande
check-file-report-local = Är tiderna svensk tid?
check-file-report-local-hint = Milestones rapporter har UTC
report-no-columns = Filen är varken en kontrollfil eller en tabell med kamera och äldsta inspelning. Ange rubrikerna om de heter något annat.
report-no-rows = Tabellen har rubriker men inga kameror.

# Import av listor: vad som inte gick att läsa, vad som lästes på annat sätt än det står, och vad som godtas.

import-sheet-not-read = Bladet är inte listan över kameror och läses inte.
import-hidden-sheet-not-read = Det dolda bladet är inte listan över kameror och läses inte.
import-sheet-not-read-accepted = Ett blad i taget läses. Ange bladets namn om det är ett annat som ska läsas.
import-encoding = Texten är inte UTF-8 och lästes som { $encoding }. Kontrollera att å, ä och ö är rätt.
import-encoding-accepted = Spara som CSV UTF-8 eller som xlsx om bokstäverna är fel.

import-column-unknown = Rubriken känns inte igen, så kolumnen läses inte.
import-column-unknown-accepted = Ange vad kolumnen är, eller låt den utgå.
import-column-unknown-near = Menas ”{ $near }”? Ange det i så fall, eller låt kolumnen utgå.
import-column-twice = Kolumnen läses inte, för ”{ $first }” är redan läst som samma uppgift.
import-column-protected = Kolumnen läses inte: adresser och serienummer för utrustning hör inte hemma i registret.
import-column-protected-accepted = Ha uppgiften kvar i det tekniska systemet.
import-column-missing = Kolumnen saknas, så uppgiften blir tom. Antal kameror som det gäller: { $rows }.
import-column-missing-accepted = Lägg till en kolumn med rubriken ”{ $column }” eller fyll i uppgiften i registret efteråt.

import-row-hidden = Raden är dold i filen. Den läses ändå.
import-row-hidden-accepted = Ta bort raden ur filen om kameran inte ska vara med.
import-row-sum = Raden är en summering och läses inte som en kamera.
import-row-heading = Raden har bara en uppgift och läses som en mellanrubrik, inte som en kamera.
import-row-heading-again = Raden upprepar rubrikerna och läses inte som en kamera.
import-row-not-a-camera-accepted = En kamera behöver minst två ifyllda kolumner.
import-row-without-place = Raden har varken namn på platsen eller adress. Kameran läses inte in.
import-row-without-place-accepted = Skriv platsens namn eller adress.
import-row-joined-by-name = Typ av plats går inte att läsa. Kameran läggs på ”{ $site }”, den enda platsen med det namnet.
import-row-joined-by-address = Platsens namn saknas. Kameran läggs på ”{ $site }”, som har samma adress och typ av plats.
import-row-named-by-address = Platsens namn saknas. Platsen kallas ”{ $address }” tills vidare.
import-row-joined-accepted = Skriv platsens namn och typ av plats om det ska vara en annan plats.

import-cell-error = Cellen visar ett fel i stället för ett värde.
import-cell-error-accepted = Rätta formeln eller skriv värdet.
import-formula-read = Cellen är en formel ({ $formula }). Värdet från när filen sparades läses.
import-formula-without-value = Cellen är en formel utan sparat värde och läses inte.
import-formula-accepted = Skriv värdet, eller öppna och spara filen i ett kalkylprogram.

import-label-missing = Kameranumret saknas. Kameran får ett tillfälligt namn.
import-label-twice = Numret finns redan på rad { $first }. Den här kameran läses in som ”{ $label }”.
import-label-zeros = Numret står som ett tal och kan ha tappat inledande nollor.
import-label-accepted = Ett eget nummer för varje kamera, skrivet som text: 0042.

import-place-unknown = Typen av plats känns inte igen.
import-place-near = Menas ”{ $near }”?
import-place-accepted = Till exempel skolgård, skola inomhus, torg, park, parkeringshus, bibliotek eller kontor.

import-unit-abbreviation-read = Förkortningen läses som { $name }: bokstäverna stämmer och båda står för samma plats.
import-unit-abbreviation-unknown = Det framgår inte vilken enhet förkortningen står för.
import-units-differ = Raderna för ”{ $site }” har olika enheter. Platsen får ingen.
import-unit-accepted = Enhetens hela namn. Förkortningar kan anges på enheten i registret.

import-purpose-unspecific = Ordet säger inte vad bevakningen ska förebygga eller upptäcka. Det sparas som text.
import-purpose-unknown = Ändamålet går inte att läsa.
import-purpose-partly = En del av ändamålet går inte att läsa. Hela texten sparas.
import-purpose-accepted = Brott, ordningsstörningar, olyckor eller kontroll (8 § kamerabevakningslagen).
import-purposes-joined = Raderna för ”{ $site }” har olika ändamål. Platsen får alla.

import-hours-unreadable = Dagar och tider går inte att läsa. Texten sparas som anmärkning på kameran.
import-hours-together = Raderna för ”{ $site }” har olika tider. Platsen får { $hours }, som täcker alla.
import-hours-not-all-read = Raderna för ”{ $site }” har olika tider, och alla går inte att läsa. Platsen får inga.
import-hours-accepted = Till exempel dygnet runt, mån-fre 20-06 eller vardagar 20-06, helg 17-07.

import-not-yes-or-no = Svaret går inte att läsa.
import-not-yes-or-no-accepted = Ja, nej eller x.
import-not-recording = Det går inte att läsa om kameran spelar in.
import-not-recording-accepted = Ja, nej, x eller endast live.
import-not-indoor = Det går inte att läsa om kameran sitter inne eller ute.
import-not-indoor-accepted = Inne eller ute.
import-audio-yes = Raderna för ”{ $site }” har olika svar om ljud. Platsen får ja, för någon kamera tar upp ljud.
import-audio-unanswered = Någon rad för ”{ $site }” saknar svar om ljud. Platsens uppgift lämnas obesvarad.
import-audio-accepted = Ja eller nej för varje kamera.
import-answers-differ = Raderna för ”{ $site }” har olika svar. Platsens uppgift lämnas obesvarad.

import-storage-without-unit = Talet { $number } säger inte om det är timmar eller dygn.
import-storage-without-unit-accepted = { $number } timmar eller { $number } dygn.
import-storage-months = En månad är inte ett bestämt antal dygn. Lästes som { $days } dygn, det längsta det kan vara.
import-storage-until-full = Det är ingen lagringstid: hur länge bilderna finns kvar beror på disken.
import-storage-unreadable = Lagringstiden går inte att läsa.
import-storage-unlikely = Lagringstiden är inte rimlig.
import-storage-accepted = Ett antal timmar, dygn eller veckor, till exempel 72 timmar eller 14 dygn.
import-storage-longest = Raderna för ”{ $site }” har olika lagringstid. Platsen får den längsta, { $days }.
import-storage-not-all-read = Raderna för ”{ $site }” har olika lagringstid, och en som inte gick att läsa kan vara den längsta. Platsen får ingen.

import-permit-applied = Tillståndet är sökt men numret framgår inte. Det läses som en ansökan till Integritetsskyddsmyndigheten.
import-permit-unknown = Det framgår inte av numret vilken myndighet som har beslutat.
import-permit-date-alone = Datum för tillstånd utan diarienummer läses inte.
import-permit-two-dates = Tillståndet { $dnr } har olika datum på olika rader. Det första gäller.
import-permit-accepted = IMY-2022-1696, DI-2019-4004, 211-32488-2014, sökt eller behövs ej.

import-assessment-some = { $with } av { $all } rader för ”{ $site }” har en bedömning. Den läses in osignerad, med de kameror den gäller.
import-assessment-accepted = Kontrollera om bedömningen gäller hela platsen innan den signeras.

import-sign-accepted = Ja, nej, x eller dagen då skylten sattes upp.
import-sign-some-missing = Skylt saknas enligt { $count } av raderna för ”{ $site }”. Platsen får en skylt, utan angiven entré.

import-date-only-year = Ett år eller en årstid är inte ett datum.
import-date-no-such-day = Den dagen finns inte, eller ligger för långt bort.
import-date-day-or-month = Det går inte att se vad som är dag och vad som är månad.
import-date-unreadable = Datumet går inte att läsa.
import-date-serial = Talet är ett datum utan datumformat. Lästes som { $date }.
import-date-accepted = 2026-11-22, 20261122, 22/11 2026 eller 22.11.2026.
import-start-unknown = När bevakningen av ”{ $site }” började framgår inte: den första läsbara dagen är { $first }, men en kamera utan läsbar dag kan vara äldre.

import-status-unknown = Status går inte att läsa.
import-status-taken-as-in-use = Kamerans status är inte läst. Den tas som i drift tills någon säger annat.
import-status-accepted = I drift, planerad, trasig eller nedmonterad.
import-removed-when = Kameran är nedmonterad, men ”{ $when }” är inte en dag.
import-removed-when-accepted = Nedmonterad och dagen, till exempel nedmonterad 2025-06-30.
import-kind-unknown = Kameratypen känns inte igen.
import-kind-accepted = Fast, PTZ, dome, panorama, kroppsburen eller annan.
import-direction-unknown = Riktningen går inte att läsa.
import-direction-accepted = Grader medurs från norr (0–360) eller ett väderstreck.

import-position-missing = Positionen saknas.
import-position-accepted = Nord och öst i SWEREF 99, eller latitud och longitud: 55,70466 och 13,19321.
import-position-swapped-offer = Om nord och öst ska byta plats: { $offer }.
import-position-zone-accepted = Skriv zonen i rubriken, till exempel N (SWEREF 99 13 30), eller ange kommunens zon i registret.
import-positions-apart = Kamerorna på ”{ $site }” ligger upp till { $kilometres } km från platsens mitt. Platsen får ingen position.

import-texts-joined = Raderna för ”{ $site }” har olika uppgifter. Platsen får alla, i radernas ordning.
import-site-accepted = Skriv samma sak på platsens alla rader om det är samma sak.

import-register-differs = Registret säger ”{ $held }”. Registret behålls.
import-register-differs-accepted = Ändra i registret om listan har rätt.
import-camera-elsewhere = Kameran finns i registret på en annan plats. Den flyttas inte.

position-unreadable = Det går inte att läsa som två koordinater.
position-swapped = Nord och öst verkar ha bytt plats.
position-outside-sweden = Positionen ligger utanför Sverige.
position-zone-unknown = Östkoordinaten hör till en lokal zon av SWEREF 99, och det framgår inte vilken.
position-ambiguous = Både SWEREF 99 TM och kommunens zon ger en plats i Sverige.
position-rt90 = Koordinaterna är i RT 90. Räkna om dem till SWEREF 99.

import-column-kameranr = Kameranummer
import-column-objekt = Platsens namn
import-column-fastighetsbeteckning = Fastighetsbeteckning
import-column-adress = Adress
import-column-placering = Kamerans placering
import-column-typ-av-plats = Typ av plats
import-column-forvaltning = Enhet
import-column-ansvarig = Ansvarig
import-column-syfte = Ändamål
import-column-bevakningstid = Dagar och tider
import-column-inspelning = Inspelning
import-column-ljud = Ljud
import-column-lagringstid = Lagringstid
import-column-tillstand-dnr = Tillstånd, diarienummer
import-column-tillstand-datum = Tillstånd, datum
import-column-bedomning-datum = Bedömning, datum
import-column-bedomning-dnr = Bedömning, diarienummer
import-column-skylt = Skylt
import-column-nord = Nord eller latitud
import-column-ost = Öst eller longitud
import-column-x = X
import-column-y = Y
import-column-position = Position i en kolumn
import-column-driftsatt = Driftsatt
import-column-avvecklad = Avvecklad
import-column-status = Status
import-column-kameratyp = Kameratyp
import-column-riktning = Riktning
import-column-inomhus = Inne eller ute
import-column-allman-plats = Allmänheten har tillträde
import-column-anmarkning = Anmärkning
import-column-utelamnas = Läses inte

# Sidorna

import-title = Importera en lista
import-intro = Läs in kommunens kameralista. Du får se allt som lästes, och allt som inte gick att läsa, innan något skrivs i registret.
import-list = Fil med listan
import-list-hint = xlsx, xls, ods eller csv. Högst 25 MB.
import-mapping = Läs kolumnerna så som i en tidigare lista
import-upload = Granska listan
import-preview-title = Granska listan
import-preview-lead = Inget är skrivet ännu.
import-counts = { $new } nya, { $changed } ändrade, { $unchanged } oförändrade
import-file = Fil
import-sheet = Blad
import-rows = Rader med kameror
import-row = Rad
import-column = Kolumn
import-value = Värde
import-problem = Vad som är fel
import-accepted = Vad som godtas
import-sites = Bevakningar
import-cameras = Kameror
import-problems = Att gå igenom
import-problems-lead = Det här gick inte att läsa, eller lästes på annat sätt än det står. Resten läses in, och det som inte gick att läsa lämnas tomt.
import-problems-file = Spara hela listan som fil
import-uploads = Dina listor
import-uploads-lead = En lista finns kvar här i ett dygn, och inläsningen går vidare när du lämnar sidan.
import-uploaded-at = Uppladdad
import-waiting = Väntar på att du granskar den
import-imported = Inläst
import-failed = Gick inte att läsa in.
import-failed-help = Inget är skrivet i registret. Försök igen; går det inte då heller vet den som sköter servern mer.
import-begun = Inläsningen har börjat.
import-so-far = { $done } av { $whole } bevakningar är skrivna.
import-under-way = Listan läses in
import-under-way-lead = Du kan lämna sidan. Listan finns under Import, och allt skrivs i registret på en gång när den är färdig.
import-problems-more = Visa { $count } till
import-problems-left-out = Ytterligare { $count } finns i filen.
import-no-problems = Allt gick att läsa.
import-nothing-new = Allt i listan finns redan i registret. Det finns inget att läsa in.
import-confirm = Läs in i registret
import-columns = Så läses kolumnerna
import-columns-lead = Ändra det som inte stämmer och läs listan igen.
import-header-row = Rad med rubriker
import-zone = Koordinaternas zon
import-zone-by-heading = Som i rubriken eller kommunens zon
import-heading = Rubrik
import-example = Exempel
import-read-as = Läses som
import-mapping-name = Spara kolumnerna under ett namn (valfritt)
import-mapping-name-hint = Nästa lista med samma kolumner kan då läsas likadant.
import-read-again = Läs listan igen
import-remove = Ta bort filen utan att läsa in den
import-done-title = Listan är inläst
import-done-lead = Varje inläst kamera är oprövad tills någon har bekräftat den.
import-to-sites = Till bevakningarna
import-no-list = Ingen lista hittades i filen

import-no-headings = Ingen rad har rubriker som känns igen. Närmast var rad { $row } på bladet ”{ $sheet }”. Ange rätt rad och kolumner. Är det ingen lista över kameror, välj en annan fil.
import-no-headings-text = Ingen rad har rubriker som känns igen. Närmast var rad { $row }. Ange rätt rad och kolumner. Är det ingen lista över kameror, välj en annan fil.
import-no-such-sheet = Det finns inget blad som heter ”{ $sheet }”, eller så har det inte den rubrikraden. Välj ett annat blad eller en annan rad.
import-no-place = Ingen kolumn talar om var kamerorna finns. Platsens namn eller adress behövs. Ange vilken kolumn det är, eller välj en annan fil.
import-file-missing = Välj en fil
import-file-empty = Filen är tom. Spara listan i den och försök igen.
import-file-encrypted = Filen är skyddad med lösenord. Ta bort lösenordet i kalkylprogrammet och försök igen.
import-file-not-a-table = Filen är inte ett kalkylblad eller en text med kolumner. Spara listan som xlsx eller csv.
import-file-broken = Filen är skadad. Öppna den i kalkylprogrammet, spara den som en ny fil och försök igen.
import-file-open-quote = Ett citattecken på rad { $row } avslutas aldrig. Rätta det och försök igen.
import-file-too-many-bytes = Filen är större än { $limit } MB. Dela listan i flera filer.
import-file-unpacks-to-too-much = Filen packar upp till mer än { $limit } MB. Spara listan som en ny fil, utan bilder.
import-file-too-many-rows = Listan har fler än { $limit } rader. Dela den i flera filer.
import-file-too-many-columns = Listan har fler än { $limit } kolumner. Ta bort dem som inte behövs.
import-file-too-many-cells = Listan har fler än { $limit } celler. Dela den i flera filer.
import-file-too-many-sheets = Filen har fler än { $limit } blad. Spara bladet med listan som en egen fil.
import-file-cell-too-long = En cell har mer än { $limit } tecken. Korta texten.

import-cli-file = { $file }, { $sheet }: { $rows } rader med kameror
import-cli-problems = Att gå igenom: { $count }
import-cli-dry-run = Inget är skrivet: det var en provkörning.

# After the disclosure: outcome, copies, the public view, search and sums, and the written decision.

disclosure-public-matter = Saken, så som den får stå i det offentliga diariet
disclosure-public-matter-hint = Lämna tomt så utelämnas den. Skriv ingenting om enskilda eller om en utredning.
disclosure-public-matter-why = Diariet ska kunna visas för vem som helst. Vad saken gäller utelämnas när det behövs (5 kap. 2 § offentlighets- och sekretesslagen).
free-text-offentlig-sak = Saken i det offentliga diariet
receipt-part-public-matter = saken, offentligt

record-kind-efterspel = Efterspel
disclosure-outcome-anvant = Kom till användning
disclosure-outcome-inte-anvant = Kom inte till användning
disclosure-outcome-okant = Okänt
copy-fate-aterlamnad = Återlämnad
copy-fate-forstord = Förstörd
copy-fate-forlorad = Förlorad
copy-fate-kvar-hos-mottagaren = Kvar hos mottagaren, som en del av dess egen akt
sequel-outcome = Kom materialet till användning?
sequel-outcome-title = Anteckna utfallet
sequel-copy = Vad blev det av kopian?
sequel-heading = Efteråt
sequel-outcome-is = Utfall
sequel-fate = Vad blev det av kopian?
sequel-on = Dag
sequel-told-by = Enligt vem
sequel-note = Anteckning

copies-title = Kopior som är ute
copies-intro = Kopior på lösa medier som varken är återlämnade, förstörda eller på annat sätt redovisade.
copies-none = Inga kopior är ute
copies-days = Dygn
copies-fate = Kopian
copies-out = Ute
copies-tell = Redovisa
copies-more = Det finns fler kopior än de som visas. De äldsta visas.

diary-title = Diarium, offentlig vy
diary-intro = Det som får visas för vem som helst. Enskilda, tjänstemän, mottagarens ärende, grund, plats och bilder är utelämnade, och saken när den inte har en offentlig lydelse.
diary-received = Kom in
diary-decision = Beslut
diary-left-out = Utelämnat
diary-corrects = rättar { $number }

search-title = Sök och statistik
search-ord = Ord
search-ord-hint = Ur saken, diarienummer, mottagarens ärende eller namn
search-mottagare = Mottagare
search-grund = Grund
search-beslut = Beslut
search-utfall = Utfall
search-fran = Begäran kom från och med
search-till = Begäran kom till och med
search-found = { $count ->
    [one] { $count } utlämnande eller avslag
   *[other] { $count } utlämnanden och avslag
 }
search-csv = Hämta som CSV
search-none-help = Prova med färre val eller färre ord.
search-count = Antal
search-month = Månad då begäran kom
search-median = Svarstid, median
search-longest = Svarstid, längst
search-at-once = Besvarade samma dag
search-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagar
 }
search-newest = De senaste
search-more = Fler passar. Hämta filen för att se alla.
search-untold = Inte antecknat

letter = Beslutet att skriva ut
letter-refused = Avslag på begäran om utlämnande
letter-partly = Beslut om delvis utlämnande
letter-not-found = Svar på begäran: materialet finns inte
letter-to = Till
letter-asked = Begäran
letter-received = Begäran kom in { $day }.
letter-decision = Beslut
letter-decision-refused = Begäran avslås. Bilderna lämnas inte ut.
letter-decision-partly = Bilderna lämnas ut utom i de delar som anges nedan, som är maskade eller inte lämnas ut.
letter-decision-not-found = Det begärda materialet finns inte, eller finns inte längre.
letter-reasons = Skäl
letter-no-reasons = Inga skäl är antecknade. Ett beslut ska ha en klargörande motivering (32 § förvaltningslagen). Registrera en rättelse med skälen innan du skriver ut.
letter-access = Begäran gäller tillgång enligt artikel 15. Hur ett sådant beslut överklagas är inte inlagt i programmet. Fråga dataskyddsombudet.
letter-appeal = Så överklagar du
letter-appeal-where = Beslutet kan överklagas hos kammarrätten (6 kap. 7 och 8 §§ offentlighets- och sekretesslagen). Överklagandet är skriftligt och lämnas till den som har beslutat (43 § förvaltningslagen).
letter-appeal-when = Det ska ha kommit in inom tre veckor från den dag då du fick del av beslutet (44 § förvaltningslagen).
letter-appeal-last = Beslutet delgavs så att den sista dagen är { $day }.
letter-appeal-what = Skriv vilket beslut du överklagar, vilken ändring du vill ha och varför.
diary-open-note = Här visas vad som registrerades till och med i går. Det som är hemligt att veta är utelämnat.

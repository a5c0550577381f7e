# Inspelare.

recorder-list-title = Inspelare
recorder-lead = Var bilderna lagras, och vem som sköter det.
recorder-none = Inga inspelare är registrerade
recorder-new = Registrera en inspelare
recorder-edit = Ändra { $name }
recorder-name = Namn
recorder-name-hint = Till exempel NVR Hedeskolan
recorder-kind = Slag
recorder-unit = Enhet
recorder-location = Var lagras bilderna?
recorder-operator = Vem sköter den?
recorder-outside-operator = Är det någon utanför kommunen?
recorder-outside-operator-why = Då behövs ett biträdesavtal (artikel 28 i dataskyddsförordningen).
recorder-configured-hours = Inställd lagringstid
recorder-configured-hours-why = En inställning är en uppgift och inget bevis för att bilderna är borta.
recorder-automatic-deletion = Raderas bilderna av sig själva?
recorder-note = Anteckning
recorder-check-key = Nyckel för kontroller
recorder-check-key-hint = Den rad som ”objektiv recorder enrol” skriver ut vid inspelaren
recorder-check-key-unreadable = Det är ingen nyckel. Kopiera hela raden som ”objektiv recorder enrol” skrev ut.
recorder-check-key-taken = En annan inspelare har redan den nyckeln. Varje inspelare har sin egen.
recorder-deletion = Är bilderna borta?
recorder-deletion-lead = Färgen följer reglerna för gallring. Marginalen för inspelarens egen städning är { $tolerance }. En inställning visar aldrig att något är borta, och ett index är systemets eget ord.
recorder-no-sites = Ingen bevakning har kameror på inspelaren
recorder-no-sites-help = Ange inspelaren på kamerorna, så visas bevakningarnas lagringstider här.
recorder-limit = Lagringstid: { $limit }.
recorder-no-limit = Ingen lagringstid är registrerad.
recorder-not-checked = Inget är kontrollerat.
recorder-by-hand = bekräftat för hand av { $name }
recorder-seen = Det som sågs
recorder-oldest = Äldsta bilder från { $at }.
recorder-nothing-seen = Inga bilder.
recorder-incomplete = Allt kunde inte läsas, så äldre bilder kan finnas.
recorder-due = Skulle vara borta
recorder-late-hours = { $count ->
    [one] En timme för sent vid kontrollen
   *[other] { $count } timmar för sent vid kontrollen
 }
recorder-late-days = { $count ->
    [one] Ett dygn för sent vid kontrollen
   *[other] { $count } dygn för sent vid kontrollen
 }
recorder-who = Kan åtgärda
recorder-confirm = Bekräfta för hand
recorder-more-sites = { $count ->
    [one] En bevakning till har kameror på inspelaren.
   *[other] { $count } bevakningar till har kameror på inspelaren.
 }
recorder-checks = Kontroller
recorder-no-checks = Ingen kontroll av inspelaren är inläst.
recorder-check-limit = Jämfört med { $limit }.
recorder-clock-skew = Inspelarens klocka gick { $count } sekunder före vår.
checks-more = Visa { $count } äldre kontroller
recorder-hand-checks = Bekräftat för hand
recorder-about = Om inspelaren
recorder-access = Anslutning
recorder-access-lead = Använd ett konto som bara får läsa. Lösenordet krypteras och visas aldrig igen.
recorder-access-system = System
recorder-access-address = Adress
recorder-access-address-hint = ZoneMinder: https://kamera.ekebro.internal/zm. ONVIF och Axis: bara värden, till exempel https://nvr.ekebro.internal
recorder-access-user = Användare
recorder-access-password = Lösenord
recorder-access-password-hint = Lämna tomt för att behålla det som finns
recorder-access-password-needed = Fyll i lösenordet. Ett sparat lösenord skickas aldrig till en ny adress.
recorder-ask = Fråga inspelaren nu
recorder-token = Sändnyckel
recorder-token-make = Gör en ny sändnyckel
recorder-token-once = Den visas bara nu. Spara den i en fil vid inspelaren och ange filen med --token när en kontroll ska sändas hit. En tidigare sändnyckel har slutat gälla.
recorder-token-done = Tillbaka till inspelaren
recorder-token-unknown = Sändnyckeln är okänd. Gör en ny på inspelarens sida.
recorder-access-fingerprint = Certifikatets fingeravtryck
recorder-access-fingerprint-hint = Bara om inspelaren har ett certifikat som den har gjort själv. SHA-256, till exempel från openssl x509 -fingerprint -sha256. Då litar vi på just det certifikatet och inget annat.
recorder-access-fingerprint-form = Skriv 64 hexadecimala siffror, och en adress som börjar med https.
recorder-checks-secret = Kontrollerna visas inte för dig: inspelaren sparar bilder från kameror med sekretessmarkerade uppgifter.

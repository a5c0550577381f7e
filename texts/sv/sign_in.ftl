# Enkel inloggning.

sign-in-with = Logga in med { $name }
sign-in-local = Med e-postadress och lösenord
sign-in-other = Andra sätt att logga in
sign-in-single-only = Din kommun loggar in med sin egen inloggningstjänst. Välj den i stället.

signed-out-title = Du är utloggad
signed-out-lead = Du är utloggad ur Objektiv, men kanske inte ur { $name }. Logga ut även där om du delar dator med andra.
signed-out-end = Logga ut ur { $name }
signed-out-again = Logga in igen

sso-down = Inloggningstjänsten svarar inte. Försök igen om en stund. Är det bråttom kan en administratör logga in med lösenord.
sso-not-a-provider = Det som svarar är inte den inloggningstjänst som kommunen har angett. Säg till en administratör.
sso-denied = Inloggningstjänsten släppte inte in dig. Försök igen, eller be den som sköter tjänsten om åtkomst.
sso-state = Inloggningen hör inte till den här webbläsaren, har redan använts eller tog mer än tio minuter. Börja om.
sso-refused = Inloggningstjänsten godtar inte Objektivs uppgifter. Säg till en administratör: klientens beteckning eller hemlighet kan ha ändrats.
sso-signature = Svaret från inloggningstjänsten är inte signerat med någon av dess nycklar. Försök igen. Händer det på nytt, säg till en administratör.
sso-audience = Svaret från inloggningstjänsten gäller ett annat system. Säg till en administratör.
sso-clock = Svaret från inloggningstjänsten är för gammalt, eller så går klockorna olika. Försök igen. Händer det på nytt, säg till en administratör.
sso-nonce = Svaret från inloggningstjänsten gäller en annan inloggning. Börja om.
sso-token = Svaret från inloggningstjänsten går inte att använda. Säg till en administratör.
sso-no-address = Inloggningstjänsten lämnade ingen e-postadress för dig. Säg till en administratör.
sso-address-taken = E-postadressen används redan av ett konto som inloggningstjänsten inte får tala för. Säg till en administratör.
sso-no-role = Du har ingen roll i Objektiv. Be en administratör att ge dig en, eller att lägga dig i rätt grupp.
sso-closed = Ditt konto i Objektiv är avstängt. Säg till en administratör.

provider-title = Inloggningstjänster
provider-lead-short = Enkel inloggning: vilka tjänster som får tala om vem någon är
provider-none = Alla loggar in med e-postadress och lösenord
provider-new = Lägg till en inloggningstjänst
provider-edit = Ändra inloggningstjänsten
provider-lead = Tjänsten ska stödja OpenID Connect. Registrera Objektiv där med återvändsadressen { $address }.
provider-name = Namn
provider-name-hint = Står på knappen: Logga in med …
provider-issuer = Tjänstens adress (issuer)
provider-issuer-hint = Till exempel https://login.microsoftonline.com/ID/v2.0, där ID är kommunens katalog
provider-client-id = Klientens beteckning (client id)
provider-secret = Klientens hemlighet (client secret)
provider-secret-hint = Lämna tomt för att behålla den som finns. Den visas aldrig här.
provider-secret-needed = Skriv hemligheten igen: den som finns gavs för en annan adress
provider-secret-set-at = Hemligheten sattes (sekunder sedan 1970)
provider-section-roles = Roller
provider-groups-claim = Uppgiften med grupper
provider-groups-claim-hint = Till exempel groups. Tomt: rollerna ges här i Objektiv, och tjänsten säger bara vem någon är.
provider-claim-missing = Skriv vilken uppgift som har grupperna, eller ta bort raderna nedan
provider-mappings = Vilken grupp ger vilken roll?
provider-mappings-hint = En rad för varje: grupp = roll, eller grupp = roll, enhet. Den som inte är med i någon grupp kommer inte in.
provider-mappings-missing = Skriv minst en rad, annars kommer ingen in
provider-mapping-form = Raden ”{ $line }” saknar likhetstecken. Skriv grupp = roll.
provider-mapping-role = Rollen på raden ”{ $line }” finns inte. Välj bland { $roles }.
provider-mapping-unit = Enheten på raden ”{ $line }” finns inte. Skriv namnet som det står i registret.
provider-mapping-whole = Rollen på raden ”{ $line }” gäller alltid hela kommunen. Ta bort enheten.
provider-section-state = Läge
provider-active = Används
provider-active-yes = Står på inloggningssidan

sign-in-rule-title = Krav vid inloggning
sign-in-rule-lead = Den administratör som har varit det längst kan alltid logga in med lösenord, så att kommunen aldrig blir utelåst.
sign-in-rule-lead-short = Om alla ska använda enkel inloggning, och vilka som behöver en andra faktor
sign-in-rule-single-sign-on = Enkel inloggning
sign-in-rule-single-sign-on-yes = Alla ska använda enkel inloggning
sign-in-rule-second-factor = Vilka ska ha en andra faktor?
sign-in-rule-second-factor-hint = Den som loggar in med lösenord och har en av rollerna behöver också en kod från en app. Vid enkel inloggning sköter inloggningstjänsten det.
sign-in-rule-no-provider = Lägg först till en inloggningstjänst som används

record-kind-inloggningstjanst = Inloggningstjänst
record-kind-inloggningskrav = Krav vid inloggning

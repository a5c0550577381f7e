# Texts that every page has, and words that many pages share.

skip-link = Hoppa till innehållet
other-language = English
sign-out = Logga ut
nav-label = Huvudmeny
nav-overview = Översikt
nav-sites = Bevakningar
nav-disclosures = Utlämnanden
nav-ledger = Logg
nav-reminders = Påminnelser
nav-import = Import
nav-rules = Regler
nav-administration = Administration
nav-waiting = väntar
as-of-banner = Så var det { $day }, enligt det som är registrerat i dag.
as-of-banner-ahead = Så blir det { $day }, enligt det som är registrerat i dag.
as-of-banner-then = Så såg registret ut i slutet av { $day }.
as-of-today = Visa läget i dag
frozen-banner = Klockan står stilla på { $instant }. Det här är en demonstration eller ett test.
accessibility-link = Tillgänglighetsredogörelse
about-link = Om tjänsten
printed = Utskrivet { $instant }
printed-by = Utskrivet { $instant } av { $person }
breadcrumb = Du är här
pages = Sidor
pages-first = Från början
pages-next = Nästa sida
notice-title = Klart

yes = Ja
no = Nej
not-answered = Inte besvarat
not-stated = Inte angivet
number = { $value }

status-ok = Uppfyllt
status-partly = Delvis eller snart
status-no = Brister
status-unknown = Kan inte bedömas

month-1 = januari
month-2 = februari
month-3 = mars
month-4 = april
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = augusti
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

error-title-prefix = Fel:
error-summary-title = Det finns något att rätta till
error-visually = Fel:
error-reference = Uppge detta om du kontaktar administratören:
error-home = Till översikten

error-400-title = Servern förstod inte det som skickades
error-400 = Gå tillbaka, ladda om sidan och försök igen. Om det händer igen, kontakta administratören.
error-403-title = Du har inte behörighet
error-403 = Din roll får inte se eller göra detta. Den som är administratör kan ändra dina roller.
error-404-title = Sidan finns inte
error-404 = Adressen kan vara fel skriven, eller så finns det som söktes inte i er kommuns register.
error-409-title = Någon annan har ändrat under tiden
error-409 = Uppgifterna ändrades av någon annan efter att du öppnade sidan. Öppna den igen och gör om din ändring.
error-413-title = Det som skickades är för stort
error-413 = Dela upp det i mindre delar och försök igen.
error-415-title = Formatet går inte att läsa
error-415 = Det som skickades har ett format som den här sidan inte tar emot.
error-429-title = För många försök
error-429 = Vänta en stund och försök sedan igen.
error-500-title = Något gick fel hos oss
error-500 = Inget har sparats. Försök igen om en stund. Om felet är kvar, kontakta administratören.
error-503-title = Tjänsten är upptagen
error-503 = Försök igen om en stund.

save = Spara
cancel = Avbryt
required = (krävs)
none-of-these = Inget av detta
not-answered-yet = Inte besvarat än
choose = Välj
why-we-ask = Varför frågar vi?
date-hint = Till exempel 2026‑11‑22
instant-date = Datum
instant-time = Klockslag
instant-summer = Den första, sommartid
instant-winter = Den andra, vintertid
instant-twice = Klockan 2–3 inträffar två gånger den natten. Vilken menas?

form-required = Fyll i uppgiften
form-choose = Välj ett av alternativen
form-choice = Välj något av alternativen i listan
form-too-long = Högst { $longest } tecken får plats. Nu är det { $length }.
form-date = ”{ $typed }” går inte att läsa som ett datum. Skriv till exempel 2026‑11‑22.
form-date-none = Dagen ”{ $typed }” finns inte i kalendern. Kontrollera dag och månad.
form-date-year = Kontrollera årtalet
form-time = ”{ $typed }” går inte att läsa som ett klockslag. Skriv till exempel 14.05.
form-time-never = Det klockslaget finns inte den dagen: klockan ställs fram till sommartid.
form-time-twice = Klockslaget inträffar två gånger den natten. Välj vilken som menas.
form-instant-both = Fyll i både datum och klockslag
form-number = ”{ $typed }” är inte ett heltal från { $from } till { $to }
form-none-and-some = ”Inget av detta” går inte ihop med de andra valen

session-lasts = Du är inloggad i 12 timmar från det att du senast öppnade en sida, men högst ett dygn. Hinner du inte skicka formuläret finns det du har skrivit kvar när du har loggat in igen.
unsent-title = Det du skrev finns kvar
unsent-lead = Du var inte längre inloggad när du skickade formuläret. Ingenting har sparats än. Gå tillbaka till formuläret, titta igenom det och spara.
unsent-back = Tillbaka till formuläret
unsent-discard = Kasta det jag skrev
unsent-look = Titta igenom det du skrev innan du loggades ut, och spara en gång till

# Forms that are filled in where the connection drops.
typed-sending = Skickar …
typed-offline = Ingen förbindelse. Allt du har fyllt i finns kvar i den här webbläsaren i sju dagar. Försök igen när du är uppkopplad.
typed-kept = Det du fyllde i tidigare är kvar här. Kontrollera det och spara.

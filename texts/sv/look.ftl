# Kommunens färger och logotyp.

look-title = Utseende
look-lead-short = Kommunens färger och logotyp.
look-lead = Välj kommunens färger och logotyp. En färg som gör text svår att läsa går inte att spara: kontrasten ska vara minst 4,5:1 (WCAG 2.2 AA).
look-colours = Färger
look-brand = Sidhuvudets färg
look-brand-hint = Sex tecken, till exempel #00465b. Vit text ska gå att läsa på färgen. Lämna tomt för tjänstens egen.
look-link = Länkarnas färg
look-link-hint = Sex tecken, till exempel #005a7a. Ska gå att läsa på vitt och på ljusgrått. Lämna tomt för tjänstens egen.
look-not-a-colour = Skriv färgen som # och sex tecken, till exempel #00465b
look-brand-too-low = Kontrasten är { $found }:1 och behöver vara minst { $least }:1. Välj en mörkare färg, så att vit text går att läsa på den
look-link-too-low = Kontrasten är { $found }:1 och behöver vara minst { $least }:1. Välj en mörkare färg, så att länkar går att läsa på ljus bakgrund
look-contrast = { $colour }, kontrast { $found }:1
look-logo = Logotyp
look-logo-alt = Kommunens logotyp så som den visas
look-logo-file = Välj en bild
look-logo-hint = PNG, högst { $side } bildpunkter åt varje håll och 512 kB. Bilden görs om, så att inget annat än bildpunkterna sparas. SVG tas inte emot, eftersom sådana filer kan innehålla program.
look-logo-send = Spara logotypen
look-logo-remove = Ta bort logotypen
look-logo-not-png = Filen är inte en PNG-bild som går att läsa. Spara logotypen som PNG och försök igen
look-logo-too-large = Bilden är för stor. Minska den och försök igen
look-saved = Utseendet är ändrat.
history-look-changed = ändrades

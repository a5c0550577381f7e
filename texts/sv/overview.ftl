# The start page.

overview-standing = Så står det till
overview-empty-heading = Registret är tomt
overview-empty = Börja med att läsa in den lista över kameror som ni redan har, eller registrera en första bevakning för hand. Inget räknas som besvarat förrän någon har svarat.
overview-due = Det som infaller de närmaste 90 dagarna
overview-nothing-due = Inget infaller de närmaste 90 dagarna.
overview-units = Fördelning per enhet
overview-unit = Enhet
overview-distribution = Fördelning
overview-disclose = Registrera utlämnande
overview-import = Läs in en lista
overview-register = Registrera en bevakning
overview-no-unit = Utan enhet
overview-all-breaches = Alla med brister
overview-disclosures = Senaste utlämnanden
overview-no-disclosures = Inget är utlämnat än.
overview-all-disclosures = Alla utlämnanden
overview-breach-count = { $count ->
    [one] En brist
   *[other] { $count } brister
}
overview-more-sites = och { $count } till

overview-red = Blev röda
overview-red-since = Sedan du loggade in förra gången, { $at }.
overview-red-first = Du har inte loggat in här förut. Det här är de senaste.
overview-no-red = Ingen bevakning har blivit röd.
overview-tasks = Dina uppgifter
overview-no-tasks = Inget väntar på dig.
overview-all-tasks = Alla påminnelser
overview-own = Dina bevakningar
overview-no-own = Det finns ingen bevakning i dina enheter.
overview-own-count = { $sites } bevakningar, { $breaches } med brister
overview-still-right = { $count ->
    [one] En bevakning. Stämmer uppgifterna fortfarande?
   *[other] { $count } bevakningar. Stämmer uppgifterna fortfarande?
}
overview-assessments = Bedömningar på gång
overview-no-assessments = Ingen bedömning väntar.
overview-waits-for-advice = väntar på dataskyddsombudets råd
overview-waits-for-decision = väntar på beslut
overview-is-written = skrivs
overview-cases = Öppna ärenden
overview-no-cases = Inget ärende är påbörjat.
overview-copies = Kopior som är ute
overview-health = Logg och schemaläggare
overview-no-health = Inget är känt än.
overview-log-intact = Loggen är orörd
overview-log-tampered = Loggen är ändrad i efterhand
overview-log-unknown = Loggen är inte kontrollerad
overview-jobs-fine = Schemaläggaren går som den ska

# Bevakningar: list, page, form, history.

status = Status
all = Alla
show = Visa
change = Ändra
saved = Sparat
per-day = Per datum

site-list-title = Bevakningar
site-distribution = Fördelning efter status
site-filter = Filtrera listan
site-search = Sök på namn, adress, beteckning eller ansvarig
site-empty = Det finns inga bevakningar än
site-empty-help = Importera kommunens kameralista eller registrera den första bevakningen.
site-none-found = Ingen bevakning passar sökningen
site-clear-filter = Visa alla
site-new = Registrera en bevakning
site-edit = Ändra { $name }
site-disclose = Registrera ett utlämnande
site-findings = Så står det till per { $day }
site-rules-met = { $count ->
    [one] En regel är uppfylld.
   *[other] { $count } regler är uppfyllda.
}
site-section-name = Bevakningen
site-section-register = Förteckningen (10 § kamerabevakningslagen)
site-section-operation = Hur den bevakas
site-section-place = Platsen
site-section-law = Rättsliga frågor
site-section-documents = Underlag och uppföljning
site-sound-and-technology = Ljud och annan särskild teknik
site-latest-assessment = Senaste bedömning
site-cameras = Kameror
site-no-cameras = Inga kameror är registrerade på platsen
site-permits = Tillstånd och andra beslut
site-no-permits = Inga beslut är registrerade.
site-assessments = Bedömningar (9 §)
site-no-assessments = Ingen bedömning är registrerad
site-no-assessments-help = Lagen kräver en dokumenterad bedömning innan bevakningen börjar.
site-signs = Skyltar
site-no-signs = Inga skyltar är registrerade
site-storage = Lagring och gallring
site-no-storage = Ingen lagringstid är registrerad.
site-evidence = Kontroller av att bilder är borta
site-no-evidence = Ingen kontroll är registrerad.
site-more = Övriga uppgifter
site-disclosures = { $count ->
    [0] Inga utlämnanden
    [one] Ett utlämnande
   *[other] { $count } utlämnanden
}

finding-since = Sedan { $day }.
finding-due = Senast { $day }.
finding-guidance = vägledning, inte lagtext
finding-go = Rätta till

site-name = Namn
site-name-hint = Till exempel Hedeskolan, skolgård
site-reference = Beteckning
site-reference-hint = Står på skyltar och i brev. Till exempel EK-002. Återanvänds aldrig.
site-reference-form = Skriv beteckningen utan snedstreck, frågetecken och nummertecken
site-reference-taken = En annan bevakning har redan den beteckningen. Välj en annan.
site-unit = Enhet
site-controller = Personuppgiftsansvarig
site-controller-why = Den nämnd eller det bolag som bestämmer över bevakningen ska göra bedömningen och föra förteckningen (9 och 10 §§ kamerabevakningslagen).
site-responsible = Ansvarig person
site-status = Läge
site-address = Adress eller jämförbar plats
site-address-why = Punkt 1 i förteckningen (10 § kamerabevakningslagen).
site-place-type = Typ av plats
site-place-type-why = Punkt 2 i förteckningen (10 § kamerabevakningslagen).
site-purposes = Ändamål
site-purposes-why = Punkt 3 i förteckningen. Alternativen är de intressen som 8 § räknar upp. ”Trygghet” ensamt är inte bestämt nog.
site-purpose-text = Ändamålet med egna ord
site-audio = Spelas ljud in eller kan det avlyssnas?
site-audio-why = Punkt 4 i förteckningen. Ljud kräver också en särskild upplysning på skylten (15 §).
site-audio-motivation = Varför behövs ljud?
site-special-technology = Annan särskild teknik
site-special-technology-why = Punkt 4 i förteckningen. Lagen räknar inte upp vilken teknik som menas. Listan är vår.
site-started-on = Bevakningen började
site-paused-on = Bevakningen pausades
site-ended-on = Bevakningen upphörde
site-ended-before-start = Bevakningen kan inte upphöra innan den började
site-hours = Dagar och tider
site-hours-hint = Till exempel ”mån-fre 20-06; lör-sön 17-07” eller ”dygnet runt”
site-live-viewing = Tittar någon i realtid?
site-recording = Spelas bilder in?
site-masking-needed = Syns bostäder, uteserveringar eller grannar?
site-masking = Maskering
site-property-designation = Fastighetsbeteckning
site-position = Läge på kartan
site-position-hint = Latitud och longitud, SWEREF 99 TM eller kommunens zon. Till exempel 55.70466, 13.19321
site-public-access = Har allmänheten tillträde?
site-workplace = Är platsen en arbetsplats?
site-children = Vistas barn på platsen?
site-private-area = Syns omklädningsrum, sovrum eller liknande?
site-entrances = Antal ingångar till platsen
site-area-limited = Är området begränsat till där händelserna har inträffat?
site-legal-ground = Rättslig grund
site-exemption = Undantag som åberopas (11 eller 13 §)
site-exemption-from = Undantaget började gälla
site-exemption-until = Undantaget gäller till och med
site-secrecy = Sekretess för bilderna
site-secrecy-why = Sekretessen avgör på vilken grund bilder kan lämnas ut (32 kap. 3 § offentlighets- och sekretesslagen är huvudregeln för kamerabevakning).
site-prior-measures = Vad har prövats tidigare?
site-incidents = Händelser på platsen
site-incidents-as-of = Händelserna gäller till och med
site-context-change = Vad har ändrats på platsen?
site-context-change-why = Om förhållandena på platsen ändras på ett betydande sätt krävs en ny bedömning (9 § andra stycket).
site-context-changed-on = Förändringen skedde
site-claimed-out-of-scope = Lagen sägs inte gälla
site-claimed-out-of-scope-yes = Någon hävdar att lagen inte gäller eftersom bilden är pixlad
site-dpia-reference = Konsekvensbedömning
site-dpia-reference-hint = Diarienummer
site-dpia-on = Konsekvensbedömningen gjordes
site-processing-record-reference = Registerförteckning (art. 30)
site-outside-operator = Sköts eller lagras bilderna av någon utanför kommunen?
site-processor-agreement-on = Biträdesavtal tecknat
site-processor-agreement-until = Biträdesavtalet gäller till och med
site-mbl-negotiated-on = Förhandlat enligt MBL
site-access-reviewed-on = Behörigheter sågs över
site-reviewed-on = Senaste översyn
site-still-needed = Behövs bevakningen fortfarande enligt översynen?
site-second-layer-non-digital = Kan man få hela informationen utan dator?
site-second-layer-non-digital-hint = Till exempel per telefon eller på ett anslag
site-disposal-decision-reference = Gallringsbeslut
site-note = Anteckning

form-hours = ”{ $typed }” går inte att läsa som dagar och tider. Skriv till exempel ”mån-fre 20-06; lör-sön 17-07” eller ”dygnet runt”.
site-contents = På den här sidan
site-holds = Bevaranden
site-no-holds = Inga bilder härifrån bevaras längre än lagringstiden
site-breaches = Personuppgiftsincidenter
site-no-breaches = Ingen incident är registrerad
site-access-requests = Begäran om tillgång
site-no-access-requests = Ingen har begärt tillgång till bilder av sig själv

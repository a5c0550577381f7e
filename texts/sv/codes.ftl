# The members of the closed lists: list name, hyphen, stable code.

place-type-skolgard = Skolgård
place-type-skola-inomhus = Skola, inomhus
place-type-skola-fasad = Skola, fasad
place-type-forskola = Förskola
place-type-fritidsgard = Fritidsgård
place-type-torg = Torg eller gata
place-type-park = Park
place-type-parkering = Parkeringsplats
place-type-parkeringshus = Parkeringshus
place-type-station = Station eller hållplats
place-type-bibliotek = Bibliotek
place-type-idrott = Idrottsanläggning
place-type-kontor = Kontor
place-type-socialkontor = Socialkontor
place-type-lss-sabo = LSS-boende eller särskilt boende
place-type-brandstation = Brandstation
place-type-va-energi = Vatten, avlopp eller energi
place-type-depa = Depå eller förråd
place-type-atervinning = Återvinningscentral
place-type-bostader = Bostäder
place-type-fordon = Fordon
place-type-skyddsobjekt = Skyddsobjekt
place-type-ovrigt = Övrigt

purpose-brott = Förebygga, förhindra eller upptäcka brott
purpose-ordning = Förebygga störningar av ordning och säkerhet
purpose-kontroll = Kontroll som följer av lag eller beslut
purpose-olyckor = Förebygga eller upptäcka olyckor
purpose-jamforligt = Annat jämförligt ändamål

technology-ansiktsigenkanning = Ansiktsigenkänning
technology-anpr = Avläsning av registreringsskyltar
technology-varmekamera = Värmekamera
technology-ai-analys = Automatisk bildanalys
technology-dronare = Drönare
technology-ptz = Styrbar kamera med zoom
technology-pixlering = Pixlering

exemption-11-1-skyddsobjekt = Skyddsobjekt (11 § 1)
exemption-11-4-vagtunnel = Vägtunnel (11 § 4)
exemption-11-5-kollektivtrafik = Kollektivtrafik (11 § 5)
exemption-11-7-parkeringshus = Parkeringshus (11 § 7)
exemption-11-8-fordonssikt = Sikt från fordon (11 § 8)
exemption-13-raddningsledare = Olycka eller försvunnen person, högst en månad (13 §)

site-status-planerad = Planerad
site-status-i-drift = I drift
site-status-pausad = Pausad
site-status-avslutad = Avslutad

secrecy-osl-32-3 = Kamerabevakning (OSL 32:3)
secrecy-osl-26-1 = Socialtjänst (OSL 26:1)
secrecy-osl-25-1 = Hälso- och sjukvård (OSL 25:1)
secrecy-osl-23-2 = Skola (OSL 23:2)

legal-ground-6-1-e = Uppgift av allmänt intresse (art. 6.1 e)
legal-ground-6-1-c = Rättslig förpliktelse (art. 6.1 c)
legal-ground-6-1-f = Berättigat intresse, för bolag (art. 6.1 f)

camera-kind-fast = Fast
camera-kind-ptz = Styrbar (PTZ)
camera-kind-dome = Dome
camera-kind-panorama = Panorama
camera-kind-kroppsburen = Kroppsburen
camera-kind-annan = Annan

camera-status-planerad = Planerad
camera-status-i-drift = I drift
camera-status-trasig = Trasig
camera-status-nedmonterad = Nedmonterad

recorder-kind-vms = Videosystem (VMS)
recorder-kind-nvr = Inspelningsenhet (NVR)
recorder-kind-sd-kort = Minneskort i kameran
recorder-kind-moln = Molntjänst
recorder-kind-annan = Annat

proof-level-uppgift = Uppgift: en inställning säger det
proof-level-index = Index: enligt systemets eget register
proof-level-disk = Disk: filerna i lagringen

storage-unit-timmar = timmar
storage-unit-dygn = dygn

decision-kind-tillstand-imy = Tillstånd från IMY
decision-kind-tillstand-di = Tillstånd från Datainspektionen
decision-kind-tillstand-lansstyrelsen = Tillstånd från länsstyrelsen
decision-kind-undantag-upplysning = Undantag från upplysningskravet (20 §)
decision-kind-skyddsobjekt = Beslut om skyddsobjekt
decision-kind-tillfalligt-undantag = Tillfälligt undantag (13 §)
decision-kind-kommunens-beslut = Kommunens eget beslut

decision-status-sokt = Sökt
decision-status-beviljat = Beviljat
decision-status-avslag = Avslag
decision-status-aterkallat = Återkallat

assessment-kind-egen = Egen bedömning
assessment-kind-tidigare-tillstand = Tidigare tillstånd

factor-brott = Brott
factor-ordning = Ordning och säkerhet
factor-kontroll = Kontroll
factor-olyckor = Olyckor
factor-jamforligt = Annat jämförligt ändamål
factor-hur = Hur bevakningen ska utföras
factor-integritetsteknik = Teknik som skyddar integriteten
factor-omrade = Vilket område som bevakas

conclusion-overvager = Bevakningsintresset väger tyngre
conclusion-overvager-inte = Bevakningsintresset väger inte tyngre

sign-item-vem = Vem som bevakar
sign-item-kontakt = Kontaktuppgifter
sign-item-dataskyddsombud = Dataskyddsombud
sign-item-andamal = Ändamål
sign-item-rattigheter = Rättigheter
sign-item-mer-information = Var mer information finns
sign-item-ljud = Att ljud avlyssnas eller tas upp

controller-kind-kommunstyrelse = Kommunstyrelse
controller-kind-namnd = Nämnd
controller-kind-bolag = Kommunalt bolag
controller-kind-annan = Annan

recipient-polismyndigheten = Polismyndigheten
recipient-aklagarmyndigheten = Åklagarmyndigheten
recipient-ekobrottsmyndigheten = Ekobrottsmyndigheten
recipient-sakerhetspolisen = Säkerhetspolisen
recipient-tullverket = Tullverket
recipient-kustbevakningen = Kustbevakningen
recipient-skatteverket = Skatteverket
recipient-raddningstjanst = Räddningstjänst
recipient-annan-myndighet = Annan myndighet
recipient-enskild = Enskild
recipient-annan = Annan

ground-LUB_6 = Kommunens uppgiftsskyldighet (LUB 6 §)
ground-LUB_7_REQUEST = Skolans uppgiftsskyldighet på begäran (LUB 7 § första stycket)
ground-LUB_7_OWN = Rektor på eget initiativ (LUB 7 § andra stycket)
ground-LUB_4 = Kontaktuppgifter till enskild på begäran (LUB 4 §)
ground-OSL_32_3A_1 = Misstanke om brott (OSL 32:3 a 1)
ground-OSL_32_3A_2 = Olycka: räddningstjänst (OSL 32:3 a 2)
ground-OSL_10_24 = Misstanke om begånget brott (OSL 10:24)
ground-OSL_10_15A = Mellan myndigheter (OSL 10:15 a)
ground-OSL_10_27 = Generalklausulen (OSL 10:27)
ground-OSL_10_2 = Nödvändigt för egen verksamhet (OSL 10:2)
ground-OSL_12_1_2 = Samtycke (OSL 12:1–2)
ground-OSL_6_5 = Begäran från annan myndighet (OSL 6:5)
ground-TF_2_15 = Begäran om allmän handling (TF 2:15)
ground-GDPR_15 = Registrerads rätt till tillgång (art. 15)
ground-RB_27_SEIZURE = Beslag (RB 27 kap.)
ground-RB_38_EDITION = Edition (RB 38 kap.)

channel-disk = Vid disken
channel-skriftligt = Skriftligt
channel-telefon = Telefon
channel-eget-initiativ = Eget initiativ

medium-usb = USB-minne
medium-mottagarens-lank = Mottagarens uppladdningslänk
medium-egen-lank = Egen länk
medium-annat = Annat

role-dataskyddsombud = Dataskyddsombud
role-ansvarig = Ansvarig för bevakningar
role-handlaggare = Handläggare av utlämnanden
role-beslutsfattare = Beslutsfattare
role-granskare = Granskare
role-administrator = Administratör

permission-lasa-registret = Läsa registret
permission-lasa-sekretess = Läsa bevakningar med sekretess
permission-lasa-sekretessuppgifter = Läsa sekretessmarkerade uppgifter om kameror
permission-andra-bevakningar = Ändra bevakningar
permission-importera = Importera
permission-skriva-under-bedomningar = Skriva under bedömningar
permission-lasa-utlamnanden = Läsa utlämnanden
permission-registrera-utlamnanden = Registrera utlämnanden
permission-granska-loggen = Granska loggen
permission-lasa-paminnelser = Läsa påminnelser
permission-folja-schemalaggaren = Följa schemaläggaren
permission-kora-jobb = Köra schemaläggarens jobb
permission-besluta-om-regler = Besluta om regler
permission-hantera-personer = Hantera personer
permission-hantera-organisation = Hantera organisationen

record-kind-bevakning = Bevakning
record-kind-kamera = Kamera
record-kind-inspelare = Inspelare
record-kind-beslut = Beslut
record-kind-bedomning = Bedömning
record-kind-skylt = Skylt
record-kind-lagringstid = Lagringstid
record-kind-gallringsbevis = Gallringsbevis
record-kind-inspelarkontroll = Kontroll av inspelare
record-kind-person = Person
record-kind-utlamnande = Utlämnande
record-kind-enhet = Enhet
record-kind-personuppgiftsansvarig = Personuppgiftsansvarig
record-kind-kommun = Kommun
record-kind-regelbeslut = Beslut om regel
record-kind-api-nyckel = API-nyckel
record-kind-webhook = Webhook
record-kind-svar = Svar på påminnelse
record-kind-paminnelseregel = När påminnelser kommer

entry-kind-genesis = Loggen börjar
entry-kind-register = Ändring i registret
entry-kind-disclosure = Utlämnande
entry-kind-request = Begäran
entry-kind-assessment = Sekretessprövning
entry-kind-decision = Beslut
entry-kind-withdrawal = Begäran avslutad utan beslut
entry-kind-receipt = Kvitto utlämnat
entry-kind-refusal = Avslag
entry-kind-delivery = Överlämning
entry-kind-correction = Rättelse
entry-kind-erasure = Gallring
entry-kind-key = Nyckel
entry-kind-anchor = Intyg utifrån
entry-kind-restore = Återställning
entry-kind-export = Export
entry-kind-close = Loggen avslutas

field-state-present = finns
field-state-erased = gallrad på beslut
field-state-missing = saknas utan gallringsbeslut
field-state-not-erased = gallrad men finns kvar
field-state-mismatch = en annan än den som skrevs

tampering-edited = posten är ändrad efter att den skrevs
tampering-missing = posten saknas
tampering-reordered = posten står på en annan plats än den skrevs på
tampering-cut-tail = slutet av loggen är avklippt
tampering-rewritten = kedjan och trädet berättar olika historier från denna post
tampering-rollback = loggen är kortare än när den skrevs under
tampering-fork = loggen börjar med något annat än det som skrevs under
tampering-payload-edited = en uppgift som hör till posten är ändrad
tampering-payload-missing = en uppgift saknas och ingen gallring är antecknad
tampering-not-erased = en uppgift som gallrades finns kvar eller är tillbaka
tampering-case-edited = ärendet i registret säger något annat än posten
tampering-case-missing = posten finns men ärendet i registret är borta
tampering-unlogged-case = ärendet i registret har ingen post i loggen
tampering-attestation-missing = ett intyg utifrån som posten vittnar om är borta
tampering-attestation-forged = ett intyg utifrån stämmer inte med loggen
tampering-clock-contradicted = postens klockslag motsägs av ett intyg utifrån

verdict-intact = Orörd
verdict-tampered = Ändrad
verdict-not-checked = Inte kontrollerad

receipt-check-post = Posten är en post som en logg kan innehålla
receipt-check-uppgifter = Uppgifterna hör till posten
receipt-check-logg = Posten finns i loggen
receipt-check-underskrift = Loggen är underskriven
receipt-check-vittnen = Vittnen utanför huset har skrivit under
receipt-check-tidsstampel = En tidsstämplare utanför huset har sett loggen
receipt-check-filer = Filerna är de som lämnades ut
record-kind-bevarande = Bevarande
record-kind-incident = Personuppgiftsincident
record-kind-tillgang = Begäran om tillgång
hold-kind-forelaggande = Bevarandeföreläggande (RB 27:16)
hold-kind-begaran = Begäran om att spara
hold-kind-handelse = Kommunens egen händelse
release-decision-utlamnat = Utlämnat
release-decision-delvis = Delvis utlämnat
release-decision-avslag = Avslag
release-decision-finns-inte = Materialet finns inte
medium-inget = Inget lämnades
free-text-saken = Saken
free-text-anteckning = Anteckningen
free-text-tjansteman = Tjänstemannen
free-text-arende = Mottagarens ärende
free-text-lamnat-till = Lämnat till
free-text-skal = Skälen för avslaget
site-marking-ingen = Nej
site-marking-uppgifter = Kamerornas läge, riktning och inspelare (OSL 18:8)
site-marking-hela = Hela bevakningen (OSL 18:8)

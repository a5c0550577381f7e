# The members of the closed lists: list name, hyphen, stable code.

place-type-skolgard = School yard
place-type-skola-inomhus = School, indoors
place-type-skola-fasad = School, façade
place-type-forskola = Preschool
place-type-fritidsgard = Youth centre
place-type-torg = Square or street
place-type-park = Park
place-type-parkering = Car park
place-type-parkeringshus = Multi-storey car park
place-type-station = Station or stop
place-type-bibliotek = Library
place-type-idrott = Sports facility
place-type-kontor = Office
place-type-socialkontor = Social services office
place-type-lss-sabo = Group home or care home
place-type-brandstation = Fire station
place-type-va-energi = Water, sewage or energy
place-type-depa = Depot or store
place-type-atervinning = Recycling centre
place-type-bostader = Housing
place-type-fordon = Vehicle
place-type-skyddsobjekt = Protected object
place-type-ovrigt = Other

purpose-brott = Prevent, deter or detect crime
purpose-ordning = Prevent disturbances of order and safety
purpose-kontroll = Control that follows from law or decision
purpose-olyckor = Prevent or detect accidents
purpose-jamforligt = Other comparable purpose

technology-ansiktsigenkanning = Face recognition
technology-anpr = Number plate recognition
technology-varmekamera = Thermal camera
technology-ai-analys = Automatic video analysis
technology-dronare = Drone
technology-ptz = Steerable camera with zoom
technology-pixlering = Pixelation

exemption-11-1-skyddsobjekt = Protected object (section 11, item 1)
exemption-11-4-vagtunnel = Road tunnel (section 11, item 4)
exemption-11-5-kollektivtrafik = Public transport (section 11, item 5)
exemption-11-7-parkeringshus = Multi-storey car park (section 11, item 7)
exemption-11-8-fordonssikt = Sight from a vehicle (section 11, item 8)
exemption-13-raddningsledare = Accident or missing person, one month at most (section 13)

site-status-planerad = Planned
site-status-i-drift = In use
site-status-pausad = Paused
site-status-avslutad = Ended

secrecy-osl-32-3 = Camera surveillance (OSL 32:3)
secrecy-osl-26-1 = Social services (OSL 26:1)
secrecy-osl-25-1 = Health care (OSL 25:1)
secrecy-osl-23-2 = School (OSL 23:2)

legal-ground-6-1-e = Task in the public interest (art. 6.1 e)
legal-ground-6-1-c = Legal obligation (art. 6.1 c)
legal-ground-6-1-f = Legitimate interest, for companies (art. 6.1 f)

camera-kind-fast = Fixed
camera-kind-ptz = Steerable (PTZ)
camera-kind-dome = Dome
camera-kind-panorama = Panoramic
camera-kind-kroppsburen = Body-worn
camera-kind-annan = Other

camera-status-planerad = Planned
camera-status-i-drift = In use
camera-status-trasig = Out of order
camera-status-nedmonterad = Removed

recorder-kind-vms = Video management system (VMS)
recorder-kind-nvr = Network recorder (NVR)
recorder-kind-sd-kort = Memory card in the camera
recorder-kind-moln = Cloud service
recorder-kind-annan = Other

proof-level-uppgift = Claim: a setting says so
proof-level-index = Index: by the system’s own list
proof-level-disk = Disk: the files in the store

storage-unit-timmar = hours
storage-unit-dygn = days

decision-kind-tillstand-imy = Permit from IMY
decision-kind-tillstand-di = Permit from Datainspektionen
decision-kind-tillstand-lansstyrelsen = Permit from the county administrative board
decision-kind-undantag-upplysning = Exemption from the duty to inform (section 20)
decision-kind-skyddsobjekt = Decision on a protected object
decision-kind-tillfalligt-undantag = Temporary exemption (section 13)
decision-kind-kommunens-beslut = The kommun's own decision

decision-status-sokt = Applied for
decision-status-beviljat = Granted
decision-status-avslag = Refused
decision-status-aterkallat = Revoked

assessment-kind-egen = Own assessment
assessment-kind-tidigare-tillstand = Earlier permit

factor-brott = Crime
factor-ordning = Order and safety
factor-kontroll = Control
factor-olyckor = Accidents
factor-jamforligt = Other comparable purpose
factor-hur = How the surveillance is carried out
factor-integritetsteknik = Technology that protects privacy
factor-omrade = Which area is watched

conclusion-overvager = The interest in surveillance outweighs
conclusion-overvager-inte = The interest in surveillance does not outweigh

sign-item-vem = Who is watching
sign-item-kontakt = Contact details
sign-item-dataskyddsombud = Data protection officer
sign-item-andamal = Purpose
sign-item-rattigheter = Rights
sign-item-mer-information = Where to find more
sign-item-ljud = That sound is heard or recorded

controller-kind-kommunstyrelse = Municipal executive board
controller-kind-namnd = Board
controller-kind-bolag = Municipal company
controller-kind-annan = Other

recipient-polismyndigheten = Police Authority
recipient-aklagarmyndigheten = Prosecution Authority
recipient-ekobrottsmyndigheten = Economic Crime Authority
recipient-sakerhetspolisen = Security Service
recipient-tullverket = Customs
recipient-kustbevakningen = Coast Guard
recipient-skatteverket = Tax Agency
recipient-raddningstjanst = Rescue service
recipient-annan-myndighet = Other authority
recipient-enskild = Private person
recipient-annan = Other

ground-LUB_6 = The kommun’s duty to provide information (LUB section 6)
ground-LUB_7_REQUEST = The school's duty on request (LUB section 7, first paragraph)
ground-LUB_7_OWN = Head teacher on own initiative (LUB section 7, second paragraph)
ground-LUB_4 = Contact details of a person on request (LUB section 4)
ground-OSL_32_3A_1 = Suspected crime (OSL 32:3 a 1)
ground-OSL_32_3A_2 = Accident: rescue service (OSL 32:3 a 2)
ground-OSL_10_24 = Suspicion of a committed crime (OSL 10:24)
ground-OSL_10_15A = Between authorities (OSL 10:15 a)
ground-OSL_10_27 = The general clause (OSL 10:27)
ground-OSL_10_2 = Necessary for own activity (OSL 10:2)
ground-OSL_12_1_2 = Consent (OSL 12:1–2)
ground-OSL_6_5 = Request from another authority (OSL 6:5)
ground-TF_2_15 = Request for a public record (TF 2:15)
ground-GDPR_15 = Right of access of the data subject (art. 15)
ground-RB_27_SEIZURE = Seizure (RB chapter 27)
ground-RB_38_EDITION = Production order (RB chapter 38)

channel-disk = At the counter
channel-skriftligt = In writing
channel-telefon = By telephone
channel-eget-initiativ = On own initiative

medium-usb = USB stick
medium-mottagarens-lank = The recipient's upload link
medium-egen-lank = Own link
medium-annat = Other

role-dataskyddsombud = Data protection officer
role-ansvarig = Facility manager
role-handlaggare = Disclosure officer
role-beslutsfattare = Decision-maker
role-granskare = Auditor
role-administrator = Administrator

permission-lasa-registret = Read the register
permission-lasa-sekretess = Read secret sites
permission-lasa-sekretessuppgifter = Read secret details of cameras
permission-andra-bevakningar = Change sites
permission-importera = Import
permission-skriva-under-bedomningar = Sign assessments
permission-lasa-utlamnanden = Read disclosures
permission-registrera-utlamnanden = Record disclosures
permission-granska-loggen = Examine the log
permission-lasa-paminnelser = Read reminders
permission-folja-schemalaggaren = Follow the timetable
permission-kora-jobb = Run the jobs of the scheduler
permission-besluta-om-regler = Decide on rules
permission-hantera-personer = Manage people
permission-hantera-organisation = Manage the organisation

record-kind-bevakning = Site
record-kind-kamera = Camera
record-kind-inspelare = Recorder
record-kind-beslut = Decision
record-kind-bedomning = Assessment
record-kind-skylt = Sign
record-kind-lagringstid = Storage period
record-kind-gallringsbevis = Deletion evidence
record-kind-inspelarkontroll = Check of a recorder
record-kind-person = Person
record-kind-utlamnande = Disclosure
record-kind-enhet = Unit
record-kind-personuppgiftsansvarig = Controller
record-kind-kommun = Kommun
record-kind-regelbeslut = Ruling on a rule
record-kind-api-nyckel = API key
record-kind-webhook = Webhook
record-kind-svar = Answer to a reminder
record-kind-paminnelseregel = When reminders come

entry-kind-genesis = The log begins
entry-kind-register = Change in the register
entry-kind-disclosure = Disclosure
entry-kind-request = Request
entry-kind-assessment = Secrecy assessment
entry-kind-decision = Decision
entry-kind-withdrawal = Request ended without a decision
entry-kind-receipt = Receipt handed out
entry-kind-refusal = Refusal
entry-kind-delivery = Delivery
entry-kind-correction = Correction
entry-kind-erasure = Disposal
entry-kind-key = Key
entry-kind-anchor = Outside attestation
entry-kind-restore = Restore
entry-kind-export = Export
entry-kind-close = The log ends

field-state-present = there
field-state-erased = erased on a decision
field-state-missing = gone without a decision to erase
field-state-not-erased = erased, and still there
field-state-mismatch = another than was written

tampering-edited = the entry was changed after it was written
tampering-missing = the entry is missing
tampering-reordered = the entry stands in another place than it was written in
tampering-cut-tail = the end of the log is cut off
tampering-rewritten = the chain and the tree tell different histories from this entry on
tampering-rollback = the log is shorter than when it was signed
tampering-fork = the log begins with something else than what was signed
tampering-payload-edited = a field that belongs to the entry was changed
tampering-payload-missing = a field is gone and no disposal is recorded
tampering-not-erased = a field that was disposed of is still there, or is back
tampering-case-edited = the case in the register says something else than the entry
tampering-case-missing = the entry exists but the case in the register is gone
tampering-unlogged-case = the case in the register has no entry in the log
tampering-attestation-missing = an attestation from outside that the entry tells of is gone
tampering-attestation-forged = an attestation from outside does not agree with the log
tampering-clock-contradicted = the time of the entry is contradicted by an attestation from outside

verdict-intact = Intact
verdict-tampered = Tampered with
verdict-not-checked = Not checked

receipt-check-post = The entry is one that a log can hold
receipt-check-uppgifter = The fields belong to the entry
receipt-check-logg = The entry is in the log
receipt-check-underskrift = The log is signed
receipt-check-vittnen = Witnesses outside the house have signed
receipt-check-tidsstampel = A time stamping authority outside the house has seen the log
receipt-check-filer = The files are those that were released
record-kind-bevarande = Hold
record-kind-incident = Personal data breach
record-kind-tillgang = Access request
hold-kind-forelaggande = Preservation order (RB 27:16)
hold-kind-begaran = Request to save
hold-kind-handelse = An incident of the kommun’s own
release-decision-utlamnat = Released
release-decision-delvis = Partly released
release-decision-avslag = Refused
release-decision-finns-inte = There is no such footage
medium-inget = Nothing was handed over
free-text-saken = The matter
free-text-anteckning = The note
free-text-tjansteman = The officer
free-text-arende = The recipient’s case
free-text-lamnat-till = Handed to
free-text-skal = The reasons for the refusal
site-marking-ingen = No
site-marking-uppgifter = Where the cameras are, how they are turned and where they record (OSL 18:8)
site-marking-hela = The whole site (OSL 18:8)

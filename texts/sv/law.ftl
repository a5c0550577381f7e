## Regler och avvikelser. Reglernas egna texter står i policies/.

finding-unknown = Kan inte bedömas. Det saknas uppgift om: { $facts }.
not-recorded = saknas
none-of-them = inga

policy-kind-statute = Lag
policy-kind-guidance = Vägledning
policy-kind-local = Kommunens egen regel

severity-breach = Brist
severity-risk = Risk
severity-advice = Råd

outcome-met = Uppfyllt
outcome-breached = Brister
outcome-at_risk = Snart
outcome-unknown = Kan inte bedömas
outcome-not_applicable = Gäller inte här

standing-ok = Uppfyllt
standing-partly = Delvis eller snart
standing-breach = Brister
standing-unknown = Kan inte bedömas

go-to-site = Bevakningsplatsen
go-to-camera = Kamerorna
go-to-assessment = Bedömningen
go-to-permit = Tillstånd och beslut
go-to-sign = Skyltarna
go-to-storage = Lagringstiden
go-to-recorder = Inspelaren
go-to-evidence = Kontroll av radering
go-to-hold = Bevarandet
go-to-disclosure = Utlämnandet

extension-kamera = Ny kamera
extension-bildfalt = Större bildfält
extension-omrade = Större område
extension-tider = Längre tider
extension-andamal = Nytt ändamål
extension-ljud = Ljud
extension-teknik = Ny teknik
extension-inspelning = Inspelning
extension-realtid = Realtid
extension-lagring = Längre lagring
extension-maskering = Mindre maskering

rule-source = Källa
rule-in-force = Gäller
rule-from = från
rule-applies-when = Gäller när
rule-requires = Kräver
rule-guarded-by = Upprätthålls av programmet, vilket visas av testen
rule-reservation = Förbehåll
rule-months = månader
rule-days = dagar
rule-any-due = sista dagen
rule-any-days = antal dagar

condition-all = allt detta
condition-any = något av detta
condition-not = inte detta
condition-is-true = ja på: { $fact }
condition-is-false = nej på: { $fact }
condition-is-present = finns i registret: { $fact }
condition-is-absent = finns inte i registret: { $fact }
condition-is-empty = tom lista: { $fact }
condition-on-or-before = { $fact }: senast samma dag som { $than }
condition-before = { $fact }: före { $than }
condition-on-or-after = { $fact }: tidigast samma dag som { $than }
condition-after = { $fact }: efter { $than }
condition-at-most = { $fact }: högst { $than }
condition-at-least = { $fact }: minst { $than }
condition-one-of = { $fact }: något av { $than }
condition-contains-any = { $fact }: minst ett av { $than }
condition-contains-all = { $fact }: alla dessa: { $than }
condition-contains-only = { $fact }: inget annat än { $than }
condition-hours-within = { $fact }: inom { $than }
condition-hours-overlap = { $fact }: delvis samtidigt med { $than }
condition-deadline = till och med: { $fact } (förvarning { $steps } dagar före)
condition-done-within = { $fact }: senast { $than }
go-to-incident = Personuppgiftsincidenterna
go-to-access_request = Begäran om tillgång

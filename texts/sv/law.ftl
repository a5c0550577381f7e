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

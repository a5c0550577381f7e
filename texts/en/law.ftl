## Rules and findings. The rules' own texts stand in policies/.

finding-unknown = Cannot be judged. Nothing is recorded of: { $facts }.
not-recorded = missing
none-of-them = none

policy-kind-statute = Law
policy-kind-guidance = Guidance
policy-kind-local = The kommun's own rule

severity-breach = Breach
severity-risk = Risk
severity-advice = Advice

outcome-met = Met
outcome-breached = In breach
outcome-at_risk = Soon
outcome-unknown = Cannot be judged
outcome-not_applicable = Does not apply

standing-ok = Met
standing-partly = Partly or soon
standing-breach = In breach
standing-unknown = Cannot be judged

go-to-site = The site
go-to-camera = The cameras
go-to-assessment = The assessment
go-to-permit = Permits and decisions
go-to-sign = The signs
go-to-storage = The storage period
go-to-recorder = The recorder
go-to-evidence = Deletion checks
go-to-hold = The hold
go-to-disclosure = The disclosure

extension-kamera = New camera
extension-bildfalt = Wider view
extension-omrade = Larger area
extension-tider = Longer hours
extension-andamal = New purpose
extension-ljud = Sound
extension-teknik = New technology
extension-inspelning = Recording
extension-realtid = Live viewing
extension-lagring = Longer storage
extension-maskering = Less masking

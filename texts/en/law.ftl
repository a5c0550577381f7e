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

rule-source = Source
rule-in-force = In force
rule-from = from
rule-applies-when = Applies when
rule-requires = Requires
rule-guarded-by = Upheld by the program, as shown by the tests
rule-reservation = Reservation
rule-months = months
rule-days = days
rule-any-due = the last day
rule-any-days = number of days

condition-all = all of this
condition-any = any of this
condition-not = not this
condition-is-true = yes to: { $fact }
condition-is-false = no to: { $fact }
condition-is-present = in the register: { $fact }
condition-is-absent = not in the register: { $fact }
condition-is-empty = empty list: { $fact }
condition-on-or-before = { $fact }: on the same day as { $than } at the latest
condition-before = { $fact }: before { $than }
condition-on-or-after = { $fact }: on the same day as { $than } at the earliest
condition-after = { $fact }: after { $than }
condition-at-most = { $fact }: at most { $than }
condition-at-least = { $fact }: at least { $than }
condition-one-of = { $fact }: one of { $than }
condition-contains-any = { $fact }: at least one of { $than }
condition-contains-all = { $fact }: all of { $than }
condition-contains-only = { $fact }: nothing but { $than }
condition-hours-within = { $fact }: within { $than }
condition-hours-overlap = { $fact }: partly at the same time as { $than }
condition-deadline = until and including: { $fact } (notice { $steps } days before)
condition-done-within = { $fact }: by { $than }
go-to-incident = Personal data breaches
go-to-access_request = Access requests

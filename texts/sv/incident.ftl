# Personuppgiftsincidenter.

incident-new = Registrera en personuppgiftsincident
incident-edit = Ändra { $name }
incident-name = Personuppgiftsincident { $day }
incident-discovered-at = Upptäckt
incident-what = Vad hände?
incident-what-hint = Till exempel att ett USB-minne med bilder är borta. Skriv inga personnummer.
incident-risk = Kan det innebära en risk för någon?
incident-risk-why = Om en risk är osannolik behöver incidenten inte anmälas, men den ska dokumenteras (artikel 33 i dataskyddsförordningen).
incident-reported-at = Anmäld till IMY
incident-report-reference = Anmälans beteckning
incident-delay-reasons = Varför dröjde anmälan längre än 72 timmar?
incident-people-informed-on = De berörda informerade
incident-measures = Åtgärder
incident-note = Anteckning
incident-in-the-future = Tidpunkten har inte varit än. Kontrollera datum och klockslag.
incident-reported-before = Den kan inte ha anmälts innan den upptäcktes

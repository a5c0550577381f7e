# Begäran om tillgång (artikel 15).

access-request-new = Registrera en begäran om tillgång
access-request-edit = Ändra { $name }
access-request-name = Begäran om tillgång { $day }
access-request-received-on = Kom in
access-request-dnr = Diarienummer
access-request-what = Vilka bilder gäller det?
access-request-what-hint = Plats, dag och tid. Vem som frågar står i ärendet.
access-request-extension-told-on = Besked om längre tid lämnades
access-request-extension-told-on-why = Är begäran komplicerad kan tiden förlängas med två månader, om personen får veta det och varför inom en månad (artikel 12.3 i dataskyddsförordningen).
access-request-answered-on = Besvarad
access-request-answer = Vad blev svaret?
access-request-note = Anteckning
access-request-before = Det kan inte ha hänt innan begäran kom

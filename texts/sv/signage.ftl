# Skyltar.

sign-new = Registrera en skylt
sign-edit = Ändra { $name }
sign-name = Skylt: { $entrance }
sign-down-before-up = Skylten kan inte tas ner innan den sattes upp
sign-entrance = Ingång eller plats
sign-entrance-hint = En skylt för varje ingång till det som bevakas
sign-items = Vad står på skylten?
sign-items-why = Den som går in ska få veta det viktigaste innan (15 § kamerabevakningslagen, artikel 13 i dataskyddsförordningen). Ljud kräver en särskild upplysning.
sign-put-up-on = Uppsatt
sign-taken-down-on = Nedtagen
sign-inspected-on = Senast kontrollerad
sign-inspected-by = Kontrollerad av
sign-next-inspection-on = Nästa kontroll
sign-note = Anteckning

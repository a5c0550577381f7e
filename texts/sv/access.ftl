# Åtkomst: vem som loggat in, nekats, läst och gjort vad.

access-title = Åtkomst
access-lead = Inloggningar, nekanden, läsningar av utlämnanden, exporter och ändringar av behörighet i hela kommunen. Ingen rad kan ändras. Att den här sidan läses skrivs också upp.
access-person = Vem
access-act = Vad
access-from = Från och med
access-until = Till och med
access-address = Från adress

desk-act-inloggad = Loggade in
desk-act-inloggning-nekad = Kom inte in
desk-act-utloggad = Loggade ut
desk-act-atkomst-nekad = Nekades en sida
desk-act-losenord-bytt = Bytte lösenord
desk-act-andra-faktor-skaffad = Skaffade en andra faktor
desk-act-andra-faktor-borttagen = Tog bort sin andra faktor
desk-act-person-andrad = Lade till eller ändrade en person
desk-act-granskare-last = Läste en sida som granskare
desk-act-atkomst-last = Läste åtkomsten

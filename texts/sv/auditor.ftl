# Granskare för en tid.

auditor-title = Granskare
auditor-list-lead = Granskare utifrån, till exempel IMY eller kommunrevisionen. De läser men ändrar ingenting, och allt de läser skrivs upp. När tiden är slut kommer de inte längre in.
auditor-none = Ingen är inbjuden
auditor-new = Bjud in en granskare
auditor-lead = Granskaren får en länk med e-post och väljer ett lösenord med den. Skickar er Objektiv ingen e-post visas länken efteråt, och du lämnar den till granskaren.
auditor-invite = Bjud in
auditor-name = Namn
auditor-email = E-postadress
auditor-until = Till och med
auditor-until-hint = Den sista dagen. Högst ett år.
auditor-until-wrong = Välj en dag från och med i dag och senast { $last }
auditor-unit = Vad ska granskas?
auditor-unit-hint = Granskaren ser bevakningar, utlämnanden och allt annat där du väljer, även det som är sekretessmarkerat, och ingenting annat ur registret. Loggen är gemensam.
auditor-by = Inbjuden av
auditor-read = Har läst
auditor-read-all = Visa allt
auditor-state = Läge
auditor-over = Tiden är slut
auditor-end = Avsluta nu
auditor-ended = Granskaren kommer inte längre in
auditor-gone = Har ingen roll längre
auditor-over-for-you = Tiden för din granskning är slut. Kontakta kommunens dataskyddsombud.
permission-bjuda-in-granskare = Bjuda in granskare

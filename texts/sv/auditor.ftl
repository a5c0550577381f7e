# Granskare för en tid.

auditor-title = Granskare
auditor-list-lead = Granskare utifrån, till exempel IMY eller kommunrevisionen. De läser men ändrar ingenting, och allt de läser skrivs upp. När tiden är slut kommer de inte längre in.
auditor-none = Ingen är inbjuden
auditor-new = Bjud in en granskare
auditor-lead = Efteråt visas en länk som du skickar till granskaren. Med den väljer granskaren ett lösenord.
auditor-invite = Bjud in
auditor-name = Namn
auditor-email = E-postadress
auditor-until = Till och med
auditor-until-hint = Den sista dagen. Högst ett år.
auditor-until-wrong = Välj en dag från och med i dag och senast { $last }
auditor-unit = Vilka utlämnanden?
auditor-unit-hint = Registret över bevakningar läses i sin helhet. Utlämnanden läses i hela kommunen eller bara i en enhet.
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

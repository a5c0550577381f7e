# Påminnelser: list, mail, and the page of the timetable.

reminder-title = Påminnelser
reminder-lead = Här står det som förfaller eller har förfallit på de bevakningar som du ansvarar för. Varje steg på vägen mot en tidsgräns ger en påminnelse.
reminder-which = Vilka påminnelser som visas
reminder-waiting = Olästa
reminder-all = Alla
reminder-read-all = Markera alla som lästa
reminder-read-one = Markera som läst
reminder-empty = Inget väntar på dig
reminder-empty-help = När något närmar sig sin tidsgräns, eller när bilder finns kvar för länge, står det här.
reminder-none = Inga påminnelser har skickats
reminder-read = Läst
reminder-made = Skapad { $day }.
reminder-late = Skulle ha kommit { $day }, men tjänsten var nere.
reminder-timetable-link = Hur schemaläggaren mår

notice-days-left = { $count ->
    [one] En dag kvar
   *[other] { $count } dagar kvar
}
notice-today = Sista dagen är i dag
notice-overdue = { $count ->
    [one] En dag för sent
   *[other] { $count } dagar för sent
}
notice-since = Brister sedan { $day }
notice-mended = Åtgärdat
notice-replaced = Ersatt av en senare påminnelse
notice-all-read = Alla påminnelser är markerade som lästa

mail-subject = { $count ->
    [one] En påminnelse från Objektiv
   *[other] { $count } påminnelser från Objektiv
}
mail-greeting = Hej { $person }!
mail-lead = Det här behöver göras på bevakningar som du ansvarar för:
mail-do = Gör så här:
mail-open = Öppna i Objektiv
mail-more = { $count ->
    [one] En påminnelse till finns i Objektiv.
   *[other] { $count } påminnelser till finns i Objektiv.
}
mail-all = Alla dina påminnelser
mail-why = Du får det här brevet för att du har en roll i registret över kamerabevakning i { $kommun }. Varje steg skickas en gång. Brevet går inte att svara på.

timetable-title = Schemaläggaren
timetable-lead = Så mår det som sköts av sig självt. Tiderna är svensk tid.
timetable-jobs = Jobb
timetable-job = Jobb
timetable-condition = Läge
timetable-last = Senaste körning
timetable-next = Nästa körning
timetable-runs = De senaste körningarna
timetable-started = Började
timetable-count = Antal
timetable-missed = Missade dygn
timetable-message = Orsak
timetable-never = Har inte körts
timetable-not-planned = Ingen
timetable-no-runs = Inget har körts än
timetable-no-runs-help = Schemaläggaren börjar så snart tjänsten har startat. Om sidan är tom efter en halvtimme: kontrollera att tjänsten inte är startad med --no-scheduler överallt.
timetable-run-now = Kör nu
timetable-asked = Jobbet körs strax. Ladda om sidan för att se hur det gick.
timetable-asked-by = (begärd av { $by })
timetable-wish = { $by } begärde en körning { $at }. Den börjar inom en minut.
timetable-mail-off = E-post skickas inte
timetable-mail-off-help = Ingen e-postserver är inställd. Påminnelserna finns bara i Objektiv. Den som sköter servern ställer in den med --smtp eller OBJEKTIV_SMTP.

job-inspelare = Frågor till inspelarna
job-status = Bedömning av alla bevakningar
job-paminnelser = Påminnelser
job-epost = E-post
job-kontrollpunkt = Dagens kontrollpunkt
job-webhookar = Webhookar
job-rensning = Rensning
job-granskning = Granskning av loggen
run-outcome-pagar = Pågår
run-outcome-klar = Klar
run-outcome-delvis = Delvis klar
run-outcome-misslyckades = Misslyckades
run-outcome-avbruten = Avbröts
job-condition-fungerar = Fungerar
job-condition-vantar = Har inte körts än
job-condition-misslyckas = Misslyckades senast
job-condition-tyst = Har inte hörts av
job-condition-avstangd = Inte inställd

feed-title = Kalender
feed-lead = Det du har påmints om kan stå i din egen kalender, i Outlook, Thunderbird eller telefonen, på dagen då det förfaller. Prenumerera på en adress som bara är din.
feed-address = Din adress
feed-once = Kopiera adressen nu. Den visas bara här.
feed-made = Du har en adress sedan { $at }. Den visas inte igen: byt adress om du har tappat bort den.
feed-secret = Den som har adressen kan läsa dina påminnelser utan att logga in. Ge den inte till någon. Om den kommit bort: byt adress, så slutar den gamla att gälla.
feed-create = Skapa en adress
feed-replace = Byt adress
feed-revoke = Ta bort adressen
feed-revoked = Adressen är borttagen. Kalendern uppdateras inte mer.
feed-name = Kamerabevakning, { $kommun }

alarm-subject = Loggen stämmer inte – { $kommun }
alarm-lead = Nattens granskning av loggen { $log } visar att den inte är som den skrevs:
alarm-line = Post { $idx }: { $words }
alarm-do = Ändra ingenting i databasen. Spara en kopia av den och av signerarens mapp, och jämför med den senaste säkerhetskopian och med kontrollpunkter utanför huset. Avgör om det är en personuppgiftsincident. Brevet kommer varje natt tills loggen stämmer.
alarm-why = Du får det här brevet för att du är dataskyddsombud för { $kommun }. Brevet går inte att svara på.

alert-inspelare = Inspelaren svarar inte som den ska
alert-webhook = Webhooken är avstängd
alert-since = Sedan { $day }.
alert-mended = Fungerar igen.
alert-open = Öppna

mail-secret = { $count ->
    [one] Ett ärende gäller en bevakning med sekretess. Logga in för att läsa det.
   *[other] { $count } ärenden gäller bevakningar med sekretess. Logga in för att läsa dem.
}

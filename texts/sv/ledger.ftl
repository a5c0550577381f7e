# The log.

ledger-lead = Varje utlämnande och varje ändring i registret har en post i loggen. Loggen är manipulationsavslöjande: den hindrar ingen från att ändra i databasen, men en ändring syns.
ledger-origin = Loggens namn
ledger-size = Antal poster
ledger-verify = Granska hela loggen nu
ledger-intact = Loggen är hel
ledger-broken = Loggen är inte som den skrevs
ledger-question = Fråga
ledger-detail = Svar
ledger-ok = Stämmer
ledger-tampered = Stämmer inte
ledger-not-checked = Inte kontrollerat
ledger-level-0 = Är filerna de som lämnades ut?
ledger-level-1 = Står utlämnandet i den signerade loggen?
ledger-level-2 = Är loggen hel?
ledger-level-3 = Är det samma logg som förut?
ledger-level-4 = När skrevs det, och vem mer såg det?
ledger-level-5 = Säger registret och loggen samma sak?
ledger-root = Loggens rot:
ledger-entries = Poster
ledger-entry = Post
ledger-at = Skriven
ledger-kind = Slag
ledger-leaf = Kontrollsumma
ledger-unreadable = Går inte att läsa
ledger-hindered = Granskningen kunde inte göras
ledger-first-bad = Den första post som inte stämmer är post { $idx }.
ledger-first-bad-head = Första post
ledger-what-to-do = Ändra ingenting i databasen. Spara en kopia av den och av signerarens mapp, ta fram den senaste säkerhetskopian och de kontrollpunkter som finns utanför huset, och jämför. Dataskyddsombudet avgör om det är en personuppgiftsincident.
ledger-signed = Signerad
ledger-signed-to = Till och med { $size } poster, med nyckel { $key }
ledger-unsigned = Loggen kan inte signeras nu
ledger-waiting = { $count ->
    [one] En post väntar på nästa underskrift, som görs vid nästa utlämnande eller i natt.
   *[other] { $count } poster väntar på nästa underskrift, som görs vid nästa utlämnande eller i natt.
}
ledger-keys = Publicerad nyckel
ledger-verification = Granskning
ledger-under-way = Granskning pågår: { $checked } av { $size } poster är lästa. Du kan lämna sidan; svaret finns här sedan.
ledger-progress = Så långt har granskningen kommit
ledger-look-again = Visa hur långt den har kommit
ledger-verified-at-night = Granskad { $at } av schemaläggaren.
ledger-verified-by = Granskad { $at }, på begäran av { $by }.
ledger-entries-read = { $count ->
    [one] En post är läst.
   *[other] { $count } poster är lästa.
}
ledger-never-verified = Loggen har inte granskats än. Schemaläggaren gör det varje natt.
ledger-level-0-none = Görs av den som har filerna, med kvittot.
ledger-level-1-none = Görs av den som har kvittot.
ledger-level-2-ok = Varje post är läst på nytt. Ordning, kedja, träd och underskrifter stämmer.
ledger-level-3-ok = Loggen fortsätter det som signeraren senast skrev under. Signerarens minne finns utanför databasen.
ledger-level-3-none = Signerarens minne finns inte här att jämföra med.
ledger-level-4-ok = Ingen post har ett klockslag som motsägs utifrån, och varje intyg finns kvar. Loggen har setts av (antal poster):
ledger-level-4-none = Det visar tidsstämplar och vittnen utanför huset, och inget sådant intyg finns att lita på här än.
ledger-level-5-ok = Varje utlämnande, rättelse, överlämning och ändring i registret säger det som dess post säger.
ledger-level-5-none = Registret jämfördes inte.
ledger-level-means-edited = Någon har skrivit om posten i databasen.
ledger-level-means-missing = Någon har tagit bort posten ur databasen.
ledger-level-means-reordered = Poster har bytt plats i databasen.
ledger-level-means-cut-tail = De senaste posterna är borttagna. Det kan också vara en avbruten återställning.
ledger-level-means-rewritten = Loggen har byggts om från den posten.
ledger-level-means-rollback = Det som skrevs under senare är borta. Oftast har en äldre säkerhetskopia lagts tillbaka.
ledger-level-means-fork = Loggen är en annan än den som skrevs under: den har bytts ut eller byggts om.
ledger-level-means-payload-edited = Uppgiften som hör till posten är utbytt.
ledger-level-means-payload-missing = Uppgiften är borttagen utan gallringsbeslut.
ledger-level-means-not-erased = En gallring är inte genomförd, eller en äldre kopia har lagts tillbaka. Gör om gallringen.
ledger-level-means-case-edited = Någon har ändrat i registret förbi Objektiv. Posten visar vad som stod där.
ledger-level-means-case-missing = Någon har tagit bort ärendet ur registret. Posten visar att det fanns.
ledger-level-means-unlogged-case = Någon har lagt in ärendet i registret förbi Objektiv.
ledger-fields = Uppgifter som hör till posterna
ledger-field = Uppgift
ledger-field-state = Vad som blev av den
ledger-field-gone-in = Gallringen står i post { $idx }
ledger-field-of = post { $idx }
ledger-fields-more = { $count ->
    [one] En till visas inte här. Den står i objektiv log verify --format json.
   *[other] { $count } till visas inte här. De första tusen står i objektiv log verify --format json.
}
ledger-no-fields = Posten har inga uppgifter.
ledger-entry-fields = Uppgifter som hör till posten
ledger-entry-title = Post { $idx }
ledger-entry-lead = Posten själv visar inga uppgifter, bara deras kontrollsummor. Vad som blev av varje uppgift jämförs här och nu.
ledger-entry-prev = Kontrollsumma för posten före
ledger-entry-bytes = Posten, tecken för tecken
ledger-entry-bytes-help = Kontrollsumman är SHA-256 av en byte med värdet noll följd av dessa tecken.
ledger-entry-edited = Posten är inte som den skrevs. Granska hela loggen.
ledger-entry-before = Post före
ledger-entry-after = Post efter
log-broken-banner = Loggen är inte som den skrevs.
log-broken-link = Se vad granskningen fann

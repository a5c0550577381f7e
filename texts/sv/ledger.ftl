# The log.

ledger-lead = Varje utlämnande och varje ändring i registret har en post i loggen. Loggen är manipulationsavslöjande: den hindrar ingen från att ändra i databasen, men en ändring syns.
ledger-origin = Loggens namn
ledger-size = Antal poster
ledger-verify = Granska hela loggen nu
ledger-intact = Loggen är hel
ledger-broken = Loggen är inte som den skrevs
ledger-first-bad = Den första post som inte stämmer är post { $idx }.
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

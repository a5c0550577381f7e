# Kartan.

map-title = Karta
map-closer = Närmare
map-farther = Längre bort
map-failed = Kartan kunde inte hämta sina platser. Ladda om sidan; listan visar samma sak.
map-none = Ingen av bevakningarna har en position
map-none-help = Skriv in positionen när du ändrar en bevakning, eller välj den på kartan där.
map-without = Kartan visar bevakningar som har en position. De andra finns i listan.
map-see = Visa på kartan
map-pick = Välj på kartan
map-here = Använd min position
map-chosen = Vald position:
map-looking = Söker din position …
map-nowhere = Positionen kunde inte hämtas. Tillåt platsåtkomst i webbläsaren, välj på kartan eller skriv den.
map-of-site = Karta över kamerorna
map-site-help = Fälten visar riktning, vinkel och räckvidd som de är registrerade. Det är en skiss, inte en mätning.

# Stora filer som blir klara medan man gör annat.

export-title = Filer att hämta
export-lead = Filer som tog för lång tid att vänta på. De finns kvar i ett dygn, och bara du kan hämta dem.
export-none = Du har inga filer att hämta
export-none-help = En liten lista sparas direkt. En stor görs i ordning medan du gör annat, och hamnar här i ett dygn.
export-own = Stora listor som du har bett om
export-file = Fil
export-holds = Innehåll
export-size = { $rows } rader, { $kilobytes } kB
export-asked-at = Beställd
export-kept-until = Finns till
export-under-way = Filen görs i ordning
export-under-way-lead = Du kan lämna sidan. Filen finns sedan i ett dygn under Mitt konto, Filer att hämta.
export-read = { $count ->
    [one] En rad är klar.
   *[other] { $count } rader är klara.
  }
export-so-far = { $done } av { $whole } rader är klara.
export-ready = Filen är klar
export-yours = Bara du kan hämta filen. Ändras dina roller tas den bort.
export-fetch = Spara filen
export-remove = Ta bort filen
export-cancel = Avbryt
export-forget = Ta bort från listan
export-removed = Filen är borttagen
export-not-made = Filen blev inte klar
export-failed = Något gick fel när filen gjordes i ordning. Försök igen, och säg till administratören om det händer en gång till.
export-stopped = Servern startades om innan filen var klar.
export-again = Gör filen igen
error-export-too-many-title = Vänta på de filer du redan har bett om
error-export-too-many = Tre filer görs redan i ordning åt dig. De finns under Mitt konto, Filer att hämta. Försök igen när en av dem är klar, eller avbryt en.

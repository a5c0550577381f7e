# Vad API:et svarar när det inte kan svara på frågan.

api-400 = Det som skickades går inte att läsa.
api-401 = Skicka en API-nyckel i fältet Authorization: Bearer objektiv_…
api-key-unknown = Nyckeln kan inte användas. En administratör kan göra en ny under Administration, API-nycklar.
api-key-scope = Nyckeln gäller inte det här. Den behöver få läsa: { $scope }
api-404 = Det finns inget sådant, eller så är det inte öppet för nyckeln.
api-405 = Adressen tar inte emot den metoden.
api-413 = Det som skickades är för stort.
api-429 = För många nycklar som inte går att använda. Vänta en minut.
api-500 = Något gick fel hos oss. Försök igen om en stund.
api-504 = Svaret tog för lång tid. Försök igen om en stund.
api-query = Frågan i adressen går inte att läsa: { $given }
api-parameter-unknown = Det finns ingen parameter { $name } här. Det finns: { $valid }
api-parameter-none = Adressen tar inga parametrar, och inte { $name }.
api-parameter-twice = Parametern { $given } är skriven två gånger.
api-text-long = Texten är för lång. Högst { $longest } tecken.
api-day = ”{ $given }” är ingen dag. Skriv den som 2025-03-31.
api-choice = ”{ $given }” går inte att välja. Välj bland: { $valid }
api-number = ”{ $given }” är inget helt tal från { $from } till { $to }.
api-cursor = Platsen i listan går inte att läsa. Följ länken i next, eller börja om utan after.
api-day-needed = known_then frågar vad registret visste då. Säg vilken dag med as_of.
api-not-known-then = Registret kände inte till bevakningen den dagen.
api-not-signed = Loggen har ännu ingen underskriven kontrollpunkt.

# The rules.

rules-lead = Varje regel är en plikt med sin källa och sina datum. Samma regler dömer sidorna, påminnelserna och kommandoraden.
rules-number = Nummer
rules-duty = Plikt
rules-kind = Slag
rules-in-force = Gäller
rules-source = Källa
rules-checked-on = Jämförd med källan
rules-because = Brist
rules-remedy = Åtgärd
rules-guidance = Regeln är vägledning och inte lagtext. Dataskyddsombudet kan ställa in den.
rules-words = Regeln i ord
rules-examples = Exempel
rules-example = Fall
rules-outcome = Utfall
rules-digest = Kontrollsumma för alla regler:
rules-digest-one = Regelns kontrollsumma:
rules-facts = Uppgifter som regler kan fråga efter
rules-facts-lead = Det här är hela listan. En egen regel som frågar efter något annat stoppar starten.

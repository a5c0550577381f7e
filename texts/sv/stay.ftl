# När en inloggning snart tar slut.

stay-label = Din inloggning
stay-soon = Du har inte öppnat någon sida på länge och loggas snart ut, inom tio minuter. Skriv vidare eller välj Stanna kvar. Det du har skrivit försvinner inte.
stay-over = Du är utloggad. Det du har skrivit här finns kvar: spara som vanligt, så får du logga in igen först.
stay-down = Servern svarar inte just nu. Försök igen. Det du har skrivit här finns kvar.
stay-button = Stanna kvar

# Signing in and choosing a password.

sign-in-title = Logga in
sign-in-submit = Logga in
sign-in-email = E-postadress
sign-in-password = Lösenord
sign-in-password-hint = Har du glömt det? Be kommunens administratör om en länk, så väljer du ett nytt.
sign-in-wrong = E-postadressen och lösenordet hör inte ihop. Kontrollera båda.

founding-title = Välkommen till Objektiv
founding-lead = Här skapar du kommunens register och ditt eget konto som administratör. Länken fungerar en gång.
founding-submit = Skapa registret
founding-section-kommun = Kommunen
founding-section-person = Du som administratör
founding-kommun = Kommunens namn
founding-kommun-hint = Till exempel Ekebro kommun
founding-log-origin = Loggens namn
founding-log-origin-hint = En adress som kommunen råder över, till exempel kamera.ekebro.se/utlamnande. Den kan aldrig ändras.
founding-log-origin-why = Namnet står i varje post i loggen, så att ett kvitto aldrig kan förväxlas med en annan kommuns.
founding-log-origin-form = Skriv en adress utan mellanslag, till exempel kamera.ekebro.se/utlamnande
founding-dpo-contact = Hur når man dataskyddsombudet?
founding-dpo-contact-hint = Telefon eller e-post. Står på skyltar.
founding-name = Ditt namn
founding-email = Din e-postadress
founding-password = Lösenord
founding-password-hint = Minst 12 tecken. En mening går bra.

new-password-title = Välj ett lösenord
new-password-lead = Länken fungerar en gång.
new-password-submit = Spara och logga in
new-password-password = Lösenord
new-password-password-hint = Minst 12 tecken. En mening går bra.

form-email = Skriv e-postadressen som namn@kommunen.se
form-password-short = Lösenordet ska ha minst { $shortest } tecken
form-password-long = Lösenordet är för långt

error-link-title = Länken går inte att använda
error-link = En länk för att välja lösenord gäller i 48 timmar och kan användas en gång. Har du redan valt ett lösenord loggar du in med det. Be annars den som gav dig länken om en ny.
error-day-title = Den dagen finns inte
error-day = Dagen som du bad om finns inte i kalendern eller går inte att läsa. Gå tillbaka och skriv den som 2025-03-31.
error-cross-origin = Det som skickades kom från en annan webbplats. Öppna sidan här och försök igen.

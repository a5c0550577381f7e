# Det egna kontot och den andra faktorn.

own-title = Mitt konto
own-password = Lösenord
own-password-change = Byt lösenord
own-password-lead = När du har bytt blir du utloggad överallt utom här.
own-password-old = Lösenordet du har nu
own-password-password = Nytt lösenord
own-password-password-hint = Minst 12 tecken. En mening går bra.
own-password-wrong = Det är inte ditt lösenord
own-password-changed = Lösenordet är bytt
own-second-there = Används
own-second-none = Används inte
own-second-manage = Hantera
own-sessions = Här är du inloggad
own-sessions-lead = Känner du inte igen en inloggning: avsluta den och byt lösenord.
own-session-at = Sedan
own-session-from = Från adress
own-session-agent = Webbläsare
own-session-end = Avsluta
own-session-this = Den du använder nu
own-sessions-end = Avsluta alla andra
own-session-ended = Inloggningen är avslutad

second-title = Andra faktor
second-lead = Med en kod från en app i telefonen räcker det inte att någon kommer åt ditt lösenord.
second-required = Din kommun kräver en andra faktor för din roll. Innan den finns kommer du inte vidare.
second-begin = Börja
second-scan = Öppna en app för engångskoder i telefonen och läs av rutan.
second-square = Ruta som appen läser av. Samma hemlighet står nedanför som text.
second-type = Går det inte? Skriv in hemligheten i appen:
second-code = Kod
second-code-hint = De sex siffrorna i appen just nu. Har du inte telefonen: en av reservkoderna.
second-confirm = Bekräfta
second-go-on = Logga in
second-wrong = Koden stämmer inte. Kontrollera att telefonens klocka går rätt, och vänta på nästa kod om du nyss använde den här.
second-there = Appen i telefonen är din andra faktor.
second-codes-left =
    { $count ->
        [one] En reservkod är kvar.
       *[other] { $count } reservkoder är kvar.
    }
second-remove-title = Ta bort, till exempel för att byta telefon
second-remove = Ta bort
second-removed = Den andra faktorn är borttagen
second-codes-title = Dina reservkoder
second-codes-lead = Skriv ut dem eller skriv av dem nu: de visas bara här. Var och en fungerar en gång, när du inte har telefonen.
second-codes-done = Jag har dem
second-ask-title = Skriv koden
second-ask-lead = Lösenordet stämmer. Nu behövs koden från appen i din telefon.

account-drop-factor = Andra faktor
account-drop-factor-yes = Ta bort den, så att personen kan skaffa en ny
form-password-weak = Lösenordet är för lätt att gissa. Ta en mening som bara du känner till, utan ditt namn och kommunens.

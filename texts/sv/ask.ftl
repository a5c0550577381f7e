# Frågor till inspelare över nätet.

recorder-system-zoneminder = ZoneMinder
recorder-system-onvif = ONVIF Recording Search (kontrollerad mot schemat, ännu inte mot en apparat)
recorder-system-axis = Axis VAPIX (kontrollerad mot dokumentationen, ännu inte mot en apparat)
ask-no-digest = Inspelaren erbjuder inte inloggning med digest, och på annat sätt skulle lösenordet gå att läsa på vägen. Slå på digest i inspelaren.
ask-no-search = Inspelaren har ingen tjänst för att söka bland inspelningar (ONVIF Profile G).
ask-no-answer = Inspelaren svarar inte.
ask-wrong-password = Inspelaren godtar inte användaren eller lösenordet.
ask-interface-off = Kontot får inte använda inspelarens programgränssnitt. Slå på det (APIEnabled) i inspelaren.
ask-status = Inspelaren svarar med status { $status }.
ask-redirect = Inspelaren skickar frågan vidare till en annan adress, och dit går den inte. Ange den rätta adressen.
ask-too-large = Svaret är större än 5 MB.
ask-unreadable = Svaret går inte att förstå. Kontrollera adressen och inspelarens version.
ask-address-form = Skriv adressen som https://VÄRD/SÖKVÄG, utan frågetecken och annat efter sökvägen
ask-address-secret = Användare och lösenord ska inte stå i adressen
ask-address-unknown = Ingen värd med det namnet finns
ask-address-loopback = { $ip } är den här maskinen själv. Den får bara frågas när Objektiv startas för prov och demonstration.
ask-address-internal = { $ip } är till för nätets egna delar och kan inte vara en inspelare
ask-goes-on = Inspelaren är tillfrågad. Du kan lämna sidan: svaret står här när det har kommit.
ask-heard = { $count ->
    [0] Den har inte svarat än.
    [one] Ett svar har kommit, och fler väntas.
   *[other] { $count } svar har kommit, och fler väntas.
  }
ask-told-nothing = Inspelaren kunde inte svara på allt. Se den senaste kontrollen.
ask-locked = Lösenordet till inspelaren går inte att låsa upp: nyckelfilen är en annan än när det sparades. Spara lösenordet på nytt.
ask-patience = Inspelaren hann inte svara på allt. Frågan avbröts efter fyra minuter.

# The steps at the desk, each with an entry in the log.

step-list = Stegen i loggen
step-entry = post { $idx }
step-instead = ersatt av post { $idx }
step-waiting = Begäran utan beslut
step-waiting-days = { $count ->
    [0] kom in i dag,
    [one] har väntat { $count } dag,
   *[other] har väntat { $count } dagar,
}
step-go-on = Gå vidare
step-end = Avsluta utan beslut
step-personnummer = Det ser ut som ett personnummer. Steget skrivs i loggen när du går vidare, så ta bort det om det inte är klart motiverat.
withdrawal-title = Avsluta begäran utan beslut
withdrawal-intro = Begäran kom in { $at } och gäller { $site }. Den står i loggen. Skriv varför den avslutas utan beslut. Ett utkast som finns kvar tas bort.
withdrawal-reason = Varför avslutas den utan beslut?
withdrawal-reason-hint = Till exempel att begäran togs tillbaka eller lämnades till någon annan. Ska någon nekas är det ett beslut om avslag.
withdrawal-submit = Avsluta begäran
withdrawal-recorded = Begäran är avslutad, och det står i loggen
desk-act-begaran-avslutad = Avslutade en begäran utan beslut
receipt-field-steps = Stegen i loggen
receipt-part-request = begäran, post
receipt-form-zip = som zip
receipt-form-tlog-proof = som en fil

# Inspelare.

recorder-list-title = Inspelare
recorder-lead = Var bilderna lagras, och vem som sköter det.
recorder-none = Inga inspelare är registrerade
recorder-new = Registrera en inspelare
recorder-edit = Ändra { $name }
recorder-name = Namn
recorder-name-hint = Till exempel NVR Hedeskolan
recorder-kind = Slag
recorder-unit = Enhet
recorder-location = Var lagras bilderna?
recorder-operator = Vem sköter den?
recorder-outside-operator = Är det någon utanför kommunen?
recorder-outside-operator-why = Då behövs ett biträdesavtal (artikel 28 i dataskyddsförordningen).
recorder-configured-hours = Inställd lagringstid
recorder-configured-hours-why = En inställning är en uppgift och inget bevis för att bilderna är borta.
recorder-automatic-deletion = Raderas bilderna av sig själva?
recorder-note = Anteckning

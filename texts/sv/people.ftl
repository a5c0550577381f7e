# Personer och roller.

account-list-title = Personer
account-lead = Vilka som kan logga in, och vad de får göra.
account-new = Lägg till en person
account-new-lead = När du sparar visas en länk. Med den väljer personen sitt lösenord.
account-create = Lägg till
account-edit = Ändra { $name }
account-section-roles = Roller
account-section-access = Inloggning
account-name = Namn
account-email = E-postadress
account-roles = Roller i hela kommunen
account-manager-in = Ansvarig för bevakningar i
account-officer-in = Handläggare av utlämnanden i
account-decision-maker-in = Beslutsfattare i
account-whole-kommun = Hela kommunen
account-active = Får logga in
account-active-yes = Personen får logga in
account-new-link = Nytt lösenord
account-new-link-yes = Visa en länk för att välja nytt lösenord
account-email-taken = Det finns redan en person med den e-postadressen
account-role-needed = Ge personen minst en roll. Om personen inte längre ska kunna logga in, ta bort krysset för inloggning i stället.
account-last-administrator = Någon måste vara administratör för hela kommunen. Ge rollen till någon annan först.
account-link-title = Länk till { $name }
account-link-lead = Ge länken till personen. Den fungerar en gång, inom { $hours } timmar, och visas bara här.
account-link-done = Till personerna

# Den årliga bekräftelsen av egna bevakningar.

confirmation-title = Stämmer fortfarande?
confirmation-lead = Gå igenom dina bevakningar en gång om året. Kryssa för dem där uppgifterna stämmer och bevakningen fortfarande behövs, och spara. Ändra dem som inte stämmer.
confirmation-right = Stämmer fortfarande, och bevakningen behövs
confirmation-change = Något har ändrats
confirmation-cameras = Kameror på plats
confirmation-never = Aldrig
confirmation-save = Spara
confirmation-saved = Sparat. De bevakningarna är bekräftade i dag.
confirmation-none-chosen = Ingen bevakning är förkryssad. Kryssa för dem som stämmer.
confirmation-stale = En bevakning ändrades medan du läste. Inget är sparat: titta på den igen.
confirmation-changed = Ändrad medan du läste.
confirmation-done = Allt är bekräftat
confirmation-done-help = Inga av dina bevakningar väntar på att bekräftas i dag.
confirmation-more = { $count ->
    [one] En bevakning till visas när de här är sparade.
   *[other] { $count } bevakningar till visas när de här är sparade.
}
confirmation-link = Bekräfta dina bevakningar

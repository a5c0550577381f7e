# Finding sites: order, saved views, files, and changing several at once.

site-filter-more = Fler val
site-order = Ordna efter
site-order-backwards = { $column }, omvänt
site-breach-number = Antal brister
site-as-csv = Hämta listan som CSV
site-as-xlsx = Hämta listan som Excel

view-save = Spara vyn
view-list-title = Sparade vyer
view-lead = Dina egna vyer: en sökning med filter och ordning, sparad under ett namn. Ingen annan ser dem.
view-none = Du har inga sparade vyer
view-none-help = Sök, filtrera och ordna listan över bevakningar och välj ”Spara vyn”.
view-name = Namn
view-name-hint = Till exempel Skolor med brister
view-name-taken = Du har redan en vy med det namnet. Välj ett annat namn.
view-too-many = Du har 50 vyer, och fler går inte att spara. Ta bort en först.
view-change = Ändra
view-rename = Byt namn
view-delete = Ta bort
view-delete-intro = Vyn ”{ $name }” tas bort. Bevakningarna påverkas inte.
view-back = Till listan över bevakningar
view-saved = Vyn är sparad.
view-deleted = Vyn är borttagen.

bulk-title = Ändra flera
bulk-lead = Välj bevakningar och fyll i det som ska ändras på dem. Det som lämnas tomt ändras inte. Innan något ändras visas en sammanfattning.
bulk-which = Vilka bevakningar
bulk-which-chosen = De som är förkryssade
bulk-which-all = { $count ->
    [one] Den enda som filtret visar
   *[other] Alla { $count } som filtret visar
}
bulk-not-yours = { $count ->
    [one] En bevakning i listan får du inte ändra. Den visas inte här.
   *[other] { $count } bevakningar i listan får du inte ändra. De visas inte här.
}
bulk-too-many = Filtret visar fler än { $most } bevakningar. Begränsa det: fler kan inte ändras på en gång.
bulk-shown = { $count ->
    [one] En bevakning till visas inte men kan väljas med alla.
   *[other] { $count } bevakningar till visas inte men kan väljas med alla.
}
bulk-none = Det finns ingen bevakning här som du får ändra
bulk-section-what = Det som ska ändras
bulk-responsible = Ansvarig
bulk-unit = Enhet
bulk-controller = Personuppgiftsansvarig
bulk-reviewed-on = Översyn gjord den
bulk-inspected-on = Skyltarna kontrollerade den
bulk-inspected-on-hint = Gäller alla skyltar som sitter uppe på platserna. Du står som den som kontrollerade dem.
bulk-next-inspection-on = Nästa kontroll av skyltarna
bulk-preview = Visa vad som ändras
bulk-nothing-chosen = Kryssa för minst en bevakning, eller välj alla
bulk-nothing-wanted = Fyll i något som ska ändras
bulk-future = Dagen har inte varit än
bulk-preview-title = Det här ändras
bulk-preview-lead = { $count ->
    [one] En bevakning ändras. Inget är sparat än.
   *[other] { $count } bevakningar ändras. Inget är sparat än.
}
bulk-unchanged = { $count ->
    [one] En vald bevakning har redan uppgifterna och ändras inte.
   *[other] { $count } valda bevakningar har redan uppgifterna och ändras inte.
}
bulk-signs = { $count ->
    [one] En skylt får ny kontroll.
   *[other] { $count } skyltar får ny kontroll.
}
bulk-field = Uppgift
bulk-from = Nu
bulk-to = Blir
bulk-how-many = Antal bevakningar
bulk-each = Bevakningarna en och en
bulk-nothing-changes = Inget ändras
bulk-nothing-changes-help = De valda bevakningarna har redan de uppgifterna.
bulk-confirm = Ändra nu
bulk-again = Välj andra
bulk-stale = Någon ändrade en av bevakningarna medan du läste. Inget är sparat. Läs igenom igen.
bulk-saved = Bevakningarna är ändrade.
bulk-done-title = Det här ändrades
bulk-done-lead = { $count ->
    [one] En bevakning ändrades { $at }.
   *[other] { $count } bevakningar ändrades { $at }.
}
bulk-done-signs = { $count ->
    [one] En skylt fick ny kontroll.
   *[other] { $count } skyltar fick ny kontroll.
}
bulk-was = Före
bulk-became = Efter
bulk-undo = Ångra
bulk-undo-lead = { $count ->
    [one] Bevakningen får sina tidigare uppgifter igen. Det blir en ny ändring i historiken.
   *[other] { $count } bevakningar får sina tidigare uppgifter igen. Det blir en ny ändring i historiken.
}
bulk-undo-left = De här har ändrats sedan dess och ångras inte
bulk-undo-left-site = Bevakningen har ändrats sedan dess.
bulk-undo-left-sign = Skylten vid { $entrance } har ändrats sedan dess.
bulk-undo-left-a-sign = En skylt har ändrats sedan dess.
bulk-undo-back = { $count ->
    [one] En bevakning har sina tidigare uppgifter.
   *[other] { $count } bevakningar har sina tidigare uppgifter.
}
bulk-undo-row-back = Har sina tidigare uppgifter.
bulk-undo-too-late = Det finns inget att ångra: allt har ändrats sedan dess. Inget är sparat.
bulk-undone = Ändringen är ångrad.

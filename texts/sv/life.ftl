# Bevakningens tidslinje.

life-title = Tidslinje
life-shown = Den streckade linjen är den dag som sidan visar, { $day }.
life-list = Visa som lista; varje dag leder till bevakningen som den var då
life-use = I drift
life-permit = Beslut
life-assessment = Bedömning
life-inspection = Skyltkontroll
life-evidence = Gallringskontroll
life-disclosure = Utlämnande
life-change = Ändring

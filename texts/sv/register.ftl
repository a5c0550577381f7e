# Pages that every noun has.

register-twice = Det här är redan registrerat med exakt samma uppgifter.
register-name-taken = Namnet är upptaget. Välj ett annat.
unit-hours = timmar
unit-degrees = grader
unit-metres = meter

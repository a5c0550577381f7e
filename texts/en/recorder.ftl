# Recorders.

recorder-list-title = Recorders
recorder-lead = Where footage is stored, and who runs it.
recorder-none = No recorders are registered
recorder-new = Register a recorder
recorder-edit = Change { $name }
recorder-name = Name
recorder-name-hint = For example NVR Hedeskolan
recorder-kind = Kind
recorder-unit = Unit
recorder-location = Where is footage stored?
recorder-operator = Who runs it?
recorder-outside-operator = Is it someone outside the kommun?
recorder-outside-operator-why = Then a processor agreement is needed (article 28 of the GDPR).
recorder-configured-hours = Storage time that is set
recorder-configured-hours-why = A setting is a claim and no proof that footage is gone.
recorder-automatic-deletion = Is footage deleted by itself?
recorder-note = Note

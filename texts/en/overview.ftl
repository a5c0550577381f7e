# The start page.

overview-standing = Where things stand
overview-empty-heading = The register is empty
overview-empty = Begin by reading the list of cameras that you already have, or register a first site by hand. Nothing counts as answered until someone has answered.
overview-became-red = New breaches
overview-nothing-red = No new breaches.
overview-all-red = All sites in breach
overview-health = Log and reminders
overview-nothing-known = Nothing has run yet.
overview-due = What falls due in the next 90 days
overview-nothing-due = Nothing falls due in the next 90 days.
overview-units = Distribution per unit
overview-unit = Unit
overview-distribution = Distribution
overview-disclose = Record a disclosure
overview-import = Read a list

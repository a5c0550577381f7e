# The start page.

overview-standing = Where things stand
overview-empty-heading = The register is empty
overview-empty = Begin by reading the list of cameras that you already have, or register a first site by hand. Nothing counts as answered until someone has answered.
overview-due = What falls due in the next 90 days
overview-nothing-due = Nothing falls due in the next 90 days.
overview-units = Distribution per unit
overview-unit = Unit
overview-distribution = Distribution
overview-disclose = Record a disclosure
overview-import = Read a list
overview-register = Register a site
overview-no-unit = Without a unit
overview-breaches = Sites in breach
overview-no-breaches = No site is in breach.
overview-all-breaches = All in breach
overview-disclosures = Latest disclosures
overview-no-disclosures = Nothing has been disclosed yet.
overview-all-disclosures = All disclosures
overview-breach-count = { $count ->
    [one] One breach
   *[other] { $count } breaches
}
overview-more-sites = and { $count } more

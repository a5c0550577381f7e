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
overview-all-breaches = All in breach
overview-disclosures = Latest disclosures
overview-no-disclosures = Nothing has been disclosed yet.
overview-all-disclosures = All disclosures
overview-breach-count = { $count ->
    [one] One breach
   *[other] { $count } breaches
}
overview-more-sites = and { $count } more

overview-red = Became red
overview-red-since = Since you signed in the time before, { $at }.
overview-red-first = You have not signed in here before. These are the latest.
overview-no-red = No site has become red.
overview-tasks = Your tasks
overview-no-tasks = Nothing waits for you.
overview-all-tasks = All reminders
overview-own = Your sites
overview-no-own = There is no site in your units.
overview-own-count = { $sites } sites, { $breaches } with breaches
overview-still-right = { $count ->
    [one] One site. Are the particulars still right?
   *[other] { $count } sites. Are the particulars still right?
}
overview-assessments = Assessments under way
overview-no-assessments = No assessment waits.
overview-waits-for-advice = waits for the advice of the data protection officer
overview-waits-for-decision = waits for a decision
overview-is-written = is being written
overview-cases = Open cases
overview-no-cases = No case has been begun.
overview-copies = Copies that are out
overview-health = Log and scheduler
overview-no-health = Nothing is known yet.
overview-log-intact = The log is untouched
overview-log-tampered = The log was changed afterwards
overview-log-unknown = The log has not been verified
overview-jobs-fine = The scheduler runs as it should

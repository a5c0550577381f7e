# Auditors for a time.

auditor-title = Auditors
auditor-list-lead = Auditors from outside, such as IMY or the kommunrevision. They read and change nothing, and everything that they read is written down. When the time is over they come in no more.
auditor-none = Nobody is invited
auditor-new = Invite an auditor
auditor-lead = Afterwards a link is shown that you send to the auditor, who chooses a password with it.
auditor-invite = Invite
auditor-name = Name
auditor-email = E-mail address
auditor-until = Until
auditor-until-hint = The last day. A year at the most.
auditor-until-wrong = Choose a day from today on and { $last } at the latest
auditor-unit = Which disclosures?
auditor-unit-hint = The register of surveillance is read as a whole. Disclosures are read in the whole kommun or in one unit only.
auditor-by = Invited by
auditor-read = Has read
auditor-read-all = Show all
auditor-state = State
auditor-over = The time is over
auditor-end = End now
auditor-ended = The auditor comes in no more
auditor-gone = Has no role any more
auditor-over-for-you = The time of your review is over. Ask the data protection officer of the kommun.
permission-bjuda-in-granskare = Invite auditors

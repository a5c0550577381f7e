# Auditors for a time.

auditor-title = Auditors
auditor-list-lead = Auditors from outside, such as IMY or the kommunrevision. They read and change nothing, and everything that they read is written down. When the time is over they come in no more.
auditor-none = Nobody is invited
auditor-new = Invite an auditor
auditor-lead = The auditor gets a link by mail and chooses a password with it. If your Objektiv sends no mail, the link is shown afterwards, and you give it to the auditor.
auditor-invite = Invite
auditor-name = Name
auditor-email = E-mail address
auditor-until = Until
auditor-until-hint = The last day. A year at the most.
auditor-until-wrong = Choose a day from today on and { $last } at the latest
auditor-unit = What is to be audited?
auditor-unit-hint = The auditor sees sites, disclosures and everything else where you choose, also what is marked as secret, and nothing else of the register. The log is one for all.
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

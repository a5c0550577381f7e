# History: what was changed, by whom and when.

history-title = History
history-site-lead = Every change to the site and what belongs to it, the latest first. Every change has an entry in the log.
history-kommun-lead = Every change to people, roles, units, controllers, recorders and the kommun's settings, the latest first. Every change has an entry in the log.
history-none = Nothing has been changed yet.
history-created = was registered
history-changed = was changed
history-entry = Entry { $idx } in the log.
history-undoes = Takes back the change in entry { $idx }.
history-signed = Signed
history-advised = The data protection officer gave advice
history-confirmed = Confirmed
history-lead = Who has changed what, and when.

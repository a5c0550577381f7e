# Personal data breaches.

incident-new = Record a personal data breach
incident-edit = Change { $name }
incident-name = Personal data breach { $day }
incident-discovered-at = Discovered
incident-what = What happened?
incident-what-hint = For example that a USB stick with footage is lost. Write no personal identity numbers.
incident-risk = Can it be a risk to anyone?
incident-risk-why = If a risk is unlikely the breach need not be reported, but it is to be documented (GDPR article 33).
incident-reported-at = Reported to IMY
incident-report-reference = Reference of the report
incident-delay-reasons = Why was the report later than 72 hours?
incident-people-informed-on = The people concerned were told
incident-measures = Measures
incident-note = Note
incident-in-the-future = The time has not been yet. Check the date and the time.
incident-reported-before = It cannot have been reported before it was discovered

# Access requests (article 15).

access-request-new = Record an access request
access-request-edit = Change { $name }
access-request-name = Access request { $day }
access-request-received-on = Received
access-request-dnr = Registration number
access-request-what = Which footage is it about?
access-request-what-hint = Place, day and time. Who asks stands in the case.
access-request-extension-told-on = Told that it takes longer
access-request-extension-told-on-why = If the request is complex the time can be extended by two months, if the person is told so and why within a month (GDPR article 12.3).
access-request-answered-on = Answered
access-request-answer = What was the answer?
access-request-note = Note
access-request-before = It cannot have happened before the request came

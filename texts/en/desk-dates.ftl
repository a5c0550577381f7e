# What falls due at the disclosure desk.

alert-eget-datum = A date that you watch
alert-tillgang = A request for access is to be answered
alert-begaran-vantar = Somebody waits for an answer
alert-utkast = A draft is removed soon
alert-beslut = A written decision has been asked for
alert-delgivning = Service is not recorded
alert-overklagande = The window of appeal ends
alert-kopior = Copies are out
alert-over = Done.
desk-own-date-why = The date is { $day }. Sign in and open to see what it is about.
desk-draft = draft of { $day }
desk-access-why = The answer is due { $day } (GDPR article 12.3). If it cannot be given by then: tell the person why, and it may take two months more.
desk-public-why = A request for a public record is to be answered at once or as soon as possible (TF 2:15), and copies are given without delay (TF 2:16). The law gives no number of days; we remind after two.
desk-draft-why = Nobody has saved the draft for a long time. What is typed is removed { $day } unless somebody saves it again. What is in the log stays there.
desk-decision-why = Whoever was refused has asked for a written decision (OSL 6:3), and none is recorded as written.
desk-service-why = It is not recorded when the decision was served. The three weeks to appeal count from that day (FL 44 §). Record it by a correction.
desk-appeal-why = The last day to appeal is { $day }. An appeal is handed in to you and sent on to the administrative court of appeal.
desk-copies-why = { $count ->
    [one] One copy on a loose medium that left in that month has no record of what became of it.
   *[other] { $count } copies on loose media that left in that month have no record of what became of them.
}

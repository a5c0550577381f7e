# The steps at the desk, each with an entry in the log.

step-list = The steps in the log
step-entry = entry { $idx }
step-instead = replaced by entry { $idx }
step-waiting = Requests without a decision
step-waiting-days = { $count ->
    [0] came in today,
    [one] has waited for { $count } day,
   *[other] has waited for { $count } days,
}
step-go-on = Go on
step-end = End without a decision
step-personnummer = This looks like a personal identity number. The step is written in the log when you go on, so remove it unless it is clearly justified.
withdrawal-title = End the request without a decision
withdrawal-intro = The request came in { $at } and concerns { $site }. It is in the log. Write why it ends without a decision. A draft that is left is removed.
withdrawal-reason = Why does it end without a decision?
withdrawal-reason-hint = For example that the request was taken back or passed on to somebody else. If somebody is to be refused, that is a decision to refuse.
withdrawal-submit = End the request
withdrawal-recorded = The request has ended, and the log says so
desk-act-begaran-avslutad = Ended a request without a decision
receipt-field-steps = The steps in the log
receipt-part-request = request, entry
receipt-form-zip = as a zip
receipt-form-tlog-proof = as one file

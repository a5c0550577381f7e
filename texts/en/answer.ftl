# Answers to notices, how the kommun wants to be told, and what goes on to the manager.

answer-title = Answer the reminder
answer-link = Answer
answer-reason = Why does it wait?
answer-reason-hint = The answer is shown to everybody who was reminded and stays in the history
answer-until = When will it be done?
answer-until-hint = Until that day nobody hears more of this step. The next step reminds all the same, and the last day always.
answer-until-past = Choose a day ahead
answer-until-late = The last day is { $day }. Choose a day that is not later.
answer-until-short = Until { $day }.
answer-given = { $by } answered { $day }:
answer-silent = The answer is saved. The reminder is silent for that long.
answer-kept = The answer is saved. The breach stays on the page of the site until it is mended.
escalated-on = The manager of the unit was told { $day }.

notice-rule-title = When reminders come
notice-rule-lead = A reminder comes 180, 90, 30 and 7 days before the last day and on the day, unless the rule says otherwise. A breach that nobody has answered goes on to the manager of the unit after 14 days. The kommun can decide otherwise.
notice-rule-none = Nothing else is decided
notice-rule-none-help = Reminders come as is said above.
notice-rule-new = Decide when reminders come
notice-rule-all = Every rule
notice-rule-policy = Which rule?
notice-rule-policy-hint = Leave empty for every rule
notice-rule-steps = How many days before?
notice-rule-steps-hint = For example 90, 30, 7. The day itself is always one. Leave empty for the rule’s own steps.
notice-rule-steps-unread = “{ $typed }” cannot be read. Write days with commas between, for example 90, 30, 7.
notice-rule-escalate-after-days = After how many days without an answer is the manager of the unit told?
notice-rule-escalate-after-days-hint = For breaches. 0 means never. Leave empty to change nothing.
notice-rule-reason = Why?
notice-rule-steps-are = { $steps } days before.
notice-rule-escalates = { $count ->
    [one] The manager of the unit is told after one day without an answer.
   *[other] The manager of the unit is told after { $count } days without an answer.
}
notice-rule-never-escalates = Never goes on to the manager of the unit.
notice-rule-as-it-is = As the rule has it.

unanswered-subject = { $count ->
    [one] One breach waits for an answer
   *[other] { $count } breaches wait for an answer
}
unanswered-lead = Those who see to the camera surveillance of { $unit } have been reminded of this, and nobody has answered:
unanswered-why = You get this mail because you are the manager of { $unit } in the register of camera surveillance of { $kommun }. Each breach is sent once. The mail cannot be answered.

# Reminders: list, mail, and the page of the timetable.

reminder-title = Reminders
reminder-lead = What falls due, or has, at the sites you are responsible for. Each step towards a deadline gives one reminder.
reminder-which = Which reminders are shown
reminder-waiting = Unread
reminder-all = All
reminder-read-all = Mark all as read
reminder-read-one = Mark as read
reminder-empty = Nothing is waiting for you
reminder-empty-help = When something nears its deadline, or when footage is kept too long, it is shown here.
reminder-none = No reminders have been sent
reminder-read = Read
reminder-made = Made { $day }.
reminder-late = Should have come { $day }, but the service was down.
reminder-timetable-link = How the timetable fares

notice-days-left = { $count ->
    [one] One day left
   *[other] { $count } days left
}
notice-today = Today is the last day
notice-overdue = { $count ->
    [one] One day late
   *[other] { $count } days late
}
notice-since = In breach since { $day }
notice-mended = Mended
notice-replaced = Replaced by a later reminder
notice-all-read = All reminders are marked as read

mail-subject = { $count ->
    [one] One reminder from Objektiv
   *[other] { $count } reminders from Objektiv
}
mail-greeting = Hello { $person }!
mail-lead = This needs to be done at sites you are responsible for:
mail-do = What to do:
mail-open = Open in Objektiv
mail-more = { $count ->
    [one] One more reminder is in Objektiv.
   *[other] { $count } more reminders are in Objektiv.
}
mail-all = All your reminders
mail-why = You get this mail because you have a role in the register of camera surveillance of { $kommun }. Each step is sent once. The mail cannot be answered.

timetable-title = Timetable
timetable-lead = How the automatic jobs fare. Times are Swedish time.
timetable-jobs = Jobs
timetable-job = Job
timetable-condition = Condition
timetable-last = Last run
timetable-next = Next run
timetable-runs = The latest runs
timetable-started = Began
timetable-count = Count
timetable-missed = Days missed
timetable-message = Reason
timetable-never = Has not run
timetable-not-planned = None
timetable-no-runs = Nothing has run yet
timetable-no-runs-help = The timetable begins as soon as the service has started. If this page is empty after half an hour, check that not every replica is started with --no-scheduler.
timetable-run-now = Run now
timetable-asked = The job runs shortly. Load the page again to see how it went.
timetable-asked-by = (asked for by { $by })
timetable-wish = { $by } asked for a run { $at }. It begins within a minute.
timetable-mail-off = No mail is sent
timetable-mail-off-help = No mail server is set. Reminders are in Objektiv only. Whoever runs the server sets it with --smtp or OBJEKTIV_SMTP.

job-inspelare = Questions to the recorders
job-status = Judging every site
job-paminnelser = Reminders
job-epost = Mail
job-kontrollpunkt = Checkpoint of the day
job-webhookar = Webhooks
job-rensning = Clean-up
job-granskning = Verification of the log
run-outcome-pagar = Running
run-outcome-klar = Done
run-outcome-delvis = Partly done
run-outcome-misslyckades = Failed
run-outcome-avbruten = Interrupted
job-condition-fungerar = Works
job-condition-vantar = Has not run yet
job-condition-misslyckas = Failed last time
job-condition-tyst = Has not been heard of
job-condition-avstangd = Not set up

feed-title = Calendar
feed-lead = What you have been reminded of can stand in your own calendar, in Outlook, Thunderbird or your telephone, on the day it falls due. Subscribe to an address that is yours alone.
feed-address = Your address
feed-once = Copy the address now. It is shown only here.
feed-made = You have had an address since { $at }. It is not shown again: change it if you have lost it.
feed-secret = Whoever has the address can read your reminders without signing in. Do not give it to anyone. If it is lost: change it, and the old one stops working.
feed-create = Make an address
feed-replace = Change the address
feed-revoke = Remove the address
feed-revoked = The address has been removed. The calendar is no longer updated.
feed-name = Camera surveillance, { $kommun }

alarm-subject = The log is not right – { $kommun }
alarm-lead = Last night's verification of the log { $log } shows that it is not as it was written:
alarm-line = Entry { $idx }: { $words }
alarm-do = Change nothing in the database. Keep a copy of it and of the signer's folder, and compare with the latest backup and with checkpoints outside the house. Decide whether it is a personal data breach. This mail comes every night until the log is right.
alarm-why = You get this mail because you are the data protection officer of { $kommun }. It cannot be replied to.

alert-inspelare = The recorder does not answer as it should
alert-webhook = The webhook is switched off
alert-since = Since { $day }.
alert-mended = Works again.
alert-open = Open

mail-secret = { $count ->
    [one] One matter is about a secret site. Sign in to read it.
   *[other] { $count } matters are about secret sites. Sign in to read them.
}

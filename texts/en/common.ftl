# Texts that every page has, and words that many pages share.

skip-link = Skip to the content
other-language = Svenska
sign-out = Sign out
nav-label = Main menu
nav-overview = Overview
nav-sites = Sites
nav-disclosures = Disclosures
nav-ledger = Log
nav-reminders = Reminders
nav-import = Import
nav-rules = Rules
nav-administration = Administration
nav-waiting = waiting
as-of-banner = This is how things were on { $day }, by what is recorded today.
as-of-banner-ahead = This is how things will be on { $day }, by what is recorded today.
as-of-banner-then = This is how the register looked at the end of { $day }.
as-of-today = Show today
frozen-banner = The clock stands still at { $instant }. This is a demonstration or a test.
accessibility-link = Accessibility statement
about-link = About the service
printed = Printed { $instant }
printed-by = Printed { $instant } by { $person }
breadcrumb = You are here
pages = Pages
pages-first = From the start
pages-next = Next page
notice-title = Done

yes = Yes
no = No
not-answered = Not answered
not-stated = Not stated
number = { $value }

status-ok = Met
status-partly = Partly or soon
status-no = In breach
status-unknown = Cannot be judged

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

error-title-prefix = Error:
error-summary-title = There is something to correct
error-visually = Error:
error-reference = Mention this if you contact the administrator:
error-home = To the overview

error-400-title = The server did not understand what was sent
error-400 = Go back, reload the page and try again. If it happens again, contact the administrator.
error-403-title = You do not have permission
error-403 = Your role may not see or do this. The administrator can change your roles.
error-404-title = There is no such page
error-404 = The address may be misspelt, or what you looked for is not in your kommun's register.
error-409-title = Someone else has changed this meanwhile
error-409 = Someone else changed the record after you opened the page. Open it again and redo your change.
error-413-title = What was sent is too large
error-413 = Divide it into smaller parts and try again.
error-415-title = The format cannot be read
error-415 = What was sent has a format that this page does not take.
error-429-title = Too many attempts
error-429 = Wait a while and try again.
error-500-title = Something went wrong on our side
error-500 = Nothing has been saved. Try again in a while. If the error remains, contact the administrator.
error-503-title = The service is busy
error-503 = Try again in a while.

save = Save
cancel = Cancel
required = (required)
none-of-these = None of these
not-answered-yet = Not answered yet
choose = Choose
why-we-ask = Why do we ask?
date-hint = For example 2026‑11‑22
instant-date = Date
instant-time = Time
instant-summer = The first, summer time
instant-winter = The second, winter time
instant-twice = The hour from 2 to 3 occurs twice that night. Which is meant?

form-required = Fill in the answer
form-choose = Choose one of the alternatives
form-choice = Choose one of the alternatives in the list
form-too-long = At most { $longest } characters fit. Now there are { $length }.
form-date = “{ $typed }” cannot be read as a date. Write for example 2026‑11‑22.
form-date-none = The day “{ $typed }” is not in the calendar. Check the day and the month.
form-date-year = Check the year
form-time = “{ $typed }” cannot be read as a time. Write for example 14.05.
form-time-never = There is no such time that day: the clock is set forward to summer time.
form-time-twice = That time occurs twice that night. Choose which is meant.
form-instant-both = Fill in both date and time
form-number = “{ $typed }” is not a whole number from { $from } to { $to }
form-none-and-some = “None of these” does not go with the other choices

session-lasts = You are signed in for 12 hours from when you last opened a page, but for a day at the most. If you do not get to send the form, what you have typed is still there when you have signed in again.
unsent-title = What you typed is still there
unsent-lead = You were no longer signed in when you sent the form. Nothing has been saved yet. Go back to the form, look it through and save.
unsent-back = Back to the form
unsent-discard = Throw away what I typed
unsent-look = Look through what you typed before you were signed out, and save once more

# Forms that are filled in where the connection drops.
typed-sending = Sending …
typed-offline = No connection. All that you have filled in stays in this browser for seven days. Try again when you are connected.
typed-kept = What you filled in earlier is still here. Check it and save.

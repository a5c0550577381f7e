# Signing in and choosing a password.

sign-in-title = Sign in
sign-in-submit = Sign in
sign-in-email = E-mail address
sign-in-password = Password
sign-in-password-hint = Have you forgotten it? Ask the kommun’s administrator for a link, and choose a new one.
sign-in-wrong = The e-mail address and the password do not belong together. Check both.

founding-title = Welcome to Objektiv
founding-lead = Here you create the register of the kommun and your own account as administrator. The link works once.
founding-submit = Create the register
founding-section-kommun = The kommun
founding-section-person = You, the administrator
founding-kommun = Name of the kommun
founding-kommun-hint = For example Ekebro kommun
founding-log-origin = Name of the log
founding-log-origin-hint = An address that the kommun controls, for example kamera.ekebro.se/utlamnande. It can never be changed.
founding-log-origin-why = The name stands in every entry of the log, so that a receipt can never be taken for another kommun's.
founding-log-origin-form = Write an address without spaces, for example kamera.ekebro.se/utlamnande
founding-dpo-contact = How is the data protection officer reached?
founding-dpo-contact-hint = Telephone or e-mail. It stands on signs.
founding-name = Your name
founding-email = Your e-mail address
founding-password = Password
founding-password-hint = At least 12 characters. A sentence is fine.

new-password-title = Choose a password
new-password-lead = The link works once.
new-password-submit = Save and sign in
new-password-password = Password
new-password-password-hint = At least 12 characters. A sentence is fine.

form-email = Write the e-mail address as name@kommunen.se
form-password-short = The password needs at least { $shortest } characters
form-password-long = The password is too long

error-link-title = The link cannot be used
error-link = A link to choose a password is valid for 48 hours and can be used once. If you have chosen a password already, sign in with it. Otherwise ask whoever gave you the link for a new one.
error-day-title = There is no such day
error-day = The day that you asked about is not in the calendar or cannot be read. Go back and write it as 2025-03-31.
error-cross-origin = What was sent came from another website. Open the page here and try again.

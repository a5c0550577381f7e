# One's own account and the second factor.

own-title = My account
own-password = Password
own-password-change = Change the password
own-password-lead = After the change you are signed out everywhere but here.
own-password-old = The password that you have now
own-password-password = New password
own-password-password-hint = At least 12 characters. A sentence is fine.
own-password-wrong = That is not your password
own-password-changed = The password is changed
own-second-there = In use
own-second-none = Not in use
own-second-manage = Manage
own-sessions = You are signed in here
own-sessions-lead = If you do not recognise one: end it, and change your password.
own-session-at = Since
own-session-from = From address
own-session-agent = Browser
own-session-end = End
own-session-this = The one you use now
own-sessions-end = End all others
own-session-ended = The session is ended

second-title = Second factor
second-lead = With a code from an app in your phone it is not enough that somebody gets at your password.
second-required = Your kommun demands a second factor for your role. Before it is there nothing else opens.
second-begin = Begin
second-scan = Open an app for one-time codes in your phone and let it read the square.
second-square = A square that the app reads. The same secret stands below as text.
second-type = Does it not work? Type the secret into the app:
second-code = Code
second-code-hint = The six digits in the app right now. Without the phone: one of the spare codes.
second-confirm = Confirm
second-go-on = Sign in
second-wrong = The code is not right. Check that the clock of the phone is right, and wait for the next code if you just used this one.
second-there = The app in your phone is your second factor.
second-codes-left =
    { $count ->
        [one] One spare code is left.
       *[other] { $count } spare codes are left.
    }
second-remove-title = Remove it, for example to change phones
second-remove = Remove
second-removed = The second factor is removed
second-codes-title = Your spare codes
second-codes-lead = Print them or write them down now: they are shown here only. Each works once, when you do not have the phone.
second-codes-done = I have them
second-ask-title = Type the code
second-ask-lead = The password is right. Now the code from the app in your phone is needed.

account-drop-factor = Second factor
account-drop-factor-yes = Remove it, so that the person can get a new one
form-password-weak = The password is too easily guessed. Take a sentence that only you know, without your name and the kommun's.

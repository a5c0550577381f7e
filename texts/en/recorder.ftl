# Recorders.

recorder-list-title = Recorders
recorder-lead = Where footage is stored, and who runs it.
recorder-none = No recorders are registered
recorder-new = Register a recorder
recorder-edit = Change { $name }
recorder-name = Name
recorder-name-hint = For example NVR Hedeskolan
recorder-kind = Kind
recorder-unit = Unit
recorder-location = Where is footage stored?
recorder-operator = Who runs it?
recorder-outside-operator = Is it someone outside the kommun?
recorder-outside-operator-why = Then a processor agreement is needed (article 28 of the GDPR).
recorder-configured-hours = Storage time that is set
recorder-configured-hours-why = A setting is a claim and no proof that footage is gone.
recorder-automatic-deletion = Is footage deleted by itself?
recorder-note = Note
recorder-check-key = Key for checks
recorder-check-key-hint = The line that “objektiv recorder enrol” prints at the recorder
recorder-check-key-unreadable = That is no key. Copy the whole line that “objektiv recorder enrol” printed.
recorder-check-key-taken = Another recorder has that key already. Each recorder has its own.
recorder-deletion = Is the footage gone?
recorder-deletion-lead = The colour follows the rules on deletion. The tolerance for the recorder’s own cleaning is { $tolerance }. A setting never shows that anything is gone, and an index is the system’s own word.
recorder-no-sites = No site has cameras on the recorder
recorder-no-sites-help = Name the recorder at the cameras, and the storage periods of their sites are shown here.
recorder-limit = Storage period: { $limit }.
recorder-no-limit = No storage period is recorded.
recorder-not-checked = Nothing has been checked.
recorder-by-hand = confirmed by hand by { $name }
recorder-seen = What was seen
recorder-oldest = Oldest footage from { $at }.
recorder-nothing-seen = No footage.
recorder-incomplete = Not everything could be read, so there may be older footage.
recorder-due = Should have been gone
recorder-late-hours = { $count ->
    [one] One hour too late at the check
   *[other] { $count } hours too late at the check
 }
recorder-late-days = { $count ->
    [one] One day too late at the check
   *[other] { $count } days too late at the check
 }
recorder-who = Can act
recorder-confirm = Confirm by hand
recorder-more-sites = { $count ->
    [one] One more site has cameras on the recorder.
   *[other] { $count } more sites have cameras on the recorder.
 }
recorder-checks = Checks
recorder-no-checks = No check of the recorder has been read in.
recorder-check-limit = Compared with { $limit }.
recorder-clock-skew = The recorder’s clock was { $count } seconds ahead of ours.
checks-more = Show { $count } older checks
recorder-hand-checks = Confirmed by hand
recorder-about = About the recorder
recorder-access = Connection
recorder-access-lead = Use an account that may only read. The password is encrypted and never shown again.
recorder-access-system = System
recorder-access-address = Address
recorder-access-address-hint = ZoneMinder: https://kamera.ekebro.internal/zm. ONVIF and Axis: the host alone, for example https://nvr.ekebro.internal
recorder-access-user = User
recorder-access-password = Password
recorder-access-password-hint = Leave it empty to keep the one that is there
recorder-access-password-needed = Fill in the password. A stored password is never sent to a new address.
recorder-ask = Ask the recorder now
recorder-token = Sending key
recorder-token-make = Make a new sending key
recorder-token-once = It is shown only now. Save it in a file at the recorder and name the file with --token when a check is to be sent here. An earlier sending key no longer works.
recorder-token-done = Back to the recorder
recorder-token-unknown = The sending key is unknown. Make a new one on the page of the recorder.
recorder-access-fingerprint = Fingerprint of the certificate
recorder-access-fingerprint-hint = Only if the recorder has a certificate that it made itself. SHA-256, for example from openssl x509 -fingerprint -sha256. Then exactly that certificate is trusted and no other.
recorder-access-fingerprint-form = Write 64 hexadecimal digits, and an address that begins with https.
recorder-checks-secret = The checks are not shown to you: the recorder keeps footage of cameras whose details are secret.

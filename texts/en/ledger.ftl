# The log.

ledger-lead = Every disclosure and every change in the register has an entry in the log. The log is tamper-evident: it keeps nobody from changing the database, but a change shows.
ledger-origin = Name of the log
ledger-size = Number of entries
ledger-verify = Verify the whole log now
ledger-intact = The log is whole
ledger-broken = The log is not as it was written
ledger-first-bad = The first entry that does not agree is entry { $idx }.
ledger-question = Question
ledger-detail = Answer
ledger-ok = Agrees
ledger-tampered = Does not agree
ledger-not-checked = Not checked
ledger-level-0 = Are the files the released ones?
ledger-level-1 = Does the release stand in the signed log?
ledger-level-2 = Is the log whole?
ledger-level-3 = Is it the same log as before?
ledger-level-4 = When was it written, and who else saw it?
ledger-level-5 = Do the register and the log say the same?
ledger-root = Root of the log:
ledger-entries = Entries
ledger-entry = Entry
ledger-at = Written
ledger-kind = Kind
ledger-leaf = Checksum
ledger-unreadable = Cannot be read

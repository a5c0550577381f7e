# The log.

ledger-lead = Every disclosure and every change in the register has an entry in the log. The log is tamper-evident: it keeps nobody from changing the database, but a change shows.
ledger-origin = Name of the log
ledger-size = Number of entries
ledger-verify = Verify the whole log now
ledger-intact = The log is whole
ledger-broken = The log is not as it was written
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
ledger-hindered = The verification could not be made
ledger-first-bad = The first entry that is not right is entry { $idx }.
ledger-first-bad-head = First entry
ledger-what-to-do = Change nothing in the database. Keep a copy of it and of the signer's folder, take out the latest backup and the checkpoints that are outside the house, and compare. The data protection officer decides whether it is a personal data breach.
ledger-signed = Signed
ledger-signed-to = Up to { $size } entries, with key { $key }
ledger-unsigned = The log cannot be signed now
ledger-waiting = { $count ->
    [one] One entry waits for the next signature, which is made at the next release or tonight.
   *[other] { $count } entries wait for the next signature, which is made at the next release or tonight.
}
ledger-keys = Published key
ledger-verification = Verification
ledger-under-way = Verification under way: { $checked } of { $size } entries are read. You may leave the page; the answer will be here.
ledger-progress = How far the verification has come
ledger-look-again = Show how far it has come
ledger-verified-at-night = Verified { $at } by the scheduler.
ledger-verified-by = Verified { $at }, asked for by { $by }.
ledger-entries-read = { $count ->
    [one] One entry is read.
   *[other] { $count } entries are read.
}
ledger-never-verified = The log has not been verified yet. The scheduler does so every night.
ledger-level-0-none = Done by whoever has the files, with the receipt.
ledger-level-1-none = Done by whoever has the receipt.
ledger-level-2-ok = Every entry is read anew. Order, chain, tree and signatures are right.
ledger-level-3-ok = The log continues what the signer signed last. The signer's memory is outside the database.
ledger-level-3-none = The signer's memory is not here to compare with.
ledger-level-4-ok = No entry has a time that somebody outside contradicts, and every attestation is still there. The log was seen by (number of entries):
ledger-level-4-none = Shown by time stamps and witnesses outside the house, and there is none here yet that is trusted.
ledger-level-5-ok = Every release, correction, delivery and change in the register says what its entry says.
ledger-level-5-none = The register was not compared.
ledger-level-means-edited = Somebody has rewritten the entry in the database.
ledger-level-means-missing = Somebody has removed the entry from the database.
ledger-level-means-reordered = Entries have changed places in the database.
ledger-level-means-cut-tail = The latest entries are removed. It can also be a restore that was broken off.
ledger-level-means-rewritten = The log has been rebuilt from that entry on.
ledger-level-means-rollback = What was signed later is gone. Most often an older backup was put back.
ledger-level-means-fork = The log is another than the one that was signed: it was exchanged or rebuilt.
ledger-level-means-payload-edited = What belongs to the entry is exchanged.
ledger-level-means-payload-missing = What belongs to the entry is removed without a decision to erase.
ledger-level-means-not-erased = An erasure is not carried out, or an older copy was put back. Erase again.
ledger-level-means-case-edited = Somebody has changed the register past Objektiv. The entry shows what it said.
ledger-level-means-case-missing = Somebody has removed the record from the register. The entry shows that it was there.
ledger-level-means-unlogged-case = Somebody has put the record into the register past Objektiv.
ledger-fields = Fields that belong to the entries
ledger-field = Field
ledger-field-state = What became of it
ledger-field-gone-in = Entry { $idx } tells of the erasure
ledger-field-of = entry { $idx }
ledger-fields-more = { $count ->
    [one] One more is not shown here. It stands in objektiv log verify --format json.
   *[other] { $count } more are not shown here. The first thousand stand in objektiv log verify --format json.
}
ledger-no-fields = The entry has no fields.
ledger-entry-fields = Fields that belong to the entry
ledger-entry-title = Entry { $idx }
ledger-entry-lead = The entry itself shows no facts, only their checksums. What became of each field is compared here and now.
ledger-entry-prev = Checksum of the entry before
ledger-entry-bytes = The entry, character by character
ledger-entry-bytes-help = The checksum is SHA-256 of one byte of the value zero followed by these characters.
ledger-entry-edited = The entry is not as it was written. Verify the whole log.
ledger-entry-before = Entry before
ledger-entry-after = Entry after
log-broken-banner = The log is not as it was written.
log-broken-link = See what the verification found

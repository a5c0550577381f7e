# Checks of recorders: what was seen in the store.

check-means-skanning = Reading through the files
check-means-onvif = Question by ONVIF Recording Search (checked against the schema, not yet against a device)
check-means-axis = Question by Axis VAPIX (checked against the documentation, not yet against a device)
check-means-zoneminder = Question to ZoneMinder
check-means-rapport = Report from the system
check-verdict-fine = nothing older than the limit
check-verdict-older = there is older footage
check-verdict-unknown = cannot be judged
check-never-sees-disk = Backups, memory cards, exported clips and storage outside the folder
check-never-sees-index = Files that the system does not list, backups, memory cards and exported clips
check-never-sees-claim = What is really left: a setting is a claim
check-unreadable = { $count ->
    [one] One path could not be read
   *[other] { $count } paths could not be read
 }
check-undated = { $count ->
    [one] One recording has a time that cannot be read
   *[other] { $count } recordings have a time that cannot be read
 }
check-empty-files = { $count ->
    [one] One empty file (0 bytes), not counted as footage
   *[other] { $count } empty files (0 bytes), not counted as footage
 }
check-links = { $count ->
    [one] One symbolic link, not followed
   *[other] { $count } symbolic links, not followed
 }
check-special = { $count ->
    [one] One special file (device, pipe or socket), skipped
   *[other] { $count } special files (devices, pipes and sockets), skipped
 }
check-left-out = { $count ->
    [one] One file with another name than was looked for
   *[other] { $count } files with other names than were looked for
 }
check-oldest = Oldest
check-newest = Newest
check-count = Number
check-bytes = Bytes
check-older = Older than the limit
check-not-seen = The check did not see
check-cli-limit = Limit: { $limit }, with a tolerance of { $tolerance } for the recorder’s own cleaning
check-store = Store
check-stores-missing = Seen at an earlier check but not now: { $names }
check-protected-held = Protected for a hold: { $label }
check-protected-unmatched = Protected in the system although no hold is recorded: { $label }
check-upload = Upload a check
check-upload-lead = Either the file that “objektiv recorder check” wrote at the recorder, signed with the recorder’s own key, or a table from the system: Milestone’s camera report, or camera and oldest recording. The table is the system’s own list.
check-file-check = Check file or report
check-taken = The check has been read in
check-refused-no-check = The file is no check. Choose the file that “objektiv recorder check --out” wrote.
check-refused-no-key = The recorder has no key. Run “objektiv recorder enrol” at the recorder and enter the line that it prints.
check-refused-unknown = The file is signed by “{ $signer }”, which no recorder of the register has as its key. Look at the recorder’s key.
check-refused-other = The file is from another recorder: { $name }. Upload it on the page of that recorder.
check-refused-forged = The signature is not valid: the file was changed after it was written. Fetch it from the recorder again.
check-refused-future = The check says that it was made { $at }, which has not been yet. Set the recorder’s clock and check again.
check-refused-not-newer = The check is from { $sent } and not newer than the last one, from { $last }. An older check never replaces a newer one.
check-file-section-report = If it is a report from the system
check-file-report-taken-at = When was the report taken out?
check-file-report-camera = Heading over the cameras
check-file-report-camera-hint = Leave it empty for Name, Camera and the like
check-file-report-oldest = Heading over the oldest recording
check-file-report-oldest-hint = Leave it empty for MediaDatabaseBegin, Oldest recording and the like
check-file-report-local = Are the times Swedish time?
check-file-report-local-hint = Milestone’s reports have UTC
report-no-columns = The file is neither a check file nor a table of cameras and oldest recordings. State the headings if they are called something else.
report-no-rows = The table has headings but no cameras.

# Import of lists: what could not be read, what was read in another way than it is written, and what is accepted.

import-sheet-not-read = The sheet is not the list of cameras and is not read.
import-hidden-sheet-not-read = The hidden sheet is not the list of cameras and is not read.
import-sheet-not-read-accepted = One sheet is read at a time. Name the sheet if another is meant.
import-encoding = The text is not UTF-8 and was read as { $encoding }. Check that å, ä and ö are right.
import-encoding-accepted = Save as CSV UTF-8 or as xlsx if letters are wrong.

import-column-unknown = The heading is not known, so the column is not read.
import-column-unknown-accepted = Say what the column is, or leave it out.
import-column-unknown-near = Is “{ $near }” meant? Say so, or leave the column out.
import-column-twice = The column is not read, because “{ $first }” is already read as the same thing.
import-column-protected = The column is not read: addresses and serial numbers of equipment do not belong in the register.
import-column-protected-accepted = Keep it in the technical system.
import-column-missing = The column is missing, so it stays empty. Cameras without it: { $rows }.
import-column-missing-accepted = Add a column with the heading “{ $column }”, or fill it in in the register afterwards.

import-row-hidden = The row is hidden in the file. It is read all the same.
import-row-hidden-accepted = Take the row out of the file if the camera should not be there.
import-row-sum = The row is a sum and is not read as a camera.
import-row-heading = The row has a single value and is read as a heading, not as a camera.
import-row-heading-again = The row repeats the headings and is not read as a camera.
import-row-not-a-camera-accepted = A camera needs at least two columns filled in.
import-row-without-place = The row has neither a name of the place nor an address. The camera is not imported.
import-row-without-place-accepted = Write the name or the address of the place.
import-row-joined-by-name = The type of place cannot be read. The camera goes to “{ $site }”, the only place with that name.
import-row-joined-by-address = The name of the place is missing. The camera goes to “{ $site }”, which has the same address and type of place.
import-row-named-by-address = The name of the place is missing. The place is called “{ $address }” for now.
import-row-joined-accepted = Write the name and type of the place if it is another place.

import-cell-error = The cell shows an error and not a value.
import-cell-error-accepted = Mend the formula or write the value.
import-formula-read = The cell is a formula ({ $formula }). The value from when the file was saved is read.
import-formula-without-value = The cell is a formula without a saved value and is not read.
import-formula-accepted = Write the value, or open and save the file in a spreadsheet program.

import-label-missing = The camera has no number. It is given a name for now.
import-label-twice = The number already stands on row { $first }. This camera is imported as “{ $label }”.
import-label-zeros = The number stands as a number and may have lost leading zeros.
import-label-accepted = A number of its own for each camera, written as text: 0042.

import-place-unknown = The type of place is not known.
import-place-near = Is “{ $near }” meant?
import-place-accepted = For example skolgård, skola inomhus, torg, park, parkeringshus, bibliotek or kontor.

import-unit-abbreviation-read = The abbreviation is read as { $name }: the letters agree and both stand for the same place.
import-unit-abbreviation-unknown = It is not clear which unit the abbreviation stands for.
import-units-differ = The rows of “{ $site }” have different units. The site gets none.
import-unit-accepted = The full name of the unit. Abbreviations can be given on the unit in the register.

import-purpose-unspecific = The word does not say what the surveillance is to prevent or detect. It is kept as text.
import-purpose-unknown = The purpose cannot be read.
import-purpose-partly = Part of the purpose cannot be read. The whole text is kept.
import-purpose-accepted = Brott (crime), ordningsstörningar (disorder), olyckor (accidents) or kontroll (inspection), by section 8 of the Camera Surveillance Act.
import-purposes-joined = The rows of “{ $site }” have different purposes. The site gets all of them.

import-hours-unreadable = Days and hours cannot be read. The text is kept as a note on the camera.
import-hours-together = The rows of “{ $site }” have different hours. The site gets { $hours }, which covers them all.
import-hours-not-all-read = The rows of “{ $site }” have different hours, and not all can be read. The site gets none.
import-hours-accepted = For example dygnet runt, mån-fre 20-06 or vardagar 20-06, helg 17-07.

import-not-yes-or-no = The answer cannot be read.
import-not-yes-or-no-accepted = Ja, nej or x.
import-not-recording = It cannot be read whether the camera records.
import-not-recording-accepted = Ja, nej, x or endast live.
import-not-indoor = It cannot be read whether the camera is indoors or outdoors.
import-not-indoor-accepted = Inne or ute.
import-audio-yes = The rows of “{ $site }” have different answers on sound. The site gets yes, because some camera takes up sound.
import-audio-unanswered = Some row of “{ $site }” has no answer on sound. The site is left unanswered.
import-audio-accepted = Ja or nej for each camera.
import-answers-differ = The rows of “{ $site }” have different answers. The site is left unanswered.

import-storage-without-unit = The number { $number } does not say whether it is hours or days.
import-storage-without-unit-accepted = { $number } timmar or { $number } dygn.
import-storage-months = A month is not a fixed number of days. Read as { $days } days, the longest it can be.
import-storage-until-full = That is no storage period: how long pictures remain depends on the disk.
import-storage-unreadable = The storage period cannot be read.
import-storage-unlikely = The storage period is not plausible.
import-storage-accepted = A number of hours, days or weeks, for example 72 timmar or 14 dygn.
import-storage-longest = The rows of “{ $site }” have different storage periods. The site gets the longest, { $days }.
import-storage-not-all-read = The rows of “{ $site }” have different storage periods, and one that could not be read may be the longest. The site gets none.

import-permit-applied = A permit has been applied for but has no number. It is read as an application to the Swedish Authority for Privacy Protection.
import-permit-unknown = The number does not tell which authority decided.
import-permit-date-alone = The date of a permit without a number is not read.
import-permit-two-dates = The permit { $dnr } has different dates on different rows. The first counts.
import-permit-accepted = IMY-2022-1696, DI-2019-4004, 211-32488-2014, sökt or behövs ej.

import-assessment-some = { $with } of { $all } rows of “{ $site }” have an assessment. It is imported unsigned, with the cameras it is for.
import-assessment-accepted = Check whether the assessment covers the whole site before it is signed.

import-sign-accepted = Ja, nej, x or the day on which the sign was put up.
import-sign-some-missing = A sign is missing by { $count } of the rows of “{ $site }”. The site gets one sign, without an entrance.

import-date-only-year = A year or a season is not a date.
import-date-no-such-day = There is no such day, or it is too far away.
import-date-day-or-month = It is not clear which is the day and which is the month.
import-date-unreadable = The date cannot be read.
import-date-serial = The number is a date without its format. Read as { $date }.
import-date-accepted = 2026-11-22, 20261122, 22/11 2026 or 22.11.2026.
import-start-unknown = When the surveillance of “{ $site }” began is not clear: the first day that can be read is { $first }, but a camera without a readable day may be older.

import-status-unknown = The status cannot be read.
import-status-taken-as-in-use = The status of the camera was not read. It counts as in use until someone says otherwise.
import-status-accepted = I drift, planerad, trasig or nedmonterad.
import-removed-when = The camera has been taken down, but “{ $when }” is not a day.
import-removed-when-accepted = Nedmonterad and the day, for example nedmonterad 2025-06-30.
import-kind-unknown = The type of camera is not known.
import-kind-accepted = Fast, PTZ, dome, panorama, kroppsburen or annan.
import-direction-unknown = The direction cannot be read.
import-direction-accepted = Degrees clockwise from north (0–360) or a point of the compass.

import-position-missing = The position is missing.
import-position-accepted = Northing and easting in SWEREF 99, or latitude and longitude: 55.70466 and 13.19321.
import-position-swapped-offer = If north and east should change places: { $offer }.
import-position-zone-accepted = Write the zone in the heading, for example N (SWEREF 99 13 30), or state the zone of the kommun in the register.
import-positions-apart = The cameras of “{ $site }” are up to { $kilometres } km from their middle. The site gets no position.

import-texts-joined = The rows of “{ $site }” say different things. The site gets all of them, in the order of the rows.
import-site-accepted = Write the same on all rows of the site if it is the same.

import-register-differs = The register says “{ $held }”. The register is kept.
import-register-differs-accepted = Change the register if the list is right.
import-camera-elsewhere = The register has the camera at another site. It is not moved.

position-unreadable = It cannot be read as two coordinates.
position-swapped = North and east seem to have changed places.
position-outside-sweden = The position is outside Sweden.
position-zone-unknown = The easting is of a local zone of SWEREF 99, and it is not clear which.
position-ambiguous = Both SWEREF 99 TM and the zone of the kommun give a place in Sweden.
position-rt90 = The coordinates are in RT 90. Convert them to SWEREF 99.

import-column-kameranr = Camera number
import-column-objekt = Name of the place
import-column-fastighetsbeteckning = Property designation
import-column-adress = Address
import-column-placering = Placement of the camera
import-column-typ-av-plats = Type of place
import-column-forvaltning = Unit
import-column-ansvarig = Responsible
import-column-syfte = Purpose
import-column-bevakningstid = Days and hours
import-column-inspelning = Recording
import-column-ljud = Sound
import-column-lagringstid = Storage period
import-column-tillstand-dnr = Permit number
import-column-tillstand-datum = Permit date
import-column-bedomning-datum = Assessment date
import-column-bedomning-dnr = Assessment number
import-column-skylt = Sign
import-column-nord = North or latitude
import-column-ost = East or longitude
import-column-x = X
import-column-y = Y
import-column-position = Position in one column
import-column-driftsatt = Put into use
import-column-avvecklad = Taken down on
import-column-status = Status
import-column-kameratyp = Type of camera
import-column-riktning = Direction
import-column-inomhus = Indoors or outdoors
import-column-allman-plats = Open to the public
import-column-anmarkning = Note
import-column-utelamnas = Not read

# The pages

import-title = Import a list
import-intro = Read the kommun's list of cameras. You see everything that was read, and everything that could not be, before anything is written to the register.
import-list = File with the list
import-list-hint = xlsx, xls, ods or csv. At most 25 MB.
import-mapping = Read the columns as in an earlier list
import-upload = Look at the list
import-preview-title = Look at the list
import-preview-lead = Nothing is written yet.
import-counts = { $new } new, { $changed } changed, { $unchanged } unchanged
import-file = File
import-sheet = Sheet
import-rows = Rows that are cameras
import-row = Row
import-column = Column
import-value = Value
import-problem = What is wrong
import-accepted = What is accepted
import-sites = Sites
import-cameras = Cameras
import-problems = To go through
import-problems-lead = This could not be read, or was read in another way than it stands. The rest is imported, and what could not be read is left empty.
import-problems-file = Save the whole list as a file
import-uploads = Your lists
import-uploads-lead = A list is kept here for a day, and the import goes on when you leave the page.
import-uploaded-at = Uploaded
import-waiting = Waits for you to review it
import-imported = Imported
import-failed = Could not be imported.
import-failed-help = Nothing is written in the register. Try again; if it fails once more, whoever runs the server knows more.
import-begun = The import has begun.
import-so-far = { $done } of { $whole } sites are written.
import-under-way = The list is being imported
import-under-way-lead = You can leave the page. The list is under Import, and everything is written in the register at once when it is ready.
import-problems-more = Show { $count } more
import-problems-left-out = Another { $count } are in the file.
import-no-problems = Everything could be read.
import-nothing-new = Everything in the list is in the register already. There is nothing to import.
import-confirm = Import into the register
import-columns = How the columns are read
import-columns-lead = Change what is not right and read the list again.
import-header-row = Row with the headings
import-zone = Zone of the coordinates
import-zone-by-heading = As in the heading, or the zone of the kommun
import-heading = Heading
import-example = Example
import-read-as = Read as
import-mapping-name = Keep the columns under a name (optional)
import-mapping-name-hint = The next list with the same columns can then be read alike.
import-read-again = Read the list again
import-remove = Remove the file without importing it
import-done-title = The list is imported
import-done-lead = Every imported camera is unconfirmed until someone has confirmed it.
import-to-sites = To the sites
import-no-list = No list was found in the file

import-no-headings = No row has headings that are known. The nearest was row { $row } of the sheet “{ $sheet }”. State the right row and columns. If it is no list of cameras, choose another file.
import-no-headings-text = No row has headings that are known. The nearest was row { $row }. State the right row and columns. If it is no list of cameras, choose another file.
import-no-such-sheet = There is no sheet called “{ $sheet }”, or it does not have that row of headings. Choose another sheet or another row.
import-no-place = No column tells where the cameras are. The name of the place or its address is needed. State which column it is, or choose another file.
import-file-missing = Choose a file
import-file-empty = The file is empty. Save the list in it and try again.
import-file-encrypted = The file is protected by a password. Remove the password in the spreadsheet program and try again.
import-file-not-a-table = The file is not a spreadsheet or a text with columns. Save the list as xlsx or csv.
import-file-broken = The file is damaged. Open it in the spreadsheet program, save it as a new file and try again.
import-file-open-quote = A quotation mark on row { $row } is never closed. Mend it and try again.
import-file-too-many-bytes = The file is larger than { $limit } MB. Divide the list into several files.
import-file-unpacks-to-too-much = The file unpacks to more than { $limit } MB. Save the list as a new file, without pictures.
import-file-too-many-rows = The list has more than { $limit } rows. Divide it into several files.
import-file-too-many-columns = The list has more than { $limit } columns. Remove those that are not needed.
import-file-too-many-cells = The list has more than { $limit } cells. Divide it into several files.
import-file-too-many-sheets = The file has more than { $limit } sheets. Save the sheet with the list as a file of its own.
import-file-cell-too-long = A cell has more than { $limit } characters. Shorten the text.

import-cli-file = { $file }, { $sheet }: { $rows } rows that are cameras
import-cli-problems = To go through: { $count }
import-cli-dry-run = Nothing is written: it was a dry run.

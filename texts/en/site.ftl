# Sites: list, page, form, history.

status = Status
all = All
show = Show
change = Change
saved = Saved
per-day = As of

site-list-title = Sites
site-distribution = Distribution by status
site-filter = Filter the list
site-search = Search by name, address, reference or responsible person
site-empty = There are no sites yet
site-empty-help = Import the camera list of the kommun or register the first site.
site-none-found = No site fits the search
site-clear-filter = Show all
site-new = Register a site
site-edit = Change { $name }
site-disclose = Record a disclosure
site-findings = How it stands as of { $day }
site-rules-met = { $count ->
    [one] One rule is met.
   *[other] { $count } rules are met.
}
site-section-name = The site
site-section-register = The register (section 10 of the camera surveillance act)
site-section-operation = How it is watched
site-section-place = The place
site-section-law = Questions of law
site-section-documents = Documents and follow-up
site-sound-and-technology = Sound and other special technology
site-latest-assessment = Latest assessment
site-cameras = Cameras
site-no-cameras = No cameras are registered at the place
site-permits = Permits and other decisions
site-no-permits = No decisions are registered.
site-assessments = Assessments (section 9)
site-no-assessments = No assessment is registered
site-no-assessments-help = The act demands a documented assessment before the surveillance begins.
site-signs = Signs
site-no-signs = No signs are registered
site-storage = Storage and deletion
site-no-storage = No storage period is registered.
site-evidence = Checks that footage is gone
site-no-evidence = No check is registered.
site-more = Other facts
site-disclosures = { $count ->
    [0] No disclosures
    [one] One disclosure
   *[other] { $count } disclosures
}

finding-since = Since { $day }.
finding-due = By { $day }.
finding-guidance = guidance, not the text of the act
finding-go = Mend it

site-name = Name
site-name-hint = For example Hedeskolan, schoolyard
site-reference = Reference
site-reference-hint = Stands on signs and in letters. For example EK-002. Never used again.
site-reference-form = Write the reference without slashes, question marks and number signs
site-reference-taken = Another site has that reference already. Choose another one.
site-unit = Unit
site-controller = Data controller
site-controller-why = The board or company that decides on the surveillance makes the assessment and keeps the register (sections 9 and 10 of the camera surveillance act).
site-responsible = Responsible person
site-status = State
site-address = Address or comparable location
site-address-why = Item 1 of the register (section 10 of the camera surveillance act).
site-place-type = Type of place
site-place-type-why = Item 2 of the register (section 10 of the camera surveillance act).
site-purposes = Purposes
site-purposes-why = Item 3 of the register. The choices are the interests that section 8 lists. "Safety" alone is not specific enough.
site-purpose-text = The purpose in your own words
site-audio = Is sound recorded, or can it be listened to?
site-audio-why = Item 4 of the register. Sound also needs a special notice on the sign (section 15).
site-audio-motivation = Why is sound needed?
site-special-technology = Other special technology
site-special-technology-why = Item 4 of the register. The act does not list which technology is meant. The list is ours.
site-started-on = Surveillance began
site-paused-on = Surveillance was paused
site-ended-on = Surveillance ended
site-ended-before-start = Surveillance cannot end before it began
site-hours = Days and hours
site-hours-hint = For example "mån-fre 20-06; lör-sön 17-07" or "dygnet runt"
site-live-viewing = Does someone watch live?
site-recording = Are pictures recorded?
site-masking-needed = Can homes, outdoor seating or neighbours be seen?
site-masking = Masking
site-property-designation = Property designation
site-position = Position on the map
site-position-hint = Latitude and longitude, SWEREF 99 TM or the zone of the kommun. For example 55.70466, 13.19321
site-public-access = Does the public have access?
site-workplace = Is the place a workplace?
site-children = Are there children at the place?
site-private-area = Can changing rooms, bedrooms or the like be seen?
site-entrances = Number of entrances to the place
site-area-limited = Is the area limited to where the incidents happened?
site-legal-ground = Legal ground
site-exemption = Exemption that is claimed (section 11 or 13)
site-exemption-from = The exemption began
site-exemption-until = The exemption holds until and including
site-secrecy = Secrecy of the footage
site-secrecy-why = The secrecy decides on which ground footage can be released (chapter 32, section 3 of Offentlighets- och sekretesslagen is the main rule for camera surveillance).
site-prior-measures = What has been tried before?
site-incidents = Incidents at the place
site-incidents-as-of = The incidents are until and including
site-context-change = What has changed at the place?
site-context-change-why = If the conditions at the place change significantly a new assessment is needed (section 9, second paragraph).
site-context-changed-on = The change took place
site-claimed-out-of-scope = The act is said not to apply
site-claimed-out-of-scope-yes = Someone claims that the act does not apply because the picture is pixelated
site-dpia-reference = Data protection impact assessment
site-dpia-reference-hint = Registration number
site-dpia-on = The impact assessment was made
site-processing-record-reference = Record of processing (art. 30)
site-outside-operator = Does someone outside the kommun run the system or store the footage?
site-processor-agreement-on = Processor agreement signed
site-processor-agreement-until = The processor agreement holds until and including
site-mbl-negotiated-on = Negotiated with the unions (MBL)
site-access-reviewed-on = Access rights were reviewed
site-reviewed-on = Latest review
site-still-needed = Is the surveillance still needed according to the review?
site-second-layer-non-digital = Can the full information be had without a computer?
site-second-layer-non-digital-hint = For example by telephone or on a notice board
site-disposal-decision-reference = Disposal decision
site-note = Note

form-hours = "{ $typed }" cannot be read as days and hours. Write for example "mån-fre 20-06; lör-sön 17-07" or "dygnet runt".
site-contents = On this page
site-holds = Holds
site-no-holds = No footage from here is kept beyond the storage period
site-breaches = Personal data breaches
site-no-breaches = No breach is recorded
site-access-requests = Access requests
site-no-access-requests = Nobody has asked for access to footage of themselves

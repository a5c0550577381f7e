# After the disclosure: outcome, copies, the public view, search and sums, and the written decision.

disclosure-public-matter = The matter, as it may stand in the public register
disclosure-public-matter-hint = Left empty it is left out. Write nothing about individuals or about an investigation.
disclosure-public-matter-why = The register must be fit to be shown to anybody. What the matter is about is left out where needed (Public Access and Secrecy Act 5:2).
free-text-offentlig-sak = The matter in the public register
receipt-part-public-matter = the matter, in public

record-kind-efterspel = Sequel
disclosure-outcome-anvant = Was of use
disclosure-outcome-inte-anvant = Was of no use
disclosure-outcome-okant = Unknown
copy-fate-aterlamnad = Returned
copy-fate-forstord = Destroyed
copy-fate-forlorad = Lost
copy-fate-kvar-hos-mottagaren = Kept by the receiver, as part of its own file
sequel-outcome = Was the footage used?
sequel-outcome-title = Note the outcome
sequel-copy = What became of the copy?
sequel-heading = Afterwards
sequel-outcome-is = Outcome
sequel-fate = What became of the copy?
sequel-on = Day
sequel-told-by = According to whom
sequel-note = Note

copies-title = Copies that are out
copies-intro = Copies on loose media that are neither returned, destroyed nor otherwise accounted for.
copies-none = No copies are out
copies-days = Days
copies-fate = The copy
copies-out = Out
copies-tell = Account for it
copies-more = There are more copies than are shown. The oldest are shown.

diary-title = Register, public view
diary-intro = What may be shown to anybody. Individuals, officers, the receiver’s case, ground, place and footage are left out, and the matter where it has no public wording.
diary-received = Received
diary-decision = Decision
diary-left-out = Left out
diary-corrects = corrects { $number }

search-title = Search and statistics
search-ord = Words
search-ord-hint = From the matter, register number, the receiver’s case or names
search-mottagare = Recipient
search-grund = Ground
search-beslut = Decision
search-utfall = Outcome
search-fran = Request received from
search-till = Request received until
search-found = { $count ->
    [one] { $count } disclosure or refusal
   *[other] { $count } disclosures and refusals
 }
search-csv = Fetch as CSV
search-none-help = Try fewer choices or fewer words.
search-count = Number
search-month = Month in which the request came
search-median = Time to answer, median
search-longest = Time to answer, longest
search-at-once = Answered on the same day
search-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
search-newest = The latest
search-more = More fit. Fetch the file to see all.
search-untold = Not noted

letter = The decision, for printing
letter-refused = Refusal of a request for disclosure
letter-partly = Decision on partial disclosure
letter-not-found = Answer to a request: there is no such footage
letter-to = To
letter-asked = The request
letter-received = The request was received { $day }.
letter-decision = Decision
letter-decision-refused = The request is refused. The footage is not released.
letter-decision-partly = The footage is released except for the parts stated below, which are masked or not released.
letter-decision-not-found = There is no such footage, or no longer.
letter-reasons = Reasons
letter-no-reasons = No reasons are noted. A decision shall have clarifying reasons (Administrative Procedure Act, section 32). Record a correction with the reasons before you print.
letter-access = The request is for access under article 15. How such a decision is appealed is not part of the program. Ask the data protection officer.
letter-appeal = How to appeal
letter-appeal-where = The decision can be appealed to the administrative court of appeal (Public Access and Secrecy Act 6:7 and 6:8). The appeal is written and sent to whoever made the decision (Administrative Procedure Act, section 43).
letter-appeal-when = It shall have been received within three weeks from the day on which you got part of the decision (Administrative Procedure Act, section 44).
letter-appeal-last = The decision was served so that the last day is { $day }.
letter-appeal-what = Write which decision you appeal, which change you want and why.
diary-open-note = What was recorded until yesterday is shown here. What is secret to know is left out.

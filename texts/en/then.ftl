# Another day: what was so, and what was known.

finding-facts = Facts behind this
finding-as-of = Judged as of { $day }.

then-is-today = Judged by what is recorded today about that day.
then-is-known = Judged by what the register knew when the day had ended.
then-show-known = Show what the register knew then
then-show-today = Show what is recorded today about that day
then-unknown = The register did not know of the surveillance on { $day }.
then-first = It was first recorded { $recorded }.
then-nothing = The register knew of no surveillance on that day.
then-later = { $count ->
    [one] One record was made or changed after the day
   *[other] { $count } records were made or changed after the day
}
then-recorded-since = Recorded later, { $recorded }
then-changed-since = Changed later, { $recorded }

site-old-breaches = Older breaches
site-old-breaches-why = The rules are no longer in force, but breaches of them can be tried until and including 2030-03-31.

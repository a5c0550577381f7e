# The time line of a site.

life-title = Time line
life-shown = The dashed line is the day that the page shows, { $day }.
life-list = Show as a list; each day leads to the site as it was then
life-use = In use
life-permit = Decision
life-assessment = Assessment
life-inspection = Sign inspection
life-evidence = Deletion check
life-disclosure = Disclosure
life-change = Change

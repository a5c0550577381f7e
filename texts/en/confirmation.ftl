# The yearly confirmation of a person's own sites.

confirmation-title = Still right?
confirmation-lead = Go through your sites once a year. Tick those whose entries are right and whose surveillance is still needed, and save. Change those that are not.
confirmation-right = Still right, and the surveillance is needed
confirmation-change = Something has changed
confirmation-cameras = Cameras in place
confirmation-never = Never
confirmation-save = Save
confirmation-saved = Saved. Those sites are confirmed today.
confirmation-none-chosen = No site is ticked. Tick those that are right.
confirmation-stale = A site changed while you were reading. Nothing is saved: look at it again.
confirmation-changed = Changed while you were reading.
confirmation-done = Everything is confirmed
confirmation-done-help = None of your sites waits to be confirmed today.
confirmation-more = { $count ->
    [one] One more site is shown when these are saved.
   *[other] { $count } more sites are shown when these are saved.
}
confirmation-link = Confirm your sites

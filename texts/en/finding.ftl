# Finding sites: order, saved views, files, and changing several at once.

site-filter-more = More choices
site-order = Order by
site-order-backwards = { $column }, reversed
site-breach-number = Number of breaches
site-as-csv = Get the list as CSV
site-as-xlsx = Get the list as Excel

view-save = Save the view
view-list-title = Saved views
view-lead = Your own views: a search with filters and order, saved under a name. Nobody else sees them.
view-none = You have no saved views
view-none-help = Search, filter and sort the list of sites and choose “Save the view”.
view-name = Name
view-name-hint = For example Schools with breaches
view-name-taken = You already have a view with that name. Choose another name.
view-too-many = You have 50 views, and no more can be saved. Delete one first.
view-change = Change
view-rename = Rename
view-delete = Delete
view-delete-intro = The view “{ $name }” is deleted. The sites are not affected.
view-back = To the list of sites
view-saved = The view is saved.
view-deleted = The view is deleted.

bulk-title = Change several
bulk-lead = Choose sites and fill in what is to be changed on them. What is left empty is not changed. Before anything is changed you see a summary.
bulk-which = Which sites
bulk-which-chosen = Those that are ticked
bulk-which-all = { $count ->
    [one] The only one that the filter shows
   *[other] All { $count } that the filter shows
}
bulk-not-yours = { $count ->
    [one] One site in the list is not yours to change. It is not shown here.
   *[other] { $count } sites in the list are not yours to change. They are not shown here.
}
bulk-too-many = The filter shows more than { $most } sites. Narrow it: no more can be changed at once.
bulk-shown = { $count ->
    [one] One more site is not shown but can be chosen with all.
   *[other] { $count } more sites are not shown but can be chosen with all.
}
bulk-none = There is no site here that you may change
bulk-section-what = What is to be changed
bulk-responsible = Responsible person
bulk-unit = Unit
bulk-controller = Controller
bulk-reviewed-on = Review made on
bulk-inspected-on = Signs inspected on
bulk-inspected-on-hint = For all signs that are up at the sites. You are recorded as the one who inspected them.
bulk-next-inspection-on = Next inspection of the signs
bulk-preview = Show what changes
bulk-nothing-chosen = Tick at least one site, or choose all
bulk-nothing-wanted = Fill in something that is to be changed
bulk-future = That day has not come yet
bulk-preview-title = This will change
bulk-preview-lead = { $count ->
    [one] One site changes. Nothing is saved yet.
   *[other] { $count } sites change. Nothing is saved yet.
}
bulk-unchanged = { $count ->
    [one] One chosen site has these particulars already and does not change.
   *[other] { $count } chosen sites have these particulars already and do not change.
}
bulk-signs = { $count ->
    [one] One sign gets a new inspection.
   *[other] { $count } signs get a new inspection.
}
bulk-field = Particular
bulk-from = Now
bulk-to = Becomes
bulk-how-many = Number of sites
bulk-each = The sites one by one
bulk-nothing-changes = Nothing changes
bulk-nothing-changes-help = The chosen sites have these particulars already.
bulk-confirm = Change now
bulk-again = Choose others
bulk-stale = Somebody changed one of the sites while you were reading. Nothing is saved. Read it through again.
bulk-saved = The sites are changed.
bulk-done-title = This was changed
bulk-done-lead = { $count ->
    [one] One site was changed { $at }.
   *[other] { $count } sites were changed { $at }.
}
bulk-done-signs = { $count ->
    [one] One sign was inspected.
   *[other] { $count } signs were inspected.
}
bulk-was = Before
bulk-became = After
bulk-undo = Undo
bulk-undo-lead = { $count ->
    [one] The site gets its earlier particulars again. That is a new change in the history.
   *[other] { $count } sites get their earlier particulars again. That is a new change in the history.
}
bulk-undo-left = These were changed since and are not taken back
bulk-undo-left-site = The site was changed since.
bulk-undo-left-sign = The sign at { $entrance } was changed since.
bulk-undo-left-a-sign = A sign was changed since.
bulk-undo-back = { $count ->
    [one] One site has its earlier particulars.
   *[other] { $count } sites have their earlier particulars.
}
bulk-undo-row-back = Has its earlier particulars.
bulk-undo-too-late = There is nothing to take back: everything was changed since. Nothing is saved.
bulk-undone = The change is taken back.

# Signs.

sign-new = Register a sign
sign-edit = Change { $name }
sign-name = Sign: { $entrance }
sign-down-before-up = The sign cannot be taken down before it was put up
sign-entrance = Entrance or place
sign-entrance-hint = One sign for each entrance to what is watched
sign-items = What does the sign say?
sign-items-why = Whoever enters is to know what matters beforehand (section 15 of the camera surveillance act, article 13 of the GDPR). Sound needs a special notice.
sign-put-up-on = Put up
sign-taken-down-on = Taken down
sign-inspected-on = Last inspected
sign-inspected-by = Inspected by
sign-next-inspection-on = Next inspection
sign-note = Note

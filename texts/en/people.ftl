# People and roles.

account-list-title = People
account-lead = Who can sign in, and what they may do.
account-new = Add a person
account-new-lead = When you save, a link is shown. With it the person chooses a password.
account-create = Add
account-edit = Change { $name }
account-section-roles = Roles
account-section-access = Signing in
account-name = Name
account-email = E-mail address
account-roles = Roles in the whole kommun
account-manager-in = Responsible for sites in
account-officer-in = Handles disclosures in
account-decision-maker-in = Decides in
account-whole-kommun = The whole kommun
account-active = May sign in
account-active-yes = The person may sign in
account-new-link = New password
account-new-link-yes = Show a link to choose a new password
account-email-taken = There is a person with that e-mail address already
account-role-needed = Give the person at least one role. If the person is no longer to sign in, untick signing in instead.
account-last-administrator = Someone must be administrator for the whole kommun. Give the role to someone else first.
account-link-title = Link for { $name }
account-link-lead = Give the link to the person. It works once, within { $hours } hours, and is shown only here.
account-link-done = To the people

# Single sign-on.

sign-in-with = Sign in with { $name }
sign-in-local = With e-mail address and password
sign-in-other = Other ways to sign in
sign-in-single-only = Your kommun signs in with its own service. Choose that instead.

signed-out-title = You are signed out
signed-out-lead = You are signed out of Objektiv, but perhaps not of { $name }. Sign out there as well if you share the computer.
signed-out-end = Sign out of { $name }
signed-out-again = Sign in again

sso-down = The sign-in service does not answer. Try again in a while. If it is urgent, an administrator can sign in with a password.
sso-not-a-provider = What answers is not the sign-in service that the kommun has named. Tell an administrator.
sso-denied = The sign-in service did not let you in. Try again, or ask those who run it for access.
sso-state = The sign-in does not belong to this browser, was used already or took more than ten minutes. Begin again.
sso-refused = The sign-in service does not accept Objektiv. Tell an administrator: the client's id or secret may have changed.
sso-signature = The answer of the sign-in service is signed by none of its keys. Try again. If it happens again, tell an administrator.
sso-audience = The answer of the sign-in service is for another system. Tell an administrator.
sso-clock = The answer of the sign-in service is too old, or the clocks differ. Try again. If it happens again, tell an administrator.
sso-nonce = The answer of the sign-in service is for another sign-in. Begin again.
sso-token = The answer of the sign-in service cannot be used. Tell an administrator.
sso-no-address = The sign-in service gave no e-mail address for you. Tell an administrator.
sso-address-taken = The e-mail address belongs to an account that the sign-in service may not speak for. Tell an administrator.
sso-no-role = You have no role in Objektiv. Ask an administrator to give you one, or to put you in the right group.
sso-closed = Your account in Objektiv is closed. Tell an administrator.

provider-title = Sign-in services
provider-lead-short = Single sign-on: which services may say who somebody is
provider-none = Everybody signs in with e-mail address and password
provider-new = Add a sign-in service
provider-edit = Change the sign-in service
provider-lead = The service must speak OpenID Connect. Register Objektiv there with the return address { $address }.
provider-name = Name
provider-name-hint = Stands on the button: Sign in with …
provider-issuer = Address of the service (issuer)
provider-issuer-hint = For example https://login.microsoftonline.com/ID/v2.0, where ID is the directory of the kommun
provider-client-id = The client's id
provider-secret = The client's secret
provider-secret-hint = Leave empty to keep the one that is there. It is never shown here.
provider-secret-needed = Type the secret again: the one that is there was given for another address
provider-secret-set-at = The secret was set (seconds since 1970)
provider-section-roles = Roles
provider-groups-claim = Claim with the groups
provider-groups-claim-hint = For example groups. Empty: roles are given here in Objektiv, and the service only says who somebody is.
provider-claim-missing = Say which claim has the groups, or remove the lines below
provider-mappings = Which group gives which role?
provider-mappings-hint = One line for each: group = role, or group = role, unit. Whoever is in no group does not come in.
provider-mappings-missing = Write at least one line, or nobody comes in
provider-mapping-form = The line “{ $line }” has no equals sign. Write group = role.
provider-mapping-role = There is no such role as on the line “{ $line }”. Choose among { $roles }.
provider-mapping-unit = There is no such unit as on the line “{ $line }”. Write its name as it stands in the register.
provider-mapping-whole = The role on the line “{ $line }” is always for the whole kommun. Remove the unit.
provider-section-state = State
provider-active = In use
provider-active-yes = Stands on the sign-in page

sign-in-rule-title = Demands at sign-in
sign-in-rule-lead = The administrator who has been one the longest can always sign in with a password, so that the kommun is never locked out.
sign-in-rule-lead-short = Whether everybody shall use single sign-on, and who needs a second factor
sign-in-rule-single-sign-on = Single sign-on
sign-in-rule-single-sign-on-yes = Everybody shall use single sign-on
sign-in-rule-second-factor = Who needs a second factor?
sign-in-rule-second-factor-hint = Whoever signs in with a password and has one of the roles needs a code from an app as well. With single sign-on the service sees to it.
sign-in-rule-no-provider = Add a sign-in service that is in use first

record-kind-inloggningstjanst = Sign-in service
record-kind-inloggningskrav = Demands at sign-in

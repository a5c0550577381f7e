# Access: who signed in, was refused, read and did what.

access-title = Access
access-lead = Sign-ins, refusals, reading of disclosures, exports and changes of roles in the whole kommun. No line can be changed. That this page is read is written down, too.
access-person = Who
access-act = What
access-from = From
access-until = Until
access-address = From address

desk-act-inloggad = Signed in
desk-act-inloggning-nekad = Did not come in
desk-act-utloggad = Signed out
desk-act-atkomst-nekad = Was refused a page
desk-act-losenord-bytt = Changed the password
desk-act-andra-faktor-skaffad = Got a second factor
desk-act-andra-faktor-borttagen = Removed the second factor
desk-act-person-andrad = Added or changed a person
desk-act-granskare-last = Read a page as a reviewer
desk-act-atkomst-last = Read the access

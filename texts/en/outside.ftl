# Copies of the log outside the house.

attested-rfc3161 = Time stamp
attested-cosignature = Signature of a witness
attested-published = Published checkpoint
attested-mailed = Mailed checkpoint

checkpoint-mail-subject = Checkpoint of the log: { $size } entries
checkpoint-mail-lead = This is the checkpoint of the day of the log of releases and changes.
checkpoint-mail-keep = Keep this mail. It is a copy outside the IT department. Should anybody rewrite the log, it shows when it is compared with this.
checkpoint-mail-how = Check on your own computer that the log continues the one that you saw last:
checkpoint-mail-key = NYCKEL is the published key of the log. Do not take it from this mail. The answer is OK or LARM (alarm).
checkpoint-mail-gap = If you have missed a mail, fetch the proof from the number of entries (N) that you saw last:

# The rules.

rules-lead = Every rule is a duty with its source and its dates. The same rules judge the pages, the reminders and the command line.
rules-number = Number
rules-duty = Duty
rules-kind = Kind
rules-in-force = In force
rules-source = Source
rules-checked-on = Compared with the source
rules-because = Breach
rules-remedy = Remedy
rules-guidance = The rule is guidance and not the text of the act. The data protection officer can adjust it.
rules-words = The rule in words
rules-examples = Examples
rules-example = Case
rules-outcome = Outcome
rules-digest = Checksum of all rules:
rules-digest-one = Checksum of the rule:
rules-facts = Facts that rules can ask about
rules-facts-lead = This is the whole list. A rule of your own that asks about anything else stops the start.

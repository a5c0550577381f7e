# What the kommun decides about a rule.

ruling-antagen = Adopted
ruling-justerad = Adjusted
ruling-avstangd = Switched off

ruling-new = Decision on rule { $rule }
ruling-kind = How is the rule to apply in the kommun?
ruling-kind-hint = An adopted rule applies as it is. An adjusted one applies with your own value. One that is switched off judges no site.
ruling-parameter = Which value is to be changed?
ruling-value = New value
ruling-value-hint = Used only when the rule is adjusted
ruling-value-number = “{ $typed }” is not a whole number. Write for example 12.
ruling-reason = Why?
ruling-reason-hint = The reason is shown to everyone who reads the rule and cannot be changed afterwards

ruling-heading = The kommun’s decision on the rule
ruling-none = No decision has been made. The rule applies as it is.
ruling-statute = The rule is statute. It cannot be adjusted or switched off.
ruling-decide = Decide on the rule
ruling-by = { $day } by { $name }
ruling-values = Values
ruling-is-off = The rule is switched off in the kommun and judges no site.

# What the kommun decides about a rule.

ruling-antagen = Antagen
ruling-justerad = Justerad
ruling-avstangd = Avstängd

ruling-new = Beslut om regel { $rule }
ruling-kind = Hur ska regeln gälla i kommunen?
ruling-kind-hint = En antagen regel gäller som den är. En justerad gäller med ert eget värde. En avstängd bedömer ingen bevakning.
ruling-parameter = Vilket värde ska ändras?
ruling-value = Nytt värde
ruling-value-hint = Används bara när regeln justeras
ruling-value-number = ”{ $typed }” är inget heltal. Skriv till exempel 12.
ruling-reason = Varför?
ruling-reason-hint = Skälet visas för alla som läser regeln och kan inte ändras efteråt

ruling-heading = Kommunens beslut om regeln
ruling-none = Inget beslut är fattat. Regeln gäller som den är.
ruling-statute = Regeln är lag. Den kan inte justeras eller stängas av.
ruling-decide = Besluta om regeln
ruling-by = { $day } av { $name }
ruling-values = Värden
ruling-is-off = Regeln är avstängd i kommunen och bedömer ingen bevakning.

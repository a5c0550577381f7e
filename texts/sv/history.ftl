# Historik: vad som har ändrats, av vem och när.

history-title = Historik
history-site-lead = Varje ändring av bevakningen och det som hör till den, den senaste först. Varje ändring har en post i loggen.
history-kommun-lead = Varje ändring av personer, roller, enheter, personuppgiftsansvariga, inspelare och kommunens uppgifter, den senaste först. Varje ändring har en post i loggen.
history-none = Inget har ändrats än.
history-created = registrerades
history-changed = ändrades
history-entry = Post { $idx } i loggen.
history-undoes = Ångrar ändringen i post { $idx }.
history-signed = Underskriven
history-advised = Dataskyddsombudet gav råd
history-confirmed = Bekräftad
history-lead = Vem som har ändrat vad, och när.

# Copies of the log outside the house.

attested-rfc3161 = Tidsstämpel
attested-cosignature = Vittnets underskrift
attested-published = Publicerad kontrollpunkt
attested-mailed = Mejlad kontrollpunkt

checkpoint-mail-subject = Loggens kontrollpunkt: { $size } poster
checkpoint-mail-lead = Det här är dagens kontrollpunkt för loggen över utlämnanden och ändringar.
checkpoint-mail-keep = Spara brevet. Det är en kopia utanför IT-avdelningen. Skulle någon skriva om loggen i efterhand syns det när den jämförs med brevet.
checkpoint-mail-how = Kontrollera på din egen dator att loggen är en fortsättning på den du såg senast:
checkpoint-mail-key = NYCKEL är loggens publicerade nyckel. Hämta den inte ur det här brevet. Svaret är OK eller LARM.
checkpoint-mail-gap = Har du missat ett brev, hämta beviset från det antal poster (N) som du såg senast:

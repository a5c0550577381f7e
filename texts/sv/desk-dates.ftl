# Vad som förfaller vid utlämnandedisken.

alert-eget-datum = Ett datum som du bevakar
alert-tillgang = En begäran om tillgång ska besvaras
alert-begaran-vantar = Någon väntar på svar
alert-utkast = Ett utkast tas bort snart
alert-beslut = Ett skriftligt beslut är begärt
alert-delgivning = Delgivning saknas
alert-overklagande = Överklagandetiden går ut
alert-kopior = Kopior är ute
alert-over = Klart.
desk-own-date-why = Datumet är { $day }. Logga in och öppna för att se vad det gäller.
desk-draft = utkast från { $day }
desk-access-why = Svaret ska lämnas senast { $day } (dataskyddsförordningen artikel 12.3). Går det inte: meddela den som frågar varför, så får det ta två månader till.
desk-public-why = En begäran om allmän handling ska besvaras genast eller så snart det är möjligt (TF 2:15), och kopior ges skyndsamt (TF 2:16). Lagen anger inget antal dagar; vi påminner efter två.
desk-draft-why = Ingen har sparat utkastet på länge. Det som är skrivet tas bort { $day } om ingen sparar det igen. Det som står i loggen står kvar.
desk-decision-why = Den som fick avslag har bett om ett skriftligt beslut (OSL 6:3), och inget är antecknat som skrivet.
desk-service-why = Det står inte när beslutet delgavs. Överklagandetiden på tre veckor räknas från den dagen (FL 44 §). Anteckna den genom en rättelse.
desk-appeal-why = Sista dagen att överklaga är { $day }. Ett överklagande lämnas in till er och skickas vidare till kammarrätten.
desk-copies-why = { $count ->
    [one] En kopia på löst medium som lämnades ut den månaden saknar uppgift om vad som hände med den.
   *[other] { $count } kopior på lösa medier som lämnades ut den månaden saknar uppgift om vad som hände med dem.
}

# Svar på påminnelser, hur kommunen vill bli påmind, och det som går vidare till chefen.

answer-title = Svara på påminnelsen
answer-link = Svara
answer-reason = Varför väntar det?
answer-reason-hint = Svaret syns för alla som har fått påminnelsen och finns kvar i historiken
answer-until = När är det gjort?
answer-until-hint = Till den dagen får ingen veta mer om det här steget. Nästa steg påminner ändå, och sista dagen alltid.
answer-until-past = Välj en dag som ligger framåt
answer-until-late = Sista dagen är { $day }. Välj en dag som inte är senare.
answer-until-short = Till { $day }.
answer-given = { $by } svarade { $day }:
answer-silent = Svaret är sparat. Påminnelsen är tyst så länge.
answer-kept = Svaret är sparat. Bristen står kvar på bevakningens sida tills den är åtgärdad.
escalated-on = Enhetens chef fick veta { $day }.

notice-rule-title = När påminnelser kommer
notice-rule-lead = En påminnelse kommer 180, 90, 30 och 7 dagar före sista dagen och på dagen, om inte regeln säger annat. En brist som ingen har svarat på går vidare till enhetens chef efter 14 dagar. Kommunen kan bestämma annat.
notice-rule-none = Inget annat är bestämt
notice-rule-none-help = Påminnelserna kommer som det står ovan.
notice-rule-new = Bestäm när påminnelser kommer
notice-rule-all = Alla regler
notice-rule-policy = Vilken regel?
notice-rule-policy-hint = Lämna tomt för alla regler
notice-rule-steps = Hur många dagar före?
notice-rule-steps-hint = Till exempel 90, 30, 7. Dagen själv är alltid med. Lämna tomt för regelns egna steg.
notice-rule-steps-unread = ”{ $typed }” går inte att läsa. Skriv dagar med komma emellan, till exempel 90, 30, 7.
notice-rule-escalate-after-days = Efter hur många dagar utan svar får enhetens chef veta?
notice-rule-escalate-after-days-hint = Gäller brister. 0 betyder aldrig. Lämna tomt för att inte ändra.
notice-rule-reason = Varför?
notice-rule-steps-are = { $steps } dagar före.
notice-rule-escalates = { $count ->
    [one] Enhetens chef får veta efter en dag utan svar.
   *[other] Enhetens chef får veta efter { $count } dagar utan svar.
}
notice-rule-never-escalates = Går aldrig vidare till enhetens chef.
notice-rule-as-it-is = Som regeln har det.

unanswered-subject = { $count ->
    [one] En brist väntar på svar
   *[other] { $count } brister väntar på svar
}
unanswered-lead = De som ansvarar för kamerabevakningen i { $unit } har påmints om det här, men ingen har svarat:
unanswered-why = Du får det här brevet för att du står som chef för { $unit } i registret över kamerabevakning i { $kommun }. Varje brist skickas en gång. Brevet går inte att svara på.

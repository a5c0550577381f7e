# Another day: what was so, and what was known.

finding-facts = Uppgifter som ligger bakom
finding-as-of = Bedömt per { $day }.

then-is-today = Bedömt efter vad som i dag är registrerat om dagen.
then-is-known = Bedömt efter vad registret visste när dagen var slut.
then-show-known = Visa vad registret visste då
then-show-today = Visa vad som i dag är registrerat om dagen
then-unknown = Registret kände inte till bevakningen { $day }.
then-first = Den registrerades först { $recorded }.
then-nothing = Registret kände inte till någon bevakning den dagen.
then-later = { $count ->
    [one] En uppgift är registrerad eller ändrad efter dagen
   *[other] { $count } uppgifter är registrerade eller ändrade efter dagen
}
then-recorded-since = Registrerat senare, { $recorded }
then-changed-since = Ändrat senare, { $recorded }

site-old-breaches = Äldre brister
site-old-breaches-why = Reglerna gäller inte längre, men brister mot dem kan prövas till och med 2030-03-31.

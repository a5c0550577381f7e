# Kommunens egna ord.

terms-title = Kommunens ord
terms-lead-short = Säg förvaltning i stället för enhet, eller vad ni brukar säga.
terms-lead = Skriv era egna ord där ni säger något annat. Det som lämnas tomt står som i originalet. Ord inom klamrar, som { "{" } $sites { "}" }, är tal eller namn som fylls i: de ska stå kvar. Brev och filer använder originalets ord.
terms-swedish = Svenska
terms-english = Engelska
terms-in-menu = i menyn
terms-on-overview = på översikten
terms-of-role = namn på roll
terms-on-pages = på sidorna
terms-too-long = Skriv högst 120 tecken på en rad
terms-brace = Klamrar får bara stå runt det som fylls i
terms-variables = Texten ska innehålla { $wanted }
terms-no-variables = Det finns inget att fylla i i den texten. Ta bort klamrarna
terms-not-allowed = Den texten går inte att ändra
terms-saved = Orden är sparade.

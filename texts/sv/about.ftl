# The accessibility statement and the page about the service.

accessibility-title = Tillgänglighetsredogörelse
accessibility-intro = { $authority } står bakom tjänsten Objektiv. Alla ska kunna använda den. Här beskrivs hur den uppfyller lagen om tillgänglighet till digital offentlig service (2018:1937).
accessibility-intro-anyone = Den kommun som du loggar in hos står bakom tjänsten Objektiv. Alla ska kunna använda den. Här beskrivs hur den uppfyller lagen om tillgänglighet till digital offentlig service (2018:1937).
accessibility-full = Tjänsten är helt förenlig med lagen.
accessibility-partial = Tjänsten är delvis förenlig med lagen.
accessibility-none = Tjänsten är inte förenlig med lagen.
accessibility-help-heading = Om något inte går att använda
accessibility-help = Behöver du innehåll på ett annat sätt får du hjälp.
accessibility-help-kommun = Kontakta kommunen.
accessibility-report-heading = Anmäl brister
accessibility-report = Hittar du något som inte är tillgängligt, berätta det för kommunen så att det kan rättas.
accessibility-authority = Myndigheten för digital förvaltning, Digg, har tillsyn. Är du inte nöjd med hur kommunen hanterar dina synpunkter kan du
accessibility-authority-link = anmäla det till Digg
accessibility-known-heading = Det som inte är tillgängligt
accessibility-known = De här bristerna är kända:
accessibility-known-readers = Tjänsten är inte prövad av personer som använder skärmläsare, förstoring eller taligenkänning i sitt arbete.
accessibility-known-documents = Dokument som laddas upp till registret kan sakna taggar och beskrivningar.
accessibility-exempt-heading = Undantag
accessibility-exempt = Inget innehåll är undantaget som oskäligt betungande (12 §). Det som andra har gjort och som kommunen inte råder över omfattas inte (9 §).
accessibility-method-heading = Hur tjänsten är prövad
accessibility-method = Bedömningen är en självskattning. Kraven i WCAG 2.2 nivå AA är utgångspunkten. Sidorna är prövade med tangentbord, i smalt fönster, i förstoring och i utskrift, och deras kod granskas automatiskt vid varje ändring.
accessibility-assessed = Senaste bedömning: { $day }.
accessibility-updated = Redogörelsen uppdaterades senast: { $day }.

about-title = Om tjänsten
about-what = Objektiv är det register där kommunen håller sin kamerabevakning laglig: var det finns kameror, varför, hur länge bilder sparas, vem som har fått se dem och vad som återstår att göra.
about-law = Reglerna i tjänsten följer kamerabevakningslagen, dataskyddsförordningen och offentlighets- och sekretesslagen. Varje bedömning visar vilken bestämmelse den bygger på. Den ersätter inte juridisk rådgivning.
about-cookies-heading = Kakor
about-cookies = En enda kaka används, för att du ska vara inloggad. Den tas bort när du loggar ut. Inget hämtas från andra webbplatser och ingen statistik samlas in.
about-version-heading = Version och licenser
about-version = Objektiv version { $version }. Öppen källkod under EUPL 1.2.
about-licences = Licenser för det som ingår

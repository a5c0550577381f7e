# The start page.

overview-standing = Så står det till
overview-empty-heading = Registret är tomt
overview-empty = Börja med att läsa in den lista över kameror som ni redan har, eller registrera en första bevakning för hand. Inget räknas som besvarat förrän någon har svarat.
overview-due = Det som infaller de närmaste 90 dagarna
overview-nothing-due = Inget infaller de närmaste 90 dagarna.
overview-units = Fördelning per enhet
overview-unit = Enhet
overview-distribution = Fördelning
overview-disclose = Registrera utlämnande
overview-import = Läs in en lista
overview-register = Registrera en bevakning
overview-no-unit = Utan enhet
overview-breaches = Bevakningar med brister
overview-no-breaches = Ingen bevakning har brister.
overview-all-breaches = Alla med brister
overview-disclosures = Senaste utlämnanden
overview-no-disclosures = Inget är utlämnat än.
overview-all-disclosures = Alla utlämnanden
overview-breach-count = { $count ->
    [one] En brist
   *[other] { $count } brister
}
overview-more-sites = och { $count } till

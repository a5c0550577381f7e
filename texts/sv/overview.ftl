# The start page.

overview-standing = Så står det till
overview-empty-heading = Registret är tomt
overview-empty = Börja med att läsa in den lista över kameror som ni redan har, eller registrera en första bevakning för hand. Inget räknas som besvarat förrän någon har svarat.
overview-became-red = Nya brister
overview-nothing-red = Inga nya brister.
overview-all-red = Alla bevakningar med brister
overview-health = Logg och påminnelser
overview-nothing-known = Inget har körts än.
overview-due = Det som infaller de närmaste 90 dagarna
overview-nothing-due = Inget infaller de närmaste 90 dagarna.
overview-units = Fördelning per enhet
overview-unit = Enhet
overview-distribution = Fördelning
overview-disclose = Registrera utlämnande
overview-import = Läs in en lista

# Säkerhetskopian av registret.

job-sakerhetskopia = Säkerhetskopia
alert-sakerhetskopia = Säkerhetskopian kunde inte tas
backup-of-the-night = Nattens säkerhetskopia
backup-failed-why = Registret har ingen ny säkerhetskopia. Orsaken står på sidan Schemaläggaren. Nytt försök görs var tionde minut.
timetable-backup-off = Ingen säkerhetskopia tas
timetable-backup-off-help = Ingen mapp för säkerhetskopior är inställd. Den som sköter servern ställer in den med --backup-to eller OBJEKTIV_BACKUP_TO, eller tar kopian på annat sätt.

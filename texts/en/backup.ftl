# The copy of the register.

job-sakerhetskopia = Backup
alert-sakerhetskopia = The backup could not be made
backup-of-the-night = Backup of the night
backup-failed-why = The register has no new backup. The page Scheduler says why. It is tried again every ten minutes.
timetable-backup-off = No backup is made
timetable-backup-off-help = No folder for backups is set. Whoever runs the server sets it with --backup-to or OBJEKTIV_BACKUP_TO, or makes the backup in another way.

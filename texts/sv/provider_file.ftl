# Inloggningstjänster som ställs in i en fil.

provider-set = Ställs in
provider-set-here = Här
provider-set-in-file = I filen
error-provider-in-file-title = Tjänsten ställs in i en fil
error-provider-in-file = Den här tjänsten ställs in i installationens fil (--providers) och kan inte ändras här. Den som sköter driften ändrar filen och startar om Objektiv.
provider-file-author = Filen med inloggningstjänster

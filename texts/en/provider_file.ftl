# Sign-in services that are set in a file.

provider-set = Set
provider-set-here = Here
provider-set-in-file = In the file
error-provider-in-file-title = The service is set in a file
error-provider-in-file = This service is set in the installation’s file (--providers) and cannot be changed here. Whoever runs the server changes the file and starts Objektiv again.
provider-file-author = The file with sign-in services

# Large files that are made while one does something else.

export-title = Files to fetch
export-lead = Files that took too long to wait for. They are kept for a day, and only you can fetch them.
export-none = You have no files to fetch
export-none-help = A short list is saved at once. A long one is made while you do something else, and lies here for a day.
export-own = Long lists that you have asked for
export-file = File
export-holds = Content
export-size = { $rows } rows, { $kilobytes } kB
export-asked-at = Asked for
export-kept-until = Kept until
export-under-way = The file is being made
export-under-way-lead = You can leave the page. The file is then kept for a day under My account, Files to fetch.
export-read = { $count ->
    [one] One row is done.
   *[other] { $count } rows are done.
  }
export-so-far = { $done } of { $whole } rows are done.
export-ready = The file is ready
export-yours = Only you can fetch the file. When your roles change it is removed.
export-fetch = Save the file
export-remove = Remove the file
export-cancel = Cancel
export-forget = Remove from the list
export-removed = The file is removed
export-not-made = The file was not finished
export-failed = Something went wrong when the file was made. Try again, and tell the administrator if it happens once more.
export-stopped = The server was restarted before the file was ready.
export-again = Make the file again
error-export-too-many-title = Wait for the files that you have asked for
error-export-too-many = Three files are being made for you already. They are under My account, Files to fetch. Try again when one of them is ready, or cancel one.

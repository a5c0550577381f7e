# When a session is about to end.

stay-label = Your session
stay-soon = You have not opened a page for a long time and will soon be signed out, within ten minutes. Go on typing or choose Stay signed in. What you have typed is not lost.
stay-over = You are signed out. What you have typed here is still here: save as usual, and you are asked to sign in first.
stay-down = The server does not answer just now. Try again. What you have typed here is still here.
stay-button = Stay signed in

# The kommun's own words.

terms-title = The kommun’s words
terms-lead-short = Say department instead of unit, or whatever you usually say.
terms-lead = Write your own words where you say something else. What is left empty stands as in the original. Words in braces, such as { "{" } $sites { "}" }, are numbers or names that are filled in: they must stay. Letters and files use the words of the original.
terms-swedish = Swedish
terms-english = English
terms-in-menu = in the menu
terms-on-overview = on the overview
terms-of-role = name of a role
terms-on-pages = on the pages
terms-too-long = Write at most 120 characters on one line
terms-brace = Braces may stand only around what is filled in
terms-variables = The text must contain { $wanted }
terms-no-variables = There is nothing to fill in in that text. Remove the braces
terms-not-allowed = That text cannot be changed
terms-saved = The words are saved.

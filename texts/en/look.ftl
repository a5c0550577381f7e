# The colours and the logo of the kommun.

look-title = Appearance
look-lead-short = The colours and the logo of the kommun.
look-lead = Choose the colours and the logo of the kommun. A colour that makes text hard to read cannot be saved: the contrast must be at least 4.5:1 (WCAG 2.2 AA).
look-colours = Colours
look-brand = Colour of the header
look-brand-hint = Six characters, for example #00465b. White text must be readable on it. Leave empty for that of the service.
look-link = Colour of links
look-link-hint = Six characters, for example #005a7a. Must be readable on white and on light grey. Leave empty for that of the service.
look-not-a-colour = Write the colour as # and six characters, for example #00465b
look-brand-too-low = The contrast is { $found }:1 and must be at least { $least }:1. Choose a darker colour, so that white text can be read on it
look-link-too-low = The contrast is { $found }:1 and must be at least { $least }:1. Choose a darker colour, so that links can be read on a light background
look-contrast = { $colour }, contrast { $found }:1
look-logo = Logo
look-logo-alt = The logo of the kommun as it is shown
look-logo-file = Choose a picture
look-logo-hint = PNG, at most { $side } pixels in each direction and 512 kB. The picture is made anew, so that nothing but its pixels is kept. SVG is not accepted, since such files can hold programs.
look-logo-send = Save the logo
look-logo-remove = Remove the logo
look-logo-not-png = The file is not a PNG picture that can be read. Save the logo as PNG and try again
look-logo-too-large = The picture is too large. Make it smaller and try again
look-saved = The appearance is changed.
history-look-changed = was changed

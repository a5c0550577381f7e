# The accessibility statement and the page about the service.

accessibility-title = Accessibility statement
accessibility-intro = { $authority } is responsible for the service Objektiv. Everyone should be able to use it. This page describes how it meets the Swedish act on the accessibility of digital public service (2018:1937).
accessibility-intro-anyone = The kommun where you sign in is responsible for the service Objektiv. Everyone should be able to use it. This page describes how it meets the Swedish act on the accessibility of digital public service (2018:1937).
accessibility-full = The service complies with the act in full.
accessibility-partial = The service complies with the act in part.
accessibility-none = The service does not comply with the act.
accessibility-help-heading = If something cannot be used
accessibility-help = If you need content in another way you will get help.
accessibility-help-kommun = Contact the kommun.
accessibility-report-heading = Report shortcomings
accessibility-report = If you find something that is not accessible, tell the kommun so that it can be corrected.
accessibility-authority = The Agency for Digital Government, Digg, supervises. If you are not content with how the kommun handles your comments you can
accessibility-authority-link = report it to Digg
accessibility-known-heading = What is not accessible
accessibility-known = These shortcomings are known:
accessibility-known-readers = The service has not been tried by people who use screen readers, magnification or speech recognition in their work.
accessibility-known-documents = Documents that are uploaded to the register may lack tags and descriptions.
accessibility-exempt-heading = Exemptions
accessibility-exempt = No content is exempt as disproportionately burdensome (section 12). What others have made and the kommun does not control is not covered (section 9).
accessibility-method-heading = How the service is tested
accessibility-method = The assessment is our own. The requirements of WCAG 2.2 level AA are the starting point. The pages have been tried with keyboard, in a narrow window, magnified and on paper, and their code is examined automatically at every change.
accessibility-assessed = Latest assessment: { $day }.
accessibility-updated = The statement was last updated: { $day }.

about-title = About the service
about-what = Objektiv is the register in which the kommun keeps its camera surveillance lawful: where the cameras are, why, how long footage is kept, who has been given it and what remains to be done.
about-law = The rules in the service follow the Camera Surveillance Act, the General Data Protection Regulation and the Public Access to Information and Secrecy Act. Every finding shows the provision it rests on. It does not replace legal advice.
about-cookies-heading = Cookies
about-cookies = One single cookie is used, to keep you signed in. It is removed when you sign out. Nothing is loaded from other sites and no statistics are collected.
about-version-heading = Version and licences
about-version = Objektiv version { $version }. Open source under EUPL 1.2.
about-licences = Licences of what is included

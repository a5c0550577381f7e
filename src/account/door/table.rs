//! The table itself. A route that is in the router and not here, or the other way round, fails the specification.

use super::Opens::{
    self, Address, All, Everyone, InUnit, Key, RecorderKey, SelfOr, SignedIn, SignedInOrNothing,
    Somewhere, Whole,
};
use super::{Door, Verb};
use crate::account::Permission as P;
use crate::token::Scope;

const READS: Opens = Somewhere(&[P::ReadRegister]);
const EDITS: Opens = InUnit(&[P::EditSites]);
const REPORTS: Opens = InUnit(&[P::EditSites, P::RecordDisclosures]);
const KEEPS: Opens = InUnit(&[P::RecordDisclosures, P::SignAssessments]);
const SEES_KEPT: Opens = Somewhere(&[P::ReadDisclosures, P::EditSites]);
const SIGNS: Opens = InUnit(&[P::SignAssessments]);
const RULES: Opens = Whole(&[P::DecideOnRules]);
const NOTICES: Opens = Somewhere(&[P::ReadNotices]);
const LOG: Opens = Somewhere(&[P::ReadLedger]);
const IMPORTS: Opens = Whole(&[P::ImportSites]);
const INVITES: Opens = Whole(&[P::InviteAuditors]);
const PEOPLE: Opens = Whole(&[P::ManagePeople]);
const ORGANISES: Opens = Whole(&[P::ManageOrganisation]);
const ORGANISES_SOMEWHERE: Opens = Somewhere(&[P::ManageOrganisation]);
const RECORDERS: Opens = Somewhere(&[P::EditSites, P::ManageOrganisation]);
const LISTS_DISCLOSURES: Opens = Somewhere(&[P::ReadDisclosures]);
const READS_DISCLOSURE: Opens = InUnit(&[P::ReadDisclosures]);
const BEGINS_DISCLOSURE: Opens = Somewhere(&[P::RecordDisclosures]);
const DISCLOSES: Opens = InUnit(&[P::RecordDisclosures]);
const REVIEWS: &[P] = &[P::ReadDisclosures, P::ReadLedger];

const fn get(path: &'static str, opens: Opens) -> Door {
    Door {
        verb: Verb::Get,
        path,
        opens,
    }
}

const fn post(path: &'static str, opens: Opens) -> Door {
    Door {
        verb: Verb::Post,
        path,
        opens,
    }
}

pub const DOORS: &[Door] = &[
    // The way in, and what is for everyone.
    get("/logga-in", Everyone),
    post("/logga-in", Everyone),
    get("/logga-in/extern/{id}", Everyone),
    get("/logga-in/svar", Everyone),
    get("/logga-in/kod", Everyone),
    post("/logga-in/kod", Everyone),
    post("/utloggning", Everyone),
    get("/valkommen/{token}", Address),
    post("/valkommen/{token}", Address),
    get("/kalender/{file}", Address),
    get("/om", Everyone),
    get("/tillganglighet", Everyone),
    get("/verifiera", Everyone),
    post("/verifiera", Everyone),
    get("/checkpoint", Everyone),
    get("/checkpoint/{*log}", Everyone),
    get("/static/{file}", Everyone),
    get("/.well-known/security.txt", Everyone),
    get("/health/live", Everyone),
    get("/health/ready", Everyone),
    // A person's own account.
    get("/konto", SignedIn),
    get("/konto/losenord", SignedIn),
    post("/konto/losenord", SignedIn),
    get("/konto/tvafaktor", SignedIn),
    post("/konto/tvafaktor", SignedIn),
    post("/konto/tvafaktor/nyckel", SignedIn),
    post("/konto/tvafaktor/borttagning", SignedIn),
    post("/konto/sessioner/avslut", SignedIn),
    post("/konto/sessioner/{id}/avslut", SignedIn),
    // What was typed when somebody was signed in no more.
    get("/osparat", SignedIn),
    post("/osparat", SignedIn),
    // The register.
    get("/", READS),
    get("/bevakningar", READS),
    post("/bevakningar", Somewhere(&[P::EditSites])),
    get("/bevakningar/ny", Somewhere(&[P::EditSites])),
    get("/bevakningar/{id}", READS),
    post("/bevakningar/{id}", EDITS),
    get("/bevakningar/{id}/andra", EDITS),
    get("/bevakningar/{id}/historik", READS),
    get("/bevakningar/{id}/karta.geojson", READS),
    get("/bevakningar/bekraftelse", Somewhere(&[P::EditSites])),
    post("/bevakningar/bekraftelse", Somewhere(&[P::EditSites])),
    get("/karta", READS),
    get("/karta/platser.geojson", READS),
    get("/karta/bakgrund/{z}/{x}/{y}", SignedInOrNothing),
    get("/kameror", READS),
    get("/bevakningar/{site}/kameror/ny", EDITS),
    post("/bevakningar/{site}/kameror", EDITS),
    get("/kameror/{id}", READS),
    get("/kameror/{id}/andra", EDITS),
    post("/kameror/{id}", EDITS),
    get("/bevakningar/{site}/beslut/nytt", EDITS),
    post("/bevakningar/{site}/beslut", EDITS),
    get("/beslut/{id}", READS),
    get("/beslut/{id}/andra", EDITS),
    post("/beslut/{id}", EDITS),
    get("/bevakningar/{site}/skyltar/ny", EDITS),
    post("/bevakningar/{site}/skyltar", EDITS),
    get("/skyltar/{id}", READS),
    get("/skyltar/{id}/andra", EDITS),
    post("/skyltar/{id}", EDITS),
    get("/bevakningar/{site}/lagringstider/ny", EDITS),
    post("/bevakningar/{site}/lagringstider", EDITS),
    get("/lagringstider/{id}", READS),
    get("/lagringstider/{id}/andra", EDITS),
    post("/lagringstider/{id}", EDITS),
    get("/bevakningar/{site}/gallringsbevis/nytt", EDITS),
    post("/bevakningar/{site}/gallringsbevis", EDITS),
    get("/bevakningar/{site}/bedomningar/ny", EDITS),
    post("/bevakningar/{site}/bedomningar", EDITS),
    get("/bedomningar/{id}", READS),
    get("/bedomningar/{id}/andra", EDITS),
    post("/bedomningar/{id}", EDITS),
    get("/bedomningar/{id}/underskrift", SIGNS),
    post("/bedomningar/{id}/underskrift", SIGNS),
    get("/bevakningar/{site}/incidenter/ny", REPORTS),
    post("/bevakningar/{site}/incidenter", REPORTS),
    get("/incidenter/{id}", READS),
    get("/incidenter/{id}/andra", REPORTS),
    post("/incidenter/{id}", REPORTS),
    get("/bevakningar/{site}/tillgang/ny", REPORTS),
    post("/bevakningar/{site}/tillgang", REPORTS),
    get("/tillgang/{id}", SEES_KEPT),
    get("/tillgang/{id}/andra", REPORTS),
    post("/tillgang/{id}", REPORTS),
    get("/bevakningar/{site}/bevaranden/nytt", KEEPS),
    post("/bevakningar/{site}/bevaranden", KEEPS),
    get("/bevaranden/{id}", SEES_KEPT),
    get("/bevaranden/{id}/andra", KEEPS),
    post("/bevaranden/{id}", KEEPS),
    // Recorders.
    get("/inspelare", READS),
    post("/inspelare", RECORDERS),
    get("/inspelare/ny", RECORDERS),
    get("/inspelare/{id}", READS),
    get("/inspelare/{id}/andra", RECORDERS),
    post("/inspelare/{id}", RECORDERS),
    get("/inspelare/{id}/anslutning", ORGANISES),
    post("/inspelare/{id}/anslutning", ORGANISES),
    post("/inspelare/{id}/fraga", RECORDERS),
    post("/inspelare/{id}/sandnyckel", ORGANISES),
    get("/inspelare/{id}/kontroller/ny", RECORDERS),
    post("/inspelare/{id}/kontroller", RECORDERS),
    // Rules.
    get("/regler", READS),
    get("/regler/{id}", READS),
    get("/regler/{id}/beslut/nytt", RULES),
    post("/regler/{id}/beslut", RULES),
    // Import.
    get("/import", IMPORTS),
    post("/import", IMPORTS),
    get("/import/{id}", IMPORTS),
    get("/import/{id}/problem.csv", IMPORTS),
    post("/import/{id}/kolumner", IMPORTS),
    post("/import/{id}/inlasning", IMPORTS),
    post("/import/{id}/borttagning", IMPORTS),
    // Disclosures.
    get("/utlamnanden", LISTS_DISCLOSURES),
    post("/utlamnanden", DISCLOSES),
    get("/utlamnanden/nytt", BEGINS_DISCLOSURE),
    get("/utlamnanden/kameror", LISTS_DISCLOSURES),
    get("/utlamnanden/sok", LISTS_DISCLOSURES),
    get("/utlamnanden/sok/csv", LISTS_DISCLOSURES),
    get("/utlamnanden/kopior", LISTS_DISCLOSURES),
    get("/utlamnanden/diarium", READS),
    get("/utlamnanden/diarium/csv", READS),
    get("/utlamnanden/spar", All(REVIEWS)),
    get("/utlamnanden/spar/{id}", SelfOr(REVIEWS)),
    get("/utlamnanden/spar/{id}/csv", SelfOr(REVIEWS)),
    get("/utlamnanden/nycklar", LISTS_DISCLOSURES),
    post("/utlamnanden/nycklar", LISTS_DISCLOSURES),
    get("/utlamnanden/nycklar/ny", LISTS_DISCLOSURES),
    get("/utlamnanden/nycklar/{id}/aterkallande", LISTS_DISCLOSURES),
    post("/utlamnanden/nycklar/{id}/aterkallande", LISTS_DISCLOSURES),
    get("/oppet/utlamnanden", Everyone),
    get("/oppet/utlamnanden/{kommun}", Address),
    get("/utlamnanden/{id}", READS_DISCLOSURE),
    get("/utlamnanden/{id}/kvitto", READS_DISCLOSURE),
    get("/utlamnanden/{id}/kvitto.zip", READS_DISCLOSURE),
    get("/utlamnanden/{id}/kvitto.tlog-proof", READS_DISCLOSURE),
    get("/utlamnanden/{id}/beslut", READS_DISCLOSURE),
    post("/utlamnanden/{id}/signering", DISCLOSES),
    get("/utlamnanden/{id}/overlamning", DISCLOSES),
    post("/utlamnanden/{id}/overlamning", DISCLOSES),
    get("/utlamnanden/{id}/utfall", DISCLOSES),
    post("/utlamnanden/{id}/utfall", DISCLOSES),
    get("/utlamnanden/{id}/kopior/{delivery}", DISCLOSES),
    post("/utlamnanden/{id}/kopior/{delivery}", DISCLOSES),
    get("/utlamnanden/{id}/rattelse", DISCLOSES),
    post("/utlamnanden/{id}/rattelse", DISCLOSES),
    post("/utlamnanden/utkast", DISCLOSES),
    get("/utlamnanden/utkast/{id}", DISCLOSES),
    post("/utlamnanden/utkast/{id}/overtagande", DISCLOSES),
    get("/utlamnanden/utkast/{id}/{step}", DISCLOSES),
    post("/utlamnanden/utkast/{id}/{step}", DISCLOSES),
    post("/utlamnanden/utkast/{id}/filer/summor", DISCLOSES),
    post("/utlamnanden/utkast/{id}/kassering", DISCLOSES),
    // Auditors for a time.
    get("/granskare", INVITES),
    post("/granskare", INVITES),
    get("/granskare/ny", INVITES),
    post("/granskare/{id}/avslut", INVITES),
    // Who came in, was refused, and did or read what.
    get("/atkomst", All(REVIEWS)),
    get("/atkomst/csv", All(REVIEWS)),
    // The log.
    get("/logg", LOG),
    post("/logg", LOG),
    // Reminders and the timetable.
    get("/paminnelser", NOTICES),
    post("/paminnelser/lasta", NOTICES),
    post("/paminnelser/{id}/last", NOTICES),
    get("/paminnelser/{id}/svar", NOTICES),
    post("/paminnelser/{id}/svar", NOTICES),
    post("/paminnelser/drift/{id}/last", NOTICES),
    get("/paminnelser/kalender", NOTICES),
    post("/paminnelser/kalender", NOTICES),
    post("/paminnelser/kalender/borttagning", NOTICES),
    get("/paminnelser/regler", NOTICES),
    post("/paminnelser/regler", RULES),
    get("/paminnelser/regler/ny", RULES),
    get("/schemalaggaren", Somewhere(&[P::ReadTimetable])),
    post("/schemalaggaren/{job}/korning", Whole(&[P::RunJobs])),
    // Administration.
    get(
        "/administration",
        Somewhere(&[P::ManageOrganisation, P::ManagePeople]),
    ),
    get(
        "/administration/historik",
        Whole(&[P::ReadLedger, P::ManageOrganisation]),
    ),
    get("/administration/kommunen", ORGANISES),
    post("/administration/kommunen", ORGANISES),
    get("/administration/enheter", ORGANISES_SOMEWHERE),
    post("/administration/enheter", ORGANISES_SOMEWHERE),
    get("/administration/enheter/ny", ORGANISES_SOMEWHERE),
    get("/administration/enheter/{id}", ORGANISES_SOMEWHERE),
    get("/administration/enheter/{id}/andra", ORGANISES_SOMEWHERE),
    post("/administration/enheter/{id}", ORGANISES_SOMEWHERE),
    get(
        "/administration/personuppgiftsansvariga",
        ORGANISES_SOMEWHERE,
    ),
    post(
        "/administration/personuppgiftsansvariga",
        ORGANISES_SOMEWHERE,
    ),
    get(
        "/administration/personuppgiftsansvariga/ny",
        ORGANISES_SOMEWHERE,
    ),
    get(
        "/administration/personuppgiftsansvariga/{id}",
        ORGANISES_SOMEWHERE,
    ),
    get(
        "/administration/personuppgiftsansvariga/{id}/andra",
        ORGANISES_SOMEWHERE,
    ),
    post(
        "/administration/personuppgiftsansvariga/{id}",
        ORGANISES_SOMEWHERE,
    ),
    get("/administration/personer", PEOPLE),
    post("/administration/personer", PEOPLE),
    get("/administration/personer/nytt", PEOPLE),
    get("/administration/personer/{id}/andra", PEOPLE),
    post("/administration/personer/{id}", PEOPLE),
    get("/administration/inloggning", PEOPLE),
    post("/administration/inloggning", PEOPLE),
    get("/administration/inloggning/ny", PEOPLE),
    get("/administration/inloggning/regler", PEOPLE),
    post("/administration/inloggning/regler", PEOPLE),
    get("/administration/inloggning/{id}", PEOPLE),
    post("/administration/inloggning/{id}", PEOPLE),
    get("/administration/api-nycklar", PEOPLE),
    post("/administration/api-nycklar", PEOPLE),
    get("/administration/api-nycklar/ny", PEOPLE),
    get("/administration/api-nycklar/{id}", PEOPLE),
    get("/administration/api-nycklar/{id}/aterkallande", PEOPLE),
    post("/administration/api-nycklar/{id}/aterkallande", PEOPLE),
    get("/administration/webhookar", ORGANISES),
    post("/administration/webhookar", ORGANISES),
    get("/administration/webhookar/ny", ORGANISES),
    get("/administration/webhookar/{id}", ORGANISES),
    post("/administration/webhookar/{id}/prov", ORGANISES),
    post("/administration/webhookar/{id}/hemlighet", ORGANISES),
    post("/administration/webhookar/{id}/avstangning", ORGANISES),
    post("/administration/webhookar/{id}/start", ORGANISES),
    // Other systems.
    get("/api/v1/openapi.json", Everyone),
    get("/api/v1/sites", Key(Scope::Register)),
    get("/api/v1/sites/{id}", Key(Scope::Register)),
    get("/api/v1/sites/{id}/findings", Key(Scope::Register)),
    get("/api/v1/findings", Key(Scope::Register)),
    get("/api/v1/policies", Key(Scope::Register)),
    get("/api/v1/log/checkpoint", Key(Scope::Log)),
    get("/api/v1/disclosures", Key(Scope::ReadDisclosures)),
    get("/api/v1/disclosures/{id}", Key(Scope::ReadDisclosures)),
    post("/api/v1/disclosures", Key(Scope::RecordDisclosures)),
    post("/api/v1/recorder-checks", RecorderKey),
];

//! The closed list of facts, each with its kind, where it is recorded and what it means.
//!
//! Every fact is produced by `compliance` and used by a policy; tests see to both.

use super::Kind;
use super::fact::{ClosedList, facts};
use crate::assessment::{Conclusion, Factor};
use crate::disclosure::{Decision, FreeText, Ground, Recipient};
use crate::signage::SignItem;
use crate::site::{Exemption, Extension, PlaceType, Purpose, SecrecyRegime, SpecialTechnology};

const PLACE_TYPE: Kind = Kind::Choice(ClosedList::of::<PlaceType>());
const PURPOSES: Kind = Kind::Choices(ClosedList::of::<Purpose>());
const TECHNOLOGY: Kind = Kind::Choices(ClosedList::of::<SpecialTechnology>());
const EXEMPTION: Kind = Kind::Choice(ClosedList::of::<Exemption>());
const FACTORS: Kind = Kind::Choices(ClosedList::of::<Factor>());
const CONCLUSION: Kind = Kind::Choice(ClosedList::of::<Conclusion>());
const EXTENSIONS: Kind = Kind::Choices(ClosedList::of::<Extension>());
const SIGN_ITEMS: Kind = Kind::Choices(ClosedList::of::<SignItem>());
const SECRECY: Kind = Kind::Choice(ClosedList::of::<SecrecyRegime>());
const GROUND: Kind = Kind::Choice(ClosedList::of::<Ground>());
const RECIPIENT: Kind = Kind::Choice(ClosedList::of::<Recipient>());
const FREE_TEXTS: Kind = Kind::Choices(ClosedList::of::<FreeText>());
const DECISION: Kind = Kind::Choice(ClosedList::of::<Decision>());

facts! {
    // The site itself.
    AsOf = "as_of", Site, Date, Never, Site, "den dag frågan gäller", "the day asked about";
    InUse = "in_use", Site, Bool, Never, Site, "bevakningen pågår", "the surveillance is under way";
    PublicTask = "public_task", Site, Bool, Never, Site, "bevakningen sker för en uppgift av allmänt intresse", "the surveillance serves a task of public interest";
    StartedOn = "started_on", Site, Date, Unanswered, Site, "bevakningen började", "the surveillance began";
    HasController = "has_controller", Site, Bool, Never, Site, "personuppgiftsansvarig är angiven", "a controller is named";
    Address = "address", Site, Text, NoRecord, Site, "adress eller jämförlig uppgift", "address or comparable location";
    PlaceType = "place_type", Site, PLACE_TYPE, NoRecord, Site, "typ av plats", "type of place";
    Purposes = "purposes", Site, PURPOSES, NoRecord, Site, "ändamål enligt 8 §", "purposes listed in section 8";
    PurposeText = "purpose_text", Site, Text, NoRecord, Site, "ändamål i egna ord", "purpose in own words";
    Audio = "audio", Site, Bool, Unanswered, Site, "ljud avlyssnas eller tas upp", "sound is heard or recorded";
    AudioMotivation = "audio_motivation", Site, Text, NoRecord, Site, "varför ljud behövs", "why sound is needed";
    SpecialTechnology = "special_technology", Site, TECHNOLOGY, Unanswered, Site, "särskild teknik", "special technology";
    PublicAccess = "public_access", Site, Bool, Unanswered, Site, "allmänheten har tillträde", "the public has access";
    Workplace = "workplace", Site, Bool, Unanswered, Site, "platsen är en arbetsplats", "the place is a workplace";
    Children = "children", Site, Bool, Unanswered, Site, "barn vistas på platsen", "children are at the place";
    PrivateArea = "private_area", Site, Bool, Unanswered, Site, "omklädning, sovrum eller liknande bevakas", "changing rooms, bedrooms or the like are watched";
    Entrances = "entrances", Site, Number, Unanswered, Site, "antal ingångar till det bevakade området", "number of entrances to the watched area";
    Hours = "hours", Site, Hours, Unanswered, Site, "dagar och tider för bevakningen", "days and hours of the surveillance";
    RoundTheClock = "round_the_clock", Site, Bool, Unanswered, Site, "bevakningen pågår dygnet runt", "the surveillance goes on round the clock";
    LiveViewing = "live_viewing", Site, Bool, Unanswered, Site, "bilden ses i realtid", "the picture is viewed live";
    Recording = "recording", Site, Bool, Unanswered, Site, "materialet spelas in", "the material is recorded";
    MaskingNeeded = "masking_needed", Site, Bool, Unanswered, Site, "bostäder, uteserveringar eller grannar syns", "homes, outdoor seating or neighbours are in view";
    Masking = "masking", Site, Text, NoRecord, Site, "maskering", "masking";
    AreaLimited = "area_limited", Site, Bool, Unanswered, Site, "området är begränsat till där händelserna har inträffat", "the area is limited to where the incidents happened";
    Exemption = "exemption", Site, EXEMPTION, NoRecord, Site, "åberopat undantag", "exemption claimed";
    ExemptionFrom = "exemption_from", Site, Date, Unanswered, Site, "undantaget började", "the exemption began";
    ExemptionUntil = "exemption_until", Site, Date, Unanswered, Site, "undantaget slutar", "the exemption ends";
    ClaimedOutOfScope = "claimed_out_of_scope", Site, Bool, Never, Site, "lagen påstås inte gälla eftersom bilden är pixlad", "the law is said not to apply since the picture is pixelated";
    PriorMeasures = "prior_measures", Site, Text, NoRecord, Site, "åtgärder som prövats före bevakningen", "measures tried before the surveillance";
    Incidents = "incidents", Site, Text, NoRecord, Site, "händelser på platsen", "incidents at the place";
    IncidentsAsOf = "incidents_as_of", Site, Date, NoRecord, Site, "händelserna sammanställdes", "the incidents were compiled";
    DpiaOn = "dpia_on", Site, Date, NoRecord, Site, "konsekvensbedömning gjordes", "the data protection impact assessment was made";
    DpiaReference = "dpia_reference", Site, Text, NoRecord, Site, "konsekvensbedömningens beteckning", "reference of the data protection impact assessment";
    ProcessingRecordReference = "processing_record_reference", Site, Text, NoRecord, Site, "post i registerförteckningen", "entry in the processing record";
    OutsideOperator = "outside_operator", Site, Bool, Unanswered, Site, "någon utanför kommunen sköter utrustning eller material", "someone outside the kommun runs equipment or handles material";
    ProcessorAgreementOn = "processor_agreement_on", Site, Date, NoRecord, Site, "personuppgiftsbiträdesavtal ingicks", "the processor agreement was made";
    ProcessorAgreementUntil = "processor_agreement_until", Site, Date, NoRecord, Site, "personuppgiftsbiträdesavtalet gäller till och med", "last day of the processor agreement";
    MblNegotiatedOn = "mbl_negotiated_on", Site, Date, NoRecord, Site, "förhandling enligt MBL hölls", "the union negotiation was held";
    AccessReviewedOn = "access_reviewed_on", Site, Date, NoRecord, Site, "behörighetslistan sågs över", "the access list was reviewed";
    ReviewedOn = "reviewed_on", Site, Date, NoRecord, Site, "bevakningen sågs över", "the surveillance was reviewed";
    StillNeeded = "still_needed", Site, Bool, Unanswered, Site, "bevakningen behövdes vid senaste översynen", "the surveillance was needed at the latest review";
    SecondLayerNonDigital = "second_layer_non_digital", Site, Bool, Unanswered, Site, "fullständig information finns även utan internet", "the full information can be had without the internet";
    RegisterUpdatedOn = "register_updated_on", Site, Date, NoRecord, Site, "förteckningen uppdaterades", "the register was updated";
    LatestEventOn = "latest_event_on", Site, Date, NoRecord, Site, "bevakningen senast började, ändrades eller upphörde", "the surveillance last began, changed or ended";
    ContextChangedOn = "context_changed_on", Site, Date, NoRecord, Site, "förhållandena på platsen ändrades", "conditions at the place changed";
    ContextChange = "context_change", Site, Text, NoRecord, Site, "vad som ändrades på platsen", "what changed at the place";
    CameraCount = "camera_count", Site, Number, Never, Camera, "antal kameror på platsen", "number of cameras at the place";
    // Changes of the surveillance itself (KBL 9 § second paragraph 1).
    LatestChangeOn = "latest_change_on", Site, Date, NoRecord, Site, "bevakningen utökades senast", "the surveillance was last extended";
    UnassessedChangeOn = "unassessed_change_on", Site, Date, NoRecord, Site, "första utökningen efter bedömningen", "first extension after the assessment";
    UnassessedChangeBy = "unassessed_change_by", Site, Text, NoRecord, Site, "vem som registrerade utökningen", "who recorded the extension";
    UnassessedChanges = "unassessed_changes", Site, EXTENSIONS, NoRecord, Site, "utökningar efter bedömningen", "extensions after the assessment";
    // Assessments.
    FirstAssessedOn = "first_assessed_on", Site, Date, NoRecord, Assessment, "första bedömningen enligt 9 § gjordes", "the first section 9 assessment was made";
    AssessedOn = "assessed_on", Site, Date, NoRecord, Assessment, "senaste bedömningen enligt 9 § gjordes", "the latest section 9 assessment was made";
    AssessedChangesUntil = "assessed_changes_until", Site, Date, NoRecord, Assessment, "bedömningen omfattar ändringar till och med", "the assessment covers changes until";
    FactorsCovered = "factors_covered", Site, FACTORS, NoRecord, Assessment, "omständigheter i 8 § som bedömningen tar upp", "factors of section 8 that the assessment covers";
    AssessmentConclusion = "assessment_conclusion", Site, CONCLUSION, NoRecord, Assessment, "bedömningens slutsats", "conclusion of the assessment";
    AssessmentReviewOn = "assessment_review_on", Site, Date, NoRecord, Assessment, "bedömningen ska omprövas", "the assessment is to be reviewed";
    LegacyPermitOn = "legacy_permit_on", Site, Date, NoRecord, Permit, "tidigare tillstånd som gällde till 2025-03-31 beslutades", "the former permit, in effect until 2025-03-31, was decided";
    LegacyAdopted = "legacy_adopted", Site, Bool, Never, Assessment, "det tidigare tillståndet är antaget som bedömning", "the former permit is adopted as the assessment";
    // Permits of the old law.
    PermitInEffect = "permit_in_effect", Site, Bool, Unanswered, Permit, "ett tillstånd gäller", "a permit is in effect";
    PermitDnr = "permit_dnr", Site, Text, NoRecord, Permit, "tillståndets diarienummer", "registration number of the permit";
    PermitStatedUntil = "permit_stated_until", Site, Date, NoRecord, Permit, "tillståndet gäller enligt beslutet till och med", "last day of the permit as decided";
    PermitOutlivesLaw = "permit_outlives_law", Site, Bool, Unanswered, Permit, "tillståndet anges gälla efter 2025-03-31", "the permit is stated to be valid after 2025-03-31";
    PermitHours = "permit_hours", Site, Hours, NoRecord, Permit, "tider enligt tillståndet", "hours under the permit";
    HoursOutsidePermit = "hours_outside_permit", Site, Names, Unanswered, Permit, "tider utanför tillståndet", "hours outside the permit";
    PermitStorageHours = "permit_storage_hours", Site, Number, NoRecord, Permit, "längsta lagringstid enligt tillståndet i timmar", "longest storage under the permit in hours";
    PermitMaxCameras = "permit_max_cameras", Site, Number, NoRecord, Permit, "antal kameror enligt tillståndet", "number of cameras under the permit";
    PermitLiveOnly = "permit_live_only", Site, Bool, NoRecord, Permit, "tillståndet gäller bara realtid", "the permit is for live viewing only";
    PermitAudioAllowed = "permit_audio_allowed", Site, Bool, NoRecord, Permit, "tillståndet omfattar ljud", "the permit includes sound";
    PurposesOutsidePermit = "purposes_outside_permit", Site, PURPOSES, NoRecord, Permit, "ändamål som tillståndet inte omfattar", "purposes that the permit does not include";
    PermitDifferences = "permit_differences", Site, EXTENSIONS, NoRecord, Permit, "det som skiljer bevakningen från tillståndet", "what differs from the permit";
    AreaAsPermitted = "area_as_permitted", Site, Bool, Unanswered, Permit, "område, utrustning och placering är som i tillståndet", "area, equipment and placement are as permitted";
    // Other decisions that can expire.
    NoticeExempt = "notice_exempt", Site, Bool, Never, Permit, "beslut om undantag från upplysningskravet finns", "there is a decision on exemption from the notice duty";
    NoticeExemptUntil = "notice_exempt_until", Site, Date, NoRecord, Permit, "undantaget från upplysningskravet gäller till och med", "last day of the exemption from the notice duty";
    NoticeConditionsFollowed = "notice_conditions_followed", Site, Bool, Unanswered, Permit, "villkoren i undantagsbeslutet följs", "the conditions of the exemption are followed";
    Decision = "decision", Site, Text, NoRecord, Permit, "beslut som bevakningen vilar på", "decision on which the surveillance rests";
    DecisionUntil = "decision_until", Site, Date, NoRecord, Permit, "beslutet gäller till och med", "last day of the decision";
    // Signs.
    SignCount = "sign_count", Site, Number, Never, Sign, "antal skyltar som sitter uppe", "number of signs in place";
    SignItemsMissing = "sign_items_missing", Site, SIGN_ITEMS, Unanswered, Sign, "uppgifter som saknas på skyltarna", "items missing on the signs";
    SignSound = "sign_sound", Site, Bool, Unanswered, Sign, "skyltarna upplyser särskilt om ljud", "the signs give special notice of sound";
    SignInspectionOn = "sign_inspection_on", Site, Date, NoRecord, Sign, "nästa kontroll av skyltarna", "next inspection of the signs";
    // Storage and deletion.
    StorageHours = "storage_hours", Site, Number, NoRecord, Storage, "lagringstid i timmar", "storage period in hours";
    StorageFrom = "storage_from", Site, Date, NoRecord, Storage, "lagringstiden gäller från", "the storage period applies from";
    StorageJustification = "storage_justification", Site, Text, NoRecord, Storage, "varför lagringstiden behövs", "why the storage period is needed";
    AutomaticDeletion = "automatic_deletion", Site, Bool, Unanswered, Storage, "materialet raderas automatiskt", "the material is deleted automatically";
    DisposalDecisionReference = "disposal_decision_reference", Site, Text, NoRecord, Storage, "gallringsbeslut", "disposal decision";
    ClaimHours = "claim_hours", Site, Number, Unanswered, Recorder, "inspelaren är inställd på att spara, i timmar", "the recorder is set to keep, in hours";
    IndexOldestHours = "index_oldest_hours", Site, Number, Unanswered, Evidence, "äldsta material i systemets förteckning, i timmar", "oldest footage listed by the system, in hours";
    DiskOldestHours = "disk_oldest_hours", Site, Number, Unanswered, Evidence, "äldsta fil i lagret, i timmar", "oldest file in the store, in hours";
    ChecksComplete = "checks_complete", Site, Bool, Unanswered, Evidence, "kontrollerna kunde läsa allt", "the checks could read everything";
    DeletionCheckedOn = "deletion_checked_on", Site, Date, NoRecord, Evidence, "raderingen kontrollerades i index eller på disk", "deletion was checked in the index or on disk";
    StoresUnchecked = "stores_unchecked", Site, Names, NoRecord, Evidence, "inspelare utan kontroll i index eller på disk", "recorders without a check in the index or on disk";
    // Footage that is kept, and personal data breaches.
    OnHold = "on_hold", Site, Bool, Never, Hold, "material bevaras trots att lagringstiden har gått", "footage is kept although its storage period has passed";
    HoldsIncomplete = "holds_incomplete", Site, Names, Never, Hold, "bevaranden utan skäl, ägare eller slutdag", "holds without reason, owner or last day";
    HoldEndsOn = "hold_ends_on", Site, Date, NoRecord, Hold, "nästa bevarande slutar", "the next hold ends";
    OnOrder = "on_order", Site, Bool, Never, Hold, "ett bevarandeföreläggande gäller", "a preservation order is in effect";
    OrderDays = "order_days", Site, Number, NoRecord, Hold, "bevarandeföreläggandets längd i dagar", "length of the preservation order in days";
    OrderExtensionDays = "order_extension_days", Site, Number, NoRecord, Hold, "förlängningens längd i dagar", "length of the extension in days";
    HeldFootageGone = "held_footage_gone", Site, Names, Never, Hold, "lager där material som ska bevaras är borta", "stores from which footage to be kept is gone";
    IncidentReportDueOn = "incident_report_due_on", Site, Date, NoRecord, Incident, "personuppgiftsincident ska vara anmäld", "the personal data breach is to be reported";
    IncidentsReportedLate = "incidents_reported_late", Site, Names, Never, Incident, "incidenter som anmäldes efter 72 timmar utan skäl", "breaches reported after 72 hours without a reason";
    AccessRequestedOn = "access_requested_on", Site, Date, NoRecord, AccessRequest, "obesvarad begäran om tillgång kom", "the unanswered access request came";
    AccessExtendedFrom = "access_extended_from", Site, Date, NoRecord, AccessRequest, "obesvarad begäran om tillgång, med förlängd tid, kom", "the unanswered access request, with more time, came";
    // A request for footage and what came of it.
    Ground = "ground", Disclosure, GROUND, Never, Disclosure, "grund för utlämnandet", "ground for the disclosure";
    Recipient = "recipient", Disclosure, RECIPIENT, Never, Disclosure, "mottagare", "recipient";
    RecipientName = "recipient_name", Disclosure, Text, NoRecord, Disclosure, "mottagarens namn", "name of the recipient";
    Dnr = "dnr", Disclosure, Text, NoRecord, Disclosure, "diarienummer", "registration number";
    Matter = "matter", Disclosure, Text, NoRecord, Disclosure, "saken", "the matter";
    ReceivedOn = "received_on", Disclosure, Date, Never, Disclosure, "begäran kom", "the request came";
    Oral = "oral", Disclosure, Bool, Never, Disclosure, "begäran var muntlig", "the request was oral";
    NotedOn = "noted_on", Disclosure, Date, NoRecord, Disclosure, "det muntliga antecknades", "what was said was noted";
    NotedBy = "noted_by", Disclosure, Text, NoRecord, Disclosure, "vem som antecknade det muntliga", "who noted what was said";
    ReleaseDecision = "release_decision", Disclosure, DECISION, Never, Disclosure, "beslut om begäran", "decision on the request";
    DecidedOn = "decided_on", Disclosure, Date, Never, Disclosure, "begäran avgjordes", "the request was decided";
    DecidedBy = "decided_by", Disclosure, Text, NoRecord, Disclosure, "vem som beslutade", "who decided";
    DelegationReference = "delegation_reference", Disclosure, Text, NoRecord, Disclosure, "delegation som beslutet vilar på", "delegation on which the decision rests";
    ImprisonmentInScale = "imprisonment_in_scale", Disclosure, Bool, Unanswered, Disclosure, "fängelse finns i straffskalan", "imprisonment is in the scale of penalties";
    FootageSecrecy = "footage_secrecy", Disclosure, SECRECY, Never, Site, "sekretess som materialet omfattas av", "secrecy that the footage falls under";
    MinutesBeyondRequest = "minutes_beyond_request", Disclosure, Number, Unanswered, Disclosure, "minuter som lämnades ut utöver begäran", "minutes released beyond the request";
    FootageAgeHours = "footage_age_hours", Disclosure, Number, NoRecord, Disclosure, "det äldsta utlämnade materialets ålder i timmar", "age of the oldest released footage in hours";
    FootageStorageHours = "footage_storage_hours", Disclosure, Number, NoRecord, Storage, "lagringstid i timmar när materialet lämnades ut", "storage period in hours when the footage was released";
    FootageOnHold = "footage_on_hold", Disclosure, Bool, Never, Hold, "materialet bevarades", "the footage was on hold";
    PersonnummerIn = "personnummer_in", Disclosure, FREE_TEXTS, Never, Disclosure, "fält som ser ut att innehålla ett personnummer", "fields that seem to hold a personal identity number";
    ToldOfAppeal = "told_of_appeal", Disclosure, Bool, Unanswered, Disclosure, "den som nekades fick veta hur ett beslut begärs och överklagas", "the person refused was told how to ask for a decision and appeal";
    DecisionAskedFor = "decision_asked_for", Disclosure, Bool, Unanswered, Disclosure, "ett skriftligt beslut begärdes", "a written decision was asked for";
    WrittenDecision = "written_decision", Disclosure, Bool, Unanswered, Disclosure, "det finns ett skriftligt beslut", "there is a written decision";
    RefusalReasons = "refusal_reasons", Disclosure, Text, NoRecord, Disclosure, "skäl för avslaget", "reasons for the refusal";
    AppealUntil = "appeal_until", Disclosure, Date, NoRecord, Disclosure, "sista dagen att överklaga", "last day to appeal";
}

//! What a receipt says to the person who receives it, in Swedish.

use std::fmt::Write;

use super::entry::Entry;
use super::kvitto;
use super::note::VerificationKey;
use super::receipt::Receipt;
use super::receipt_zip::{ENTRY, FIELDS, GUIDE, KEY, PAGE, PROOF, STAMP, SUMS, Words};

/// The words that go into the zip. They are for reading; nothing is proved by them.
pub fn of(receipt: &Receipt, key: &VerificationKey) -> Words {
    Words {
        readme: readme(receipt, key),
        page: kvitto::page::render(receipt, key).unwrap_or_else(|error| error.to_string()),
        key: format!("{key}\n"),
    }
}

fn readme(receipt: &Receipt, key: &VerificationKey) -> String {
    let (log, idx) = (key.name(), receipt.proof.idx);
    let at = Entry::parse(&receipt.entry).map_or_else(
        |_| String::new(),
        |entry| {
            let (date, time) = (entry.at.date(), entry.at.time());
            format!(
                ", skriven {date} kl. {:02}.{:02} UTC",
                time.hour(),
                time.minute()
            )
        },
    );
    let mut text = format!(
        "KVITTO PÅ UTLÄMNAT MATERIAL\n\n\
         Post {idx} i loggen {log}{at}.\n\n\
         Kvittot visar att utlämnandet står i kommunens logg, vad som skrevs om det, och att filerna är de som\n\
         lämnades ut. Det kan kontrolleras utan kommunen och utan nätverk.\n\n\
         SÅ KONTROLLERAR DU\n\n\
         1. Hämta loggens publicerade nyckel på annat sätt än med det här kvittot: från kommunens webbplats, ett\n\
         \x20  tidigare avtal eller per telefon. Den slutar på nyckelnummer {} om ingen har bytt den.\n\
         2. Öppna {PAGE} i en webbläsare och välj filerna. Inget skickas någonstans.\n\
         3. Eller med kommunens program:  objektiv receipt verify kvitto-{idx}.zip FILER --key NYCKELN\n\
         4. Eller med vanliga verktyg (sha256sum, Python 3 och openssl 3): följ {GUIDE}, som ligger i kvittot.\n\
         \x20  Den är på engelska.\n\
         5. Bara filerna:  sha256sum --check {SUMS}\n\n\
         FILERNA I KVITTOT\n\n\
         {PAGE}  det här kvittot att läsa och kontrollera i en webbläsare\n\
         {SUMS}  utlämnade filer och deras kontrollsummor\n\
         {ENTRY}  posten, byte för byte som den skrevs\n\
         {FIELDS}  uppgifterna i posten, var och en med sitt salt\n\
         {PROOF}  beviset att posten finns i loggen, och loggens underskrift\n\
         {KEY}  loggens nyckel, bara för kännedom: jämför med den publicerade\n\
         {GUIDE}  hur kvittot kontrolleras med vanliga verktyg, steg för steg (på engelska)\n",
        key.id_hex()
    );
    if receipt.stamp.is_some() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{STAMP}  när en utomstående tidsstämplare såg loggen: openssl kan kontrollera den"
        );
    }
    text.push_str("\nUPPGIFTERNA\n\n");
    for (name, value) in receipt.opened() {
        let _ = writeln!(text, "{name}: {value}");
    }
    text
}

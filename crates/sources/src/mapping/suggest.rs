//! Guessing what a column means from its header, so that most files need no work.

use directory::intake::Definitions;

use super::{ColumnMapping, Mapping, Target};
use crate::file::{Column, folded};

/// The words people, CRM, HR and school systems use, folded, the most telling first.
fn words(target: &Target) -> &'static [&'static str] {
    match target {
        Target::ExternalId => &[
            "externalid",
            "externeid",
            "externalkey",
            "sourcedid",
            "sisid",
            "hsobjectid",
            "recordid",
            "contactid",
            "customerid",
            "customernumber",
            "customerno",
            "kundennummer",
            "kundennr",
            "kundenid",
            "kontaktid",
            "personid",
            "personenid",
            "employeeid",
            "employeenumber",
            "personalnummer",
            "mitarbeiternummer",
            "studentid",
            "schuelerid",
            "schulerid",
            "pupilid",
            "memberid",
            "mitgliedsnummer",
            "matrikelnummer",
            "id",
            "guid",
            "uuid",
            "key",
            "nummer",
            "number",
        ],
        Target::GivenName => {
            &["givenname", "firstname", "vorname", "rufname", "forename", "vornamen", "given", "first"]
        }
        Target::FamilyName => {
            &["familyname", "lastname", "nachname", "familienname", "surname", "zuname", "family", "last"]
        }
        Target::FullName => &["fullname", "vollername", "contactname", "personname", "kontaktname", "name"],
        Target::DisplayName => &["displayname", "anzeigename", "preferredname"],
        Target::Email => &[
            "email",
            "emailaddress",
            "emailadresse",
            "mail",
            "mailadresse",
            "emailaddress1",
            "primaryemail",
            "workemail",
            "email1",
        ],
        Target::Phone => &[
            "phone",
            "phonenumber",
            "telefon",
            "telefonnummer",
            "telephone",
            "telephone1",
            "mobilephone",
            "mobile",
            "mobil",
            "mobiltelefon",
            "handy",
            "handynummer",
            "rufnummer",
            "sms",
            "tel",
        ],
        Target::SignInName => &[
            "signinname",
            "username",
            "login",
            "loginname",
            "benutzername",
            "anmeldename",
            "userprincipalname",
            "upn",
            "userid",
            "benutzerkennung",
        ],
        Target::Language => {
            &["language", "preferredlanguage", "sprache", "locale", "hslanguage", "korrespondenzsprache"]
        }
        Target::Organisation => &[
            "organisation",
            "organization",
            "company",
            "companyname",
            "account",
            "accountname",
            "firma",
            "firmenname",
            "unternehmen",
            "schule",
            "school",
            "schulname",
            "associatedcompany",
            "betrieb",
        ],
        Target::StartsOn => &[
            "startson",
            "startdate",
            "begindate",
            "startsat",
            "validfrom",
            "eintritt",
            "eintrittsdatum",
            "beginn",
            "startdatum",
            "gultigab",
            "gueltigab",
            "gultigvon",
            "gueltigvon",
            "aufnahmedatum",
            "hiredate",
        ],
        Target::EndsOn => &[
            "endson",
            "enddate",
            "endsat",
            "validto",
            "validuntil",
            "austritt",
            "austrittsdatum",
            "ende",
            "enddatum",
            "gultigbis",
            "gueltigbis",
            "entlassdatum",
            "terminationdate",
        ],
        // Whether passwords come along, somebody decides.
        Target::Ignore | Target::PasswordHash | Target::Attribute(_) => &[],
    }
}

/// A mapping for a file with these columns: what was said of the same column before, else what its header says.
///
/// Nothing is guessed twice, passwords are never mapped, and the archetype is the one used before or the tenant's first.
#[must_use]
pub fn suggest(columns: &[Column], remembered: &Mapping, definitions: &Definitions) -> Mapping {
    let is_known = |target: &Target| match target {
        Target::Attribute(name) => definitions.attributes.iter().any(|attribute| attribute.name == *name),
        _ => true,
    };
    let mut targets: Vec<Option<Target>> = columns
        .iter()
        .map(|column| {
            let before = remembered.columns.iter().find(|mapped| mapped.column == column.name);
            if column.is_password() {
                return Some(Target::Ignore);
            }
            before.map(|mapped| mapped.target.clone()).filter(is_known)
        })
        .collect();
    let folded: Vec<String> = columns.iter().map(|column| folded(&column.name)).collect();
    let mut take = |target: Target, wanted: &[String]| {
        let taken = targets.iter().flatten().any(|there| *there == target);
        let found = wanted
            .iter()
            .find_map(|word| folded.iter().zip(&targets).position(|(header, there)| there.is_none() && header == word));
        if let (false, Some(at)) = (taken, found)
            && let Some(slot) = targets.get_mut(at)
        {
            *slot = Some(target);
        }
    };
    // A tenant that defined an attribute of the same name means it.
    for attribute in &definitions.attributes {
        let labels = attribute.labels.0.values();
        let wanted: Vec<String> =
            std::iter::once(&attribute.name).chain(labels).map(|label| crate::file::folded(label)).collect();
        take(Target::Attribute(attribute.name.clone()), &wanted);
    }
    for target in Target::FIXED.into_iter().filter(|target| *target != Target::FullName) {
        let wanted: Vec<String> = words(&target).iter().map(|word| (*word).to_owned()).collect();
        take(target, &wanted);
    }
    let has = |targets: &[Option<Target>], target: &Target| targets.iter().flatten().any(|there| there == target);
    let (given, family) = (has(&targets, &Target::GivenName), has(&targets, &Target::FamilyName));
    // "Name" beside "Vorname" is the family name; alone it is the whole name.
    let name = folded
        .iter()
        .zip(&targets)
        .position(|(header, there)| there.is_none() && words(&Target::FullName).contains(&header.as_str()));
    let meaning = match (given, family) {
        (true, false) => Some(Target::FamilyName),
        (false, false) if !has(&targets, &Target::FullName) => Some(Target::FullName),
        _ => None,
    };
    if let (Some(at), Some(meaning)) = (name, meaning)
        && let Some(slot) = targets.get_mut(at)
    {
        *slot = Some(meaning);
    }
    let archetype = match &remembered.archetype {
        before if definitions.archetypes.contains(before) => before.clone(),
        _ => definitions.archetypes.first().cloned().unwrap_or_default(),
    };
    let columns = columns
        .iter()
        .zip(targets)
        .map(|(column, target)| ColumnMapping { column: column.name.clone(), target: target.unwrap_or(Target::Ignore) })
        .collect();
    Mapping { archetype, columns }
}

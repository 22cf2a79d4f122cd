//! What the tenant asks of its people when they sign in, and whom a change would concern.

use app::console::policy::{self as pages, Effect, Policy};
use app::form::{FieldError, FormState};
use app::model::Choice;
use app::notice::Notice;
use authentication::second::summary::{self, COUNTED};
use authentication::{AuthenticationError, Visitor};
use database::Transaction;
use directory::DirectoryError;
use directory::groups::{self, asked};
use directory::tenants::manage;
use directory::tenants::policy::{Demand, Required, SignInPolicy};
use directory::tenants::step_up::StepUp;
use foundation::{GroupId, Permission, Sensitive};

use super::give_role::Several;
use super::places::{self, Named};
use super::{Answer, Archetypes, Door, Fault, Submitted};
use crate::web::answer::{done, field_errors, into_form, page, refused_form};
use crate::web::kept::{self, Shown};
use crate::web::table::Table;

const PATH: &str = "/console/settings/policy";
/// How many days the members of a group that is added have, unless it is said otherwise.
const DAYS_AT_FIRST: u16 = 30;

pub(super) fn routes() -> Table {
    Table::new().form(PATH, show, save)
}

fn values(policy: &SignInPolicy, step_up: &StepUp, version: i64) -> FormState {
    let with = |form: FormState, who: &str, demand: Demand| {
        form.with(&format!("required.{who}"), demand.required.word())
            .with(&format!("grace.{who}"), demand.grace_days.to_string())
    };
    let asked: Vec<&str> =
        Sensitive::ALL.iter().filter(|action| step_up.asks(**action)).map(|action| action.word()).collect();
    let form = FormState::new()
        .with("version", version.to_string())
        .with("proof_minutes", step_up.minutes.to_string())
        .with("proof_for", asked.join("\n"))
        .with("remember_days", policy.remember_days.to_string())
        .with("mail_codes", if policy.mail_codes { "yes" } else { "" });
    let form = with_nothing_added(form);
    let form = with(form, "administrators", policy.administrators);
    let form = with(form, "everybody", policy.everybody);
    let form =
        policy.archetypes.iter().fold(form, |form, (name, demand)| with(form, &format!("archetype.{name}"), *demand));
    policy.groups.iter().fold(form, |form, (id, demand)| with(form, &format!("group.{id}"), *demand))
}

/// The fields that add a group as they are at first.
fn with_nothing_added(mut form: FormState) -> FormState {
    form.values.remove("group");
    form.with("group_name", "")
        .with("required.group_new", Required::StrongFactor.word())
        .with("grace.group_new", DAYS_AT_FIRST.to_string())
}

/// The groups a form may ask something of: those the stored policy names, and those of the form that the visitor sees.
async fn groups_of(
    tx: &mut Transaction,
    policy: &SignInPolicy,
    form: Option<&FormState>,
) -> Result<Vec<Choice>, Fault> {
    let mut names = asked::names(tx, policy.groups.keys().copied()).await?;
    let fields = form.into_iter().flat_map(|form| form.values.keys());
    let sent = fields.filter_map(|field| field.strip_prefix("required.group.")?.parse::<GroupId>().ok());
    // One more than there may be says that there are too many.
    for id in sent.take(SignInPolicy::MOST_GROUPS + 1) {
        if names.contains_key(&id) {
            continue;
        }
        match groups::find(tx, id).await {
            Ok(group) => drop(names.insert(id, group.name)),
            Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut found: Vec<Choice> = names.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    found.sort_by(|one, other| (&one.label, &one.value).cmp(&(&other.label, &other.value)));
    Ok(found)
}

/// What the fields that add a group came to.
enum Added {
    /// Nothing was typed there.
    Nothing,
    /// The form with a line for the group.
    One(FormState),
    /// What is wrong, and those to choose from.
    Again(FieldError, Several),
}

/// Reads the fields that add a group.
async fn added(tx: &mut Transaction, form: &Submitted) -> Result<Added, Fault> {
    let again = |code, several| Added::Again(FieldError::new("group_name", code), several);
    Ok(match places::group(tx, form, "group").await? {
        Named::Nothing => Added::Nothing,
        Named::Wrong(code) => again(code, Several::default()),
        Named::Several(found) => again("organisation-several", Several::groups(found)),
        Named::One(group) => {
            let [required, grace] = ["required.group_new", "grace.group_new"].map(|field| form.text(field));
            if Required::from_word(&required).is_none() {
                return Ok(Added::Again(FieldError::new("required.group_new", "not-a-choice"), Several::default()));
            }
            let state = form.state().with(&format!("required.group.{}", group.id), required);
            Added::One(with_nothing_added(state.with(&format!("grace.group.{}", group.id), grace)))
        }
    })
}

/// The policy of a form, and what cannot be read as one.
fn parse(form: &Submitted, archetypes: &Archetypes, groups: &[Choice]) -> (SignInPolicy, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut demand = |who: &str| {
        let (required, grace) = (format!("required.{who}"), format!("grace.{who}"));
        let word = form.some(&required)?;
        let Some(found) = Required::from_word(&word) else {
            errors.push(FieldError::new(&required, "not-a-choice"));
            return None;
        };
        let days = form.some(&grace).map_or(Ok(0), |days| days.trim().parse());
        let Ok(grace_days) = days else {
            errors.push(FieldError::new(&grace, "number-invalid"));
            return None;
        };
        Some(Demand { required: found, grace_days })
    };
    let mut policy = SignInPolicy {
        everybody: demand("everybody").unwrap_or_default(),
        administrators: demand("administrators").unwrap_or_default(),
        ..SignInPolicy::asking_nothing()
    };
    for archetype in &archetypes.0 {
        if let Some(demand) = demand(&format!("archetype.{}", archetype.value)) {
            policy.archetypes.insert(archetype.value.clone(), demand);
        }
    }
    for group in groups {
        let Ok(id) = group.value.parse() else { continue };
        if let Some(demand) = demand(&format!("group.{}", group.value)) {
            policy.groups.insert(id, demand);
        }
    }
    policy.mail_codes = form.ticked("mail_codes");
    match form.some("remember_days").map_or(Ok(0), |days| days.trim().parse()) {
        Ok(days) => policy.remember_days = days,
        Err(_) => errors.push(FieldError::new("remember_days", "number-invalid")),
    }
    for who in ["everybody", "administrators"] {
        if form.some(&format!("required.{who}")).is_none() {
            errors.push(FieldError::new(&format!("required.{who}"), "required"));
        }
    }
    errors.extend(field_errors(&policy.problems()));
    (policy, errors)
}

/// What asks for a fresh proof, of a form. A form without it changes nothing of it, and neither does one of a tenant of what
/// operators do.
fn parse_proofs(form: &Submitted, before: &StepUp, is_platform: bool) -> (StepUp, Vec<FieldError>) {
    if !form.has("proof_minutes") {
        return (before.clone(), Vec::new());
    }
    let asked = form.all("proof_for");
    let is_asked = |action: &Sensitive| match action {
        Sensitive::Tenants if !is_platform => before.asks(*action),
        _ => action.is_always() || asked.iter().any(|word| word == action.word()),
    };
    let without = Sensitive::ALL.iter().copied().filter(|action| !is_asked(action)).collect();
    let mut errors = Vec::new();
    if asked.iter().any(|word| Sensitive::from_word(word).is_none()) {
        errors.push(FieldError::new("proof_for", "not-a-choice"));
    }
    let minutes = form.text("proof_minutes").trim().parse().unwrap_or_else(|_| {
        let code = if form.some("proof_minutes").is_none() { "required" } else { "number-invalid" };
        errors.push(FieldError::new("proof_minutes", code));
        before.minutes
    });
    let step_up = StepUp { minutes, without };
    errors.extend(field_errors(&step_up.problems()));
    (step_up, errors)
}

/// The page: as it is stored, or as it was typed, with its effect if that was asked for.
async fn policy_page(
    door: &Door,
    visitor: &Visitor,
    shown: Shown,
    effect_of: Option<&SignInPolicy>,
    found_groups: Vec<Choice>,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let tenant = manage::settings(&mut tx).await?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let sent = match &shown {
        Shown::Stored => None,
        Shown::Refused(form) | Shown::Kept(form) => Some(form),
    };
    let groups = groups_of(&mut tx, &tenant.settings.sign_in_policy, sent).await?;
    let effect = match effect_of {
        Some(policy) => {
            let affected = summary::affected(&mut tx, policy).await?;
            let line =
                |who: String, amount: u64| Effect { who, amount: amount.min(COUNTED), or_more: amount > COUNTED };
            let mut administrators = line(frame.t("console-policy-administrators").to_owned(), affected.administrators);
            administrators.or_more |= affected.has_more_administrators;
            let others = affected.archetypes.into_iter().map(|(name, amount)| line(archetypes.label(&name), amount));
            let of_groups = affected.groups.into_iter().map(|(id, amount, has_more)| {
                let id = id.to_string();
                let name = groups.iter().find(|group| group.value == id).map(|group| group.label.clone());
                let effect = line(name.unwrap_or(id), amount);
                Effect { or_more: effect.or_more || has_more, ..effect }
            });
            Some(std::iter::once(administrators).chain(others).chain(of_groups).collect())
        }
        None => None,
    };
    drop(tx);
    let form = match shown {
        Shown::Stored => values(&tenant.settings.sign_in_policy, &tenant.settings.step_up, tenant.version),
        // Saving again after looking at the new values is meant. What somebody else asks of groups meanwhile is among them.
        Shown::Refused(form) => {
            let form = form.with("version", tenant.version.to_string());
            let demands = tenant.settings.sign_in_policy.groups.iter();
            demands.fold(form, |form, (id, demand)| {
                let (required, grace) = (format!("required.group.{id}"), format!("grace.group.{id}"));
                if form.values.contains_key(&required) {
                    return form;
                }
                form.with(&required, demand.required.word()).with(&grace, demand.grace_days.to_string())
            })
        }
        Shown::Kept(form) => form,
    };
    Ok(pages::policy(&frame, &Policy { form, archetypes: archetypes.0, groups, found_groups, effect }))
}

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let Some(form) = kept::form(&door).await? else {
        return Ok(page(policy_page(&door, visitor, Shown::Stored, None, Vec::new()).await?));
    };
    // As it was when it was sent: with whom it would concern, and one click from being saved.
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let archetypes = Archetypes::of(&mut tx, &door.frame()).await?;
    let stored = manage::settings(&mut tx).await?.settings.sign_in_policy;
    let groups = groups_of(&mut tx, &stored, Some(&form)).await?;
    drop(tx);
    let (policy, errors) = parse(&Submitted::from(&form), &archetypes, &groups);
    let effect_of = errors.is_empty().then_some(&policy);
    Ok(page(policy_page(&door, visitor, Shown::Kept(form), effect_of, Vec::new()).await?))
}

async fn save(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let archetypes = Archetypes::of(&mut tx, &door.frame()).await?;
    let before = manage::own(&mut tx).await?.settings;
    let mut found = Vec::new();
    let (form, is_added, wrong) = match added(&mut tx, &form).await? {
        Added::Nothing => (form, false, None),
        Added::One(state) => (Submitted::from(&state), true, None),
        Added::Again(error, several) => {
            found = several.groups;
            (form, false, Some(error))
        }
    };
    let groups = groups_of(&mut tx, &before.sign_in_policy, Some(&form.state())).await?;
    let (policy, mut errors) = parse(&form, &archetypes, &groups);
    let (step_up, more) = parse_proofs(&form, &before.step_up, door.frame().tenant.is_platform);
    errors.extend(wrong.into_iter().chain(more));
    if !errors.is_empty() {
        drop(tx);
        let state = FormState { errors, ..form.state() };
        return Ok(refused_form(policy_page(&door, visitor, Shown::Kept(state), None, found).await?));
    }
    // Whom it concerns is seen before it is saved, and with the version it was typed for.
    if is_added || !form.ticked("save") {
        drop(tx);
        return Ok(page(policy_page(&door, visitor, Shown::Kept(form.state()), Some(&policy), found).await?));
    }
    let version = form.text("version").parse().unwrap_or(-1);
    match summary::change_policy(&mut tx, version, policy.clone(), step_up).await {
        Ok(()) => {
            tx.commit().await?;
            door.services().tenants.clear();
            Ok(done(&door, PATH, Notice::Saved))
        }
        Err(error) => {
            drop(tx);
            let is_changed = matches!(error, AuthenticationError::Directory(DirectoryError::ChangedMeanwhile));
            let state = into_form(error, form.state())?;
            // Whom the new values concern is seen anew.
            let (shown, effect_of) =
                if is_changed { (Shown::Refused(state), None) } else { (Shown::Kept(state), Some(&policy)) };
            Ok(refused_form(policy_page(&door, visitor, shown, effect_of, found).await?))
        }
    }
}

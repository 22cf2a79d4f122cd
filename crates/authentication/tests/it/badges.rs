//! Badges: one of a person, printed once, with little assurance, and closed wherever something speaks against it.

use authentication::badges::issue::Printed;
use authentication::badges::sign_in::{Asks, AtDoor};
use authentication::badges::{BadgeProblem, MOST_WRONG_PINS, carry, manage};
use authentication::sign_in::SignedIn;
use authentication::{
    Assurance, Authentication, AuthenticationError, Methods, Place, SessionSecret, Visitor, sessions,
};
use chrono::{NaiveTime, TimeDelta};
use database::on_each_database;
use directory::people::create::{self, NewPerson};
use directory::tenants::badges::{BadgePolicy, Day, Hours};
use directory::tenants::policy::{Demand, Required, Standing};
use directory::{DirectoryError, LifecycleState};
use foundation::{Caller, Locale, Permission, PersonId, Secret};
use permissions::SystemRole;

use crate::house::{GOOD, House, is_throttled, open_to_all, origin, problems, secret, tenant};

const ADA: &str = "ada@example.org";

/// A school that has badges.
async fn school(test: database::testing::TestDatabase) -> House {
    let mut house = House::open(test).await;
    house.place = house.place_with(|settings| settings.badges.is_on = true);
    house
}

/// The house with other decisions about badges.
fn decide(house: &mut House, change: impl FnOnce(&mut BadgePolicy)) {
    house.place = house.place_with(|settings| change(&mut settings.badges));
}

/// Somebody who issues badges.
async fn teacher(house: &House) -> Visitor {
    let signed_in = house.join(ADA, GOOD).await;
    house.give(signed_in.person, SystemRole::TenantAdministrator).await;
    house.visitor(signed_in.secret).await
}

/// A pupil without an address.
async fn pupil(house: &House, name: &str) -> PersonId {
    let mut tx = house.system().await;
    let new = NewPerson {
        archetype: "student".to_owned(),
        given_name: format!("{name} Luise"),
        family_name: "Berger".to_owned(),
        sign_in_name: Some(format!("{name}.berger")),
        ..NewPerson::default()
    };
    let id = create::create(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn issue(house: &House, teacher: &Visitor, person: PersonId) -> Result<Printed, AuthenticationError> {
    let printed = house.authentication.issue_badges(teacher, &house.place, &[person]).await?;
    assert_eq!(printed.len(), 1);
    Ok(printed.into_iter().next().unwrap())
}

/// What a browser carries after it opened what is printed.
fn shown(house: &House, link: &Secret) -> Secret {
    house.authentication.carry_badge(&house.place, link).unwrap()
}

async fn look(house: &House, link: &Secret) -> Result<AtDoor, AuthenticationError> {
    house.authentication.look_at_badge(&house.at(1), &house.place, &shown(house, link)).await
}

async fn enter_with(house: &House, link: &Secret, pins: (&str, &str)) -> Result<SignedIn, AuthenticationError> {
    let (carried, pins) = (shown(house, link), (&secret(pins.0), &secret(pins.1)));
    house.authentication.sign_in_with_badge(&house.at(1), &house.place, Locale::En, &carried, pins).await
}

async fn enter(house: &House, link: &Secret) -> Result<SignedIn, AuthenticationError> {
    enter_with(house, link, ("", "")).await
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, AuthenticationError>) -> BadgeProblem {
    match outcome {
        Err(AuthenticationError::Badge(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

async fn reasons(house: &House) -> Vec<String> {
    let words = |entry: &audit::Recorded| {
        entry.content.as_ref().and_then(audit::Content::words).and_then(|words| words.reason.clone())
    };
    house.entries("badge.refused").await.iter().filter_map(words).collect()
}

async fn at(house: &House, number: u8, session: SessionSecret) -> Option<Visitor> {
    let from = origin(number, "Tablet");
    sessions::visit(house.database(), house.tenant(), &house.place.tenant.settings, session, &from).await.unwrap()
}

on_each_database! {
    async fn a_badge_lets_its_owner_in_and_opens_nothing(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        assert_eq!(house.state(mia).await, LifecycleState::Invited);
        let badge = issue(&house, &teacher, mia).await.unwrap();
        assert_eq!(badge.name, "Mia Luise Berger");
        assert_eq!(badge.expires_at.to_rfc3339(), "2026-07-31T22:00:00+00:00", "the last day of the school year in Berlin");
        let letters = badge.link.expose().strip_prefix("https://id.example/t/bank/badge?b=").unwrap().to_owned();
        assert_eq!(letters.len(), 27, "160 bits");
        assert!(!format!("{badge:?}").contains(&letters));
        assert_eq!(house.state(mia).await, LifecycleState::Active, "whoever hands it over knows them");

        // Looking lets nobody in, however often.
        for _ in 0..3 {
            let seen = look(&house, &badge.link).await.unwrap();
            assert_eq!((seen.given_name.as_str(), seen.asks), ("Mia", Asks::Nothing), "no more than the first name");
        }
        assert_eq!(house.sessions_of(mia).await, 0);

        let signed_in = enter(&house, &badge.link).await.unwrap();
        assert_eq!(signed_in.person, mia);
        let visitor = house.visitor(signed_in.secret).await;
        assert_eq!(visitor.methods, Methods::BADGE);
        assert_eq!(visitor.methods.assurance(), Assurance::Low);
        assert!(!visitor.is_fresh(house.database().now()), "never fresh, not even now");
        for permission in Permission::ALL {
            assert!(!visitor.caller.may_for(*permission, mia), "{}", permission.word());
        }
        assert!(visitor.renewed.is_none(), "the rights it was made for are those it has");
        assert_eq!(house.entries("badge.issued").await.len(), 1);
        assert_eq!(house.entries("badges.printed").await.len(), 1);
        assert_eq!(house.entries("sign_in.succeeded").await.len(), 2);
        // What is stored is no badge.
        for text in ["SELECT hex(digest) FROM badge", "SELECT encode(digest, 'hex') FROM badge"] {
            if text.contains("encode") == house.test.database.file().is_none() {
                let stored = house.test.bare(database::testing::Role::Owner).await.run(text).await.unwrap().firsts();
                assert!(!stored[0].contains(&letters) && stored[0].len() == 64);
            }
        }
    }

    /// The use cases refuse what a page forgets to close.
    async fn nothing_sensitive_can_be_done_with_it(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        let visitor = house.visitor(enter(&house, &badge.link).await.unwrap().secret).await;
        let place = &house.place;
        let service = &house.authentication;
        let is_refused = |outcome: Result<(), AuthenticationError>| {
            assert!(matches!(outcome, Err(AuthenticationError::Refused(_))), "{outcome:?}");
        };
        is_refused(service.offer_app(&visitor, "Phone").await);
        is_refused(service.passkey_enrolment_options(&visitor, place).await.map(drop));
        is_refused(service.make_recovery_codes(&visitor, place, Locale::En).await.map(drop));
        is_refused(service.change_password(&visitor, place, Locale::En, &secret(""), &secret(GOOD)).await.map(drop));
        is_refused(service.confirm_with_password(&visitor, place, Locale::En, &secret(GOOD), "").await.map(drop));
        is_refused(service.issue_badges(&visitor, place, &[mia]).await.map(drop));
        let mut tx = house.database().begin(&visitor.caller).await.unwrap();
        is_refused(sessions::of_person(&mut tx, mia).await.map(drop));
        is_refused(sessions::end_others(&mut tx, mia, Some(visitor.session)).await.map(drop));
        is_refused(manage::void(&mut tx, mia, "Why not").await);
        is_refused(manage::reset_pin(&mut tx, mia).await);
        is_refused(authentication::check_up::own(&mut tx).await.map(drop));
    }

    async fn a_new_badge_stops_the_one_before_and_what_it_opened(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let first = issue(&house, &teacher, mia).await.unwrap();
        let session = enter(&house, &first.link).await.unwrap().secret;
        let second = issue(&house, &teacher, mia).await.unwrap();
        assert_ne!(first.link, second.link);
        assert!(house.visit(session).await.is_none(), "the session of the badge before is over");
        assert_eq!(problem(enter(&house, &first.link).await), BadgeProblem::Unknown);
        let session = enter(&house, &second.link).await.unwrap().secret;
        let mut tx = house.database().begin(&teacher.caller).await.unwrap();
        assert_eq!(problems(manage::void(&mut tx, mia, " ").await), [("reason".to_owned(), "required")]);
        manage::void(&mut tx, mia, "Lost on the way").await.unwrap();
        let again = manage::void(&mut tx, mia, "Twice").await;
        assert!(matches!(again, Err(AuthenticationError::Directory(DirectoryError::WrongState))));
        tx.commit().await.unwrap();
        assert!(house.visit(session).await.is_none(), "at once");
        house.wait(TimeDelta::seconds(1));
        assert_eq!(problem(enter(&house, &second.link).await), BadgeProblem::Unknown);
        let mut tx = house.database().read(&teacher.caller).await.unwrap();
        let badge = manage::of_person(&mut tx, mia).await.unwrap().unwrap();
        assert_eq!(badge.voided.unwrap().2, "Lost on the way");
        drop(tx);
        // A new one after that works, and other sessions of the teacher were never touched.
        let third = issue(&house, &teacher, mia).await.unwrap();
        enter(&house, &third.link).await.unwrap();
        assert_eq!(reasons(&house).await, ["voided", "unknown"], "the trail says more than the page, newest first");
    }

    /// Whatever is wrong with a badge, its holder is told the same; only place and hour, which are the same for every badge, are said.
    async fn what_speaks_against_a_badge_closes_it(test: TestDatabase) {
        let mut house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        let session = enter(&house, &badge.link).await.unwrap().secret;
        let invented = secret("https://id.example/t/bank/badge?b=AAAAAAAAAAAAAAAAAAAAAAAAAAA");

        decide(&mut house, |badges| badges.networks = vec!["203.0.113.0/24".parse().unwrap()]);
        for link in [&badge.link, &invented] {
            assert_eq!(problem(look(&house, link).await), BadgeProblem::NotHere, "whoever's it is");
            assert_eq!(problem(enter(&house, link).await), BadgeProblem::NotHere);
        }
        assert!(house.visit(session).await.is_none(), "a tablet that left the school");
        decide(&mut house, |badges| badges.networks = vec!["198.51.1.0/24".parse().unwrap()]);
        assert!(at(&house, 1, session).await.is_some() && at(&house, 2, session).await.is_none());

        // Monday, 10:00 in Berlin, without the seconds that passed.
        let hours = |from, until| {
            let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
            Some(Hours { days: [Day::Monday].into(), from: time(from), until: time(until) })
        };
        decide(&mut house, |badges| badges.hours = hours(11, 13));
        assert_eq!(problem(enter(&house, &badge.link).await), BadgeProblem::NotNow);
        assert!(house.visit(session).await.is_none());
        decide(&mut house, |badges| badges.hours = hours(8, 13));
        enter(&house, &badge.link).await.unwrap();
        decide(&mut house, |badges| badges.hours = None);

        decide(&mut house, |badges| badges.archetypes = ["customer".to_owned()].into());
        assert_eq!(problem(enter(&house, &badge.link).await), BadgeProblem::Unknown);
        assert!(house.visit(session).await.is_none());
        decide(&mut house, |badges| badges.archetypes = ["student".to_owned()].into());
        decide(&mut house, |badges| badges.is_on = false);
        assert_eq!(problem(enter(&house, &badge.link).await), BadgeProblem::Unknown);
        decide(&mut house, |badges| badges.is_on = true);

        house.suspend(mia).await;
        assert_eq!(problem(enter(&house, &badge.link).await), BadgeProblem::Unknown);
        house.reactivate(mia).await;
        enter(&house, &badge.link).await.unwrap();
        let found: std::collections::BTreeSet<String> = reasons(&house).await.into_iter().collect();
        assert_eq!(found, ["hours", "kind", "network", "off", "state"].map(str::to_owned).into());

        house.wait(badge.expires_at - house.database().now() - TimeDelta::seconds(1));
        enter(&house, &badge.link).await.unwrap();
        house.wait(TimeDelta::seconds(1));
        assert_eq!(problem(enter(&house, &badge.link).await), BadgeProblem::Unknown);
    }

    async fn its_sessions_are_short(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        let session = enter(&house, &badge.link).await.unwrap().secret;
        house.wait(TimeDelta::minutes(29));
        assert!(house.visit(session).await.is_some());
        house.wait(TimeDelta::minutes(30));
        assert!(house.visit(session).await.is_none(), "half an hour without a request");
        let session = enter(&house, &badge.link).await.unwrap().secret;
        for _ in 0..11 {
            house.wait(TimeDelta::minutes(20));
            assert!(house.visit(session).await.is_some());
        }
        house.wait(TimeDelta::minutes(20));
        assert!(house.visit(session).await.is_none(), "four hours whatever happens");
    }

    /// Nobody who works here, answers for others or holds a right, whoever asks, and also when they get there later.
    async fn staff_never_have_one(test: TestDatabase) {
        let mut house = school(test).await;
        let teacher = teacher(&house).await;
        let refused = |outcome: Result<Printed, AuthenticationError>, of: PersonId| assert_eq!(problems(outcome), [(format!("person.{of}"), "badge-not-for-them")]);
        refused(issue(&house, &teacher, teacher.person).await, teacher.person);
        let customer = house.invited("carl@example.org").await;
        refused(issue(&house, &teacher, customer).await, customer);
        assert_eq!(house.state(customer).await, LifecycleState::Invited, "nothing is half done");
        decide(&mut house, |badges| badges.archetypes = ["staff".to_owned(), "student".to_owned()].into());
        let mut tx = house.system().await;
        let new = NewPerson {
            archetype: "staff".to_owned(),
            family_name: "Kern".to_owned(),
            sign_in_name: Some("kern".to_owned()),
            ..NewPerson::default()
        };
        let staff = create::create(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        refused(issue(&house, &teacher, staff).await, staff);

        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        let session = enter(&house, &badge.link).await.unwrap().secret;
        house.give(mia, SystemRole::Helpdesk).await;
        assert!(house.visit(session).await.is_none(), "the session as well");
        assert_eq!(problem(enter(&house, &badge.link).await), BadgeProblem::Unknown);
        refused(issue(&house, &teacher, mia).await, mia);
        assert_eq!(reasons(&house).await, ["rights"]);
    }

    async fn only_who_may_issues_and_all_or_nobody_gets_one(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let (mia, tom) = (pupil(&house, "Mia").await, pupil(&house, "Tom").await);
        let clerk = house.join("clerk@example.org", GOOD).await;
        house.give(clerk.person, SystemRole::Helpdesk).await;
        let clerk = house.visitor(clerk.secret).await;
        let outcome = issue(&house, &clerk, mia).await;
        assert!(matches!(outcome, Err(AuthenticationError::Refused(database::Refused(Permission::IssueBadges)))), "{outcome:?}");
        // Some who may not have one: nobody gets one, and all of them are named.
        let outcome = house.authentication.issue_badges(&teacher, &house.place, &[mia, clerk.person, tom, teacher.person]).await;
        let mut named: Vec<String> = problems(outcome).into_iter().map(|(field, _)| field).collect();
        named.sort();
        let mut expected = [format!("person.{}", clerk.person), format!("person.{}", teacher.person)];
        expected.sort();
        assert_eq!(named, expected);
        assert_eq!(house.test.number("SELECT count(*) FROM badge").await, 0);
        assert_eq!(house.entries("badge.issued").await.len(), 0);
        let nobody = house.authentication.issue_badges(&teacher, &house.place, &[]).await;
        assert_eq!(problems(nobody), [(String::new(), "badge-nobody")]);
        // In the order they were asked for, twice is once.
        let printed = house.authentication.issue_badges(&teacher, &house.place, &[tom, mia, tom]).await.unwrap();
        assert_eq!(printed.iter().map(|badge| badge.person).collect::<Vec<_>>(), [tom, mia]);
        house.wait(TimeDelta::minutes(11));
        assert!(matches!(issue(&house, &teacher, mia).await, Err(AuthenticationError::NotFresh)));
        // Of another tenant there is nobody.
        let other = tenant(house.database(), "other", open_to_all()).await;
        let theirs = Caller::system(other.tenant.id, "test");
        let mut tx = house.database().begin(&theirs).await.unwrap();
        let outcome = manage::void(&mut tx, mia, "Not ours").await;
        assert!(matches!(outcome, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{outcome:?}");
    }

    /// What was read at one tenant's door is nothing at another's.
    async fn a_badge_is_nothing_at_another_tenant(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        let mut settings = open_to_all();
        settings.badges.is_on = true;
        let other = tenant(house.database(), "other", settings).await;
        let caller = Caller::anonymous(other.tenant.id, origin(1, "Tablet"));
        let sign_in = async |carried: Secret| {
            let pins = (&secret(""), &secret(""));
            house.authentication.sign_in_with_badge(&caller, &other, Locale::En, &carried, pins).await
        };
        assert_eq!(problem(sign_in(shown(&house, &badge.link)).await), BadgeProblem::Over, "nor is the cookie");
        let carried = house.authentication.carry_badge(&other, &badge.link).unwrap();
        assert_eq!(problem(sign_in(carried).await), BadgeProblem::Unknown);
    }

    async fn what_a_browser_carries_is_no_badge_and_ends(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        let carried = shown(&house, &badge.link);
        assert!(!carried.expose().contains(badge.link.expose().rsplit_once('=').unwrap().1));
        assert!(house.authentication.carry_badge(&house.place, &carried).is_none());
        let sign_in = async |carried: &Secret| {
            let pins = (&secret(""), &secret(""));
            house.authentication.sign_in_with_badge(&house.at(1), &house.place, Locale::En, carried, pins).await
        };
        let mut changed = carried.expose().to_owned();
        let last = changed.pop().unwrap();
        changed.push(if last == 'A' { 'B' } else { 'A' });
        for wrong in [changed.as_str(), "", "AAAA", &carried.expose()[4..]] {
            assert_eq!(problem(sign_in(&secret(wrong)).await), BadgeProblem::Over, "{wrong}");
        }
        house.wait(carry::PATIENCE - TimeDelta::seconds(1));
        sign_in(&carried).await.unwrap();
        house.wait(TimeDelta::seconds(1));
        assert_eq!(problem(sign_in(&carried).await), BadgeProblem::Over);
    }

    async fn a_pin_is_chosen_at_the_first_use_and_asked_for_from_then_on(test: TestDatabase) {
        let mut house = school(test).await;
        decide(&mut house, |badges| badges.asks_pin = true);
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        assert_eq!(look(&house, &badge.link).await.unwrap().asks, Asks::NewPin);
        for (pins, field, code) in [(("", ""), "pin", "required"), (("1234", "1234"), "pin", "pin-easy"), (("2748", "2749"), "pin_again", "pin-differs")] {
            assert_eq!(problems(enter_with(&house, &badge.link, pins).await), [(field.to_owned(), code)]);
        }
        assert_eq!(house.sessions_of(mia).await, 0, "nothing is half done");
        let session = enter_with(&house, &badge.link, ("2748", "2748")).await.unwrap().secret;
        assert_eq!(house.visitor(session).await.methods.assurance(), Assurance::LowPlus);
        assert_eq!(look(&house, &badge.link).await.unwrap().asks, Asks::Pin);
        assert_eq!(problems(enter(&house, &badge.link).await), [("pin".to_owned(), "required")]);
        assert_eq!(problem(enter_with(&house, &badge.link, ("2749", "")).await), BadgeProblem::WrongPin);
        assert_eq!(problem(enter_with(&house, &badge.link, ("9999", "9999")).await), BadgeProblem::WrongPin, "it cannot be chosen anew");
        enter_with(&house, &badge.link, ("27 48", "")).await.unwrap();
        // A reprint keeps it, and it is asked for where nobody else is asked any more.
        decide(&mut house, |badges| badges.asks_pin = false);
        let reprint = issue(&house, &teacher, mia).await.unwrap();
        assert_eq!(look(&house, &reprint.link).await.unwrap().asks, Asks::Pin);
        enter_with(&house, &reprint.link, ("2748", "")).await.unwrap();
        // Reset by staff, who neither see nor choose it.
        let mut tx = house.database().begin(&teacher.caller).await.unwrap();
        manage::reset_pin(&mut tx, mia).await.unwrap();
        let again = manage::reset_pin(&mut tx, mia).await;
        assert!(matches!(again, Err(AuthenticationError::Directory(DirectoryError::WrongState))));
        tx.commit().await.unwrap();
        assert_eq!(house.sessions_of(mia).await, 0);
        assert_eq!(look(&house, &reprint.link).await.unwrap().asks, Asks::Nothing);
        assert_eq!(house.entries("badge.pin_chosen").await.len(), 1);
        assert_eq!(house.entries("badge.pin_refused").await.len(), 2);
        assert_eq!(house.entries("badge.pin_reset").await.len(), 1);
    }

    /// SEC-22: ten wrong ones, at however many nodes and times, and it is locked until somebody resets it.
    async fn wrong_pins_lock_it_until_staff_open_it(test: TestDatabase) {
        let mut house = school(test).await;
        decide(&mut house, |badges| badges.asks_pin = true);
        let teacher = teacher(&house).await;
        let (mia, tom) = (pupil(&house, "Mia").await, pupil(&house, "Tom").await);
        let badge = issue(&house, &teacher, mia).await.unwrap();
        enter_with(&house, &badge.link, ("2748", "2748")).await.unwrap();
        // A right one forgets the wrong ones before.
        for _ in 1..MOST_WRONG_PINS {
            assert_eq!(problem(enter_with(&house, &badge.link, ("1111", "")).await), BadgeProblem::WrongPin);
        }
        enter_with(&house, &badge.link, ("2748", "")).await.unwrap();
        // Waiting does not help whoever guesses.
        for number in 1..=MOST_WRONG_PINS {
            house.wait(TimeDelta::hours(1));
            let expected = if number < MOST_WRONG_PINS { BadgeProblem::WrongPin } else { BadgeProblem::LockedPin };
            assert_eq!(problem(enter_with(&house, &badge.link, ("1111", "")).await), expected);
        }
        assert_eq!(problem(enter_with(&house, &badge.link, ("2748", "")).await), BadgeProblem::LockedPin, "the right one neither");
        assert_eq!(problem(look(&house, &badge.link).await), BadgeProblem::LockedPin);
        assert_eq!(house.entries("badge.pin_locked").await.len(), 1);
        // A new badge does not open it: the PIN is the pupil's, and so is what was guessed at.
        let teacher = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        let reprint = issue(&house, &teacher, mia).await.unwrap();
        assert_eq!(problem(enter_with(&house, &reprint.link, ("2748", "")).await), BadgeProblem::LockedPin);
        let toms = issue(&house, &teacher, tom).await.unwrap();
        enter_with(&house, &toms.link, ("8315", "8315")).await.unwrap();
        let mut tx = house.database().begin(&teacher.caller).await.unwrap();
        manage::reset_pin(&mut tx, mia).await.unwrap();
        tx.commit().await.unwrap();
        enter_with(&house, &reprint.link, ("5392", "5392")).await.unwrap();
    }

    /// SEC-16, 22: many at once, at two nodes, gain nothing.
    async fn many_at_once_are_counted_like_one_after_the_other(test: TestDatabase) {
        let mut house = school(test).await;
        decide(&mut house, |badges| badges.asks_pin = true);
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        enter_with(&house, &badge.link, ("2748", "2748")).await.unwrap();
        let nodes = [house.authentication.clone(), house.second_node().await];
        let running: Vec<_> = (0..30).map(|number| {
            let (node, caller, place) = (nodes[number % 2].clone(), house.at(1), house.place.clone());
            let carried = shown(&house, &badge.link);
            tokio::spawn(async move { node.sign_in_with_badge(&caller, &place, Locale::En, &carried, (&secret("1111"), &secret(""))).await.map(drop) })
        }).collect();
        let mut judged = 0;
        for outcome in running {
            match outcome.await.unwrap() {
                Err(AuthenticationError::Badge(BadgeProblem::WrongPin | BadgeProblem::LockedPin)) => judged += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(judged, 30);
        let wrong = house.entries("badge.pin_refused").await.len() + house.entries("badge.pin_locked").await.len();
        assert_eq!(i64::try_from(wrong).unwrap(), MOST_WRONG_PINS, "no more than ten were looked at");
    }

    /// One of a person, also where two print at once at two nodes.
    async fn however_many_print_at_once_one_badge_counts(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let people = [pupil(&house, "Mia").await, pupil(&house, "Tom").await, pupil(&house, "Ida").await];
        let nodes: [Authentication; 2] = [house.authentication.clone(), house.second_node().await];
        let running: Vec<_> = (0..8).map(|number| {
            let (node, teacher, place): (_, _, Place) = (nodes[number % 2].clone(), teacher.clone(), house.place.clone());
            let mut wanted = people.to_vec();
            wanted.rotate_left(number % 3);
            tokio::spawn(async move { node.issue_badges(&teacher, &place, &wanted).await })
        }).collect();
        let mut printed = Vec::new();
        for outcome in running {
            printed.extend(outcome.await.unwrap().unwrap());
        }
        assert_eq!((printed.len(), house.test.number("SELECT count(*) FROM badge").await), (24, 3));
        let mut opened = Vec::new();
        for badge in &printed {
            if enter(&house, &badge.link).await.is_ok() {
                opened.push(badge.person);
            }
        }
        opened.sort();
        let mut expected = people.to_vec();
        expected.sort();
        assert_eq!(opened, expected, "of 24 on paper, one of each");
    }

    /// A stranger who signed up in a child's name, and knows the password, gains nothing by the badge.
    async fn a_password_from_before_is_gone(test: TestDatabase) {
        let mut house = school(test).await;
        decide(&mut house, |badges| badges.archetypes = ["customer".to_owned()].into());
        let teacher = teacher(&house).await;
        house.sign_up("mia@example.org", GOOD).await.unwrap();
        let mia = house.person("mia@example.org").await;
        let link = house.token("mia@example.org", "verify_address").await;
        issue(&house, &teacher, mia).await.unwrap();
        assert!(house.credential(mia).await.is_none());
        assert!(crate::house::is_wrong(house.sign_in("mia@example.org", GOOD).await));
        assert!(house.confirm(&link, GOOD).await.is_err());
    }

    /// "My account is at risk" closes every way in, and paper is one.
    async fn an_account_at_risk_has_no_badge(test: TestDatabase) {
        let mut house = school(test).await;
        decide(&mut house, |badges| badges.archetypes = ["customer".to_owned()].into());
        let teacher = teacher(&house).await;
        let mia = house.join("mia@example.org", GOOD).await;
        let badge = issue(&house, &teacher, mia.person).await.unwrap();
        let session = enter(&house, &badge.link).await.unwrap().secret;
        let owner = house.visitor(mia.secret).await;
        house.authentication.secure_account(&owner, &house.place, Locale::En).await.unwrap();
        assert!(house.visit(session).await.is_none());
        assert_eq!(problem(enter(&house, &badge.link).await), BadgeProblem::Unknown);
        assert_eq!(reasons(&house).await, ["voided"]);
    }

    /// A school behind one address: what some try with paper that does not count closes the door to nobody.
    async fn nobody_is_kept_from_their_badge(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        let invented = secret("AAAAAAAAAAAAAAAAAAAAAAAAAAA");
        let mut throttled = 0;
        for _ in 0..40 {
            throttled += usize::from(is_throttled(enter(&house, &invented).await));
        }
        assert!(throttled >= 10, "{throttled}");
        assert!(house.entries("badge.refused").await.len() <= 30, "no longer one by one");
        enter(&house, &badge.link).await.unwrap();
    }

    /// What a tenant asks of everybody protects what a badge does not open.
    async fn a_demanded_factor_does_not_close_the_start_page(test: TestDatabase) {
        let mut house = school(test).await;
        let teacher = teacher(&house).await;
        let mia = pupil(&house, "Mia").await;
        let badge = issue(&house, &teacher, mia).await.unwrap();
        house.place = house.place_with(|settings| {
            settings.sign_in_policy.everybody = Demand { required: Required::StrongFactor, grace_days: 0 };
        });
        let visitor = house.visitor(enter(&house, &badge.link).await.unwrap().secret).await;
        assert_eq!(visitor.standing, Standing::Fine);
        assert!(!visitor.caller.may_for(Permission::ManageOwnAccount, mia));
    }

    async fn the_list_says_who_lacks_one(test: TestDatabase) {
        let house = school(test).await;
        let teacher = teacher(&house).await;
        let (mia, tom) = (pupil(&house, "Mia").await, pupil(&house, "Tom").await);
        house.invited("carl@example.org").await;
        issue(&house, &teacher, tom).await.unwrap();
        let list = async |organisation: &str, after: Option<(String, PersonId)>| {
            let among = manage::Among { archetype: "student".to_owned(), organisation: organisation.to_owned(), after };
            let mut tx = house.database().read(&teacher.caller).await.unwrap();
            manage::list(&mut tx, &house.place, &among).await.unwrap()
        };
        let found = list("", None).await;
        let now = house.database().now();
        assert_eq!(found.iter().map(|line| line.id).collect::<Vec<_>>(), [mia, tom]);
        assert_eq!(found[0].has(now), manage::Has::None);
        assert!(matches!(found[1].has(now), manage::Has::Valid(_)));
        let after = (found[0].sort_key.clone(), mia);
        assert_eq!(list("", Some(after)).await.len(), 1);
        assert!(list("No such class", None).await.is_empty());
        assert!(list("\0", None).await.is_empty());
    }
}

//! Sessions: how long they count, for whom, and who ends them.

use std::collections::BTreeSet;

use authentication::{AuthenticationError, SessionSecret, sessions};
use chrono::TimeDelta;
use database::on_each_database;
use directory::DirectoryError;
use directory::tenants::manage;
use foundation::{Caller, Kind, Permission as P, TenantId};
use permissions::{PermissionError, SystemRole};
use uuid::Uuid;

use crate::house::{GOOD, House, OTHER, is_wrong, open_to_all, origin, tenant};

const ADA: &str = "ada@example.org";

on_each_database! {
    /// ASVS 7.3.1: an hour without a request, to the second; each request begins it anew.
    async fn an_idle_session_ends(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        for _ in 0..5 {
            house.wait(TimeDelta::minutes(60) - TimeDelta::microseconds(1));
            assert!(house.visit(session).await.is_some(), "used in time");
        }
        house.wait(TimeDelta::minutes(60));
        assert!(house.visit(session).await.is_none());
        assert!(house.visit(session).await.is_none(), "asking does not revive it");
    }

    /// ASVS 7.3.2: a day, however busy.
    async fn a_busy_session_ends_too(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        for _ in 0..47 {
            house.wait(TimeDelta::minutes(30));
            assert!(house.visit(session).await.is_some());
        }
        house.wait(TimeDelta::minutes(30) - TimeDelta::microseconds(1));
        assert!(house.visit(session).await.is_some(), "a microsecond before");
        house.wait(TimeDelta::microseconds(1));
        assert!(house.visit(session).await.is_none());
    }

    async fn the_tenant_decides_how_long(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        let place = house.place_with(|settings| (settings.idle_minutes, settings.absolute_hours) = (5, 1));
        let session = house.authentication.sign_in(&house.at(1), &place, foundation::Locale::En, ADA, &crate::house::secret(GOOD)).await.map(crate::house::inside).unwrap().secret;
        let visit = async || sessions::visit(house.database(), house.tenant(), &place.tenant.settings, session, &origin(1, "x")).await.unwrap();
        for _ in 0..14 {
            house.wait(TimeDelta::minutes(4));
            assert!(visit().await.is_some());
        }
        house.wait(TimeDelta::minutes(4));
        assert!(visit().await.is_none(), "the hour is over");
        let doc = directory::Settings::default();
        assert_eq!((doc.idle_minutes, doc.absolute_hours), (60, 24), "SP 800-63B-4 §2.2.3");
    }

    /// ASVS 7.2.4: rights others than those it was made for, and the session has a new secret, whoever changed them.
    async fn a_change_of_rights_makes_the_secret_anew(test: TestDatabase) {
        let house = House::open(test).await;
        let first = house.join(ADA, GOOD).await;
        let [one, two] = [first.secret, house.sign_in(ADA, GOOD).await.unwrap().secret];
        for secret in [one, two] {
            assert!(house.visit_with(secret).await.unwrap().renewed.is_none(), "nothing has changed");
        }
        house.give(first.person, SystemRole::Auditor).await;
        let mut renewed = Vec::new();
        for secret in [one, two] {
            let visitor = house.visit_with(secret).await.unwrap();
            assert!(visitor.caller.permissions.allows(P::SeeAudit));
            renewed.push(visitor.renewed.expect("each session has a new secret"));
            // A request that was under way still counts, for what both could do; and makes nothing anew.
            let late = house.visit_with(secret).await.unwrap();
            assert_eq!((late.session, late.renewed), (visitor.session, None));
            assert!(late.caller.permissions.allows(P::ManageOwnAccount) && !late.caller.permissions.allows(P::SeeAudit));
        }
        assert_ne!(renewed[0], renewed[1]);
        assert_eq!(house.sessions_of(first.person).await, 2, "no session has become two");
        house.wait(sessions::OVERLAP - TimeDelta::microseconds(1));
        assert!(house.visit_with(one).await.is_some());
        house.wait(TimeDelta::microseconds(1));
        for (old, new) in [(one, renewed[0]), (two, renewed[1])] {
            assert!(house.visit_with(old).await.is_none());
            let visitor = house.visit_with(new).await.unwrap();
            assert!(visitor.renewed.is_none() && visitor.caller.permissions.allows(P::SeeAudit));
        }
        // What is taken away is a change as well, and so is the end of a term that nobody ends.
        let mut tx = house.system().await;
        let held = permissions::of_person(&mut tx, first.person).await;
        drop(tx);
        let assignment = held.unwrap()[0].id;
        let mut tx = house.system().await;
        permissions::end(&mut tx, first.person, assignment, "Done").await.unwrap();
        tx.commit().await.unwrap();
        let visitor = house.visit_with(renewed[0]).await.unwrap();
        assert!(visitor.renewed.is_some() && !visitor.caller.permissions.allows(P::SeeAudit));
    }

    /// Signing out with the secret from before ends the session, not only that secret.
    async fn signing_out_with_the_secret_from_before_ends_the_session(test: TestDatabase) {
        let house = House::open(test).await;
        let first = house.join(ADA, GOOD).await;
        house.give(first.person, SystemRole::Auditor).await;
        let new = house.visit_with(first.secret).await.unwrap().renewed.unwrap();
        sessions::sign_out(house.database(), &house.at(1), first.secret).await.unwrap();
        assert!(house.visit_with(new).await.is_none() && house.visit_with(first.secret).await.is_none());
        assert_eq!(house.entries("session.signed_out").await.len(), 1);
        // Much later it is nobody's any more.
        let again = house.sign_in(ADA, GOOD).await.unwrap();
        let helpdesk = house.give(first.person, SystemRole::Helpdesk);
        helpdesk.await;
        let newer = house.visit_with(again.secret).await.unwrap().renewed.unwrap();
        house.wait(sessions::OVERLAP);
        sessions::sign_out(house.database(), &house.at(1), again.secret).await.unwrap();
        assert!(house.visit_with(newer).await.is_some(), "a stale secret ends nothing");
    }

    /// Of many requests at once, one makes the secret anew; none of the others is turned away.
    async fn of_many_requests_at_once_one_makes_the_secret_anew(test: TestDatabase) {
        let house = std::sync::Arc::new(House::open(test).await);
        let first = house.join(ADA, GOOD).await;
        house.give(first.person, SystemRole::Auditor).await;
        let visits = (0..12).map(|_| {
            let house = house.clone();
            tokio::spawn(async move { house.visit_with(first.secret).await })
        });
        let mut renewed = Vec::new();
        for visit in visits.collect::<Vec<_>>() {
            renewed.extend(visit.await.unwrap().expect("nobody is turned away").renewed);
        }
        assert_eq!(renewed.len(), 1);
        assert!(house.visit_with(renewed[0]).await.is_some());
    }

    /// One write a minute, not one a request.
    async fn last_seen_is_written_once_a_minute(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let visitor = house.visitor(session).await;
        let commits = async |step: TimeDelta| {
            house.wait(step);
            let before = house.database().counts().1;
            house.visitor(session).await;
            house.database().counts().1 - before
        };
        assert_eq!(commits(TimeDelta::seconds(59)).await, 0);
        assert_eq!(commits(TimeDelta::seconds(1)).await, 1);
        assert_eq!(commits(TimeDelta::seconds(1)).await, 0);
        let mut tx = house.database().read(&visitor.caller).await.unwrap();
        let listed = sessions::of_person(&mut tx, visitor.person).await.unwrap();
        assert_eq!((listed.len(), listed[0].id, listed[0].device.as_str(), listed[0].network.as_str()), (1, visitor.session, "Firefox on Linux", "198.51.1.0/24"));
        assert_eq!((listed[0].last_seen_at - listed[0].created_at).num_seconds(), 60);
    }

    /// SEC-60, ASVS 7.4.2, 8.3.2: what is taken away counts at the next request.
    async fn a_suspension_and_an_ended_role_count_at_the_next_request(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let ada = house.visitor(session).await.person;
        house.give(ada, SystemRole::Helpdesk).await;
        assert!(house.visitor(session).await.caller.may(P::ResetCredentials));
        house.wait(TimeDelta::seconds(1));
        let mut tx = house.system().await;
        let role = permissions::of_person(&mut tx, ada).await.unwrap()[0].id;
        permissions::end(&mut tx, ada, role, "Moved on").await.unwrap();
        tx.commit().await.unwrap();
        assert!(!house.visitor(session).await.caller.may(P::ResetCredentials));
        house.suspend(ada).await;
        assert!(house.visit(session).await.is_none());
        house.reactivate(ada).await;
        assert!(house.visit(session).await.is_none(), "what ended does not come back");
        let session = house.sign_in(ADA, GOOD).await.unwrap().secret;
        house.end_life(ada).await;
        assert!(house.visit(session).await.is_none());
    }

    async fn a_suspended_tenants_sessions_do_not_count(test: TestDatabase) {
        let house = House::open(test).await;
        let session = house.join(ADA, GOOD).await.secret;
        let operator = Caller::system(TenantId::PLATFORM, "test");
        manage::set_suspended(house.database(), &operator, house.tenant(), Some("Unpaid")).await.unwrap();
        assert!(house.visit(session).await.is_none());
        manage::set_suspended(house.database(), &operator, house.tenant(), None).await.unwrap();
        assert!(house.visit(session).await.is_some(), "its people did nothing wrong");
    }

    /// F38: a secret is one tenant's, also where another tenant had the same.
    async fn a_session_of_another_tenant_does_not_count(test: TestDatabase) {
        let house = House::open(test).await;
        let signed_in = house.join(ADA, GOOD).await;
        let school = tenant(house.database(), "school", open_to_all()).await;
        let visit = async |at: TenantId| sessions::visit(house.database(), at, &school.tenant.settings, signed_in.secret, &origin(1, "x")).await.unwrap();
        assert!(visit(school.tenant.id).await.is_none());
        assert!(visit(TenantId::PLATFORM).await.is_none());
        // Even somebody else's session with that very secret is their own: people of two tenants, one secret.
        let theirs = Caller::anonymous(school.tenant.id, origin(1, "Firefox on Linux"));
        house.authentication.sign_up(&theirs, &school, foundation::Locale::En, &House::form(ADA, OTHER)).await.unwrap();
        let copy = copy_session(&house, school.tenant.id);
        house.test.as_owner(&copy).await;
        let there = visit(school.tenant.id).await.expect("the copy counts there");
        let here = house.visitor(signed_in.secret).await;
        assert_ne!(there.person, here.person);
        assert_eq!((there.caller.tenant, here.caller.tenant), (school.tenant.id, house.tenant()));
        sessions::sign_out(house.database(), &theirs, signed_in.secret).await.unwrap();
        assert!(visit(school.tenant.id).await.is_none());
        assert!(house.visit(signed_in.secret).await.is_some(), "signing out there ends nothing here");
    }

    /// SEC-24: neither secrets nor the ids that are shown tell when they were made, and neither tells the other.
    async fn ids_and_secrets_are_random_and_unrelated(test: TestDatabase) {
        let house = House::open(test).await;
        let visitor = house.visitor(house.join(ADA, GOOD).await.secret).await;
        let (mut secrets, mut ids) = (Vec::new(), Vec::new());
        for _ in 0..200 {
            let session = house.sign_in(ADA, GOOD).await.unwrap().secret;
            secrets.push(session.0);
            ids.push(house.visitor(session).await.session);
        }
        let rising = |pairs: usize| (70..=130).contains(&pairs);
        assert!(rising(secrets.windows(2).filter(|pair| pair[0] < pair[1]).count()));
        assert!(rising(ids.windows(2).filter(|pair| pair[0] < pair[1]).count()));
        assert_eq!((secrets.iter().collect::<BTreeSet<_>>().len(), ids.iter().collect::<BTreeSet<_>>().len()), (200, 200));
        assert!(ids.iter().all(|id| id.get_version_num() == 4 || id.get_version_num() > 5), "no version that carries a time");
        for bit in 0..128 {
            let ones = secrets.iter().filter(|secret| (**secret >> bit) & 1 == 1).count();
            assert!((50..=150).contains(&ones), "bit {bit}: {ones}");
        }
        for (secret, id) in secrets.iter().zip(&ids) {
            assert_ne!(secret.to_be_bytes(), *id.as_bytes());
            assert!(house.visit(SessionSecret(i128::from_be_bytes(*id.as_bytes()))).await.is_none(), "an id is no secret");
            assert!(house.visit(SessionSecret(i128::from_le_bytes(*id.as_bytes()))).await.is_none());
        }
        let mut tx = house.database().read(&visitor.caller).await.unwrap();
        assert_eq!(sessions::of_person(&mut tx, visitor.person).await.unwrap().len(), 100, "a list has an end");
    }

    /// ASVS 7.4.1: what was signed out is replayed in vain.
    async fn signing_out_ends_the_one_session(test: TestDatabase) {
        let house = House::open(test).await;
        let first = house.join(ADA, GOOD).await.secret;
        let second = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let visitor = house.visitor(first).await;
        sessions::sign_out(house.database(), &visitor.caller, first).await.unwrap();
        assert!(house.visit(first).await.is_none() && house.visit(second).await.is_some());
        sessions::sign_out(house.database(), &visitor.caller, first).await.unwrap();
        let entries = house.entries("session.signed_out").await;
        assert_eq!((entries.len(), entries[0].subject, entries[0].object.clone()), (1, Some(visitor.person), Some(("session".to_owned(), visitor.session))));
    }

    /// ASVS 7.5.2: one, or all the others; never another person's.
    async fn a_person_ends_their_own_sessions(test: TestDatabase) {
        let house = House::open(test).await;
        let first = house.join(ADA, GOOD).await.secret;
        let second = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let third = house.sign_in(ADA, GOOD).await.unwrap().secret;
        let grace = house.visitor(house.join("grace@example.org", GOOD).await.secret).await;
        let visitor = house.visitor(first).await;
        let of_second = house.visitor(second).await.session;
        let mut tx = house.database().begin(&visitor.caller).await.unwrap();
        sessions::end(&mut tx, visitor.person, of_second).await.unwrap();
        assert_eq!(sessions::end(&mut tx, visitor.person, of_second).await.unwrap_err().kind(), Kind::NotFound);
        assert_eq!(sessions::end(&mut tx, visitor.person, grace.session).await.unwrap_err().kind(), Kind::NotFound, "SEC-66: another's id");
        assert!(matches!(sessions::end(&mut tx, grace.person, grace.session).await, Err(AuthenticationError::Refused(refused)) if refused.0 == P::ManageSessions));
        assert!(matches!(sessions::of_person(&mut tx, grace.person).await, Err(AuthenticationError::Refused(_))));
        assert!(matches!(sessions::end_others(&mut tx, grace.person, None).await, Err(AuthenticationError::Refused(_))));
        tx.commit().await.unwrap();
        assert!(house.visit(second).await.is_none() && house.visit(third).await.is_some());
        let mut tx = house.database().begin(&visitor.caller).await.unwrap();
        assert_eq!(sessions::end_others(&mut tx, visitor.person, Some(visitor.session)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(house.visit(third).await.is_none() && house.visit(first).await.is_some());
        assert_eq!(house.entries("session.others_ended").await.len(), 1);
    }

    /// Who ends the others means an earlier secret of the same session, too: somebody may hold a copy of it.
    async fn ending_the_others_ends_the_secret_from_before(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await;
        house.give(ada.person, SystemRole::Helpdesk).await;
        let new = house.visitor(ada.secret).await.renewed.unwrap();
        assert!(house.visit_with(ada.secret).await.is_some(), "for requests that are under way");
        let visitor = house.visitor(new).await;
        let mut tx = house.database().begin(&visitor.caller).await.unwrap();
        assert_eq!(sessions::end_others(&mut tx, visitor.person, Some(visitor.session)).await.unwrap(), 0);
        tx.commit().await.unwrap();
        assert!(house.visit_with(ada.secret).await.is_none() && house.visit_with(new).await.is_some());
    }

    /// ASVS 7.4.5, SEC-68: staff with the right, and nobody's who has more.
    async fn staff_ends_sessions_within_their_rights(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await;
        house.give(ada.person, SystemRole::TenantAdministrator).await;
        let grace = house.join("grace@example.org", GOOD).await;
        let sue = house.join("sue@example.org", GOOD).await;
        let mut caller = house.visitor(sue.secret).await.caller;
        caller.permissions = caller.permissions.with(P::ManageSessions);
        let (of_ada, of_grace) = (house.visitor(ada.secret).await.session, house.visitor(grace.secret).await.session);
        let mut tx = house.database().begin(&caller).await.unwrap();
        for outcome in [sessions::end(&mut tx, ada.person, of_ada).await, sessions::end_others(&mut tx, ada.person, None).await.map(drop)] {
            assert!(matches!(outcome, Err(AuthenticationError::Directory(DirectoryError::Rights(PermissionError::BeyondOwnRights)))), "{outcome:?}");
        }
        sessions::end(&mut tx, grace.person, of_grace).await.unwrap();
        assert_eq!(sessions::end_others(&mut tx, sue.person, None).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(house.visit(grace.secret).await.is_none() && house.visit(ada.secret).await.is_some());
        let heidi = house.join("heidi@example.org", GOOD).await;
        house.give(heidi.person, SystemRole::Helpdesk).await;
        let desk = house.visitor(heidi.secret).await.caller;
        let mut tx = house.database().begin(&desk).await.unwrap();
        assert!(matches!(sessions::end_others(&mut tx, grace.person, None).await, Err(AuthenticationError::Refused(_))));
    }

    /// SEC-62: each proof makes a new session; nothing of an earlier one carries over.
    async fn every_proof_makes_a_new_session(test: TestDatabase) {
        let house = House::open(test).await;
        let first = house.join(ADA, GOOD).await.secret;
        let second = house.sign_in(ADA, GOOD).await.unwrap().secret;
        assert_ne!(first, second);
        assert!(is_wrong(house.sign_in(ADA, OTHER).await), "a failure makes none");
        assert_eq!(house.sessions_of(house.visitor(second).await.person).await, 2);
    }

    async fn what_is_past_its_time_is_swept_away(test: TestDatabase) {
        let house = House::open(test).await;
        house.join(ADA, GOOD).await;
        house.recovery_token(ADA, ADA).await;
        house.wait(TimeDelta::hours(23));
        let late = house.sign_in(ADA, GOOD).await.unwrap().secret;
        house.wait(TimeDelta::hours(2));
        sessions::sweep(house.database(), house.database().now()).await.unwrap();
        authentication::tokens::sweep(house.database(), house.database().now()).await.unwrap();
        authentication::throttle::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM session").await, 1, "the idle one may still be shown as ended by time");
        assert_eq!(house.test.number("SELECT count(*) FROM one_time_token").await, 0);
        assert!(house.visit(late).await.is_none(), "idle");
        house.wait(TimeDelta::days(2));
        authentication::throttle::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM throttle").await, 0);
    }
}

/// The text that gives the only person of another tenant, made active, the session of this one's.
fn copy_session(house: &House, to: TenantId) -> String {
    let literal =
        |id: Uuid| if house.database().file().is_some() { format!("X'{}'", id.simple()) } else { format!("'{id}'") };
    let (from, to) = (literal(house.tenant().0), literal(to.0));
    format!(
        "UPDATE person SET lifecycle_state = 'active' WHERE tenant_id = {to};
         INSERT INTO session (tenant_id, digest, id, person_id, created_at, authenticated_at, last_seen_at, idle_until, absolute_until, device, network, amr, rights)
         SELECT {to}, s.digest, s.id, p.id, s.created_at, s.authenticated_at, s.last_seen_at, s.idle_until, s.absolute_until, s.device, s.network, s.amr, s.rights
         FROM session s JOIN person p ON p.tenant_id = {to} WHERE s.tenant_id = {from}"
    )
}

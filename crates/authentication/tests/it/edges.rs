//! Every step from every state (SEC-1, SEC-2, SEC-10, SEC-12): only what the table says advances anything. Whatever else is
//! tried, whoever's link it is, changes neither state, password, address, name nor session, and uses nothing up.

use authentication::AuthenticationError;
use authentication::tokens::{self, Purpose};
use chrono::TimeDelta;
use database::on_each_database;
use directory::LifecycleState;
use foundation::{PersonId, Secret};

use crate::house::{GOOD, House, OTHER, secret};

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Nobody,
    SignedUp,
    Invited,
    Active,
    Suspended,
    Ended,
}

const STATES: [State; 6] =
    [State::Nobody, State::SignedUp, State::Invited, State::Active, State::Suspended, State::Ended];
const PURPOSES: [Purpose; 8] = [
    Purpose::Verify,
    Purpose::Recover,
    Purpose::Invitation,
    Purpose::ConfirmAddress,
    Purpose::UndoAddress,
    Purpose::NotMe,
    Purpose::CancelHelp,
    Purpose::FinishHelp,
];

/// What following a fresh link of one's own does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// The link does not work, and is as whole as before.
    Dead,
    /// The password cannot be the right one: there is none.
    Wrong,
    /// Active, and signed in.
    In,
    /// Active, with another password and no session.
    Recovered,
    /// The address is another one, the rest as it was.
    Moved,
    /// The address is another one, and neither password nor session is left.
    Undone,
    /// Neither password nor session is left, the rest as it was.
    LockedOut,
}

/// The table. Suspended and departed people's links rest; an address is changed by those who are in; nobody is invited twice.
#[expect(clippy::match_same_arms, reason = "a table reads by its rows")]
const fn edge(state: State, purpose: Purpose) -> Edge {
    match (state, purpose) {
        (State::Nobody | State::Suspended | State::Ended, _) => Edge::Dead,
        // There is no request that they belong to.
        (_, Purpose::CancelHelp) | (State::SignedUp | State::Active, Purpose::FinishHelp) => Edge::Dead,
        (State::Invited, Purpose::FinishHelp) => Edge::Wrong,
        (State::SignedUp | State::Active, Purpose::Verify) => Edge::In,
        (State::Invited, Purpose::Verify) => Edge::Wrong,
        (State::SignedUp | State::Invited | State::Active, Purpose::Recover) => Edge::Recovered,
        (State::SignedUp | State::Invited, Purpose::Invitation) => Edge::In,
        (State::Active, Purpose::Invitation) => Edge::Dead,
        (State::Active, Purpose::ConfirmAddress) => Edge::Moved,
        (State::Active, Purpose::UndoAddress) => Edge::Undone,
        (State::Active, Purpose::NotMe) => Edge::LockedOut,
        (State::SignedUp | State::Invited, Purpose::ConfirmAddress | Purpose::UndoAddress | Purpose::NotMe) => {
            Edge::Dead
        }
    }
}

/// Everything a step could change about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Snapshot {
    state: LifecycleState,
    password: Option<String>,
    address: String,
    is_confirmed: bool,
    names: Vec<String>,
    sessions: i64,
}

async fn snapshot(house: &House, person: PersonId) -> Snapshot {
    let found = house.look(person).await;
    Snapshot {
        state: found.person.lifecycle_state,
        password: house.credential(person).await,
        address: found.addresses[0].shown.clone(),
        is_confirmed: found.addresses[0].verified_at.is_some(),
        names: found.sign_in_names,
        sessions: house.sessions_of(person).await,
    }
}

/// Somebody new in a state; those who were ever in have a session left, as far as the state leaves one.
async fn somebody(house: &House, state: State, email: &str) -> PersonId {
    house.wait(TimeDelta::minutes(16));
    match state {
        State::Nobody => PersonId(uuid::Uuid::from_u128(404)),
        State::SignedUp => {
            house.sign_up(email, GOOD).await.unwrap();
            house.person(email).await
        }
        State::Invited => house.invited(email).await,
        State::Active | State::Suspended | State::Ended => {
            let person = house.join(email, GOOD).await.person;
            match state {
                State::Suspended => house.suspend(person).await,
                State::Ended => house.end_life(person).await,
                _ => {}
            }
            person
        }
    }
}

async fn follow(house: &House, purpose: Purpose, token: &Secret) -> Result<(), AuthenticationError> {
    match purpose {
        Purpose::Verify => house.confirm(token, GOOD).await.map(drop),
        Purpose::Recover => house.set_password(token, OTHER).await.map(drop),
        Purpose::Invitation => house.accept(token, OTHER).await.map(drop),
        Purpose::ConfirmAddress => house.confirm_new_address(token).await,
        Purpose::UndoAddress => house.undo_address(token).await,
        Purpose::NotMe => house.not_me(token).await,
        Purpose::CancelHelp => house.cancel_help(token).await,
        Purpose::FinishHelp => house.finish_help(token, GOOD).await.map(drop),
    }
}

/// What a link of this purpose would carry: an address, or what the mail told of.
fn carried(purpose: Purpose, email: &str) -> String {
    match purpose {
        Purpose::ConfirmAddress | Purpose::UndoAddress => format!("moved.{email}"),
        Purpose::NotMe => "new_device".to_owned(),
        Purpose::CancelHelp | Purpose::FinishHelp => uuid::Uuid::from_u128(405).to_string(),
        _ => email.to_owned(),
    }
}

async fn works(house: &House, purpose: Purpose, token: &Secret) -> bool {
    let mut tx = house.system().await;
    tokens::peek(&mut tx, purpose, token).await.unwrap().is_some()
}

on_each_database! {
    async fn a_fresh_link_of_ones_own_does_what_the_table_says(test: TestDatabase) {
        let house = House::open(test).await;
        for state in STATES.into_iter().filter(|state| *state != State::Nobody) {
            for purpose in PURPOSES {
                let email = format!("{state:?}.{purpose:?}@example.org").to_lowercase();
                let person = somebody(&house, state, &email).await;
                let token = house.issue(purpose, person, &carried(purpose, &email)).await;
                let before = snapshot(&house, person).await;
                let outcome = follow(&house, purpose, &token).await;
                let after = snapshot(&house, person).await;
                let case = format!("{state:?}, {purpose:?}: {outcome:?}, {after:?}");
                match edge(state, purpose) {
                    Edge::Dead => {
                        assert!(matches!(outcome, Err(AuthenticationError::LinkExpired)), "{case}");
                        assert_eq!(after, before, "{case}");
                        assert!(works(&house, purpose, &token).await, "{case}: it rests");
                        continue;
                    }
                    Edge::Wrong => {
                        assert!(matches!(outcome, Err(AuthenticationError::WrongCredentials)), "{case}");
                        assert_eq!(after, before, "{case}");
                        assert!(works(&house, purpose, &token).await, "{case}");
                        continue;
                    }
                    Edge::In => {
                        assert!(after.state == LifecycleState::Active && after.is_confirmed && after.sessions == before.sessions + 1, "{case}");
                        assert_eq!(after.password == before.password, purpose == Purpose::Verify, "{case}");
                    }
                    Edge::Recovered => {
                        assert!(after.state == LifecycleState::Active && after.is_confirmed && after.sessions == 0, "{case}");
                        assert!(after.password.is_some() && after.password != before.password, "{case}");
                    }
                    Edge::Moved => {
                        let expected = Snapshot { address: carried(purpose, &email), names: vec![carried(purpose, &email)], ..before.clone() };
                        assert_eq!(after, expected, "{case}");
                    }
                    Edge::Undone => {
                        let expected = Snapshot { address: carried(purpose, &email), names: vec![carried(purpose, &email)], password: None, sessions: 0, ..before.clone() };
                        assert_eq!(after, expected, "{case}");
                    }
                    Edge::LockedOut => {
                        let expected = Snapshot { password: None, sessions: 0, ..before.clone() };
                        assert_eq!(after, expected, "{case}");
                    }
                }
                outcome.unwrap();
                // Once used, it is as if it had never been, in every state that came of it.
                let token_again = follow(&house, purpose, &token).await;
                assert!(matches!(token_again, Err(AuthenticationError::LinkExpired)), "{case}");
                assert_eq!(snapshot(&house, person).await, after, "{case}");
            }
        }
    }

    async fn any_other_link_does_nothing_in_any_state(test: TestDatabase) {
        let house = House::open(test).await;
        let foreign = house.join("foreign@example.org", GOOD).await.person;
        for state in STATES {
            let email = format!("{state:?}@example.org").to_lowercase();
            let person = somebody(&house, state, &email).await;
            let exists = state != State::Nobody;
            let before = if exists { Some(snapshot(&house, person).await) } else { None };
            let of_foreign = snapshot(&house, foreign).await;
            let people = house.test.number("SELECT count(*) FROM person").await;
            for purpose in PURPOSES {
                let mut tried = vec![("empty", secret("")), ("made up", secret(&"A".repeat(43)))];
                if exists {
                    let expired = house.issue(purpose, person, &carried(purpose, &email)).await;
                    house.wait(purpose.lifetime());
                    tried.push(("expired", expired));
                    let replaced = house.issue(purpose, person, &carried(purpose, &email)).await;
                    let newest = house.issue(purpose, person, &carried(purpose, &email)).await;
                    tried.push(("replaced", replaced));
                    tried.push(("cut", secret(&newest.expose()[..42])));
                    let mut tx = house.system().await;
                    tokens::consume(&mut tx, purpose, &newest).await.unwrap().unwrap();
                    tx.commit().await.unwrap();
                    tried.push(("used", newest));
                    for other in PURPOSES.into_iter().filter(|other| *other != purpose) {
                        tried.push(("of another purpose", house.issue(other, person, &email).await));
                    }
                }
                for (what, token) in tried {
                    let outcome = follow(&house, purpose, &token).await;
                    assert!(matches!(outcome, Err(AuthenticationError::LinkExpired)), "{state:?}, {purpose:?}, {what}: {outcome:?}");
                }
                if let Some(before) = &before {
                    assert_eq!(snapshot(&house, person).await, *before, "{state:?}, {purpose:?}");
                }
            }
            // Another person's link, of each purpose, is about them and never about this one.
            if let Some(before) = &before {
                let token = house.issue(Purpose::Invitation, foreign, "foreign@example.org").await;
                assert!(follow(&house, Purpose::Invitation, &token).await.is_err());
                assert_eq!(snapshot(&house, person).await, *before);
            }
            assert_eq!(snapshot(&house, foreign).await, of_foreign);
            assert_eq!(house.test.number("SELECT count(*) FROM person").await, people, "nobody came of it");
        }
    }

    /// SEC-2, SEC-4, SEC-56: the other steps, from each state, with what somebody in it could have.
    async fn passwords_and_sessions_open_what_the_state_allows(test: TestDatabase) {
        let house = House::open(test).await;
        for state in STATES {
            let email = format!("{state:?}.step@example.org").to_lowercase();
            let person = somebody(&house, state, &email).await;
            let outcome = house.sign_in(&email, GOOD).await;
            let expected = match state {
                State::Nobody | State::Invited => matches!(outcome, Err(AuthenticationError::WrongCredentials)),
                State::SignedUp => matches!(outcome, Err(AuthenticationError::Unconfirmed)),
                State::Active => outcome.is_ok(),
                State::Suspended | State::Ended => matches!(outcome, Err(AuthenticationError::Suspended)),
            };
            assert!(expected, "{state:?}: {outcome:?}");
            if state == State::Nobody {
                continue;
            }
            let before = snapshot(&house, person).await;
            assert!(before.sessions == 0 || state == State::Active || state == State::Ended, "{state:?}");
            let outcome = house.sign_in(&email, OTHER).await;
            assert!(matches!(outcome, Err(AuthenticationError::WrongCredentials)), "{state:?}");
            assert_eq!(snapshot(&house, person).await, before, "{state:?}");
        }
        // A request that began while they were in, and ends when they are not.
        for state in [State::Suspended, State::Ended] {
            let email = format!("{state:?}.late@example.org").to_lowercase();
            let session = house.join(&email, GOOD).await.secret;
            let visitor = house.visitor(session).await;
            if state == State::Suspended { house.suspend(visitor.person).await } else { house.end_life(visitor.person).await }
            let before = snapshot(&house, visitor.person).await;
            assert!(house.visit(session).await.is_none());
            assert!(house.change_password(&visitor, GOOD, OTHER).await.is_err());
            let _asked = house.ask_for_address(&visitor, &format!("moved.{email}"), GOOD).await;
            if let Some(mail) = house.mails(&format!("moved.{email}")).await.first() {
                assert!(house.confirm_new_address(&crate::house::token_in(&mail.text)).await.is_err());
            }
            assert_eq!(snapshot(&house, visitor.person).await, before, "{state:?}");
        }
    }
}

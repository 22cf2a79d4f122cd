//! A password changes, or a person is suspended, while somebody signs in with the old one. SQLite has one writer; here
//! PostgreSQL's transactions are lined up behind a row that is held.

use authentication::AuthenticationError;
use authentication::sign_in::SignedIn;
use directory::people::{change_state, find};
use foundation::Locale;

use crate::house::{GOOD, House, OTHER, inside, is_wrong, secret, until_waiting};

const ADA: &str = "ada@example.org";

/// A sign-in that is let through to the held row and waits there.
fn sign_in(house: &House) -> tokio::task::JoinHandle<Result<SignedIn, AuthenticationError>> {
    let (service, caller, place) = (house.authentication.clone(), house.at(7), house.place.clone());
    tokio::spawn(async move { service.sign_in(&caller, &place, Locale::En, ADA, &secret(GOOD)).await.map(inside) })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_behind_a_change_of_password_is_refused() {
    let house = House::open(database::testing::postgres().await).await;
    let session = house.join(ADA, GOOD).await.secret;
    let visitor = house.visitor(session).await;
    let mut held = house.system().await;
    find::hold(&mut held, visitor.person).await.unwrap();
    let (service, place, who) = (house.authentication.clone(), house.place.clone(), visitor.clone());
    let change =
        tokio::spawn(
            async move { service.change_password(&who, &place, Locale::En, &secret(GOOD), &secret(OTHER)).await },
        );
    until_waiting(&house.test, 1).await;
    let late = sign_in(&house);
    until_waiting(&house.test, 2).await;
    drop(held);
    let new = change.await.unwrap().unwrap();
    assert!(is_wrong(late.await.unwrap()));
    assert_eq!(house.sessions_of(visitor.person).await, 1);
    assert!(house.visit(new).await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_before_a_change_of_password_ends_with_it() {
    let house = House::open(database::testing::postgres().await).await;
    let session = house.join(ADA, GOOD).await.secret;
    let visitor = house.visitor(session).await;
    let mut held = house.system().await;
    find::hold(&mut held, visitor.person).await.unwrap();
    let early = sign_in(&house);
    until_waiting(&house.test, 1).await;
    let (service, place, who) = (house.authentication.clone(), house.place.clone(), visitor.clone());
    let change =
        tokio::spawn(
            async move { service.change_password(&who, &place, Locale::En, &secret(GOOD), &secret(OTHER)).await },
        );
    until_waiting(&house.test, 2).await;
    drop(held);
    let early = early.await.unwrap().unwrap().secret;
    change.await.unwrap().unwrap();
    assert!(house.visit(early).await.is_none(), "made with the old password");
    assert_eq!(house.sessions_of(visitor.person).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_behind_a_recovery_is_refused_and_one_before_it_ends() {
    let house = House::open(database::testing::postgres().await).await;
    let ada = house.join(ADA, GOOD).await.person;
    let token = house.recovery_token(ADA, ADA).await;
    let mut held = house.system().await;
    find::hold(&mut held, ada).await.unwrap();
    let early = sign_in(&house);
    until_waiting(&house.test, 1).await;
    let (service, place, caller) = (house.authentication.clone(), house.place.clone(), house.at(8));
    let recovery = tokio::spawn(async move {
        service.set_recovered_password(&caller, &place, Locale::En, &token, &secret(OTHER)).await
    });
    until_waiting(&house.test, 2).await;
    let late = sign_in(&house);
    until_waiting(&house.test, 3).await;
    drop(held);
    let early = early.await.unwrap().unwrap().secret;
    recovery.await.unwrap().unwrap();
    // Who waits for a row is not always served in the order of coming: a late sign-in that overtook ends like the early.
    match late.await.unwrap() {
        Ok(overtook) => assert!(house.visit(overtook.secret).await.is_none()),
        refused => assert!(is_wrong(refused)),
    }
    assert!(house.visit(early).await.is_none());
    assert_eq!(house.sessions_of(ada).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_behind_a_suspension_leaves_no_session_to_revive() {
    let house = House::open(database::testing::postgres().await).await;
    let ada = house.join(ADA, GOOD).await.person;
    let mut suspension = house.system().await;
    change_state::suspend(&mut suspension, ada, "Under review").await.unwrap();
    let late = sign_in(&house);
    until_waiting(&house.test, 1).await;
    suspension.commit().await.unwrap();
    assert!(matches!(late.await.unwrap(), Err(AuthenticationError::Suspended)));
    house.reactivate(ada).await;
    assert_eq!(house.sessions_of(ada).await, 0);
}

/// The same account and network from twenty tabs, some right and some wrong: nobody waits in a circle for counters.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_at_one_counter_does_not_get_stuck() {
    let house = House::open(database::testing::postgres().await).await;
    house.join(ADA, GOOD).await;
    for _ in 0..5 {
        house.wait(chrono::TimeDelta::minutes(16));
        let mut running = Vec::new();
        for number in 0..20 {
            let (service, caller, place) = (house.authentication.clone(), house.at(number % 3), house.place.clone());
            let password = if number % 4 == 0 { OTHER } else { GOOD };
            running.push(tokio::spawn(async move {
                service.sign_in(&caller, &place, Locale::En, ADA, &secret(password)).await
            }));
        }
        for outcome in running {
            match outcome.await.unwrap() {
                Ok(_) | Err(AuthenticationError::WrongCredentials | AuthenticationError::Throttled(_)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

//! Work that browsers do where their network misbehaves: off unless wanted, asked for before everybody is refused, good once, for one
//! network, form and tenant, and no way around the limits of an account.

use authentication::throttle::Trying;
use authentication::work::Puzzle;
use authentication::{Authentication, AuthenticationError, Place};
use chrono::TimeDelta;
use data_encoding::HEXLOWER;
use database::{digest, on_each_database};
use foundation::{Caller, Locale};

use crate::house::{GOOD, House, OTHER, is_throttled, is_wrong, secret, tenant};

fn wanted(house: &House) -> Place {
    house.place_with(|settings| settings.asks_for_work = true)
}

/// What the script does.
fn solve(puzzle: &Puzzle) -> String {
    let hex = |number: u32| HEXLOWER.encode(&digest(format!("{}{number}", puzzle.start).as_bytes()));
    let number = (0..puzzle.most).find(|number| hex(*number) == puzzle.target).unwrap();
    format!("{}{number}.{}", puzzle.start, puzzle.seal)
}

async fn puzzle(house: &House, caller: &Caller, trying: Trying) -> Option<Puzzle> {
    house.authentication.puzzle(caller, &wanted(house), trying).await.unwrap()
}

async fn take(house: &House, caller: &Caller, trying: Trying, answer: &str) -> bool {
    house.authentication.take_work(caller, &wanted(house), trying, answer).await.unwrap()
}

async fn guess(
    house: &House,
    service: &Authentication,
    caller: &Caller,
    number: usize,
) -> Result<(), AuthenticationError> {
    let name = format!("nobody{number}@example.org");
    service.sign_in(caller, &house.place, Locale::En, &name, &secret(OTHER)).await.map(drop)
}

on_each_database! {
    async fn nothing_is_asked_for_until_a_place_has_tried_much(test: TestDatabase) {
        let house = House::open(test).await;
        let caller = house.at(3);
        for number in 0..14 {
            assert!(is_wrong(guess(&house, &house.authentication, &caller, number).await));
        }
        assert!(puzzle(&house, &caller, Trying::Password).await.is_none(), "not half of what it may yet");
        assert!(is_wrong(guess(&house, &house.authentication, &caller, 14).await));
        let asked = puzzle(&house, &caller, Trying::Password).await.unwrap();
        assert!(asked.most > 10_000);
        assert!(puzzle(&house, &house.at(4), Trying::Password).await.is_none(), "another network is not concerned");
        assert!(puzzle(&house, &caller, Trying::Mail).await.is_none(), "nor is another form");
        assert!(house.authentication.puzzle(&caller, &house.place, Trying::Password).await.unwrap().is_none(), "off unless it is wanted");
        house.wait(TimeDelta::minutes(16));
        assert!(puzzle(&house, &caller, Trying::Password).await.is_none(), "nor for ever");
    }

    /// An answer is good once, in time, and for what it was given out for.
    async fn an_answer_counts_once_and_where_it_belongs(test: TestDatabase) {
        let house = House::open(test).await;
        let caller = house.at(3);
        for number in 0..15 {
            assert!(is_wrong(guess(&house, &house.authentication, &caller, number).await));
        }
        let answer = solve(&puzzle(&house, &caller, Trying::Password).await.unwrap());
        let school = tenant(house.database(), "school", house.place.tenant.settings.clone()).await;
        let elsewhere = Caller { tenant: school.tenant.id, ..caller.clone() };
        assert!(!take(&house, &house.at(4), Trying::Password, &answer).await, "another network");
        assert!(!take(&house, &elsewhere, Trying::Password, &answer).await, "another tenant");
        assert!(!take(&house, &caller, Trying::Mail, &answer).await, "another form");
        let parts: Vec<&str> = answer.split('.').collect();
        let forged = [
            String::new(),
            "....".to_owned(),
            answer[1..].to_owned(),
            format!("{}.{}.{}.{}", parts[0], parts[1].parse::<i64>().unwrap() + 600, parts[2], parts[3]),
            format!("{}.{}.{}.{}", parts[0], parts[1], parts[2].parse::<u32>().unwrap() + 1, parts[3]),
            format!("{}.{}.{}", parts[0], parts[1], parts[2]),
            format!("{answer}."),
            "x".repeat(10_000),
        ];
        for answer in &forged {
            assert!(!take(&house, &caller, Trying::Password, answer).await, "{answer}");
        }
        let (other, place) = (house.second_node().await, wanted(&house));
        let (here, there) = tokio::join!(
            house.authentication.take_work(&caller, &place, Trying::Password, &answer),
            other.take_work(&caller, &place, Trying::Password, &answer),
        );
        assert!(here.unwrap() != there.unwrap(), "once");
        assert!(!take(&house, &caller, Trying::Password, &answer).await);
        let late = solve(&puzzle(&house, &caller, Trying::Password).await.unwrap());
        house.wait(TimeDelta::minutes(10));
        assert!(!take(&house, &caller, Trying::Password, &late).await, "in time");
        house.wait(TimeDelta::minutes(1));
        authentication::work::sweep(house.database()).await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM solved_puzzle").await, 0);
    }

    /// Whoever works is not refused with the neighbours; accounts are protected as without, and the place has a limit too.
    async fn whoever_works_goes_on_and_accounts_are_protected_as_before(test: TestDatabase) {
        let house = House::open(test).await;
        house.join("ada@example.org", GOOD).await;
        let caller = house.at(3);
        for number in 0..30 {
            assert!(is_wrong(guess(&house, &house.authentication, &caller, number).await), "{number}");
        }
        assert!(is_throttled(guess(&house, &house.authentication, &caller, 30).await), "everybody is refused");
        let worked = house.authentication.after_work(true);
        let ada = "ada@example.org";
        let sign_in = async |service: &Authentication, password: &str| {
            service.sign_in(&caller, &house.place, Locale::En, ada, &secret(password)).await.map(drop)
        };
        assert!(is_throttled(sign_in(&house.authentication, GOOD).await));
        sign_in(&worked, GOOD).await.unwrap();
        for _ in 0..10 {
            assert!(is_wrong(sign_in(&worked, OTHER).await));
        }
        assert!(is_throttled(sign_in(&worked, GOOD).await), "the pair of account and network has the same limit");
        for number in 0..289 {
            assert!(is_wrong(guess(&house, &worked, &caller, 100 + number).await), "{number}");
        }
        assert!(is_throttled(guess(&house, &worked, &caller, 999).await), "ten times as often, and no more");
    }
}

//! Whether an account exists is not told by what the database is asked either (SEC-87, ASVS 6.3.8): the same number of
//! statements and commits, so the same time but for noise.

use database::on_each_database;

use crate::house::{GOOD, House, OTHER, is_throttled, is_wrong};

const ADA: &str = "ada@example.org";

/// The statements and commits between two moments.
async fn cost<T>(house: &House, doing: impl Future<Output = T>) -> (u64, u64) {
    let before = house.database().counts();
    doing.await;
    let after = house.database().counts();
    (after.0 - before.0, after.1 - before.1)
}

/// People of every kind, and the keys of this month's entries about nobody known.
async fn crowd(house: &House) {
    house.join(ADA, GOOD).await;
    house.sign_up("unconfirmed@example.org", GOOD).await.unwrap();
    house.invited("invited@example.org").await;
    let suspended = house.join("suspended@example.org", GOOD).await.person;
    house.suspend(suspended).await;
    assert!(is_wrong(house.sign_in("first.unknown@example.org", GOOD).await));
    house.wait(chrono::TimeDelta::minutes(16));
}

const NAMES: [&str; 5] =
    [ADA, "unconfirmed@example.org", "invited@example.org", "suspended@example.org", "nobody@example.org"];

on_each_database! {
    async fn a_wrong_password_costs_the_same_for_every_name(test: TestDatabase) {
        let house = House::open(test).await;
        crowd(&house).await;
        let mut costs = Vec::new();
        for name in NAMES {
            costs.push(cost(&house, async { assert!(is_wrong(house.sign_in(name, OTHER).await)) }).await);
        }
        assert!(costs.iter().all(|one| *one == costs[0]), "{costs:?}");
        assert_eq!(costs[0].1, 2, "counted, then judged");
    }

    async fn too_many_attempts_cost_the_same_for_every_name(test: TestDatabase) {
        let house = House::open(test).await;
        crowd(&house).await;
        let mut costs = Vec::new();
        for (network, name) in (20..).zip(NAMES) {
            for _ in 0..10 {
                assert!(is_wrong(house.sign_in_from(network, name, OTHER).await));
            }
            costs.push(cost(&house, async { assert!(is_throttled(house.sign_in_from(network, name, OTHER).await)) }).await);
        }
        assert!(costs.iter().all(|one| *one == costs[0]), "{costs:?}");
    }

    async fn asking_for_recovery_costs_the_same_for_every_name(test: TestDatabase) {
        let house = House::open(test).await;
        crowd(&house).await;
        let mut costs = Vec::new();
        for name in NAMES {
            costs.push(cost(&house, async { house.ask_for_recovery(name).await.unwrap() }).await);
        }
        assert_eq!(costs, [(2, 1); 5], "counted and put into the queue; looking up and mailing is the worker's");
    }

    /// Signing up does differ: an unknown address is written down, a known one is mailed. That shows in no answer, costs a
    /// fraction of the hash both pay before, and can be measured once per address: after the first try it has an account.
    /// What both pay before the address is looked up is the same.
    async fn signing_up_differs_only_behind_the_hash(test: TestDatabase) {
        let house = House::open(test).await;
        crowd(&house).await;
        let mut costs = Vec::new();
        for name in NAMES {
            costs.push(cost(&house, async { house.sign_up(name, OTHER).await.unwrap() }).await);
        }
        assert!(costs.iter().all(|(_, commits)| *commits == 2), "{costs:?}");
        let statements: Vec<u64> = costs.iter().map(|(statements, _)| *statements).collect();
        let (least, most) = (statements.iter().min().unwrap(), statements.iter().max().unwrap());
        assert!(most - least <= 20, "{statements:?}");
        let mut refused = Vec::new();
        for name in NAMES {
            let form = authentication::sign_up::SignUpForm { given_name: "x".repeat(101), ..House::form(name, OTHER) };
            let attempt = async { house.authentication.sign_up(&house.at(3), &house.place, foundation::Locale::En, &form).await.unwrap_err() };
            refused.push(cost(&house, attempt).await);
        }
        assert!(refused.iter().all(|one| *one == refused[0]), "{refused:?}");
    }
}

//! What a tenant asks of the members of its groups: as long as they are in them, and of nobody else.

use authentication::second::summary;
use authentication::staff::lacking::{self, Group};
use authentication::staff::look::{self, Stand};
use authentication::staff::remind;
use authentication::{AuthenticationError, Place, sessions};
use chrono::TimeDelta;
use database::on_each_database;
use directory::groups;
use directory::tenants::manage;
use directory::tenants::policy::{Demand, Required, SignInPolicy, Standing};
use directory::tenants::step_up::StepUp;
use foundation::{GroupId, Instant, Locale, Permission, PersonId};
use jobs::Worker;
use permissions::SystemRole;
use uuid::Uuid;

use crate::authenticator::{Device, PRESENT};
use crate::house::{GOOD, House, halfway, inside, origin, problems, secret};
use crate::policy::{add_app, add_passkey, asking, visit};
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.org";

async fn group(house: &House, name: &str) -> GroupId {
    let mut tx = house.system().await;
    let id = groups::make(&mut tx, name, None).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn put(house: &House, group: GroupId, person: PersonId, until: Option<Instant>) {
    let mut tx = house.system().await;
    groups::join(&mut tx, group, person, until).await.unwrap();
    tx.commit().await.unwrap();
}

/// A policy that asks something of groups and of nobody else.
fn of_groups(asked: &[(GroupId, Required, u16)]) -> SignInPolicy {
    let demand = |(group, required, grace_days): &(GroupId, Required, u16)| {
        (*group, Demand { required: *required, grace_days: *grace_days })
    };
    SignInPolicy { groups: asked.iter().map(demand).collect(), ..SignInPolicy::asking_nothing() }
}

/// The policy in the tenant's row.
async fn store(house: &House, policy: &SignInPolicy) {
    let mut tx = house.system().await;
    let own = manage::own(&mut tx).await.unwrap();
    let settings = directory::Settings { sign_in_policy: policy.clone(), ..own.settings };
    manage::change(&mut tx, own.version, &own.name, &settings).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many statements a request of somebody asks, whom nothing has to be noted about.
async fn cost(house: &House, place: &Place, name: &str) -> u64 {
    let secret = house.sign_in(name, GOOD).await.unwrap().secret;
    visit(house, place, secret).await;
    let before = house.database().counts().0;
    let settings = &place.tenant.settings;
    let origin = origin(1, "Firefox on Linux");
    sessions::visit(house.database(), house.tenant(), settings, secret, &origin).await.unwrap().unwrap();
    house.database().counts().0 - before
}

on_each_database! {
    async fn members_are_asked_while_they_are_members(test: TestDatabase) {
        let house = House::open(test).await;
        let (ada, bob) = (house.join(ADA, GOOD).await, house.join(BOB, GOOD).await);
        let board = group(&house, "Board").await;
        let place = asking(&house, of_groups(&[(board, Required::StrongFactor, 0)]));
        let now = async |name: &str| visit(&house, &place, house.sign_in(name, GOOD).await.unwrap().secret).await;
        let before = now(ADA).await;
        assert_eq!((before.standing, before.groups.len()), (Standing::Fine, 0), "nobody is in it yet");
        let until = house.database().now() + TimeDelta::hours(3);
        put(&house, board, ada.person, Some(until)).await;
        // In the session she has, too.
        let member = visit(&house, &place, ada.secret).await;
        assert_eq!((member.standing, member.is_administrator), (Standing::Overdue, false));
        assert_eq!(member.groups, [board]);
        assert_eq!(now(BOB).await.standing, Standing::Fine, "others are not asked");
        // What staff see of her says the same.
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        let look = async |person| {
            let mut tx = house.database().read(&boss.caller).await.unwrap();
            let found = look::of_person(&mut tx, &place, person).await.unwrap();
            (found.required, found.stand)
        };
        assert_eq!(look(ada.person).await, (Required::StrongFactor, Stand::Overdue));
        assert_eq!(look(bob.person).await, (Required::Offered, Stand::Fine));
        house.wait(until - house.database().now() - TimeDelta::seconds(2));
        assert_eq!(now(ADA).await.standing, Standing::Overdue, "a second before the end");
        house.wait(TimeDelta::seconds(1));
        assert_eq!(now(ADA).await.standing, Standing::Fine, "the membership is over");
        assert_eq!(look(ada.person).await, (Required::Offered, Stand::Fine));
    }

    async fn the_strictest_of_several_groups_counts(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await;
        let (choir, board) = (group(&house, "Choir").await, group(&house, "Board").await);
        let asked = of_groups(&[(choir, Required::SecondFactor, 30), (board, Required::StrongFactor, 5)]);
        let place = asking(&house, SignInPolicy { remember_days: 30, ..asked });
        put(&house, choir, ada.person, None).await;
        let member = visit(&house, &place, ada.secret).await;
        let first = house.database().now();
        assert_eq!(member.standing, Standing::Asked(first + TimeDelta::days(30)));
        put(&house, board, ada.person, None).await;
        let member = visit(&house, &place, ada.secret).await;
        assert_eq!(member.standing, Standing::Asked(first + TimeDelta::days(5)));
        // A key is enough for the choir alone, and what is asked for cannot be taken away.
        let mut key = Device::new(1);
        key.flags = PRESENT;
        add_passkey(&house, &member, &place, &mut key).await;
        assert_eq!(visit(&house, &place, ada.secret).await.standing, Standing::Asked(first + TimeDelta::days(5)));
        let app = add_app(&house, &member, &place).await;
        let member = visit(&house, &place, ada.secret).await;
        assert_eq!(member.standing, Standing::Fine);
        let removed = house.authentication.remove_app(&member, &place, Locale::En, app).await;
        assert_eq!(problems(removed), [(String::new(), "factor-required")]);
    }

    /// Where a group is asked for a second factor, a passkey is one to its members' passwords, and to nobody else's.
    async fn members_are_asked_for_the_second_step(test: TestDatabase) {
        let house = House::open(test).await;
        let board = group(&house, "Board").await;
        let place = asking(&house, of_groups(&[(board, Required::SecondFactor, 0)]));
        for (number, name) in (1..).zip([ADA, BOB]) {
            let visitor = house.visitor(house.join(name, GOOD).await.secret).await;
            add_passkey(&house, &visitor, &place, &mut Device::new(number)).await;
        }
        put(&house, board, house.person(ADA).await, None).await;
        let enter = async |name: &str| {
            house.wait(TimeDelta::seconds(1));
            house.authentication.sign_in(&house.at(1), &place, Locale::En, name, &secret(GOOD)).await.unwrap()
        };
        halfway(enter(ADA).await);
        inside(enter(BOB).await);
    }

    async fn only_a_policy_with_groups_costs_another_look(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await;
        house.join(BOB, GOOD).await;
        let (choir, board) = (group(&house, "Choir").await, group(&house, "Board").await);
        put(&house, board, ada.person, None).await;
        let none = asking(&house, SignInPolicy::default());
        let both = asking(&house, of_groups(&[(choir, Required::SecondFactor, 9), (board, Required::SecondFactor, 9)]));
        for name in [ADA, BOB] {
            assert_eq!(cost(&house, &none, name).await, 2, "{name}: the session and the rights");
            assert_eq!(cost(&house, &both, name).await, 3, "{name}: one more, however many groups");
        }
    }

    async fn members_who_lack_it_are_counted_listed_and_written_to(test: TestDatabase) {
        let house = House::open(test).await;
        staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        let (board, empty) = (group(&house, "Board").await, group(&house, "Empty").await);
        let policy = of_groups(&[(board, Required::SecondFactor, 9), (empty, Required::StrongFactor, 0)]);
        store(&house, &policy).await;
        let place = asking(&house, policy.clone());
        let mut members = Vec::new();
        for name in ["one", "two", "three", "left", "fine"] {
            members.push(house.join(&format!("{name}@example.org"), GOOD).await);
        }
        house.join("elsewhere@example.org", GOOD).await;
        add_app(&house, &house.visitor(members[4].secret).await, &place).await;
        let soon = house.database().now() + TimeDelta::hours(1);
        for (number, member) in members.iter().enumerate() {
            put(&house, board, member.person, (number == 3).then_some(soon)).await;
        }
        put(&house, board, house.invited("invited@example.org").await, None).await;
        house.wait(TimeDelta::hours(2));
        let mut tx = house.system().await;
        let affected = summary::affected(&mut tx, &policy).await.unwrap();
        let mut expected = [(board, 3, false), (empty, 0, false)];
        expected.sort_unstable();
        assert_eq!(affected.groups, expected, "not who has it, who has left, and who cannot sign in");
        assert!(affected.archetypes.iter().all(|(_, amount)| *amount == 0), "{affected:?}");
        drop(tx);

        let mut tx = house.database().read(&house.system_caller()).await.unwrap();
        let asked = lacking::groups(&mut tx, &place).await.unwrap();
        let mut expected = [board, empty];
        expected.sort_unstable();
        assert_eq!(asked, expected.map(Group::Members));
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = lacking::page(&mut tx, &place, &Group::Members(board), after.as_ref(), 2).await.unwrap();
            assert!(page.lines.iter().all(|line| line.stand == Stand::Ahead(9)), "{page:?}");
            seen.extend(page.lines.iter().map(|line| line.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        seen.sort_unstable();
        let mut lacking_it: Vec<PersonId> = members[..3].iter().map(|member| member.person).collect();
        lacking_it.sort_unstable();
        assert_eq!(seen, lacking_it, "each once");
        let before = remind::reminded_before(tx.now(), false);
        let amount = lacking::to_write_to(&mut tx, &place, &Group::Members(board), before).await.unwrap();
        assert_eq!((amount.least, amount.or_more), (3, false));
        drop(tx);

        let boss = house.visitor(house.sign_in("boss@example.org", GOOD).await.unwrap().secret).await;
        assert!(boss.caller.may(Permission::EditPeople));
        let mut tx = house.database().begin(&boss.caller).await.unwrap();
        let other = Group::Members(GroupId(Uuid::from_u128(1)));
        assert_eq!(problems(remind::start(&mut tx, &place, &other, false).await), [(String::new(), "reminder-unasked")]);
        remind::start(&mut tx, &place, &Group::Members(board), false).await.unwrap();
        tx.commit().await.unwrap();
        Worker::new(house.database().clone()).with(remind::work()).run_due().await.unwrap();
        assert_eq!(house.test.number("SELECT count(*) FROM message WHERE kind = 'factor_reminder'").await, 3);
    }

    /// A policy names groups that are there, and what it names is not removed.
    async fn a_group_of_the_policy_stays(test: TestDatabase) {
        let house = House::open(test).await;
        let ada = house.join(ADA, GOOD).await;
        house.give(ada.person, SystemRole::TenantAdministrator).await;
        let visitor = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        let (board, gone) = (group(&house, "Board").await, group(&house, "Gone").await);
        let mut tx = house.system().await;
        groups::remove(&mut tx, gone).await.unwrap();
        tx.commit().await.unwrap();
        let change = async |version: i64, policy: SignInPolicy| {
            let mut tx = house.database().begin(&visitor.caller).await.unwrap();
            summary::change_policy(&mut tx, version, policy, StepUp::default()).await?;
            tx.commit().await.unwrap();
            Ok::<_, AuthenticationError>(())
        };
        for unknown in [gone, GroupId(Uuid::from_u128(9))] {
            let refused = change(1, of_groups(&[(unknown, Required::SecondFactor, 9)])).await;
            assert_eq!(problems(refused), [(format!("required.group.{unknown}"), "group-unknown")]);
        }
        let policy = of_groups(&[(board, Required::StrongFactor, 9)]);
        change(1, policy.clone()).await.unwrap();
        let mut tx = house.system().await;
        assert_eq!(manage::own(&mut tx).await.unwrap().settings.sign_in_policy, policy);
        let refused = groups::remove(&mut tx, board).await;
        assert_eq!(problems(refused.map_err(AuthenticationError::from)), [(String::new(), "group-in-policy")]);
        drop(tx);
        let entry = &house.entries("sign_in_policy.changed").await[0];
        let words = format!("{:?}", entry.content.as_ref().and_then(audit::Content::words).unwrap());
        assert!(words.contains("Board: strong_factor (9)"), "{words}");
        // What is asked of the others is told with the days as well.
        let soon = Demand { required: Required::SecondFactor, grace_days: 7 };
        let others = SignInPolicy {
            everybody: soon,
            administrators: Demand { grace_days: 3, ..soon },
            archetypes: [("customer".to_owned(), soon)].into(),
            ..SignInPolicy::asking_nothing()
        };
        change(2, others).await.unwrap();
        let entries = house.entries("sign_in_policy.changed").await;
        let words: Vec<String> = entries
            .iter()
            .map(|entry| format!("{:?}", entry.content.as_ref().and_then(audit::Content::words).unwrap()))
            .collect();
        for told in ["\"second_factor (7)\"", "\"second_factor (3)\"", "customer: second_factor (7)"] {
            assert!(words.iter().any(|words| words.contains(told)), "{told}: {words:?}");
        }
        // Once nothing is asked of it, it can go.
        change(3, SignInPolicy::asking_nothing()).await.unwrap();
        let mut tx = house.system().await;
        groups::remove(&mut tx, board).await.unwrap();
        tx.commit().await.unwrap();
    }
}

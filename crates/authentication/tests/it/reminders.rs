//! Who lacks what is asked of them, and the mails that remind them.

use authentication::staff::lacking::{self, Group};
use authentication::staff::look::Stand;
use authentication::staff::remind::{self, Reminder, State};
use authentication::{AuthenticationError, Place, Visitor};
use chrono::TimeDelta;
use database::{Database, on_each_database};
use directory::people::list::Key;
use directory::tenants::policy::{Demand, Required, SignInPolicy};
use foundation::Caller;
use jobs::Worker;
use permissions::SystemRole;

use crate::authenticator::{Device, PRESENT};
use crate::house::{GOOD, House, problems};
use crate::policy::{add_app, add_passkey, asking, visit};
use crate::staff::staff;

fn customers() -> Group {
    Group::Archetype("customer".to_owned())
}

/// The tenant asks its customers for a strong factor within nine days, in its row as well: the job reads that.
async fn asking_customers(house: &House) -> Place {
    let strict = Demand { required: Required::StrongFactor, grace_days: 9 };
    let policy =
        SignInPolicy { archetypes: [("customer".to_owned(), strict)].into(), ..SignInPolicy::asking_nothing() };
    let mut tx = house.system().await;
    let own = directory::tenants::manage::own(&mut tx).await.unwrap();
    let settings = directory::Settings { sign_in_policy: policy.clone(), ..own.settings };
    directory::tenants::manage::change(&mut tx, own.version, &own.name, &settings).await.unwrap();
    tx.commit().await.unwrap();
    asking(house, policy)
}

/// So many customers with nothing, in the order of their numbers.
async fn people(house: &House, amount: usize) {
    for number in 0..amount {
        house.join(&format!("person{number:02}@example.org"), GOOD).await;
        if number % 8 == 7 {
            // So many from one network at once are too many.
            house.wait(TimeDelta::hours(1));
        }
    }
}

async fn start(house: &House, by: &Visitor, place: &Place, again: bool) -> Result<(), AuthenticationError> {
    let mut tx = house.database().begin(&by.caller).await.unwrap();
    remind::start(&mut tx, place, &customers(), again).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn latest(house: &House, by: &Visitor) -> Option<Reminder> {
    let mut tx = house.database().read(&by.caller).await.unwrap();
    remind::latest(&mut tx).await.unwrap()
}

/// Does the work of the queue on two nodes at once.
async fn work(database: &Database) {
    let worker = || Worker::new(database.clone()).with(remind::work());
    let (one, other) = (worker(), worker());
    let (first, second) = tokio::join!(one.run_due(), other.run_due());
    first.unwrap();
    second.unwrap();
}

on_each_database! {
    async fn who_lacks_it_is_listed_in_order(test: TestDatabase) {
        let house = House::open(test).await;
        let place = asking_customers(&house).await;
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        people(&house, 5).await;
        // Less than what is asked is listed too, what is enough is not.
        let weak = house.visitor(house.join("weak@example.org", GOOD).await.secret).await;
        let mut key = Device::new(3);
        key.flags = PRESENT;
        add_passkey(&house, &weak, &place, &mut key).await;
        let fine = house.visitor(house.join("fine@example.org", GOOD).await.secret).await;
        add_app(&house, &fine, &place).await;
        house.invited("invited@example.org").await;
        let asked = visit(&house, &place, house.sign_in("person02@example.org", GOOD).await.unwrap().secret).await;

        let page = async |after: Option<Key>, most| {
            let mut tx = house.database().read(&boss.caller).await.unwrap();
            lacking::page(&mut tx, &place, &customers(), after.as_ref(), most).await.unwrap()
        };
        let all = page(None, 50).await;
        assert_eq!(all.lines.len(), 7, "the boss is a customer, too: {all:?}");
        assert!(all.next.is_none() && all.lines.is_sorted_by_key(|line| (line.sort_key.clone(), line.id)));
        let stand = |person| all.lines.iter().find(|line| line.id == person).unwrap().stand;
        assert_eq!(stand(asked.person), Stand::Asked(house.database().now() + TimeDelta::days(9)));
        assert_eq!(stand(weak.person), Stand::Ahead(9));
        assert!(!all.lines.iter().any(|line| line.id == fine.person));
        // The same, page by page, whichever of the two kinds somebody is of.
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let found = page(after, 2).await;
            seen.extend(found.lines.iter().map(|line| line.id));
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, all.lines.iter().map(|line| line.id).collect::<Vec<_>>());
        let mut tx = house.database().read(&boss.caller).await.unwrap();
        assert_eq!(lacking::groups(&mut tx, &place).await.unwrap(), [customers()], "administrators are asked for nothing here");
        drop(tx);
        // Whoever asks administrators finds them.
        let place = asking(&house, SignInPolicy::default());
        let mut tx = house.database().read(&boss.caller).await.unwrap();
        let found = lacking::page(&mut tx, &place, &Group::Administrators, None, 50).await.unwrap();
        assert_eq!(found.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [boss.person]);
        drop(tx);
        let mut tx = house.database().read(&fine.caller).await.unwrap();
        assert!(matches!(lacking::page(&mut tx, &place, &customers(), None, 50).await, Err(AuthenticationError::Refused(_))));
    }

    async fn nobody_is_written_to_twice(test: TestDatabase) {
        let house = House::open(test).await;
        let place = asking_customers(&house).await;
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        // More than a slice.
        people(&house, 30).await;
        house.test.as_owner("DELETE FROM contact_address WHERE shown = 'person07@example.org'").await;
        let mails = async || house.test.number("SELECT count(*) FROM message WHERE kind = 'factor_reminder'").await;
        let to_write_to = async |again| {
            let mut tx = house.database().read(&boss.caller).await.unwrap();
            let before = remind::reminded_before(tx.now(), again);
            lacking::to_write_to(&mut tx, &place, &customers(), before).await.unwrap().least
        };
        assert_eq!(to_write_to(false).await, 30, "29 and the boss");
        start(&house, &boss, &place, false).await.unwrap();
        assert_eq!(problems(start(&house, &boss, &place, false).await), [(String::new(), "reminder-running")]);
        assert_eq!(mails().await, 0, "asking writes nothing yet");
        work(house.database()).await;
        assert_eq!(mails().await, 30);
        let done = latest(&house, &boss).await.unwrap();
        assert_eq!((done.state, done.written, done.passed_over), (State::Done, 30, 1));
        assert_eq!(to_write_to(false).await, 0);
        let entry = &house.entries("factor_reminder.finished").await[0];
        let words = entry.content.as_ref().and_then(audit::Content::words).unwrap();
        assert!(words.details.iter().any(|detail| detail.name == "written" && detail.value == "30"), "{words:?}");
        // The whole job once more, as if nothing of it had been noted but the mails.
        house.test.as_owner("UPDATE factor_reminder SET state = 'running', after_key = ''").await;
        let mut tx = house.system().await;
        jobs::enqueue(&mut tx, remind::JOB, &serde_json::json!({ "reminder": done.id }), None).await.unwrap();
        tx.commit().await.unwrap();
        work(house.database()).await;
        assert_eq!(mails().await, 30);
        // And another reminder within the week.
        house.wait(TimeDelta::days(1));
        start(&house, &boss, &place, false).await.unwrap();
        work(house.database()).await;
        assert_eq!(mails().await, 30);
        assert_eq!(latest(&house, &boss).await.unwrap().passed_over, 31);
        // After a week, or where it is meant.
        house.wait(TimeDelta::seconds(1));
        assert_eq!(to_write_to(true).await, 30);
        start(&house, &boss, &place, true).await.unwrap();
        work(house.database()).await;
        assert_eq!(mails().await, 60);
        house.wait(TimeDelta::days(7));
        house.wait(TimeDelta::seconds(1));
        start(&house, &boss, &place, false).await.unwrap();
        work(house.database()).await;
        assert_eq!(mails().await, 90);
        let mail = &house.mails("person03@example.org").await[0];
        assert!(mail.item.kind == "factor_reminder" && mail.text.contains("https://id.example/t/bank/portal/protect"), "{}", mail.text);
    }

    /// A slice that was written before somebody made a factor writes to them no more.
    async fn who_has_it_meanwhile_is_left_out(test: TestDatabase) {
        let house = House::open(test).await;
        let place = asking_customers(&house).await;
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        let ada = house.visitor(house.join("ada@example.org", GOOD).await.secret).await;
        start(&house, &boss, &place, false).await.unwrap();
        add_app(&house, &ada, &place).await;
        work(house.database()).await;
        assert!(!house.mail_kinds("ada@example.org").await.contains(&"factor_reminder".to_owned()));
        assert_eq!(latest(&house, &boss).await.unwrap().written, 1);
    }

    async fn a_reminder_is_refused(test: TestDatabase) {
        let house = House::open(test).await;
        let place = asking_customers(&house).await;
        let hugo = staff(&house, "hugo@example.org", SystemRole::Helpdesk).await;
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        assert!(matches!(start(&house, &hugo, &place, false).await, Err(AuthenticationError::Refused(_))));
        for group in [Group::Administrators, Group::Archetype("partner".to_owned()), Group::Archetype("robot".to_owned())] {
            let mut tx = house.database().begin(&boss.caller).await.unwrap();
            let refused = remind::start(&mut tx, &place, &group, false).await;
            assert_eq!(problems(refused), [(String::new(), "reminder-unasked")], "{group:?}");
        }
        assert_eq!(house.test.number("SELECT count(*) FROM factor_reminder").await, 0);
        let mut tx = house.database().read(&Caller::anonymous(house.tenant(), crate::house::origin(1, "x"))).await.unwrap();
        assert!(matches!(remind::latest(&mut tx).await, Err(AuthenticationError::Refused(_))));
    }
}

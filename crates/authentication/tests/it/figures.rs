//! Figures of factors agree with the factors there are, whoever removed them.

use audit::figures::{self, Figure};
use audit::{Sealer, SignIns};
use authentication::staff::reset::{Identified, Wanted, What};
use database::on_each_database;
use permissions::SystemRole;

use crate::authenticator::Device;
use crate::house::{GOOD, House};
use crate::policy::{add_app, add_passkey};
use crate::second;
use crate::staff::staff;

const HUGO: &str = "hugo@example.org";

on_each_database! {
    async fn what_was_added_less_what_was_removed_is_there(test: TestDatabase) {
        let house = House::open(test).await;
        let first = house.database().now().date_naive();
        staff(&house, HUGO, SystemRole::Helpdesk).await;
        // Eve removes her app herself, staff take everything from Ada, and Grace keeps hers.
        let (eve, phone) = second::with_app(&house, "eve@example.org").await;
        second::remove(&house, &eve, phone.id).await.unwrap();
        assert!(second::remove(&house, &eve, phone.id).await.is_err(), "it is gone");
        let ada = house.visitor(house.join("ada@example.org", GOOD).await.secret).await;
        add_passkey(&house, &ada, &house.place, &mut Device::new(1)).await;
        add_app(&house, &ada, &house.place).await;
        let hugo = house.visitor(house.sign_in(HUGO, GOOD).await.unwrap().secret).await;
        let wanted = Wanted { what: What::Everything, reason: "Lost in the tram".to_owned(), identified: Some(Identified::InPerson), how: "Passport …123".to_owned() };
        house.authentication.reset_factors(&hugo, &house.place, ada.person, &wanted).await.unwrap();
        second::with_app(&house, "grace@example.org").await;

        Sealer::seal_counting(house.database(), &SignIns::default()).await.unwrap();
        let mut tx = house.database().read(&house.system_caller()).await.unwrap();
        let found = figures::since(&mut tx, first).await.unwrap();
        drop(tx);
        let sum = |figure| found.days.iter().filter(|one| one.figure == figure).map(|one| one.amount).sum::<u64>();
        assert_eq!([sum(Figure::AddedPasskey), sum(Figure::AddedApp), sum(Figure::RemovedFactor)], [1, 3, 3]);
        assert_eq!((house.test.number("SELECT count(*) FROM passkey").await, house.test.number("SELECT count(*) FROM authenticator_app").await), (0, 1));
        // Everybody signed up and confirmed their address.
        assert_eq!([sum(Figure::SignedUp), sum(Figure::Activated)], [4, 4]);
    }
}

//! What staff see of the factors of others, and do about them.

use authentication::staff::look::{self, FactorsOf, Stand};
use authentication::{AuthenticationError, Place, Visitor};
use chrono::TimeDelta;
use database::on_each_database;
use directory::DirectoryError;
use directory::tenants::policy::{Demand, Required, SignInPolicy};
use foundation::{Locale, PersonId};
use permissions::SystemRole;

use crate::authenticator::Device;
use crate::house::{GOOD, House};
use crate::policy::{add_app, add_passkey, asking};

const ADA: &str = "ada@example.org";
const HUGO: &str = "hugo@example.org";

/// Somebody who joined and holds a role.
async fn staff(house: &House, email: &str, role: SystemRole) -> Visitor {
    let person = house.join(email, GOOD).await.person;
    house.give(person, role).await;
    house.visitor(house.sign_in(email, GOOD).await.unwrap().secret).await
}

async fn look(house: &House, by: &Visitor, place: &Place, person: PersonId) -> Result<FactorsOf, AuthenticationError> {
    let mut tx = house.database().read(&by.caller).await.unwrap();
    look::of_person(&mut tx, place, person).await
}

on_each_database! {
    async fn staff_see_kinds_and_dates(test: TestDatabase) {
        let house = House::open(test).await;
        let joined = house.database().now();
        let ada = house.visitor(house.join(ADA, GOOD).await.secret).await;
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let boss = staff(&house, "boss@example.org", SystemRole::TenantAdministrator).await;
        let none = look(&house, &hugo, &house.place, ada.person).await.unwrap();
        assert!(none.passkeys.is_empty() && none.apps.is_empty() && none.recovery_codes == 0);
        assert!(none.password_changed_at.unwrap() >= joined);
        assert_eq!((none.required, none.stand), (Required::Offered, Stand::Fine));

        let ada = house.visitor(house.sign_in(ADA, GOOD).await.unwrap().secret).await;
        let mut device = Device::new(1);
        add_passkey(&house, &ada, &house.place, &mut device).await;
        add_app(&house, &ada, &house.place).await;
        house.authentication.make_recovery_codes(&ada, &house.place, Locale::En).await.unwrap();
        let seen = look(&house, &boss, &house.place, ada.person).await.unwrap();
        assert_eq!((seen.passkeys.len(), seen.apps.len(), seen.recovery_codes), (1, 1, 10));
        assert!(seen.passkeys[0].is_verified && !seen.passkeys[0].is_synced && seen.apps[0].name == "Phone");
        assert!(!seen.passkeys[0].name.is_empty() && seen.apps[0].last_used_at.is_none());
        // Without the right to profile fields: that they are there, and since when.
        let seen = look(&house, &hugo, &house.place, ada.person).await.unwrap();
        assert!(seen.passkeys[0].name.is_empty() && seen.passkeys[0].keeper.is_none() && seen.apps[0].name.is_empty());
        assert_eq!(seen.apps[0].created_at, house.database().now());
        // Nobody else sees anything, also not of somebody who does not exist.
        for person in [hugo.person, PersonId(uuid::Uuid::nil())] {
            let refused = look(&house, &ada, &house.place, person).await;
            assert!(matches!(refused, Err(AuthenticationError::Refused(_))), "{refused:?}");
        }
        let nobody = look(&house, &hugo, &house.place, PersonId(uuid::Uuid::nil())).await;
        assert!(matches!(nobody, Err(AuthenticationError::Directory(DirectoryError::NotFound))), "{nobody:?}");
    }

    async fn staff_see_how_somebody_stands(test: TestDatabase) {
        let house = House::open(test).await;
        let soon = Demand { required: Required::SecondFactor, grace_days: 3 };
        let place = asking(&house, SignInPolicy { everybody: soon, ..SignInPolicy::default() });
        let hugo = staff(&house, HUGO, SystemRole::Helpdesk).await;
        let ada = house.join(ADA, GOOD).await;
        let stand = async |person| {
            let found = look(&house, &hugo, &place, person).await.unwrap();
            (found.required, found.stand)
        };
        assert_eq!(stand(ada.person).await, (Required::SecondFactor, Stand::Ahead(3)));
        let visitor = crate::policy::visit(&house, &place, ada.secret).await;
        let until = house.database().now() + TimeDelta::days(3);
        assert_eq!(stand(ada.person).await.1, Stand::Asked(until));
        house.wait(TimeDelta::days(3));
        assert_eq!(stand(ada.person).await.1, Stand::Overdue);
        assert_eq!(stand(hugo.person).await, (Required::StrongFactor, Stand::Overdue), "staff are asked at once");
        let visitor = Visitor { authenticated_at: house.database().now(), ..visitor };
        add_app(&house, &visitor, &place).await;
        assert_eq!(stand(ada.person).await, (Required::SecondFactor, Stand::Fine));
    }
}

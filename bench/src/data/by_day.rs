//! How much happened in a tenant that has been in use for long: its figures by day, and its sign-ins by hour.

use audit::figures::Figure;
use chrono::{Days, NaiveTime, TimeDelta};
use foundation::Clock;

use crate::Failure;
use crate::arithmetic::mix;
use crate::loader::{Cell, Loader, Table};
use crate::people::TenantRow;

const DAILY: Table = Table { name: "daily_figure", columns: "tenant_id, day, figure, amount" };
const HOURLY: Table = Table { name: "sign_in_count", columns: "tenant_id, hour, succeeded, refused" };

/// As many days as the product keeps, today among them.
const DAYS: u64 = 400;
/// Of so many of them it keeps the hours.
const WITH_HOURS: u64 = 60;

/// Adds every figure of each day until now. What is sealed later is counted in addition.
pub(super) async fn figures(loader: &mut Loader, tenant: &TenantRow) -> Result<(), Failure> {
    let own = || Cell::Id(tenant.id());
    let amount = |number: u64, stream: u64, most: u64| i64::try_from(1 + mix(number, stream) % most);
    let now = Clock::system().now();
    let (mut daily, mut hourly) = (Vec::new(), Vec::new());
    for ago in (0..DAYS).rev() {
        let day = now.date_naive() - Days::new(ago);
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        let (mut succeeded, mut refused) = (0, 0);
        for hour in (0..24).map(|hour| midnight + TimeDelta::hours(hour)).filter(|hour| *hour <= now) {
            let number = u64::try_from(hour.timestamp() / 3_600)?;
            let (let_in, turned_away) = (amount(number, 90, 100)?, amount(number, 91, 5)?);
            succeeded += let_in;
            refused += turned_away;
            if ago < WITH_HOURS {
                hourly.push(vec![own(), Cell::Time(hour), Cell::Number(let_in), Cell::Number(turned_away)]);
            }
        }
        for (which, figure) in (0..).zip(Figure::ALL) {
            let happened = match figure {
                Figure::SignedIn => succeeded,
                Figure::RefusedSignIn => refused,
                _ => amount(ago, 92 + which, 200)?,
            };
            let day = Cell::Text(day.to_string());
            daily.push(vec![own(), day, figure.word().into(), Cell::Number(happened)]);
        }
    }
    loader.insert(DAILY, &daily).await?;
    loader.insert(HOURLY, &hourly).await
}

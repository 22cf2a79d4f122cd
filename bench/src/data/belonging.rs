//! The organisations and groups of a tenant, and who belongs to them.

use chrono::NaiveTime;
use foundation::text;
use uuid::Uuid;

use crate::Failure;
use crate::loader::{Cell, Loader, Table};
use crate::people::{PersonRow, TenantRow, begin, id};
use crate::places::{Places, group_id, organisation_id};

const ORGANISATION: Table =
    Table { name: "organisation", columns: "tenant_id, id, parent_id, kind, name, name_key, created_at" };
const GROUP: Table =
    Table { name: "person_group", columns: "tenant_id, id, organisation_id, name, name_key, created_at" };
const AFFILIATION: Table = Table {
    name: "affiliation",
    columns: "tenant_id, id, person_id, archetype, organisation_id, starts_on, attributes, created_at",
};
const MEMBERSHIP: Table = Table { name: "group_membership", columns: "tenant_id, group_id, person_id, starts_at" };
const CIRCLE: Table =
    Table { name: "circle_member", columns: "tenant_id, circle_id, sort_key, person_id, via_id, starts_at" };

/// Adds the organisations and the groups.
pub(super) async fn places(loader: &mut Loader, tenant: &TenantRow, places: Places) -> Result<(), Failure> {
    let own = || Cell::Id(tenant.id());
    let place = |organisation: Option<u64>| organisation.map_or(Cell::Null, |one| Cell::Id(organisation_id(one)));
    let organisation = |number: u64| {
        let (kind, name) = places.named(number);
        let key = text::search_key(&name);
        let above = place(places.above(number));
        vec![
            own(),
            Cell::Id(organisation_id(number)),
            above,
            kind.into(),
            Cell::Text(name),
            Cell::Text(key),
            Cell::Time(begin()),
        ]
    };
    let rows: Vec<_> = (0..places.organisations).map(organisation).collect();
    loader.insert(ORGANISATION, &rows).await?;
    let group = |number: u64| {
        let name = format!("Group {number}");
        let key = text::search_key(&name);
        let belongs = place(places.place_of_group(number));
        vec![own(), Cell::Id(group_id(number)), belongs, Cell::Text(name), Cell::Text(key), Cell::Time(begin())]
    };
    let rows: Vec<_> = (0..places.groups).map(group).collect();
    loader.insert(GROUP, &rows).await
}

/// Lets people, given with their numbers, belong to an organisation and to groups.
pub(super) async fn people(
    loader: &mut Loader,
    tenant: &TenantRow,
    places: Places,
    people: &[(u64, &PersonRow)],
) -> Result<(), Failure> {
    let own = || Cell::Id(tenant.id());
    let (mut affiliations, mut memberships) = (Vec::new(), Vec::new());
    let mut circles: Vec<(Uuid, String, Uuid, Vec<Cell>)> = Vec::new();
    for (number, person) in people {
        let (key, day) = (person.sort_key(), person.at.date_naive());
        let mut belong = |circle: Uuid, via: Uuid, since| {
            let name = Cell::Text(key.clone());
            let row = vec![own(), Cell::Id(circle), name, Cell::Id(person.id), Cell::Id(via), Cell::Time(since)];
            circles.push((circle, key.clone(), person.id, row));
        };
        let (place, hat) = (places.of(*number), id(person.at, *number, 12));
        for one in places.up(place) {
            belong(organisation_id(one), hat, day.and_time(NaiveTime::MIN).and_utc());
        }
        affiliations.push(vec![
            own(),
            Cell::Id(hat),
            Cell::Id(person.id),
            person.archetype.into(),
            Cell::Id(organisation_id(place)),
            Cell::Text(day.to_string()),
            "{}".into(),
            Cell::Time(person.at),
        ]);
        for group in places.groups_of(*number).map(group_id) {
            belong(group, group, person.at);
            memberships.push(vec![own(), Cell::Id(group), Cell::Id(person.id), Cell::Time(person.at)]);
        }
    }
    // In the order of the key: neighbours come into the same pages.
    circles.sort_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)));
    let circles: Vec<_> = circles.into_iter().map(|(.., row)| row).collect();
    for (table, rows) in [(AFFILIATION, affiliations), (MEMBERSHIP, memberships), (CIRCLE, circles)] {
        if !rows.is_empty() {
            loader.insert(table, &rows).await?;
        }
    }
    Ok(())
}

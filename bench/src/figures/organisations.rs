//! Organisations and groups, those who see only a part, and the question who may do what.

use foundation::Permission;

use super::Scene;
use super::console::{LIST, TERMS, anywhere, anywhere_as, rare, search_as, search_everything_as, told};
use crate::Failure;
use crate::arithmetic::mix;
use crate::client::{Request, encoded};
use crate::load::{Load, measure};
use crate::people::KNOWN;
use crate::places::{LARGE, WIDE, group_id, organisation_id};
use crate::report::Report;

/// So many branches can be open at once.
const OPEN: u64 = 30;

/// The tree with the first authorities and the largest schools open.
fn open_tree(scene: &Scene) -> Request {
    let places = scene.plan.places();
    let authorities = (0..places.authorities()).take(10);
    let schools = (0..places.schools()).map(|school| places.authorities() + school);
    let open: Vec<String> = authorities
        .chain(schools)
        .take(usize::try_from(OPEN).unwrap_or(usize::MAX))
        .map(|one| organisation_id(one).simple().to_string())
        .collect();
    Request::get(&scene.at(&format!("/console/organisations?open={}", open.join(","))))
}

/// Asks who may see one of the people, and why.
fn rights(scene: &Scene, number: u64) -> Request {
    let local = mix(number, 54) % KNOWN.min(scene.tenant.people).max(1);
    let person = scene.plan.person(scene.tenant.first + local, local);
    let permission = Permission::SeePeople.word();
    Request::get(&scene.at(&format!("/console/rights?permission={permission}&person={}", encoded(&person.email))))
}

/// Asks what moving the largest organisation below another would change.
fn preview(scene: &Scene) -> Request {
    let target = organisation_id(LARGE + 1).to_string();
    let path = format!("/console/organisations/{}/move", organisation_id(LARGE));
    Request::post(&scene.at(&path), &[("target", &target)])
}

/// The pages, held to what lists of people are held to.
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let as_administrator = |request: Request| request.with("cookie", scene.administrator());
    let measured =
        |load: Load, make: &(dyn Fn(u64) -> Request + Sync)| measure(&scene.server, scene.postmaster, load, make);

    let tree = scene.at("/console/organisations");
    let cost = measured(LIST, &|_| as_administrator(Request::get(&tree)))?;
    told(scene, report, "organisations, the uppermost", &cost, 5.0);
    let cost = measured(LIST, &|_| as_administrator(open_tree(scene)))?;
    told(scene, report, "organisations, the tree with 30 branches open", &cost, 5.0);
    let of_large = format!("/console/people?organisation={}&", organisation_id(LARGE));
    let cost = measured(LIST, &|number| anywhere(scene, &of_large, number))?;
    told(scene, report, "people of the largest organisation, a page at any depth", &cost, 5.0);

    let cost = measured(LIST, &|number| anywhere_as(scene, scene.delegate(), "/console/people?", number))?;
    told(scene, report, "people a delegate sees, a page at any depth", &cost, 5.0);
    for (kind, term) in TERMS {
        let cost = measured(LIST, &|number| search_as(scene, scene.delegate(), &term(scene, number)))?;
        told(scene, report, &format!("people a delegate sees, search for {kind} terms"), &cost, 5.0);
    }
    for (kind, term) in TERMS {
        let cost = measured(LIST, &|number| search_everything_as(scene, scene.delegate(), &term(scene, number)))?;
        told(scene, report, &format!("everything a delegate sees, search for {kind} terms"), &cost, 5.0);
    }

    let groups = scene.at("/console/groups");
    let cost = measured(LIST, &|_| as_administrator(Request::get(&groups)))?;
    told(scene, report, "groups, a page", &cost, 5.0);
    let of_group = format!("/console/groups/{}?", group_id(WIDE));
    let cost = measured(LIST, &|number| anywhere(scene, &of_group, number))?;
    told(scene, report, "a group of a tenth of the people, a page at any depth", &cost, 5.0);

    let cost = measured(LIST, &|number| as_administrator(rights(scene, number)))?;
    told(scene, report, "who may see somebody, and why", &cost, 5.0);
    // Opened now and then by an administrator; people are counted up to 10,000.
    let load = Load { requests: 20, ..LIST };
    let cost = measured(load, &|_| as_administrator(preview(scene)))?;
    rare(scene, report, "moving the largest organisation, what it would change", &cost);
    Ok(())
}

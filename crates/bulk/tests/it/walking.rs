//! A walk meets everybody a list would find, each once, however small its pieces.

use std::collections::BTreeSet;

use database::on_each_database;
use directory::people::LifecycleState;
use directory::people::walk::{Selection, walk};
use directory::{DirectoryError, FieldProblem};
use foundation::{GroupId, Permission, PersonId};
use permissions::Scope;
use uuid::Uuid;

use crate::desk::{Desk, only};

impl Desk {
    async fn walked(&self, by: PersonId, selection: &Selection, most: usize) -> Vec<PersonId> {
        let caller = self.caller(by).await;
        let mut tx = self.database().read(&caller).await.unwrap();
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let piece = walk(&mut tx, selection, after, most).await.unwrap();
            assert!(piece.looked_at <= most.max(selection.chosen.len()));
            all.extend(piece.lines.into_iter().map(|line| line.id));
            after = piece.next;
            if after.is_none() {
                return all;
            }
        }
    }
}

on_each_database! {
    async fn everybody_is_met_once(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let people = desk.all(["Anna", "Annabel", "Bo", "Cy", "Dee", "Joanna", "Zoe"]).await;
        let [anna, annabel, bo, cy, _, joanna, zoe] = people;
        desk.suspend(cy, "Elsewhere").await;
        let group = desk.group("Club").await;
        let north = desk.organisation("North").await;
        for person in [anna, bo] {
            desk.join(group, person).await;
            desk.place_in(north, person).await;
        }
        // By two ties, and still once.
        desk.place_in(north, bo).await;
        let lea = desk.active("Lea").await;
        desk.let_do(lea, &[Permission::SeePeople], Scope::Organisation(north)).await;
        desk.let_do(lea, &[Permission::SeePeople], Scope::Group(group)).await;

        let everybody: BTreeSet<PersonId> = people.into_iter().chain([ada, lea]).collect();
        let words = |words: &str| Selection { words: words.to_owned(), ..Selection::default() };
        let cases = [
            (ada, Selection::default(), everybody.clone()),
            (ada, words("anna"), [anna, annabel, joanna].into()),
            (ada, words("anna bel"), [annabel].into()),
            (ada, words("anna@example"), [anna, joanna].into()),
            (ada, words("%"), BTreeSet::new()),
            // Too short to be looked for within: the beginning of names, as in the list.
            (ada, words("pe"), everybody.clone()),
            (ada, words("an"), BTreeSet::new()),
            (ada, Selection { state: Some(LifecycleState::Suspended), ..Selection::default() }, [cy].into()),
            (ada, Selection { group: Some(group), ..Selection::default() }, [anna, bo].into()),
            (ada, Selection { organisation: Some(north), ..words("bo@") }, [bo].into()),
            (ada, only(&[zoe, anna]), [anna, zoe].into()),
            (lea, Selection::default(), [anna, bo].into()),
            (lea, only(&[zoe, anna]), [anna].into()),
            // She sees no profiles, so an address finds nobody for her, though a sign-in name that lists show does.
            (lea, words("person"), [anna, bo].into()),
        ];
        for (by, selection, expected) in cases {
            for most in [1, 2, 3, 100] {
                let found = desk.walked(by, &selection, most).await;
                let once: BTreeSet<PersonId> = found.iter().copied().collect();
                assert_eq!(once.len(), found.len(), "each once: {selection:?}");
                assert_eq!(once, expected, "{selection:?}");
            }
        }
    }

    async fn what_cannot_be_meant_is_refused(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let mut tx = desk.begin_as(ada).await;
        let many: Vec<PersonId> = (0..=500).map(|number| PersonId(Uuid::from_u128(number))).collect();
        only(&many[1..]).checked(&mut tx).await.unwrap();
        let refused = only(&many).checked(&mut tx).await;
        let is_too_many = |problem: &FieldProblem| problem.code == "too-many-chosen" && problem.maximum == Some(500);
        assert!(matches!(&refused, Err(DirectoryError::Invalid(problems)) if is_too_many(&problems[0])), "{refused:?}");
        let nowhere = Selection { group: Some(GroupId(Uuid::nil())), ..Selection::default() };
        assert!(matches!(nowhere.checked(&mut tx).await, Err(DirectoryError::NotFound)));
        let odd = Selection { words: "a\0b".to_owned(), ..Selection::default() };
        assert_eq!(odd.checked(&mut tx).await.unwrap().words, "a b", "what no database keeps is not kept");
    }
}

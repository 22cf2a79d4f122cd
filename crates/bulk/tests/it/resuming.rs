//! Killed at any moment and taken up again: the result is that of an undisturbed change, and everybody is changed once.

use bulk::{Action, Counts, ItemState, State, run};
use database::on_each_database;
use database::testing::killed_after;
use directory::people::walk::Selection;
use foundation::Caller;

use crate::desk::Desk;

on_each_database! {
    async fn a_killed_change_goes_on_where_it_was(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        let people = desk.all(["Bo", "Cy", "Dee", "Eva", "Fay", "Gus", "Hal", "Ivy"]).await;
        desk.suspend(people[3], "Elsewhere").await;
        let caller = Caller::system(desk.tenant, run::KIND);
        let id = desk.asked(ada, Action::Suspend, &Selection::default()).await.unwrap();
        let mut kills = 0;
        let mut finish = async || {
            // Later and later, so that it gets to the end also where a step takes many polls.
            for polls in 0.. {
                match killed_after(polls % 23 + polls / 5, run::step(desk.database(), &caller, id)).await {
                    Some(more) => {
                        if !more.unwrap() {
                            break;
                        }
                    }
                    None => kills += 1,
                }
            }
        };
        finish().await;
        assert_eq!(desk.change(id).await.counts, Counts { pending: 7, unchanged: 1, refused: 1, ..Counts::default() });
        desk.start(ada, id).await.unwrap();
        finish().await;
        let change = desk.change(id).await;
        assert_eq!(change.state, State::Done);
        assert_eq!(change.counts, Counts { changed: 7, unchanged: 1, refused: 1, ..Counts::default() });
        desk.undo(ada, id).await.unwrap();
        finish().await;
        assert!(kills > 10, "{kills}");
        let change = desk.change(id).await;
        assert_eq!(change.state, State::Undone);
        assert_eq!(change.counts, Counts { undone: 7, unchanged: 1, refused: 1, ..Counts::default() });
        // Each of them once, and the one from before.
        assert_eq!(desk.entries("person.suspended").await.len(), 8);
        assert_eq!(desk.entries("person.reactivated").await.len(), 7);
        assert_eq!(desk.entries("bulk.finished").await.len(), 1);
        let items = desk.items(id).await;
        assert_eq!(items.values().filter(|(state, _)| *state == ItemState::Undone).count(), 7);
    }

    async fn two_workers_change_everybody_once(test: TestDatabase) {
        let desk = Desk::open(test).await;
        let ada = desk.administrator("Ada").await;
        desk.all(["Bo", "Cy", "Dee", "Eva", "Fay", "Gus"]).await;
        let id = desk.asked(ada, Action::Suspend, &Selection::default()).await.unwrap();
        tokio::join!(desk.work(id), desk.work(id));
        desk.work(id).await;
        desk.start(ada, id).await.unwrap();
        tokio::join!(desk.work(id), desk.work(id));
        let change = desk.change(id).await;
        assert_eq!((change.state, change.counts.changed, change.counts.pending), (State::Done, 6, 0));
        assert_eq!(desk.entries("person.suspended").await.len(), 6);
        assert_eq!(desk.entries("bulk.finished").await.len(), 1);
    }
}

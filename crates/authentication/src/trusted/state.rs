//! Where a request for help stands, and where a step leads from there.

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for a trusted person.
    Asked,
    /// One has confirmed it; the waiting time runs.
    Confirmed,
    /// One has refused it.
    Refused,
    /// Somebody who can read the person's mail, or is signed in as them, has stopped it.
    Cancelled,
    /// The person came back.
    Done,
}

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A trusted person says that it is them.
    Confirm,
    /// A trusted person says that it is not, also after another one had confirmed.
    Refuse,
    /// The owner, or whoever was told, stops it.
    Cancel,
    /// The person comes back with the mailed link and the password.
    Finish,
}

/// What the time says of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Whether the waiting time after the confirmation has passed.
    pub has_waited: bool,
    /// Whether the request is past its time.
    pub is_over: bool,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Asked, Self::Confirmed, Self::Refused, Self::Cancelled, Self::Done];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Confirmed => "confirmed",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
            Self::Done => "done",
        }
    }

    /// The state with a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Where a step leads; nowhere when it cannot be done now.
    #[must_use]
    pub const fn after(self, step: Step, clock: Clock) -> Option<Self> {
        if clock.is_over {
            return None;
        }
        match (self, step) {
            (Self::Asked, Step::Confirm) => Some(Self::Confirmed),
            (Self::Asked | Self::Confirmed, Step::Refuse) => Some(Self::Refused),
            (Self::Asked | Self::Confirmed, Step::Cancel) => Some(Self::Cancelled),
            (Self::Confirmed, Step::Finish) if clock.has_waited => Some(Self::Done),
            (Self::Asked, Step::Finish)
            | (Self::Confirmed, Step::Confirm | Step::Finish)
            | (Self::Refused | Self::Cancelled | Self::Done, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, State, Step};

    const STEPS: [Step; 4] = [Step::Confirm, Step::Refuse, Step::Cancel, Step::Finish];
    const CLOCKS: [Clock; 4] = [
        Clock { has_waited: false, is_over: false },
        Clock { has_waited: true, is_over: false },
        Clock { has_waited: false, is_over: true },
        Clock { has_waited: true, is_over: true },
    ];

    /// Every way of doing so many steps, one after the other.
    fn walks(length: usize) -> Vec<Vec<(Step, Clock)>> {
        let steps = || STEPS.into_iter().flat_map(|step| CLOCKS.map(|clock| (step, clock)));
        (0..length).fold(vec![Vec::new()], |walks, _| {
            walks.iter().flat_map(|walk| steps().map(move |step| [walk.as_slice(), &[step]].concat())).collect()
        })
    }

    /// Of all walks of up to four steps, those that end inside are the ones in which somebody confirmed, nobody refused or
    /// cancelled before or after, and the time had passed.
    #[test]
    fn nobody_comes_back_unless_one_confirmed_nobody_objected_and_the_time_had_passed() {
        let mut came_back = 0;
        for walk in (1..=4).flat_map(walks) {
            let mut state = State::Asked;
            let mut done = Vec::new();
            for (step, clock) in &walk {
                if let Some(next) = state.after(*step, *clock) {
                    assert!(!clock.is_over, "{walk:?}: past its time");
                    assert!(!done.contains(&Step::Finish), "{walk:?}: twice");
                    done.push(*step);
                    state = next;
                }
            }
            let last = done.last() == Some(&Step::Finish);
            assert_eq!(state == State::Done, last, "{walk:?}");
            if last {
                came_back += 1;
                assert_eq!(done, [Step::Confirm, Step::Finish], "{walk:?}");
                assert!(walk.iter().any(|(step, clock)| *step == Step::Finish && clock.has_waited && !clock.is_over));
            }
        }
        assert!(came_back > 0);
    }

    #[test]
    fn what_has_ended_stays_as_it_is() {
        for state in [State::Refused, State::Cancelled, State::Done] {
            for step in STEPS {
                assert!(CLOCKS.into_iter().all(|clock| state.after(step, clock).is_none()), "{state:?} {step:?}");
            }
        }
        for state in State::ALL {
            assert_eq!(State::from_word(state.word()), Some(state));
        }
        assert_eq!(State::from_word("open"), None);
    }
}

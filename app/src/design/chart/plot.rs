//! Where things are on a chart: lengths are in tenths of the units of the drawing, so that no arithmetic is rounded twice.

pub(super) const WIDTH: u32 = 560;
pub(super) const HEIGHT: u32 = 150;
/// Room for the days.
const BOTTOM: u32 = 28;
/// Room above the highest line, for its number.
const TOP: u32 = 8;
/// The least room for the numbers of the axis.
const LEFT: u32 = 56;
/// At most so many days are named.
const NAMED: u32 = 7;

/// A length in units.
pub(super) fn tenths(length: u32) -> String {
    if length.is_multiple_of(10) { (length / 10).to_string() } else { format!("{}.{}", length / 10, length % 10) }
}

/// The axes of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plot {
    bottom: u64,
    top: u64,
    count: u32,
}

impl Plot {
    /// An axis that begins with nothing, as bars need it.
    pub(super) fn from_nothing(numbers: &[u64]) -> Self {
        let top = round_up(numbers.iter().copied().max().unwrap_or(0));
        Self { bottom: 0, top, count: count(numbers) }
    }

    /// An axis for a curve: from nothing as well, unless the numbers would all lie in the upper half of it.
    pub(super) fn around(numbers: &[u64]) -> Self {
        let low = numbers.iter().copied().min().unwrap_or(0);
        let high = numbers.iter().copied().max().unwrap_or(0);
        if low < 10 || low <= high / 2 {
            return Self::from_nothing(numbers);
        }
        let mut span = round_up((high - low).max(2));
        loop {
            let bottom = low - low % (span / 2);
            if high <= bottom.saturating_add(span) {
                return Self { bottom, top: bottom.saturating_add(span), count: count(numbers) };
            }
            span = round_up(span.saturating_add(1));
        }
    }

    /// The numbers of the lines, from below.
    pub(super) const fn lines(&self) -> [u64; 3] {
        [self.bottom, self.bottom + (self.top - self.bottom) / 2, self.top]
    }

    /// Where a number is, from above. What is below the axis is on its line.
    pub(super) fn y(&self, number: u64) -> u32 {
        let whole = u64::from(HEIGHT - BOTTOM - TOP) * 10;
        let above = number.saturating_sub(self.bottom).min(self.top - self.bottom);
        let height = u128::from(above) * u128::from(whole) / u128::from((self.top - self.bottom).max(1));
        (HEIGHT - BOTTOM) * 10 - u32::try_from(height).unwrap_or(0)
    }

    /// The room that the numbers of the axis take, as they are written.
    pub(super) fn left(&self, written: impl Fn(u64) -> String) -> u32 {
        let width = |text: &str| text.chars().map(|letter| if letter.is_ascii_digit() { 13 } else { 6 }).sum::<u32>();
        self.lines().map(|number| width(&written(number)) + 12).into_iter().max().unwrap_or(0).clamp(LEFT, WIDTH / 3)
    }

    fn step(&self, left: u32) -> u32 {
        (WIDTH - left) * 10 / self.count
    }

    /// The middle of a span.
    pub(super) fn middle(&self, left: u32, at: u32) -> u32 {
        left * 10 + (WIDTH - left) * 10 * at / self.count + self.step(left) / 2
    }

    /// How wide a bar is.
    pub(super) fn bar(&self, left: u32) -> u32 {
        let step = self.step(left);
        (step - step / 4).clamp(10, 480)
    }

    /// Of how many spans one is named.
    pub(super) const fn labelled(&self, left: u32) -> u32 {
        self.count.div_ceil(if left > LEFT + 24 { NAMED - 2 } else { NAMED })
    }
}

fn count(numbers: &[u64]) -> u32 {
    u32::try_from(numbers.len()).unwrap_or(u32::MAX).clamp(1, 1_000)
}

/// The next round number whose half is a whole number: 2, 4, 6, 8, 10, 20, 30, 40, 50, 60, 80, 100, 200 …
fn round_up(number: u64) -> u64 {
    let mut ten = 1_u64;
    loop {
        let digits: &[u64] = if ten == 1 { &[2, 4, 6, 8] } else { &[1, 2, 3, 4, 5, 6, 8] };
        if let Some(found) = digits.iter().map(|digit| digit.saturating_mul(ten)).find(|round| number <= *round) {
            return found;
        }
        ten = ten.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::{HEIGHT, Plot, WIDTH, round_up, tenths};

    #[test]
    fn the_axis_ends_at_a_round_number() {
        for (number, expected) in
            [(0, 2), (2, 2), (3, 4), (5, 6), (9, 10), (10, 10), (11, 20), (41, 50), (270, 300), (1_001, 2_000)]
        {
            assert_eq!(round_up(number), expected);
        }
        assert_eq!(round_up(u64::MAX), u64::MAX);
    }

    #[test]
    fn the_axis_of_a_curve_begins_where_its_numbers_are() {
        for (numbers, lines) in [
            (&[0, 7][..], [0, 4, 8]),
            (&[40, 90], [0, 50, 100]),
            (&[1_000_010, 1_000_055], [1_000_000, 1_000_040, 1_000_080]),
            (&[995, 1_004], [995, 1_000, 1_005]),
            (&[500, 500], [500, 501, 502]),
            (&[], [0, 1, 2]),
        ] {
            let plot = Plot::around(numbers);
            assert_eq!(plot.lines(), lines, "{numbers:?}");
            for number in numbers {
                assert!((lines[0]..=lines[2]).contains(number), "{numbers:?}");
            }
        }
    }

    #[test]
    fn everything_is_inside_the_drawing() {
        for amount in [1, 2, 14, 53, 90] {
            let numbers: Vec<u64> = (0..amount).map(|number| number * 37 % 60 + 2_000_000).collect();
            let plot = Plot::around(&numbers);
            let left = plot.left(|number| number.to_string());
            let last = plot.middle(left, u32::try_from(amount).unwrap() - 1);
            assert!(plot.middle(left, 0) > left * 10 && last + plot.bar(left) / 2 <= WIDTH * 10, "{amount}");
            for number in numbers {
                assert!((80..=(HEIGHT - 28) * 10).contains(&plot.y(number)), "{number}");
            }
            assert!(u32::try_from(amount).unwrap().div_ceil(plot.labelled(left)) <= 7, "{amount}");
        }
        assert_eq!((tenths(125), tenths(130), tenths(0)), ("12.5".to_owned(), "13".to_owned(), "0".to_owned()));
    }
}

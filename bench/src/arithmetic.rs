//! The arithmetic of measuring: numbers from a row's number, percentiles, and how cost grows.

/// An even spread of the numbers: the same input gives the same output everywhere, and neighbours look unrelated
/// (`SplitMix64`). `stream` keeps several numbers of one row apart.
#[must_use]
pub const fn mix(number: u64, stream: u64) -> u64 {
    let mut z = number.wrapping_add(stream.wrapping_mul(0xd1b5_4a32_d192_ed03)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A mixed number as a share between 0 and 1.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "the upper 53 bits fit a double")]
pub fn share(mixed: u64) -> f64 {
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

/// One of `amount` ranks, the lower the likelier, about as Zipf's law has it for names.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "ranks are small"
)]
pub fn skewed(mixed: u64, amount: u64) -> u64 {
    let rank = ((amount as f64 + 1.0).ln() * share(mixed)).exp() - 1.0;
    (rank as u64).min(amount.saturating_sub(1))
}

/// The value below which `percent` of the values are (nearest rank); nothing of nothing.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the amount of values is small"
)]
pub fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).or(sorted.last()).copied().unwrap_or(f64::NAN)
}

/// The slope of the logarithm of the cost over the logarithm of the size (least squares): 0 does not grow, 1 grows as the
/// size does.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a handful of points")]
pub fn slope(points: &[(f64, f64)]) -> f64 {
    let points: Vec<(f64, f64)> = points.iter().map(|(size, cost)| (size.ln(), cost.ln())).collect();
    let amount = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / amount, y + point.1 / amount));
    let (over, under) = points.iter().fold((0.0, 0.0), |(over, under), point| {
        (over + (point.0 - x) * (point.1 - y), under + (point.0 - x) * (point.0 - x))
    });
    if under == 0.0 { 0.0 } else { over / under }
}

#[cfg(test)]
mod tests {
    use super::{mix, percentile, skewed, slope};

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        for (percent, value) in [(50.0, 50.0), (95.0, 95.0), (99.0, 99.0), (100.0, 100.0), (0.0, 1.0)] {
            assert!((percentile(&hundred, percent) - value).abs() < f64::EPSILON, "{percent}");
        }
        assert!((percentile(&[3.0, 1.0, 2.0], 50.0) - 2.0).abs() < f64::EPSILON);
        assert!(percentile(&[], 50.0).is_nan());
    }

    #[test]
    fn the_slope_tells_constant_from_logarithmic_from_linear() {
        let sizes = [1e4, 1e5, 1e6];
        let of = |cost: fn(f64) -> f64| slope(&sizes.map(|size| (size, cost(size))));
        assert!(of(|_| 7.0).abs() < 1e-9);
        assert!((of(|size| size * 3.0) - 1.0).abs() < 1e-9);
        assert!((of(f64::sqrt) - 0.5).abs() < 1e-9);
        assert!((0.05..0.12).contains(&of(f64::ln)), "{}", of(f64::ln));
    }

    #[test]
    fn numbers_are_the_same_everywhere_and_names_are_skewed() {
        assert_eq!(mix(0, 0), 0xe220_a839_7b1d_cdaf, "the first number of SplitMix64");
        let mut counts = [0_u32; 1_000];
        for number in 0..100_000 {
            counts[usize::try_from(skewed(mix(number, 1), 1_000)).unwrap()] += 1;
        }
        assert!(counts[0] > 8_000 && counts[0] < 12_000, "{}", counts[0]);
        assert!(counts[500] > 10 && counts[500] < 100, "{}", counts[500]);
        assert!(counts.iter().all(|count| *count > 0));
    }
}

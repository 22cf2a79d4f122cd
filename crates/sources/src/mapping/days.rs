//! Days as files write them.

use chrono::NaiveDate;

/// The day of `2026-03-02`, of `2026-03-02T…` or `2026-03-02 …` (ISO 8601, RFC 3339) and of `2.3.2026`.
///
/// `02/03/2026` is two different days on two sides of the Atlantic and is refused.
pub(crate) fn parse(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let (year, month, day) = if text.contains('.') && !text.contains('-') {
        let mut parts = text.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        (parts.next().is_none() && year.len() == 4).then_some((year, month, day))?
    } else {
        let date = text.split(['T', ' ']).next()?;
        let mut parts = date.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        (parts.next().is_none() && date.len() == 10).then_some((year, month, day))?
    };
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?;
    let year = number(year).filter(|year| (1800..=2999).contains(year))?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(month)?, number(day)?)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::parse;

    #[test]
    fn days_that_mean_one_thing_are_read_and_the_others_refused() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2);
        for text in
            ["2026-03-02", "2026-03-02T08:00:00.000Z", "2026-03-02 00:00:00", "02.03.2026", "2.3.2026", " 2026-03-02 "]
        {
            assert_eq!(parse(text), day, "{text}");
        }
        for text in [
            "",
            "02/03/2026",
            "2026-02-30",
            "2.3.26",
            "26-03-02",
            "2026-3-2",
            "20260302",
            "1.2.3.2026",
            "0001-01-01",
            "-026-03-02",
            "+026-03-02",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

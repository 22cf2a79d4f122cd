//! Both names in one cell.

/// Words that begin a family name of several words.
const PARTICLES: [&str; 22] = [
    "von", "van", "vom", "zu", "zum", "zur", "de", "del", "della", "di", "da", "dos", "du", "den", "der", "ten", "ter",
    "el", "al", "bin", "ibn", "la",
];

/// Given and family name: before and behind a comma, or the last word with the particles before it.
///
/// A single word is a family name. This is a guess; a source with two columns is always better.
pub(crate) fn split(full: &str) -> (String, String) {
    if let Some((family, given)) = full.split_once(',') {
        return (join(given.split_whitespace()), join(family.split_whitespace()));
    }
    let words: Vec<&str> = full.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    // Particles are written small; "Van Morrison" has none.
    let is_particle = |word: &&str| PARTICLES.contains(word);
    let family = words.iter().take(last).rposition(|word| !is_particle(word)).map_or(0, |before| before + 1);
    (join(words.iter().take(family).copied()), join(words.iter().skip(family).copied()))
}

fn join<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn names_are_split_before_the_particles_of_the_family_name() {
        for (full, given, family) in [
            ("Ada Lovelace", "Ada", "Lovelace"),
            ("Lovelace, Ada", "Ada", "Lovelace"),
            ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
            ("Ursula von der Leyen", "Ursula", "von der Leyen"),
            ("Van Morrison", "Van", "Morrison"),
            ("Anna Maria  Müller-Lüdenscheidt", "Anna Maria", "Müller-Lüdenscheidt"),
            ("von Goethe", "", "von Goethe"),
            ("Sukarno", "", "Sukarno"),
            ("", "", ""),
        ] {
            assert_eq!(split(full), (given.to_owned(), family.to_owned()), "{full}");
        }
    }
}

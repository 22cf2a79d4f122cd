//! The language files against each other and against the sources that use them.

#[cfg(test)]
mod files;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod words;

//! Changes of many people on both databases: previewed, done, stopped, taken back, broken off and taken up again.

#[cfg(test)]
mod back;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod doing;
#[cfg(test)]
mod resuming;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod walking;

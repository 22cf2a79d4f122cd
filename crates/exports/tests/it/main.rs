//! Exports on both databases, from asking for one to the file.

#[cfg(test)]
mod columns;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod resuming;
#[cfg(test)]
mod walls;

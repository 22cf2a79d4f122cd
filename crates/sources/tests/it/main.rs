//! Imports on both databases, from the upload to the report.

#[cfg(test)]
mod arriving;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod passwords;
#[cfg(test)]
mod real_files;
#[cfg(test)]
mod rejecting;
#[cfg(test)]
mod resuming;
#[cfg(test)]
mod walls;

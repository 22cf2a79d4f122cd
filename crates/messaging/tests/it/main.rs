//! Mails from their words to the mail server, on both databases.

#[cfg(test)]
mod examples;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod sink;
#[cfg(test)]
mod storing;
#[cfg(test)]
mod words;

//! The tree as far as its branches are open: read at once, however many these are.

use database::Transaction;
use foundation::OrganisationId;

use super::{DEEPEST, Organisation, store, top};
use crate::DirectoryError;
use crate::paging::{From, Page};

/// The tree from where the caller sees it.
#[derive(Debug, Clone)]
pub struct Tree {
    /// Its lines, each followed by what is below it.
    pub nodes: Vec<Node>,
    /// Whether there are more of the uppermost than are listed.
    pub has_next: bool,
}

/// A line of the tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub organisation: Organisation,
    /// How many are above it in this tree.
    pub depth: usize,
    /// Whether what is below it is listed.
    pub is_open: bool,
    /// Whether there are more directly below it than are listed.
    pub has_more: bool,
}

/// A page of the uppermost organisations the caller sees, with the first page of what is below each that is open and listed.
pub async fn tree(
    tx: &mut Transaction,
    from: &From<OrganisationId>,
    open: &[OrganisationId],
) -> Result<Tree, DirectoryError> {
    let top = top(tx, from).await?;
    // Read without asking for each, and shown only where a line the caller sees leads to it.
    let below = store::below_each(tx, open).await?;
    let (mut nodes, mut waiting) = (Vec::new(), Vec::new());
    push(&mut waiting, &top.lines, 0);
    while let Some((organisation, depth)) = waiting.pop() {
        let is_open = depth < DEEPEST && open.contains(&organisation.id);
        let listed: Option<&Page<Organisation>> = below.get(&organisation.id).filter(|_| is_open);
        if let Some(listed) = listed {
            push(&mut waiting, &listed.lines, depth + 1);
        }
        let has_more = listed.is_some_and(|listed| listed.has_next);
        nodes.push(Node { organisation: organisation.clone(), depth, is_open, has_more });
    }
    Ok(Tree { nodes, has_next: top.has_next })
}

/// Puts organisations on a stack so that the first is taken first.
fn push<'o>(waiting: &mut Vec<(&'o Organisation, usize)>, found: &'o [Organisation], depth: usize) {
    waiting.extend(found.iter().rev().map(|one| (one, depth)));
}

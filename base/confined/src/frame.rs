//! The frames exchanged between parent and child: a mark, a length and the content.

/// The size of a frame's head, which is a mark and the length.
pub(crate) const HEAD: usize = 9;

/// The kind of frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A request to the child.
    Request,
    /// The child's response.
    Done,
    /// A message that says why the child could not do it.
    Refused,
}

/// Returns the head of a frame with content of this length.
pub(crate) fn head(mark: Mark, length: usize) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[0] = match mark {
        Mark::Request => b'?',
        Mark::Done => b'=',
        Mark::Refused => b'!',
    };
    head[1..].copy_from_slice(&(length as u64).to_le_bytes());
    head
}

/// Parses the head of a frame into its mark and content length. Returns `None` if it is not valid.
pub(crate) fn read_head(head: [u8; HEAD]) -> Option<(Mark, u64)> {
    let [mark, length @ ..] = head;
    let mark = match mark {
        b'?' => Mark::Request,
        b'=' => Mark::Done,
        b'!' => Mark::Refused,
        _ => return None,
    };
    Some((mark, u64::from_le_bytes(length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_written_and_nothing_else_is_a_head() {
        for mark in [Mark::Request, Mark::Done, Mark::Refused] {
            assert_eq!(read_head(head(mark, 70_000)), Some((mark, 70_000)));
        }
        assert_eq!(read_head(*b"thread 'm"), None);
    }
}

use super::*;

fn person(id: i64) -> PersonId {
    PersonId::new(id).expect("a key")
}

#[test]
fn votes_are_counted_as_the_law_has_them() {
    let here = [person(1), person(2), person(3)];
    let hands = |in_favour, against, casting| Votes::Hands { in_favour, against, abstained: 0, casting };
    assert_eq!(outcome(&hands(2, 1, None), &here, &[]), Ok(true));
    assert_eq!(outcome(&hands(1, 2, None), &here, &[]), Ok(false));
    assert_eq!(outcome(&hands(1, 1, None), &here, &[]), Err(VoteFault::TieUndecided));
    assert_eq!(outcome(&hands(1, 1, Some(Choice::For)), &here, &[]), Ok(true));
    assert_eq!(outcome(&hands(2, 1, Some(Choice::For)), &here, &[]), Err(VoteFault::NoTie));
    assert_eq!(outcome(&hands(3, 1, None), &here, &[]), Err(VoteFault::MoreThanPresent));
    assert_eq!(outcome(&hands(2, 1, None), &here, &[person(3)]), Err(VoteFault::MoreThanPresent));
    assert_eq!(outcome(&hands(0, 0, None), &here, &[]), Err(VoteFault::NobodyVoted));
    let named = |votes: &[(i64, Choice)]| Votes::Named { votes: votes.to_vec(), casting: None };
    assert_eq!(outcome(&named(&[(1, Choice::For), (2, Choice::Abstained)]), &here, &[]), Ok(true));
    assert_eq!(outcome(&named(&[(4, Choice::For)]), &here, &[]), Err(VoteFault::NotPresent));
    assert_eq!(outcome(&named(&[(1, Choice::For), (1, Choice::For)]), &here, &[]), Err(VoteFault::Twice));
    assert_eq!(outcome(&named(&[(1, Choice::For)]), &here, &[person(1)]), Err(VoteFault::Barred));
}

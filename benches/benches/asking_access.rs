//! The permission check, over a policy of ten roles and ten kinds of record.

use access::actor::Held;
use access::{AccountId, Action, Actor, Declaration, On, Permission, Place, Policy, Record, RecordKind, Role};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

const ROLES: [&str; 10] =
    ["member", "clerk", "reporter", "clearer", "monitor", "auditor", "handler", "officer", "partner", "reader"];
const KINDS: [&str; 10] = ["paper", "report", "case", "notice", "order", "referral", "question", "interest", "plan", "figure"];

/// Returns a policy of ten roles and ten kinds, each with four actions and five permissions, of every sort there is.
fn policy() -> Policy {
    let roles: Vec<Role> = ROLES.iter().map(|key| Role { key, name: key, description: "", within: None }).collect();
    let kinds: Vec<RecordKind> = KINDS
        .iter()
        .enumerate()
        .map(|(number, key)| {
            let action = |word| Action { record: key, word };
            let actions: &'static [Action] = Box::leak(Box::new(["read", "write", "publish", "withdraw"].map(action)));
            let role = |place: usize| ROLES[(number + place) % ROLES.len()];
            let permissions = [
                Permission::new(access::RESIDENT, &actions[..1], On::Public),
                Permission::new(role(0), actions, On::ItsPlace).also_exempt(),
                Permission::new(role(1), &actions[..2], On::Own),
                Permission::new(role(2), &actions[..1], On::SharedWithIt),
                Permission::new(role(3), &actions[..1], On::All).after_reason(),
            ];
            RecordKind { key, name: key, actions, permissions: Box::leak(Box::new(permissions)), openings_are_kept: true }
        })
        .collect();
    let declaration = Declaration { roles: roles.leak(), place_kinds: &[], records: kinds.leak() };
    Policy::new(&[declaration]).expect("declarations that fit together")
}

fn can(criterion: &mut Criterion) {
    let policy = policy();
    let held = |number: usize| Held {
        role: ROLES[number].to_owned(),
        place: Some(Place::new("board", if number == 0 { 1 } else { 2 })),
    };
    let actor = Actor {
        account: AccountId::new(7),
        name: "Petra Placeholder".to_owned(),
        held: (0..5).map(held).collect(),
        openings: Vec::new(),
    };
    let place = Place::new("board", 1);
    let record = Record { id: 9, place: Some(&place), owner: AccountId::new(8), is_exempt: true, ..Record::default() };
    let mut group = criterion.benchmark_group("can");
    for (name, kind, word) in [
        ("allowed", "paper", "read"),
        ("after a reason", "interest", "read"),
        ("denied", "notice", "publish"),
        ("hidden", "figure", "withdraw"),
    ] {
        let kind = KINDS.iter().find(|known| **known == kind).expect("a kind");
        let action = Action { record: kind, word };
        let record = Record { is_exempt: name == "allowed", ..record };
        group.bench_function(name, |bencher| {
            bencher.iter(|| policy.can(black_box(&actor), black_box(action), black_box(&record)));
        });
    }
    group.finish();
}

criterion_group!(benches, can);
criterion_main!(benches);

"""How slots are dealt out to customers."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from runtime.executions.shares import deal

A, B, C = ("t1", "a"), ("t1", "b"), ("t2", "c")
lanes = st.sampled_from([A, B, C, ("t2", "d"), ("t3", "e")])


def waiting(**counts: int) -> dict:
    by_name = {"a": A, "b": B, "c": C}
    return {by_name[name]: [f"{name}{place}" for place in range(count)] for name, count in counts.items()}


def test_one_customer_alone_leaves_slots_to_whoever_comes_next():
    assert len(deal(waiting(a=1000), Counter(), width=64, free=64)) == 28


def test_a_flood_takes_turns_with_one_that_sends_little():
    taken = deal(waiting(a=1000, b=3), Counter(), width=64, free=64)
    assert taken[:6] == ["a0", "b0", "a1", "b1", "a2", "b2"]


def test_who_has_its_share_in_hand_gets_no_more_and_the_next_gets_its_own():
    assert deal(waiting(a=1000, b=2), Counter({A: 20}), width=64, free=24) == ["b0", "b1"]


def test_many_customers_of_one_tenant_are_one_tenant():
    queues = {("t1", f"c{number}"): [f"many{number}"] * 5 for number in range(40)} | {C: ["c0", "c1", "c2"]}
    taken = deal(queues, Counter(), width=64, free=6)
    assert [entry for entry in taken if entry.startswith("c")] == ["c0", "c1", "c2"]


@given(
    st.dictionaries(lanes, st.integers(1, 200), min_size=1),
    st.dictionaries(lanes, st.integers(0, 30)),
    st.integers(1, 64),
)
def test_each_is_taken_once_in_its_order_within_the_slots_and_somebody_always_is(counts, in_hand, width):
    queues = {lane: [(lane, place) for place in range(count)] for lane, count in counts.items()}
    held = Counter(in_hand)
    free = max(0, width - held.total())
    taken = deal(queues, held, width=width, free=free)
    assert len(taken) == len(set(taken)) <= free
    for lane, queue in queues.items():
        own = [entry for entry in taken if entry[0] == lane]
        assert own == queue[: len(own)]
    if free and not held.total():
        assert taken

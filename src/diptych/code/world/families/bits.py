"""Bits: operators, counting, shifting."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"

from diptych.code.world.family import check, do, family, find
from diptych.code.world.values import integer


@family(
    find("[the |][bitwise|bit wise] and of {a,b}", "[the |]bitwise AND of {a,b}"),
    do("perform bitwise and [operation |]on {a,b}"),
    a=integer(1, 60),
    b=integer(1, 60),
)
def bitwise_and(a, b):
    return a & b


@family(
    find("[the |][bitwise|bit wise] or of {a,b}", "[the |]bitwise OR of {a,b}"),
    do("perform bitwise or [operation |]on {a,b}"),
    a=integer(1, 60),
    b=integer(1, 60),
)
def bitwise_or(a, b):
    return a | b


@family(
    find("[the |][bitwise|bit wise] xor of {a,b}", "[the |]bitwise XOR of {a,b}"),
    do("perform bitwise xor [operation |]on {a,b}"),
    a=integer(1, 60),
    b=integer(1, 60),
)
def bitwise_xor(a, b):
    return a ^ b


@family(
    find("[the |][binary |]ones complement of {n}", "[the |]bitwise not of {n}", "[the |]one's complement of {n}"),
    n=integer(1, 60),
)
def ones_complement(n):
    return ~n


@family(
    do("left shift {n} by {k}", "shift {n} left by {k} bits", "binary left shift {n} by {k}"),
    find("[the |]binary left shift of {n} by {k}"),
    n=integer(1, 60),
    k=integer(1, 5),
)
def left_shift(n, k):
    return n << k


@family(
    do("right shift {n} by {k}", "shift {n} right by {k} bits", "binary right shift {n} by {k}"),
    find("[the |]binary right shift of {n} by {k}"),
    n=integer(8, 200),
    k=integer(1, 4),
)
def right_shift(n, k):
    return n >> k


@family(
    do(
        "count [the |][number of |]set bits in {n}",
        "count [the |]number of 1s in [the |]binary representation of {n}",
    ),
    find("[the |]number of [set bits|ones|1s] in [the binary representation of |]{n}"),
    n=integer(1, 300),
    oracle=lambda n: n.bit_count(),
)
def count_set_bits(n):
    return bin(n).count("1")


@count_set_bits.way("while", "bitwise")
def count_set_bits(n):
    count = 0
    while n > 0:
        count += n & 1
        n >>= 1
    return count


@family(find("[the |]number of bits [necessary |needed |required |]to represent {n}[ in binary|]"), n=integer(1, 300))
def bit_length(n):
    return n.bit_length()


@family(check("[the |]binary representation of {n} is [a |]palindrome"), n=integer(1, 60))
def binary_palindrome(n):
    return bin(n)[2:] == bin(n)[2:][::-1]


@family(do("reverse [the |]bits of {n}", "reverse the binary representation of {n}"), n=integer(1, 200))
def reverse_bits(n):
    return int(bin(n)[2:][::-1], 2)


@family(do("clear [the |]rightmost set bit of {n}", "unset the rightmost set bit of {n}"), n=integer(1, 200))
def clear_lowest(n):
    return n & (n - 1)


@family(
    check("[the |]bit {k} of {n} is set", "[the |]kth bit of {n} is set{given k}"), k=integer(0, 6), n=integer(1, 120)
)
def is_bit_set(k, n):
    return n >> k & 1 == 1


@family(
    find(
        "[the |]maximum length of consecutive [zeros|0's] in [the binary representation of |]{n}",
        "[the |]longest run of zeros in the binary of {n}",
    ),
    n=integer(1, 600),
)
def longest_zeros(n):
    return max(len(run) for run in bin(n)[2:].split("1"))


@family(
    do("add {a,b} without [using |]the + operator", "add {a,b} without using '+'"),
    find("[the |]sum of {a,b} without [using |]the + operator"),
    a=integer(1, 60)("number", "positive integer", "integer"),
    b=integer(1, 60)("number", "positive integer", "integer"),
)
def add_without_plus(a, b):
    while b:
        a, b = a ^ b, (a & b) << 1
    return a


@family(
    do("multiply {a,b} without [using |]the * operator", "multiply {a,b} without using '*'"),
    find("[the |]product of {a,b} without [using |]the * operator"),
    a=integer(1, 30)("number", "integer"),
    b=integer(1, 30)("number", "integer"),
)
def multiply_without_star(a, b):
    result = 0
    for _ in range(b):
        result += a
    return result

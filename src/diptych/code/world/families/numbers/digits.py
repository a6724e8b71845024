"""Numbers: digits, and kinds of numbers that have a name."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="no-redef"

import math

from diptych.code.world.family import check, checker, do, family, find
from diptych.code.world.values import integer


@family(
    find(
        "[the |][sum of digits|sum of the digits|digit sum] of {n}",
        "[the |]sum of all [the |]digits [of|in] {n}",
    ),
    do("add [the |up the |all the |]digits of {n}", "sum [the |]digits of {n}"),
    n=integer(10, 99999),
    oracle=lambda n: sum(map(int, str(n))),
)
def sum_of_digits(n):
    total = 0
    while n > 0:
        total += n % 10
        n //= 10
    return total


@sum_of_digits.way("string", "comprehension")
def sum_of_digits(n):
    return sum(int(digit) for digit in str(n))


@sum_of_digits.way("recursion")
def sum_of_digits(n):
    if n == 0:
        return 0
    return n % 10 + sum_of_digits(n // 10)


@family(
    find("[the |]product of [the |all the |]digits of {n}"),
    do("multiply [the |all the |]digits of {n}"),
    n=integer(10, 9999),
)
def product_of_digits(n):
    product = 1
    for digit in str(n):
        product *= int(digit)
    return product


@family(
    find("[the |]number of digits [in|of] {n}", "[the |]digit count of {n}"),
    do("count [the |][number of |]digits [in|of] {n}", "count [the number of |]digits in {n}"),
    n=integer(1, 999999),
    oracle=lambda n: int(math.log10(n)) + 1,
)
def count_digits(n):
    return len(str(n))


@count_digits.way("while", "plain")
def count_digits(n):
    count = 0
    while n > 0:
        count += 1
        n //= 10
    return count


@family(
    do("reverse {n}", "reverse [the |]digits of {n}"),
    find("[the |]reverse of {n}"),
    n=integer(10, 99999)("number", "number", "integer"),
    oracle=lambda n: int(str(n)[::-1]),
)
def reverse_number(n):
    result = 0
    while n > 0:
        result = result * 10 + n % 10
        n //= 10
    return result


@reverse_number.way("string", "slicing")
def reverse_number(n):
    return int(str(n)[::-1])


@family(
    check(
        "{n} is [a palindrome|palindrome|a palindrome number|a palindromic number]", "{n} is the same when reversed"
    ),
    checker("[palindrome number|palindromic number|number palindrome]"),
    draw=lambda rng: (rng.choice((121, 1331, 7, 454, 12321, 99, rng.randint(10, 9999))),),
    n=integer()("number", "number", "integer"),
)
def is_palindrome_number(n):
    return str(n) == str(n)[::-1]


@family(
    find(
        "[the |]digital root of {n}", "[the |]sum of digits of {n} until [one digit|a single digit] [is left|remains]"
    ),
    do("add [the |]digits of {n} repeatedly until [the result has |there is only ]a single digit"),
    n=integer(10, 99999),
)
def digital_root(n):
    while n > 9:
        n = sum(int(digit) for digit in str(n))
    return n


@family(
    check(
        "{n} is [an armstrong number|an Armstrong number|armstrong|a narcissistic number]", "{n} is armstrong number"
    ),
    checker("armstrong [number|]"),
    draw=lambda rng: (rng.choice((153, 370, 371, 407, 9, 1634, 9474, rng.randint(10, 999))),),
    n=integer()("number", "number", "integer"),
)
def is_armstrong(n):
    digits = str(n)
    return n == sum(int(digit) ** len(digits) for digit in digits)


@family(
    find(
        "[all |all the |]armstrong numbers between {low} and {high}",
        "[all |]armstrong numbers in [an|a given] interval{given low,high}",
        "[all |]armstrong numbers in a range{given low,high}",
    ),
    draw=lambda rng: (rng.randint(1, 100), rng.randint(150, 500)),
    low=integer(),
    high=integer(),
)
def armstrong_numbers(low, high):
    result = []
    for num in range(low, high + 1):
        digits = str(num)
        if num == sum(int(digit) ** len(digits) for digit in digits):
            result.append(num)
    return result


@family(
    check("{n} is [a perfect number|perfect|perfect number]", "{n} is equal to the sum of its proper divisors"),
    checker("perfect number"),
    draw=lambda rng: (rng.choice((6, 28, 496, rng.randint(2, 60), rng.randint(2, 60))),),
    n=integer(),
)
def is_perfect(n):
    return n > 0 and sum(i for i in range(1, n) if n % i == 0) == n


@family(
    check("{n} is [a perfect square|perfect square|a square number]", "{n} is a perfect square"),
    checker("perfect square"),
    draw=lambda rng: (rng.choice((rng.randint(1, 15) ** 2, rng.randint(1, 200))),),
    n=integer(),
)
def is_perfect_square(n):
    return math.isqrt(n) ** 2 == n


@family(
    check("{n} is [a power of two|a power of 2|power of two|power of 2]"),
    checker("power of two"),
    draw=lambda rng: (rng.choice((2 ** rng.randint(0, 9), rng.randint(1, 99))),),
    n=integer(),
    oracle=lambda n: bin(n).count("1") == 1,
)
def is_power_of_two(n):
    return n > 0 and n & (n - 1) == 0


@family(
    check("{n} is [a strong number|strong number|a strong number (sum of factorials of its digits)]"),
    checker("strong number"),
    draw=lambda rng: (rng.choice((1, 2, 145, rng.randint(3, 200))),),
    n=integer(),
)
def is_strong(n):
    return n == sum(math.factorial(int(digit)) for digit in str(n))


@family(
    check("{n} is [a harshad number|a Harshad number|harshad]", "{n} is divisible by the sum of its digits"),
    checker("harshad number"),
    n=integer(1, 200),
)
def is_harshad(n):
    return n % sum(int(digit) for digit in str(n)) == 0


@family(
    check("{n} is [a disarium number|disarium|a Disarium number]"),
    draw=lambda rng: (rng.choice((89, 135, 175, 518, rng.randint(1, 200))),),
    n=integer(),
)
def is_disarium(n):
    return n == sum(int(digit) ** i for i, digit in enumerate(str(n), 1))


@family(
    check("{n} is [an automorphic number|automorphic]", "the square of {n} ends in the number itself"),
    checker("automorphic number"),
    draw=lambda rng: (rng.choice((5, 6, 25, 76, 376, rng.randint(1, 99))),),
    n=integer(),
)
def is_automorphic(n):
    return str(n**2).endswith(str(n))


@family(
    check("{n} is [a happy number|happy]"),
    checker("happy number"),
    n=integer(1, 60),
)
def is_happy(n):
    seen = set()
    while n != 1 and n not in seen:
        seen.add(n)
        n = sum(int(digit) ** 2 for digit in str(n))
    return n == 1


@family(
    check("{a,b} are [amicable numbers|amicable]"),
    draw=lambda rng: rng.choice(((220, 284), (1184, 1210), (rng.randint(2, 99), rng.randint(2, 99)))),
    a=integer(),
    b=integer(),
)
def are_amicable(a, b):
    sum_a = sum(i for i in range(1, a) if a % i == 0)
    sum_b = sum(i for i in range(1, b) if b % i == 0)
    return sum_a == b and sum_b == a


@family(
    check("{a,b} are [coprime|co-prime|relatively prime]"),
    checker("coprime"),
    a=integer(2, 40),
    b=integer(2, 40),
)
def are_coprime(a, b):
    return math.gcd(a, b) == 1


@family(
    check("{n} is [a fibonacci number|a Fibonacci number|in the fibonacci sequence]", "{n} is fibonacci"),
    checker("fibonacci number"),
    draw=lambda rng: (rng.choice((1, 2, 3, 5, 8, 13, 21, 34, 55, rng.randint(4, 99))),),
    n=integer(),
)
def is_fibonacci(n):
    a, b = 0, 1
    while a < n:
        a, b = b, a + b
    return a == n

"""Numbers: arithmetic, divisors, primes, digits, checks, series."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: PERF401, RET503, RET505, SIM110

import math
from functools import reduce

from diptych.code.world.family import check, do, family, find, show, tell
from diptych.code.world.values import integer, kind, one_of, real, role


@family(
    find("[the |]sum of {a,b}", "the addition of {a,b}"),
    do("add {a,b}", "add {a,b} together", "sum {a,b}"),
    a=integer(1, 99),
    b=integer(1, 99),
    oracle=lambda a, b: sum((a, b)),
)
def add(a, b):
    return a + b


@family(
    find("[the |]sum of {a,b,c}"),
    do("add {a,b,c}", "sum {a,b,c}"),
    a=integer(1, 60),
    b=integer(1, 60),
    c=integer(1, 60),
)
def add_three(a, b, c):
    return a + b + c


@family(
    find("[the |]difference of {a,b}", "the difference between {a,b}", "[the |]subtraction of {a,b}"),
    do("subtract {a,b}", "find the difference [of|between] {a,b}"),
    a=integer(20, 99),
    b=integer(1, 40),
)
def subtract(a, b):
    return a - b


@family(
    find("[the |]product of {a,b}", "[the |]multiplication of {a,b}"),
    do("multiply {a,b}"),
    a=integer(1, 30),
    b=integer(1, 30),
)
def multiply(a, b):
    return a * b


@family(
    find("[the |]product of {a,b,c}"), do("multiply {a,b,c}"), a=integer(1, 12), b=integer(1, 12), c=integer(1, 12)
)
def multiply_three(a, b, c):
    return a * b * c


@family(
    find("[the |]division of {a,b}", "[the |]quotient of {a,b}"),
    do("divide {a,b}", "divide {a} by {b}"),
    a=integer(1, 99),
    b=integer(1, 12),
)
def divide(a, b):
    return a / b


@family(
    find("[the |]quotient of {a} divided by {b} or None if the second number is 0"),
    do(
        "divide {a} by {b} and return None if the [second number|divisor] is [zero|0]",
        "divide {a,b} handling division by zero",
    ),
    draw=lambda rng: (rng.randint(1, 50), rng.choice((0, 2, 4, 5, 8))),
    a=integer(1, 50),
    b=integer(0, 8),
)
def safe_divide(a, b):
    if b == 0:
        return None
    return a / b


@family(
    find(
        "[the |]remainder of {a,b}",
        "the remainder [of|when] {a} divided by {b}",
        "the modulo of {a,b}",
        "the remainder of the division of {a,b}",
        "the modulus of {a,b}",
    ),
    a=integer(10, 99),
    b=integer(2, 12),
)
def remainder(a, b):
    return a % b


@family(
    find("[the |]quotient and remainder of {a,b}", "the quotient and the remainder when {a} is divided by {b}"),
    a=integer(10, 99),
    b=integer(2, 12),
    oracle=divmod,
)
def quotient_and_remainder(a, b):
    return a // b, a % b


@family(
    find("[the |]floor division of {a,b}", "the integer quotient of {a,b}"),
    do("divide {a} by {b} and round down", "do integer division of {a,b}"),
    a=integer(10, 99),
    b=integer(2, 12),
)
def floor_divide(a, b):
    return a // b


@family(find("[the |]square of {n}", "the value of {n} squared"), do("square {n}"), n=integer(1, 40))
def square(n):
    return n**2


@family(find("[the |]cube of {n}"), do("cube {n}"), n=integer(1, 20), oracle=lambda n: n * n * n)
def cube(n):
    return n**3


@family(find("[the |]square and [the |]cube of {n}"), n=integer(1, 20))
def square_and_cube(n):
    return n**2, n**3


@family(
    find(
        "[the |][power|exponent] of {base,exponent}",
        "{base} raised to the power [of |]{exponent}",
        "{base} to the power [of |]{exponent}",
        "the exponents of {base,exponent}",
        "the exponent of {base} with power {exponent}",
        "the value of {base} raised to {exponent}",
    ),
    do(
        "raise {base} to the power [of |]{exponent}",
        "raise {base} to {exponent}",
        "calculate exponents of {base,exponent}",
    ),
    base=role(integer(2, 9), "base", "number"),
    exponent=role(integer(0, 8), "power", "exponent"),
    oracle=pow,
)
def power(base, exponent):
    return base**exponent


@power.way("recursion")
def power(base, exponent):
    if exponent == 0:
        return 1
    return base * power(base, exponent - 1)


@power.way("for", "plain")
def power(base, exponent):
    result = 1
    for _ in range(exponent):
        result *= base
    return result


@family(
    find("[the |]exponents of an input", "[the |]powers of an input", "the exponent of an input number"),
    do("calculate exponents of an input", "calculate the power of an input number"),
    forms="input",
    base=integer(2, 9)("number"),
    exponent=integer(0, 6)("exponent"),
)
def input_power(base, exponent):
    return base**exponent


@family(
    find("[the |]square root of {n}", "[the |]squareroot of {n}"),
    n=integer(1, 200),
    oracle=lambda n: n**0.5,
)
def square_root(n):
    return math.sqrt(n)


@square_root.way("plain", "no temp")
def square_root(n):
    return n**0.5


@family(find("[the |]cube root of {n}"), n=integer(1, 200))
def cube_root(n):
    return n ** (1 / 3)


@family(
    find("[the |]factorial of {n}", "[the |]factorial of {n}", "{n} factorial"),
    n=integer(0, 12),
    oracle=math.factorial,
)
def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


@factorial.way("recursion")
def factorial(n):
    if n <= 1:
        return 1
    return n * factorial(n - 1)


@factorial.way("while")
def factorial(n):
    result = 1
    while n > 1:
        result *= n
        n -= 1
    return result


@factorial.way("reduce")
def factorial(n):
    return reduce(lambda x, y: x * y, range(1, n + 1), 1)


@factorial.way("math", "builtin")
def factorial(n):
    return math.factorial(n)


@factorial.way("for", "iteration")
def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


@family(
    find(
        "[the |]gcd of {a,b}",
        "[the |]greatest common divisor of {a,b}",
        "[the |]hcf of {a,b}",
        "[the |]HCF of {a,b}",
        "[the |]highest common factor of {a,b}",
        "[the |]greatest common divisor (gcd) of {a,b}",
        "[the |]hcf or gcd of {a,b}",
    ),
    a=integer(4, 99),
    b=integer(4, 99),
    draw=lambda rng: (
        rng.choice((2, 3, 4, 6, 7)) * rng.randint(1, 14),
        rng.choice((2, 3, 6, 8)) * rng.randint(1, 14),
    ),
    oracle=math.gcd,
)
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


@gcd.way("recursion")
def gcd(a, b):
    if b == 0:
        return a
    return gcd(b, a % b)


@gcd.way("euclid", "while")
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


@gcd.way("math", "builtin")
def gcd(a, b):
    return math.gcd(a, b)


@family(
    find(
        "[the |]lcm of {a,b}",
        "[the |]LCM of {a,b}",
        "[the |]l.c.m. of {a,b}",
        "[the |]least common multiple of {a,b}",
        "[the |]lowest common multiple of {a,b}",
        "[the |]least common multiple (lcm) of {a,b}",
    ),
    a=integer(2, 30),
    b=integer(2, 30),
    oracle=math.lcm,
)
def lcm(a, b):
    return a * b // math.gcd(a, b)


@lcm.way("for", "while", "plain")
def lcm(a, b):
    result = max(a, b)
    while result % a != 0 or result % b != 0:
        result += 1
    return result


@family(
    find("[the |]lcm and hcf of {a,b}", "[the |]gcd and lcm of {a,b}", "[the |]hcf and lcm of {a,b}"),
    a=integer(2, 30),
    b=integer(2, 30),
)
def gcd_and_lcm(a, b):
    gcd = math.gcd(a, b)
    return gcd, a * b // gcd


@family(
    find(
        "[the |][all the |all |]factors of {n}",
        "[the |][all the |all |]divisors of {n}",
        "[the |]list of factors of {n}",
        "all the numbers that divide {n}",
    ),
    n=integer(1, 80),
    oracle=lambda n: list(filter(lambda i: not n % i, range(1, n + 1))),
)
def factors(n):
    result = []
    for i in range(1, n + 1):
        if n % i == 0:
            result.append(i)
    return result


@factors.way("comprehension", "no temp")
def factors(n):
    return [i for i in range(1, n + 1) if n % i == 0]


@family(
    do("count [the |]factors of {n}", "count [the |]divisors of {n}"),
    find("[the |]number of divisors of {n}", "[the |]number of factors of {n}", "the count of divisors of {n}"),
    n=integer(1, 80),
)
def count_factors(n):
    return sum(1 for i in range(1, n + 1) if n % i == 0)


@family(
    find("[the |]sum of [the |all |all the |]factors of {n}", "[the |]sum of [the |]divisors of {n}"),
    n=integer(1, 80),
)
def sum_of_factors(n):
    return sum(i for i in range(1, n + 1) if n % i == 0)


@family(
    find("[the |]common divisors of {a,b}", "[the |]common factors of {a,b}", "common divisors between {a,b}"),
    draw=lambda rng: (6 * rng.randint(1, 9), 4 * rng.randint(1, 9)),
    a=integer(),
    b=integer(),
)
def common_divisors(a, b):
    return [i for i in range(1, min(a, b) + 1) if a % i == 0 and b % i == 0]


@family(
    find("[the |][prime factors|prime factorization|prime factorisation] of {n}", "all [the |]prime factors of {n}"),
    n=integer(2, 200),
)
def prime_factors(n):
    factors = []
    divisor = 2
    while n > 1:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    return factors


@family(find("[the |][largest|biggest|greatest] prime factor of {n}"), n=integer(2, 300))
def largest_prime_factor(n):
    divisor = 2
    while divisor * divisor <= n:
        if n % divisor == 0:
            n //= divisor
        else:
            divisor += 1
    return n


@family(
    find("[the |]smallest divisor of {n} [greater than|other than] 1", "the smallest divisor of {n}"),
    n=integer(2, 120),
)
def smallest_divisor(n):
    for i in range(2, n + 1):
        if n % i == 0:
            return i


@family(
    check(
        "{n} is [prime|a prime number|a prime]",
        "{n} is prime",
        "{n} is prime or not prime",
    ),
    n=integer(1, 100),
    oracle=lambda n: sum(n % i == 0 for i in range(1, n + 1)) == 2,
)
def is_prime(n):
    if n < 2:
        return False
    for i in range(2, int(n**0.5) + 1):
        if n % i == 0:
            return False
    return True


@is_prime.way("comprehension", "builtin")
def is_prime(n):
    return n > 1 and all(n % i != 0 for i in range(2, n))


@family(
    find(
        "[all |all the |]prime numbers [up to|upto|till|less than or equal to] {n}",
        "[all |all the |][primes|prime numbers] from [1|2] to {n}",
        "[the |]list of prime numbers [up to|till] {n}",
        "[all |all the |]prime numbers between 1 and {n}",
    ),
    do("list [all |]the prime numbers up to {n}", "generate [all |]prime numbers up to {n}"),
    n=integer(2, 60),
)
def primes_up_to(n):
    primes = []
    for num in range(2, n + 1):
        if all(num % i != 0 for i in range(2, int(num**0.5) + 1)):
            primes.append(num)
    return primes


@family(
    find(
        "[all |all the |]prime numbers up to {n} using [the |]sieve [of eratosthenes|of Eratosthenes]",
        "primes up to {n} with the sieve of Eratosthenes",
    ),
    do(
        "implement [the |]sieve of [eratosthenes|Eratosthenes] up to {n}",
        "implement [the |]sieve of Eratosthenes{given n}",
    ),
    n=integer(2, 60),
)
def sieve(n):
    is_prime = [True] * (n + 1)
    for i in range(2, int(n**0.5) + 1):
        if is_prime[i]:
            for j in range(i * i, n + 1, i):
                is_prime[j] = False
    return [i for i in range(2, n + 1) if is_prime[i]]


def _interval(rng):
    low = rng.randint(1, 40)
    return low, low + rng.randint(5, 40)


@family(
    find(
        "[all |all the |]prime numbers between {low} and {high}",
        "[all |all the |]prime numbers in [an|the|a given] [interval|range]{given low,high}",
        "[all |all the |]primes between {low,high}",
        "[all |all the |]prime numbers from {low} to {high}",
    ),
    draw=_interval,
    low=integer(),
    high=integer(),
)
def primes_between(low, high):
    primes = []
    for num in range(low, high + 1):
        if num > 1 and all(num % i != 0 for i in range(2, num)):
            primes.append(num)
    return primes


@family(
    find("[the |]nth prime [number |]{given n}", "[the |]{=n}th prime number"),
    forms="function prints open",
    n=integer(1, 20),
)
def nth_prime(n):
    count = 0
    num = 1
    while count < n:
        num += 1
        if all(num % i != 0 for i in range(2, num)):
            count += 1
    return num


@family(
    find("[the |]first {=n} prime numbers", "[the |]first {=n} primes", "[the |]first n prime numbers{given n}"),
    n=integer(1, 12),
)
def first_primes(n):
    primes = []
    num = 2
    while len(primes) < n:
        if all(num % p != 0 for p in primes):
            primes.append(num)
        num += 1
    return primes


@family(
    check("{n} is even", "{n} is an even number", "{n} is divisible by 2"),
    n=integer(1, 99),
)
def is_even(n):
    return n % 2 == 0


@family(tell("{n} is odd", "{n} is an odd number"), n=integer(1, 99))
def is_odd(n):
    return n % 2 != 0


@family(
    tell("{n} is [even or odd|odd or even]", "{n} is even or odd", "{n} is an even number or an odd number"),
    n=integer(1, 99),
)
def even_or_odd(n):
    if n % 2 == 0:
        return "Even"
    return "Odd"


@even_or_odd.way("ternary", "lambda")
def even_or_odd(n):
    return "Even" if n % 2 == 0 else "Odd"


@even_or_odd.way("bitwise")
def even_or_odd(n):
    return "Odd" if n & 1 else "Even"


@family(
    check("{n} is positive", "{n} is a positive number", "{n} is greater than [zero|0]", "{n} is positive"),
    do("check for a positive number{given n}", "check for positive number{given n}"),
    n=integer(-30, 30),
)
def is_positive(n):
    return n > 0


@family(check("{n} is negative", "{n} is a negative number", "{n} is less than [zero|0]"), n=integer(-30, 30))
def is_negative(n):
    return n < 0


@family(
    tell(
        "{n} is positive, negative or [zero|0]",
        "{n} is negative, positive or zero",
        "{n} is positive or negative or zero",
    ),
    n=integer(-9, 9),
)
def sign(n):
    if n > 0:
        return "Positive"
    elif n < 0:
        return "Negative"
    else:
        return "Zero"


@family(
    check("{n} is divisible by {k}", "{n} is a multiple of {k}", "{n} can be divided by {k}"),
    draw=lambda rng: (rng.randint(10, 99), rng.randint(2, 9)),
    n=integer(),
    k=integer(),
)
def is_divisible(n, k):
    return n % k == 0


@family(
    check("{n} is divisible by both {=a} and {=b}", "{n} is divisible by {=a} and {=b}"),
    n=integer(10, 99),
    a=integer(2, 5),
    b=integer(3, 7),
)
def divisible_by_both(n, a, b):
    return n % a == 0 and n % b == 0


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
    draw=lambda rng: (rng.choice((6, 28, 496, rng.randint(2, 60), rng.randint(2, 60))),),
    n=integer(),
)
def is_perfect(n):
    return n > 0 and sum(i for i in range(1, n) if n % i == 0) == n


@family(
    check("{n} is [a perfect square|perfect square|a square number]", "{n} is a perfect square"),
    draw=lambda rng: (rng.choice((rng.randint(1, 15) ** 2, rng.randint(1, 200))),),
    n=integer(),
)
def is_perfect_square(n):
    return math.isqrt(n) ** 2 == n


@family(
    check("{n} is [a power of two|a power of 2|power of two|power of 2]"),
    draw=lambda rng: (rng.choice((2 ** rng.randint(0, 9), rng.randint(1, 99))),),
    n=integer(),
    oracle=lambda n: bin(n).count("1") == 1,
)
def is_power_of_two(n):
    return n > 0 and n & (n - 1) == 0


@family(
    check("{n} is [a strong number|strong number|a strong number (sum of factorials of its digits)]"),
    draw=lambda rng: (rng.choice((1, 2, 145, rng.randint(3, 200))),),
    n=integer(),
)
def is_strong(n):
    return n == sum(math.factorial(int(digit)) for digit in str(n))


@family(
    check("{n} is [a harshad number|a Harshad number|harshad]", "{n} is divisible by the sum of its digits"),
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
    draw=lambda rng: (rng.choice((5, 6, 25, 76, 376, rng.randint(1, 99))),),
    n=integer(),
)
def is_automorphic(n):
    return str(n**2).endswith(str(n))


@family(
    check("{n} is [a happy number|happy]"),
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
    a=integer(2, 40),
    b=integer(2, 40),
)
def are_coprime(a, b):
    return math.gcd(a, b) == 1


@family(
    check("{n} is [a fibonacci number|a Fibonacci number|in the fibonacci sequence]", "{n} is fibonacci"),
    draw=lambda rng: (rng.choice((1, 2, 3, 5, 8, 13, 21, 34, 55, rng.randint(4, 99))),),
    n=integer(),
)
def is_fibonacci(n):
    a, b = 0, 1
    while a < n:
        a, b = b, a + b
    return a == n


@family(
    find(
        "[the |][first |]{=n} fibonacci numbers",
        "[the |]first {=n} terms of the [fibonacci|Fibonacci] [series|sequence]",
        "[the |]fibonacci [series|sequence] up to [the nth term|n terms]{given n}",
        "[the |]fibonacci [series|sequence]{given n}",
        "[the |]first n [fibonacci|Fibonacci] numbers{given n}",
    ),
    do("generate [the |]fibonacci [series|sequence] of {=n} terms", "generate the first {=n} fibonacci numbers"),
    n=integer(1, 15),
)
def fibonacci(n):
    series = []
    a, b = 0, 1
    for _ in range(n):
        series.append(a)
        a, b = b, a + b
    return series


@fibonacci.way("generator")
def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b


@fibonacci.way("while")
def fibonacci(n):
    series = []
    a, b = 0, 1
    while len(series) < n:
        series.append(a)
        a, b = b, a + b
    return series


@family(
    find(
        "[the |]nth [fibonacci|Fibonacci] number{given n}",
        "[the |]nth term of the [fibonacci|Fibonacci] [series|sequence]{given n}",
        "[the |]{=n}th fibonacci number",
        "[the |]nth element of the fibonacci series{given n}",
    ),
    forms="function prints open input",
    n=integer(0, 20),
)
def nth_fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


@nth_fibonacci.way("recursion")
def nth_fibonacci(n):
    if n <= 1:
        return n
    return nth_fibonacci(n - 1) + nth_fibonacci(n - 2)


@family(
    find(
        "[the |]fibonacci [numbers|series|sequence] [up to|upto|below|less than or equal to] {n}",
        "all fibonacci numbers up to {n}",
    ),
    n=integer(1, 100),
)
def fibonacci_up_to(n):
    series = []
    a, b = 0, 1
    while a <= n:
        series.append(a)
        a, b = b, a + b
    return series


@family(
    find(
        "[the |]sum of [the |][first |]{=n} natural numbers",
        "[the |]sum of [the |]first n natural numbers{given n}",
        "[the |]sum of natural numbers [up to|upto|till] {n}",
        "[the |]sum of natural numbers{given n}",
        "[the |]sum of [the |]first {=n} numbers",
        "[the |]sum of numbers from 1 to {n}",
        "[the |]sum of n natural numbers{given n}",
        "[the |]sum of all [numbers|integers] from 1 to {n}",
        "[the |]sum of first n [positive integers|numbers]{given n}",
    ),
    do("add [the |]numbers from 1 to {n}", "sum [the |]natural numbers up to {n}"),
    n=integer(1, 100),
    oracle=lambda n: n * (n + 1) // 2,
)
def sum_of_natural_numbers(n):
    return n * (n + 1) // 2


@sum_of_natural_numbers.way("for", "plain")
def sum_of_natural_numbers(n):
    total = 0
    for i in range(1, n + 1):
        total += i
    return total


@sum_of_natural_numbers.way("while")
def sum_of_natural_numbers(n):
    total = 0
    while n > 0:
        total += n
        n -= 1
    return total


@sum_of_natural_numbers.way("recursion")
def sum_of_natural_numbers(n):
    if n <= 0:
        return 0
    return n + sum_of_natural_numbers(n - 1)


@sum_of_natural_numbers.way("formula")
def sum_of_natural_numbers(n):
    return n * (n + 1) // 2


@sum_of_natural_numbers.way("builtin")
def sum_of_natural_numbers(n):
    return sum(range(1, n + 1))


@family(
    find(
        "[the |]sum of [the |]squares of [the |]first {=n} natural numbers",
        "[the |]sum of squares of first n natural numbers{given n}",
        "[the |]sum of squares from 1 to {n}",
    ),
    n=integer(1, 30),
)
def sum_of_squares(n):
    return sum(i**2 for i in range(1, n + 1))


@family(
    find(
        "[the |]sum of [the |]cubes of [the |]first {=n} natural numbers",
        "[the |]sum of [the series with |]cubes of first n natural numbers{given n}",
    ),
    n=integer(1, 20),
)
def sum_of_cubes(n):
    return sum(i**3 for i in range(1, n + 1))


@family(
    find(
        "[the |]sum of [all |the |]numbers between {low} and {high}",
        "[the |]sum of [all |the |]numbers from {low} to {high}",
        "[the |]sum of [all |the |]integers in the range {low} to {high}",
    ),
    draw=_interval,
    low=integer(),
    high=integer(),
)
def sum_between(low, high):
    return sum(range(low, high + 1))


@family(
    show(
        "[the |][multiplication |times ]table of {n}",
        "[the |]table of {n}",
        "[the |]multiplication table (from 1 to 10) of {n}",
        "[the |]multiplication table for {n}",
    ),
    n=integer(2, 20),
)
def multiplication_table(n):
    for i in range(1, 11):
        print(n, "x", i, "=", n * i)


@multiplication_table.way("while")
def multiplication_table(n):
    i = 1
    while i <= 10:
        print(n, "x", i, "=", n * i)
        i += 1


@family(
    show(
        "[the |][first |]{=n} natural numbers",
        "[the |]numbers from 1 to {n}",
        "all numbers [up to|from 1 upto] {n}",
        "[the |]first n [natural|positive] numbers{given n}",
    ),
    n=integer(3, 20),
)
def print_numbers(n):
    for i in range(1, n + 1):
        print(i)


@print_numbers.way("while")
def print_numbers(n):
    i = 1
    while i <= n:
        print(i)
        i += 1


@family(
    show(
        "[the |]numbers from {n} [down to|to] 1",
        "a countdown from {n}",
        "[the |]natural numbers from {n} to 1 in reverse order",
    ),
    n=integer(3, 15),
)
def countdown(n):
    while n > 0:
        print(n)
        n -= 1


@family(
    show(
        "[all |the |][even numbers|evens] from 1 to {n}",
        "[all |the |]even numbers [up to|till|upto] {n}",
        "even numbers between 1 and {n}",
    ),
    n=integer(4, 30),
)
def print_even_numbers(n):
    for i in range(2, n + 1, 2):
        print(i)


@family(
    show(
        "[all |the |]odd numbers from 1 to {n}",
        "[all |the |]odd numbers [up to|till|upto] {n}",
        "odd numbers between 1 and {n}",
    ),
    n=integer(4, 30),
)
def print_odd_numbers(n):
    for i in range(1, n + 1, 2):
        print(i)


@family(
    find(
        "[the |][largest|maximum|biggest|greatest] of {a,b,c}",
        "[the |][largest|maximum|biggest|greatest|max] among {a,b,c}",
        "[the |]largest number among {a,b,c}",
    ),
    a=integer(1, 99),
    b=integer(1, 99),
    c=integer(1, 99),
    oracle=max,
)
def largest_of_three(a, b, c):
    return max(a, b, c)


@largest_of_three.way("if", "plain")
def largest_of_three(a, b, c):
    if a >= b and a >= c:
        return a
    elif b >= c:
        return b
    else:
        return c


@family(
    find("[the |][smallest|minimum|lowest] [of|among] {a,b,c}", "[the |]smallest number among {a,b,c}"),
    a=integer(1, 99),
    b=integer(1, 99),
    c=integer(1, 99),
    oracle=min,
)
def smallest_of_three(a, b, c):
    return min(a, b, c)


@family(
    find("[the |]median of {a,b,c}", "[the |]median among {a,b,c}", "[the |]middle [number|value] of {a,b,c}"),
    a=integer(1, 60),
    b=integer(1, 60),
    c=integer(1, 60),
)
def median_of_three(a, b, c):
    return sorted([a, b, c])[1]


@family(
    find(
        "[the |][larger|maximum|bigger|greater|max|larger number] of {a,b}",
        "[the |]maximum between {a,b}",
        "[the |]largest of {a,b}",
    ),
    a=integer(1, 99),
    b=integer(1, 99),
    oracle=max,
)
def maximum_of_two(a, b):
    return max(a, b)


@maximum_of_two.way("if", "plain")
def maximum_of_two(a, b):
    if a > b:
        return a
    return b


@maximum_of_two.way("ternary")
def maximum_of_two(a, b):
    return a if a > b else b


@family(
    find("[the |][smaller|minimum|min|smaller number] of {a,b}", "[the |]minimum between {a,b}"),
    a=integer(1, 99),
    b=integer(1, 99),
)
def minimum_of_two(a, b):
    return min(a, b)


@family(find("[the |][average|mean] of {a,b,c}"), a=integer(1, 60), b=integer(1, 60), c=integer(1, 60))
def average_of_three(a, b, c):
    return (a + b + c) / 3


@family(
    find("[the |][average|mean|midpoint] of {a,b}", "the midpoint between {a,b}"), a=integer(1, 60), b=integer(1, 60)
)
def average_of_two(a, b):
    return (a + b) / 2


@family(
    find("[the |]absolute value of {n}", "[the |]absolute of {n}", "the magnitude of {n}"),
    n=integer(-50, 50),
    oracle=abs,
)
def absolute_value(n):
    return abs(n)


@absolute_value.way("plain", "if")
def absolute_value(n):
    if n < 0:
        return -n
    return n


@family(find("[the |]absolute difference [between|of] {a,b}"), a=integer(1, 60), b=integer(1, 60))
def absolute_difference(a, b):
    return abs(a - b)


@family(
    do("swap {a,b}", "swap the values of {a,b}", "exchange {a,b}", "interchange {a,b}"),
    a=integer(1, 60)("variable", "number", "number", "variable"),
    b=integer(1, 60)("variable", "number", "number", "variable"),
)
def swap(a, b):
    a, b = b, a
    return a, b


@swap.way("temp")
def swap(a, b):
    temp = a
    a = b
    b = temp
    return a, b


@family(
    check("{year} is a leap year", "{year} is leap year", "{year} is leap", "{year} is a leap year"),
    year=integer(1900, 2030)("year"),
)
def is_leap_year(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@is_leap_year.way("if")
def is_leap_year(year):
    if year % 400 == 0:
        return True
    if year % 100 == 0:
        return False
    return year % 4 == 0


@family(
    find(
        "[the |][number of |]permutations of {n} [things|items] taken {r} at a time",
        "nPr{given n,r}",
        "the value of nPr{given n,r}",
    ),
    draw=lambda rng: (lambda n: (n, rng.randint(0, n)))(rng.randint(2, 9)),
    n=role(integer(), "n"),
    r=role(integer(), "r"),
    oracle=math.perm,
)
def permutations_count(n, r):
    return math.factorial(n) // math.factorial(n - r)


@family(
    find(
        "[the |][number of |]combinations of {n} [things|items] taken {r} at a time",
        "nCr{given n,r}",
        "the binomial coefficient{given n,r}",
        "the value of nCr{given n,r}",
    ),
    draw=lambda rng: (lambda n: (n, rng.randint(0, n)))(rng.randint(2, 12)),
    n=role(integer(), "n"),
    r=role(integer(), "r"),
    oracle=math.comb,
)
def combinations_count(n, r):
    return math.factorial(n) // (math.factorial(r) * math.factorial(n - r))


@family(
    find("[the |][nth |]catalan number{given n}", "[the |]nth Catalan number{given n}"),
    n=integer(0, 10),
)
def catalan(n):
    return math.comb(2 * n, n) // (n + 1)


@family(find("[the |]nth triangular number{given n}", "the triangular number of {n}"), n=integer(1, 30))
def triangular_number(n):
    return n * (n + 1) // 2


@family(
    find("[the |]collatz [sequence|conjecture] [of|for] {n}", "[the |]Collatz sequence [of|for|starting at] {n}"),
    n=integer(1, 30),
)
def collatz(n):
    sequence = [n]
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        sequence.append(n)
    return sequence


@family(
    find("n+nn+nnn{given n}", "the value of n+nn+nnn{given n}", "the value of {=n} + {=n}{=n} + {=n}{=n}{=n}"),
    forms="function prints open input",
    n=integer(1, 9)("digit", "number", "integer"),
)
def n_nn_nnn(n):
    return n + int(str(n) * 2) + int(str(n) * 3)


@family(
    find(
        "[the |]sum of [the |]series 1 + 1/2 + 1/3 + ... + 1/n{given n}",
        "[the |]harmonic sum of {n}",
        "[the |]nth harmonic number{given n}",
    ),
    n=integer(1, 20),
)
def harmonic_sum(n):
    return sum(1 / i for i in range(1, n + 1))


@family(
    find("1/2+2/3+3/4+...+n/n+1{given n}", "the sum of the series 1/2+2/3+3/4+...+n/(n+1){given n}"), n=integer(1, 20)
)
def fraction_series(n):
    total = 0
    for i in range(1, n + 1):
        total += i / (i + 1)
    return total


@family(
    do(
        "clamp {n} between {low} and {high}",
        "limit {n} to the range {low} to {high}",
        "clamp {n} within [a|the] range{given low,high}",
    ),
    draw=lambda rng: (rng.randint(-10, 60), rng.randint(0, 10), rng.randint(20, 40)),
    n=integer(),
    low=role(integer(), "low", "minimum", "lower limit"),
    high=role(integer(), "high", "maximum", "upper limit"),
)
def clamp(n, low, high):
    return max(low, min(n, high))


@family(
    do(
        "round {n} to {=k} decimal places",
        "round off {n} to {=k} decimals",
        "round {n} to {=k} digits after the [decimal |]point",
    ),
    draw=lambda rng: (round(rng.uniform(1, 99), 4), rng.randint(1, 3)),
    n=real()("number", "float", "decimal number"),
    k=integer(1, 3)("given number of", "n"),
    forms="function open",
)
def round_number(n, k):
    return round(n, k)


@family(
    do("round up {x}", "round {x} up to the next integer"),
    find("[the |][ceiling|ceil] of {x}"),
    draw=lambda rng: (round(rng.uniform(1, 50), 2),),
    x=real()("number", "decimal number", "float"),
)
def round_up(x):
    return math.ceil(x)


@family(
    do("round down {x}", "round {x} down"),
    find("[the |]floor of {x}"),
    draw=lambda rng: (round(rng.uniform(1, 50), 2),),
    x=real()("number", "decimal number", "float"),
)
def round_down(x):
    return math.floor(x)


@family(
    find("[the |][sine|sin] of {x}", "[the |]sine value of {x}", "[the |]sin of {x}"),
    x=real(0, 7)("number", "angle in radians"),
)
def sine(x):
    return math.sin(x)


@family(find("[the |][cosine|cos] of {x}", "[the |]cosine value of {x}"), x=real(0, 7)("number", "angle in radians"))
def cosine(x):
    return math.cos(x)


@family(
    find("[the |][tangent|tan] of {x}", "[the |]tangent value of {x}"), x=real(0, 7)("number", "angle in radians")
)
def tangent(x):
    return math.tan(x)


@family(
    find(
        "[the |]natural [logarithm|log] of {x}",
        "[the |]log of {x}",
        "[the |]logarithm of {x}",
        "[the |]logarithmic value of {x}",
    ),
    x=real(1, 90),
)
def natural_log(x):
    return math.log(x)


@family(
    find("[the |]base 10 [logarithm|log] of {x}", "[the |]log base 10 of {x}", "[the |]common logarithm of {x}"),
    x=real(1, 900),
)
def log_base_ten(x):
    return math.log10(x)


@family(
    find("[the |]exponential of {x}", "[the |]exponential value of {x}", "e raised to {x}", "e to the power of {x}"),
    x=real(0, 6),
)
def exponential(x):
    return math.exp(x)


@family(
    find("[the |]sigmoid of {x}", "[the |]sigmoid value of {x}"),
    do("implement [the |]sigmoid [function|activation function]{given x}"),
    x=real(-3, 3),
)
def sigmoid(x):
    return 1 / (1 + math.exp(-x))


@family(
    find("[the |]relu of {x}", "[the |]relu value of {x}"),
    do("implement [the |][relu|ReLU] [function|activation function]{given x}"),
    x=real(-9, 9),
)
def relu(x):
    return max(0, x)


@family(
    find("[the |]hyperbolic tangent of {x}", "[the |]tanh of {x}"),
    do("implement the tanh activation function{given x}"),
    x=real(-2, 2),
)
def tanh(x):
    return math.tanh(x)


@family(
    find(
        "[the |]roots of [the |a ]quadratic equation{given a,b,c}",
        "[the |]roots of a quadratic equation ax^2 + bx + c = 0{given a,b,c}",
    ),
    do(
        "solve [the |a ]quadratic equation{given a,b,c}",
        "solve the quadratic equation ax**2 + bx + c = 0{given a,b,c}",
    ),
    draw=lambda rng: (lambda p, q: (1, -(p + q), p * q))(rng.randint(-6, 6), rng.randint(-6, 6)),
    a=role(integer(), "a"),
    b=role(integer(), "b"),
    c=role(integer(), "c"),
)
def quadratic_roots(a, b, c):
    d = b**2 - 4 * a * c
    root1 = (-b + d**0.5) / (2 * a)
    root2 = (-b - d**0.5) / (2 * a)
    return root1, root2


@family(
    find("[the |]discriminant of [the |a ]quadratic equation{given a,b,c}"),
    a=role(integer(1, 9), "a"),
    b=role(integer(-9, 9), "b"),
    c=role(integer(-9, 9), "c"),
)
def discriminant(a, b, c):
    return b**2 - 4 * a * c


@family(
    check("{a,b} are [equal|the same]", "{a} is equal to {b}"),
    draw=lambda rng: (lambda a: (a, rng.choice((a, a + rng.randint(1, 9)))))(rng.randint(1, 40)),
    a=integer(),
    b=integer(),
)
def are_equal(a, b):
    return a == b


@family(
    check(
        "{n} is between {low} and {high}",
        "{n} is in the range {low} to {high}",
        "{n} is within a [given |]range{given low,high}",
    ),
    draw=lambda rng: (rng.randint(1, 40), rng.randint(1, 15), rng.randint(20, 35)),
    n=integer(),
    low=role(integer(), "low", "start"),
    high=role(integer(), "high", "end"),
)
def in_range(n, low, high):
    return low <= n <= high


@family(
    do(
        "simulate a simple calculator [for|with] {a,b} and an operator{given op}",
        "make a simple calculator{given a,op,b}",
        "create a simple calculator{given a,op,b}",
        "implement a calculator that can add, subtract, multiply and divide{given a,op,b}",
    ),
    forms="function open",
    draw=lambda rng: (rng.randint(1, 30), rng.randint(1, 9), rng.choice("+-*/")),
    a=role(integer(), "first number"),
    b=role(integer(), "second number"),
    op=role(kind("operator", one_of("+", "-"), "op operator"), "operator"),
)
def calculator(a, b, op):
    if op == "+":
        return a + b
    elif op == "-":
        return a - b
    elif op == "*":
        return a * b
    elif op == "/":
        return a / b
    return None


@family(
    show(
        "fizzbuzz [up to|for] {n}",
        "FizzBuzz [up to|from 1 to|till] {n}",
        "the numbers from 1 to {n} with Fizz for multiples of 3, Buzz for multiples of 5 and FizzBuzz for both",
    ),
    n=integer(5, 20),
)
def fizzbuzz(n):
    for i in range(1, n + 1):
        if i % 15 == 0:
            print("FizzBuzz")
        elif i % 3 == 0:
            print("Fizz")
        elif i % 5 == 0:
            print("Buzz")
        else:
            print(i)


@family(find("[the |]nearest square number [to|of] {n}", "[the |]nearest perfect square to {n}"), n=integer(1, 300))
def nearest_square(n):
    return round(n**0.5) ** 2


@family(
    find(
        "[the |]smallest multiple of [the |]first n numbers{given n}",
        "[the |]smallest number divisible by all numbers from 1 to {n}",
    ),
    n=integer(1, 15),
)
def smallest_multiple(n):
    result = 1
    for i in range(2, n + 1):
        result = result * i // math.gcd(result, i)
    return result


@family(
    find(
        "[the |]difference between the sum of the squares of the first {=n} natural numbers and the "
        "square of the sum",
        "[the |]difference between the square of the sum and the sum of the squares of the first n numbers{given n}",
    ),
    n=integer(2, 200),
)
def sum_square_difference(n):
    return sum(range(1, n + 1)) ** 2 - sum(i**2 for i in range(1, n + 1))


@family(find("[the |]nth [padovan|Padovan] number{given n}", "padovan number p(n){given n}"), n=integer(0, 20))
def padovan(n):
    a, b, c = 1, 1, 1
    for _ in range(n):
        a, b, c = b, c, a + b
    return a


@family(find("[the |]nth [jacobsthal|Jacobsthal] number{given n}"), n=integer(0, 20))
def jacobsthal(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, b + 2 * a
    return a


@family(
    find("[the |]number of digits in [the |][product|multiplication] of {a,b}"),
    a=integer(1, 999),
    b=integer(1, 999),
)
def digits_of_product(a, b):
    return len(str(a * b))


@family(
    do("concatenate {a,b} into one number", "concatenate two integers like strings{given a,b}"),
    find("[the |]number made by concatenating {a,b}"),
    a=integer(1, 99),
    b=integer(1, 99),
)
def concatenate_numbers(a, b):
    return int(str(a) + str(b))


@family(
    find("[the |]sum of the squares of {a,b}", "[the |]sum of squares of {a,b}"),
    do("add the square of {a,b}", "add the squares of {a,b}"),
    a=integer(1, 30),
    b=integer(1, 30),
)
def add_squares(a, b):
    return a**2 + b**2


@family(
    find(
        "[the |]sum of {a,b,c}, or thrice their sum if [the values|they] are equal",
        "[the |]sum of three numbers or thrice their sum if all are equal{given a,b,c}",
    ),
    draw=lambda rng: rng.choice(((4, 4, 4), (rng.randint(1, 9),) * 3, (rng.randint(1, 9), 2, 3), (1, 5, 7))),
    a=integer(),
    b=integer(),
    c=integer(),
)
def sum_or_thrice(a, b, c):
    total = a + b + c
    if a == b == c:
        return 3 * total
    return total


@family(find("[the |]sum of the cubes of all positive integers smaller than {n}"), n=integer(1, 20))
def cubes_below(n):
    return sum(i**3 for i in range(1, n))


@family(
    do(
        "compute f(n)=f(n-1)+100 when n>0 and f(0)=1{given n}",
        "compute f(n) where f(n)=f(n-1)+100 and f(0)=1{given n}",
    ),
    find("f(n) where f(n)=f(n-1)+100 when n>0 and f(0)=1{given n}"),
    n=integer(0, 20),
)
def recurrence(n):
    if n == 0:
        return 1
    return recurrence(n - 1) + 100


@family(
    check("{n} is a magic number"), draw=lambda rng: (rng.choice((19, 28, 1234, rng.randint(1, 999))),), n=integer()
)
def is_magic(n):
    while n > 9:
        n = sum(int(digit) for digit in str(n))
    return n == 1


@family(
    check("{n} is a power of {base}", "{n} is a power of a given base{given base}"),
    draw=lambda rng: (lambda b: (rng.choice((b ** rng.randint(1, 4), rng.randint(2, 80))), b))(rng.randint(2, 5)),
    n=integer(),
    base=integer()("base"),
)
def is_power_of(n, base):
    while n % base == 0:
        n //= base
    return n == 1


@family(
    check("{n} is divisible by all [of |]its digits", "{n} is divisible by every digit it contains"),
    draw=lambda rng: (rng.choice((12, 24, 36, 128, rng.randint(1, 99))),),
    n=integer(),
)
def divisible_by_digits(n):
    return all(digit != "0" and n % int(digit) == 0 for digit in str(n))


@family(
    check("{a,b} are close to each other", "{a,b} are close"),
    draw=lambda rng: rng.choice(((0.3, 0.1 + 0.2), (1.5, 1.6), (2.0, 2.0))),
    a=real(),
    b=real(),
    forms="function",
)
def are_close(a, b):
    return math.isclose(a, b)


@family(find("[the |]largest among {a,b} and their sum"), a=integer(-20, 30), b=integer(-20, 30))
def largest_with_sum(a, b):
    return max(a, b, a + b)


@family(
    do("compare {a,b}", "check whether {a} is greater than, equal to or less than {b}"),
    tell("{a} is greater than, equal to or less than {b}"),
    a=integer(1, 12),
    b=integer(1, 12),
)
def compare(a, b):
    if a > b:
        return "Greater"
    elif a < b:
        return "Less"
    else:
        return "Equal"


@family(check("the sum of {a,b} is even"), a=integer(1, 40), b=integer(1, 40))
def sum_is_even(a, b):
    return (a + b) % 2 == 0


@family(check("the product of {a,b} is even"), a=integer(1, 40), b=integer(1, 40))
def product_is_even(a, b):
    return a * b % 2 == 0


@family(
    find("[the |]digits of {n} as a list", "[the |]list of digits of {n}"),
    do("extract [each digit|the digits] [of|from] {n}", "split {n} into digits"),
    n=integer(10, 99999),
)
def digits(n):
    return [int(digit) for digit in str(n)]


@family(
    find("[the |]digits of {n} in reverse order"),
    do("extract each digit from {n}[,|] in [the |]reverse order"),
    n=integer(10, 99999),
)
def digits_reversed(n):
    return [int(digit) for digit in str(n)[::-1]]


@family(find("[the |][largest|biggest] digit [of|in] {n}"), n=integer(10, 99999))
def largest_digit(n):
    return max(int(digit) for digit in str(n))


@family(find("[the |]smallest digit [of|in] {n}"), n=integer(10, 99999))
def smallest_digit(n):
    return min(int(digit) for digit in str(n))


@family(find("[the |]first digit of {n}", "[the |]leading digit of {n}"), n=integer(10, 99999))
def first_digit(n):
    return int(str(n)[0])


@family(find("[the |]last digit of {n}"), n=integer(10, 99999))
def last_digit(n):
    return n % 10


@family(
    find("[the |]nth root of {n}{given k}", "[the |]{=k}th root of {n}"),
    n=integer(1, 300),
    k=integer(2, 5)("k", "degree"),
    forms="function prints open",
)
def nth_root(n, k):
    return n ** (1 / k)


@family(do("increment {n} by one", "increment {n}"), n=integer(1, 99))
def increment(n):
    return n + 1


@family(do("double {n}"), find("[the |]double of {n}", "twice {n}"), n=integer(1, 99))
def double(n):
    return n * 2


@family(find("half of {n}"), do("divide {n} by two"), n=integer(1, 99))
def half(n):
    return n / 2


@family(find("[the |]negative of {n}"), do("negate {n}"), n=integer(1, 99))
def negative(n):
    return -n


@family(find("[the |]reciprocal of {n}"), n=integer(1, 20))
def reciprocal(n):
    return 1 / n

"""Checks of text against a form, and what is cut out of text: e-mail, IP, passwords, URLs, regular expressions."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"

import re
from hashlib import sha256

from diptych.code.world.family import check, checker, do, family, find
from diptych.code.world.values import PEOPLE, WORDS, integer, kind, one_of, sentence_of, text


def _email(rng):
    return f"{rng.choice(PEOPLE).lower()}@{rng.choice(WORDS)}.{rng.choice(('com', 'org', 'net'))}"


EMAIL = kind("email address|email|email address|email id", _email, "email e address text", "input()")


@family(
    check("{email} is [valid|a valid email]", "{email} is valid"),
    checker("email"),
    do("validate {email}", "check a valid email id{given email}"),
    draw=lambda rng: (rng.choice((_email(rng), rng.choice(WORDS), "a@b", "me@site.", "x y@mail.com")),),
    email=EMAIL,
)
def is_valid_email(email):
    return re.fullmatch(r"[\w.+-]+@[\w-]+\.[\w.]+", email) is not None


@family(
    find("[the |]domain [name |][of|from] {email}", "[the |]company name of {email}"),
    do("extract [the |]domain name from {email}"),
    email=EMAIL,
)
def email_domain(email):
    return email.split("@")[1]


@family(find("[the |]user[ |]name [of|from] {email}"), do("extract [the |]user name from {email}"), email=EMAIL)
def email_user(email):
    return email.split("@")[0]


@family(
    find("[all |all the |]email [addresses|ids] in {s}"),
    do("extract [all |]email addresses from {s}"),
    draw=lambda rng: (f"{rng.choice(WORDS)} {_email(rng)} {rng.choice(WORDS)} {_email(rng)}",),
    s=text()("string", "text"),
)
def find_emails(s):
    return re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", s)


@family(
    find("[all |all the |]urls in {s}", "[all |]URLs in {s}"),
    do("extract [all |]URLs from {s}", "find urls in {s}"),
    draw=lambda rng: (f"see https://{rng.choice(WORDS)}.com and http://www.{rng.choice(WORDS)}.org now",),
    s=text()("string", "sentence", "text"),
)
def find_urls(s):
    return re.findall(r"https?://\S+", s)


@family(
    check("{s} is a valid [ip|IP] address", "{s} is valid"),
    checker("ip address"),
    do("validate {s}"),
    draw=lambda rng: (
        rng.choice(
            (".".join(str(rng.randint(0, 299)) for _ in range(4)), "1.2.3", "10.0.0.1", "a.b.c.d", "192.168.1.1")
        ),
    ),
    s=kind("IP address|ip address", lambda rng: "", "ip s address", "input()"),
)
def is_valid_ip(s):
    parts = s.split(".")
    return len(parts) == 4 and all(part.isdigit() and int(part) <= 255 for part in parts)


@family(
    do("remove leading zeros from {s}"),
    draw=lambda rng: (".".join(f"{rng.randint(0, 255):03d}" for _ in range(4)),),
    s=kind("IP address|ip address", lambda rng: "", "ip s address", "input()"),
)
def strip_ip_zeros(s):
    return ".".join(str(int(part)) for part in s.split("."))


@family(
    check(
        "{password} is [valid|strong]",
        "{password} is [valid|strong]: at least 8 characters with upper case, lower case and digits",
        "{password} has at least 8 characters, an uppercase letter, a lowercase letter and a digit",
    ),
    checker("password"),
    do("validate {password}", "implement validation of {password}", "check the strength of {password}"),
    password=kind(
        "password|user password",
        lambda rng: rng.choice(
            (
                "Abcdef12",
                "password",
                "SHORT1a",
                "longpassword1",
                "GoodPass9",
                "ABCDEFG1",
                rng.choice(PEOPLE) + "2024x",
            )
        ),
        "password p text",
        "input()",
    ),
)
def is_valid_password(password):
    return (
        len(password) >= 8
        and any(char.isupper() for char in password)
        and any(char.islower() for char in password)
        and any(char.isdigit() for char in password)
    )


@family(
    check("{number} is a valid [phone|mobile] number", "{number} is valid"),
    number=kind(
        "phone number|mobile number",
        lambda rng: rng.choice(
            (str(rng.randint(10**9, 10**10 - 1)), "12345", "98765abcde", str(rng.randint(10**10, 10**11)))
        ),
        "number phone s",
        "input()",
    ),
)
def is_valid_phone(number):
    return len(number) == 10 and number.isdigit()


@family(
    check("{s} is a valid [python |]identifier", "{s} is a valid variable name"),
    s=kind("string|name", one_of("name", "2x", "my_var", "a-b", "_x", "class1", "x y"), "s name text", "input()"),
)
def is_identifier(s):
    return s.isidentifier()


@family(
    check("{s} is a valid hex color[ code|]", "{s} is a valid hexadecimal color code"),
    s=kind("string|color code", one_of("#ff0000", "#FFF", "ff0000", "#12345g", "#00ffaa"), "s color", "input()"),
)
def is_hex_color(s):
    return re.fullmatch(r"#[0-9a-fA-F]{6}", s) is not None


@family(
    find(
        "[all |all the |]words [starting with a capital letter|that start with a capital letter] in {s}",
        "[the |]capitalized words in {s}",
    ),
    draw=lambda rng: (" ".join(rng.choice((w, w.capitalize())) for w in sentence_of(rng, 5).split()),),
    s=text()("sentence", "string"),
)
def capital_words(s):
    return re.findall(r"\b[A-Z]\w*", s)


@family(
    find("[the |]words [of|with] {=n} letters in {s}", "[all |]{=n} letter words in {s}"),
    draw=lambda rng: (rng.randint(3, 6), sentence_of(rng, 6)),
    n=integer(),
    s=text()("sentence", "string"),
)
def words_of_length(n, s):
    return [word for word in s.split() if len(word) == n]


@family(
    do("split {s} into sentences"),
    draw=lambda rng: (" ".join(sentence_of(rng, 3) + "." for _ in range(2)),),
    s=text()("paragraph", "text"),
)
def sentences(s):
    return [part.strip() for part in s.split(".") if part.strip()]


@family(
    check("{s} starts with [an |]uppercase letter and ends with a [period|full stop]"),
    draw=lambda rng: (sentence_of(rng, 3) + rng.choice((".", "")),),
    s=text()("sentence", "string"),
)
def is_sentence(s):
    return s[:1].isupper() and s.endswith(".")


@family(
    do(
        "validate {number} [with|using] the luhn algorithm",
        "check a credit card number with the luhn algorithm{given number}",
    ),
    number=kind(
        "card number|credit card number",
        one_of("4539578763621486", "79927398713", "79927398710", "4111111111111111", "1234567812345678"),
        "number card s",
        "input()",
    ),
)
def luhn(number):
    total = 0
    for i, digit in enumerate(reversed(number)):
        value = int(digit)
        if i % 2 == 1:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


@family(
    find("[the |]sha256 [hash|digest] of {s}"),
    do("generate [the |]sha256 [hash |]for {s}", "hash {s} with sha256"),
    s=text(1, 2)("string", "text", "given text"),
)
def sha256_hash(s):
    return sha256(s.encode()).hexdigest()

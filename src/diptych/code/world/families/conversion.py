"""Conversion: units, bases, numerals, types, JSON."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: B905, SIM108

import json

from diptych.code.world.family import Goal, check, do, family, find
from diptych.code.world.values import FRUIT, KEYS, PEOPLE, WORDS, integer, kind, one_of, real, role, sentence, word


def converts(start: str, end: str, slot: str) -> tuple[Goal, ...]:
    """The wordings for a conversion of units; `start` and `end` are phrases."""
    return (
        do(
            f"convert {start} to {end}{{given {slot}}}",
            f"convert {start} to {end}{{given {slot}}}",
            f"convert {{={slot}}} {start} to {end}",
            f"convert [a |]temperature from {start} to {end}{{given {slot}}}"
            if slot in ("celsius", "fahrenheit", "kelvin")
            else f"change {start} [in|]to {end}{{given {slot}}}",
        )
        + find(f"{{={slot}}} {start} in {end}", f"[the |]{end} value of {{={slot}}} {start}")
        + named(f"{start} to {end}", f"{start} to {end} [conversion|converter]")
    )


def named(*texts: str) -> tuple[Goal, ...]:
    """The terse wordings: "celsius to fahrenheit"."""
    return tuple(Goal("name", text) for text in texts)


CELSIUS = "[celsius|celcius|degree celsius|Celsius|degrees celsius|celsius]"
FAHRENHEIT = "[fahrenheit|Fahrenheit|degree fahrenheit|degrees fahrenheit]"


@family(
    converts(CELSIUS, FAHRENHEIT, "celsius"),
    celsius=role(real(-10, 100), "celsius", "temperature", "temperature in celsius"),
)
def celsius_to_fahrenheit(celsius):
    return celsius * 9 / 5 + 32


@family(
    converts(FAHRENHEIT, CELSIUS, "fahrenheit"),
    fahrenheit=role(real(10, 120), "fahrenheit", "temperature", "temperature in fahrenheit"),
)
def fahrenheit_to_celsius(fahrenheit):
    return (fahrenheit - 32) * 5 / 9


@family(converts(CELSIUS, "[kelvin|Kelvin]", "celsius"), celsius=role(real(-10, 100), "celsius", "temperature"))
def celsius_to_kelvin(celsius):
    return celsius + 273.15


@family(converts("[kelvin|Kelvin]", CELSIUS, "kelvin"), kelvin=role(real(200, 400), "kelvin", "temperature"))
def kelvin_to_celsius(kelvin):
    return kelvin - 273.15


@family(
    converts(
        "[km per hour|kmph|km/h|kilometers per hour|kilometres per hour|kmh|km/hr|km per hr]",
        "[miles per hour|mph|mile per hour|miles/hour]",
        "kmh",
    ),
    kmh=role(real(10, 200), "speed", "speed in km/h", "kmph"),
)
def kmh_to_mph(kmh):
    return kmh * 0.621371


@family(
    converts("[miles per hour|mph]", "[km per hour|kmph|km/h|kilometers per hour]", "mph"),
    mph=role(real(10, 120), "speed", "speed in mph"),
)
def mph_to_kmh(mph):
    return mph * 1.60934


@family(
    converts("[km|kilometers|kilometres|kms]", "miles", "km"),
    km=role(real(1, 200), "kilometers", "distance", "distance in km"),
)
def km_to_miles(km):
    return km * 0.621371


@family(
    converts("miles", "[km|kilometers|kilometres]", "miles"),
    miles=role(real(1, 200), "miles", "distance", "distance in miles"),
)
def miles_to_km(miles):
    return miles * 1.60934


@family(
    converts("[meters|metres]", "[centimeters|cm|centimetres]", "metres"),
    metres=role(real(1, 90), "meters", "length"),
)
def metres_to_cm(metres):
    return metres * 100


@family(
    converts("[cm|centimeters|centimetres]", "inches", "cm"), cm=role(real(1, 200), "cm", "length", "length in cm")
)
def cm_to_inches(cm):
    return cm / 2.54


@family(converts("inches", "[cm|centimeters|centimetres]", "inches"), inches=role(real(1, 90), "inches", "length"))
def inches_to_cm(inches):
    return inches * 2.54


@family(converts("feet", "[meters|metres]", "feet"), feet=role(real(1, 90), "feet", "length"))
def feet_to_metres(feet):
    return feet * 0.3048


@family(converts("[meters|metres]", "feet", "metres"), metres=role(real(1, 90), "meters", "length"))
def metres_to_feet(metres):
    return metres / 0.3048


@family(
    converts(
        "[feet and inches|height in feet and inches|a height in feet and inches]", "[centimeters|cm]", "feet,inches"
    ),
    forms="function prints open input",
    feet=role(integer(4, 6), "feet"),
    inches=role(integer(0, 11), "inches"),
)
def height_to_cm(feet, inches):
    return (feet * 12 + inches) * 2.54


@family(converts("[kg|kilograms|kgs]", "[pounds|lbs]", "kg"), kg=role(real(1, 120), "kg", "weight", "weight in kg"))
def kg_to_pounds(kg):
    return kg * 2.20462


@family(converts("[pounds|lbs]", "[kg|kilograms|kgs]", "pounds"), pounds=role(real(1, 200), "pounds", "weight"))
def pounds_to_kg(pounds):
    return pounds / 2.20462


@family(converts("hours", "minutes", "hours"), hours=role(integer(1, 48), "hours"))
def hours_to_minutes(hours):
    return hours * 60


@family(converts("hours", "seconds", "hours"), hours=role(integer(1, 48), "hours"))
def hours_to_seconds(hours):
    return hours * 3600


@family(converts("minutes", "seconds", "minutes"), minutes=role(integer(1, 90), "minutes"))
def minutes_to_seconds(minutes):
    return minutes * 60


@family(converts("days", "hours", "days"), days=role(integer(1, 60), "days"))
def days_to_hours(days):
    return days * 24


@family(
    converts("[seconds|a number of seconds]", "hours, minutes and seconds", "seconds"),
    seconds=role(integer(100, 20000), "seconds"),
)
def split_seconds(seconds):
    hours = seconds // 3600
    minutes = seconds % 3600 // 60
    return hours, minutes, seconds % 60


@family(converts("days", "years, weeks and days", "days"), days=role(integer(100, 2000), "days"))
def split_days(days):
    years = days // 365
    weeks = days % 365 // 7
    return years, weeks, days % 365 % 7


@family(
    converts("[radians|radian]", "[degrees|degree]", "radians"),
    find("an angle [from|in] radians in degrees{given radians}"),
    radians=role(real(0, 6), "radians", "angle"),
)
def radians_to_degrees(radians):
    return radians * 180 / 3.141592653589793


@family(
    converts("[degrees|degree]", "[radians|radian]", "degrees"), degrees=role(integer(0, 360), "degrees", "angle")
)
def degrees_to_radians(degrees):
    return degrees * 3.141592653589793 / 180


@family(converts("[dollars|usd|USD]", "cents", "dollars"), dollars=role(integer(1, 90), "dollars", "amount"))
def dollars_to_cents(dollars):
    return dollars * 100


@family(converts("liters", "gallons", "litres"), litres=role(real(1, 90), "liters", "volume"))
def litres_to_gallons(litres):
    return litres * 0.264172


@family(
    converts("[bytes|a number of bytes]", "[kilobytes|KB|kb]", "size"),
    size=role(integer(1024, 90000), "bytes", "size"),
)
def bytes_to_kb(size):
    return size / 1024


# Bases ------------------------------------------------------------------------------------------------------------


@family(
    do(
        "convert {n} to binary",
        "convert {n} from decimal to binary",
        "convert decimal [number |]to binary{given n}",
        "convert [an|a given] integer to binary{given n}",
    ),
    find("[the |]binary [value|representation|equivalent] of {n}", "[the |]binary of {n}", "{n} in binary"),
    named("decimal to binary", "decimal to binary conversion"),
    n=integer(1, 200)("number", "decimal number", "integer", "number"),
    oracle=lambda n: format(n, "b"),
)
def to_binary(n):
    return bin(n)[2:]


@to_binary.way("while", "plain")
def to_binary(n):
    result = ""
    while n > 0:
        result = str(n % 2) + result
        n //= 2
    return result


@to_binary.way("recursion")
def to_binary(n):
    if n < 2:
        return str(n)
    return to_binary(n // 2) + str(n % 2)


BINARY = kind(
    "binary number|binary string|binary", lambda rng: bin(rng.randint(2, 200))[2:], "binary b s num", "input()"
)


@family(
    do(
        "convert {binary} to decimal",
        "convert {binary} to [a |]decimal [number|]",
        "convert {binary} [in|]to an integer",
        "convert binary to decimal{given binary}",
    ),
    find("[the |]decimal [value|equivalent] of {binary}", "[the |]decimal value of {binary}"),
    named("binary to decimal", "binary to decimal conversion"),
    binary=BINARY,
)
def binary_to_decimal(binary):
    return int(binary, 2)


@binary_to_decimal.way("for", "plain")
def binary_to_decimal(binary):
    result = 0
    for digit in binary:
        result = result * 2 + int(digit)
    return result


@family(
    do("convert {n} to hexadecimal", "convert decimal to hexadecimal{given n}"),
    find("[the |][hexadecimal|hex] [value|representation] of {n}", "{n} in hexadecimal"),
    named("decimal to hexadecimal"),
    n=integer(10, 5000)("number", "decimal number", "integer"),
    oracle=lambda n: format(n, "x"),
)
def to_hex(n):
    return hex(n)[2:]


@family(
    do("convert {n} to octal", "convert decimal to octal{given n}", "convert decimal number to octal{given n}"),
    find("[the |]octal [value|representation] of {n}", "{n} in octal"),
    named("decimal to octal"),
    n=integer(10, 900)("number", "decimal number", "integer"),
    oracle=lambda n: format(n, "o"),
)
def to_octal(n):
    return oct(n)[2:]


@family(
    do("convert {text} [from hexadecimal |]to decimal", "convert hexadecimal to decimal{given text}"),
    find("[the |]decimal value of {text}"),
    text=kind(
        "hexadecimal number|hex string|hexadecimal string",
        lambda rng: format(rng.randint(10, 5000), rng.choice("xX")),
        "text h s",
        "input()",
    ),
)
def hex_to_decimal(text):
    return int(text, 16)


@family(
    do("convert {text} [from octal |]to decimal", "convert octal to decimal{given text}"),
    find("[the |]decimal value of {text}"),
    text=kind("octal number|octal string", lambda rng: format(rng.randint(8, 500), "o"), "text o s", "input()"),
)
def octal_to_decimal(text):
    return int(text, 8)


@family(
    do("convert {n} to binary, octal and hexadecimal", "convert decimal to binary, octal and hexadecimal{given n}"),
    find("[the |]binary, octal and hexadecimal [values|representations] of {n}"),
    n=integer(5, 300)("number", "decimal number"),
)
def to_all_bases(n):
    return bin(n), oct(n), hex(n)


@family(
    do(
        "convert {n} to base {b}",
        "convert {n} to [any|a given] base{given b}",
        "convert an integer to a string in any base{given n,b}",
    ),
    find("{n} in base {=b}"),
    n=integer(5, 300),
    b=integer(2, 9)("base", "given base"),
)
def to_base(n, b):
    result = ""
    while n > 0:
        result = str(n % b) + result
        n //= b
    return result


@family(
    do("add {a,b}", "add {a,b} and print the sum in binary"),
    find("[the |]sum of {a,b}"),
    a=kind("binary number|binary string", lambda rng: bin(rng.randint(1, 60))[2:], "a x", "input()"),
    b=kind("binary number|binary string", lambda rng: bin(rng.randint(1, 60))[2:], "b y", "input()"),
)
def add_binary(a, b):
    return bin(int(a, 2) + int(b, 2))[2:]


@family(
    do(
        "convert {n} to [a |]roman [numeral|number]",
        "convert an integer to [a |its ]roman numeral[ representation|]{given n}",
    ),
    find("[the |][roman|Roman] numeral [of|for] {n}"),
    named("integer to roman"),
    n=integer(1, 2500),
)
def to_roman(n):
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    symbols = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    result = ""
    for value, symbol in zip(values, symbols):
        while n >= value:
            result += symbol
            n -= value
    return result


@family(
    do("convert {s} to an integer", "convert a roman numeral to an integer{given s}"),
    find("[the |]integer value of {s}"),
    named("roman to integer"),
    s=kind(
        "roman numeral|roman number",
        one_of("III", "IV", "IX", "XIV", "XL", "XCIX", "CDXLIV", "MCMXC", "MMXXI", "LVIII", "XXVII"),
        "s roman numeral",
        "input()",
    ),
)
def from_roman(s):
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    total = 0
    for i in range(len(s)):
        if i + 1 < len(s) and values[s[i]] < values[s[i + 1]]:
            total -= values[s[i]]
        else:
            total += values[s[i]]
    return total


@family(
    find("[the |][ascii|ASCII] [value|code] of {c}", "[the |]ascii value of {c}"),
    c=kind(
        "character|letter|given character|char",
        lambda rng: rng.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHXYZ059#"),
        "c ch char letter",
        "input()",
    ),
    oracle=ord,
)
def ascii_value(c):
    return ord(c)


@family(
    find(
        "[the |]character [of|for|with] [an |the |]ascii [value|code] {=n}",
        "[the |]character of an ascii value{given n}",
    ),
    n=integer(65, 122)("ascii value", "number", "code"),
    oracle=chr,
)
def ascii_char(n):
    return chr(n)


@family(find("[the |]ascii values of [each character|the characters|all characters] [in|of] {s}"), s=word())
def ascii_values(s):
    return [ord(char) for char in s]


@family(do("convert {s} to binary", "convert each character of {s} to binary"), s=word()("string", "word"))
def string_to_binary(s):
    return " ".join(format(ord(char), "08b") for char in s)


@family(
    do(
        "convert rgb [values|components|color|colour] to [a |]hex[adecimal|] [color code|code|color]{given r,g,b}",
        "convert the values of RGB components to a hexadecimal color code{given r,g,b}",
    ),
    r=role(integer(0, 255), "r"),
    g=role(integer(0, 255), "g"),
    b=role(integer(0, 255), "b"),
)
def rgb_to_hex(r, g, b):
    return f"#{r:02x}{g:02x}{b:02x}"


@family(
    do("convert {s} to [camel case|camelCase|camelcase]", "convert a snake case string to camel case{given s}"),
    draw=lambda rng: ("_".join(rng.sample(WORDS, rng.randint(2, 3))),),
    s=word()("snake case string", "string", "snake_case string"),
)
def snake_to_camel(s):
    first, *rest = s.split("_")
    return first + "".join(word.capitalize() for word in rest)


@family(
    do("convert {s} to [pascal case|PascalCase]", "convert snake case to pascal case{given s}"),
    draw=lambda rng: ("_".join(rng.sample(WORDS, rng.randint(2, 3))),),
    s=word()("snake case string", "string"),
)
def snake_to_pascal(s):
    return "".join(word.capitalize() for word in s.split("_"))


@family(
    do("convert {s} to [snake case|snake_case]", "convert [a |]camel case [string |]to snake case{given s}"),
    draw=lambda rng: (
        (lambda w: w[0] + "".join(x.capitalize() for x in w[1:]))(rng.sample(WORDS, rng.randint(2, 3))),
    ),
    s=word()("camel case string", "string", "camelCase string"),
)
def camel_to_snake(s):
    result = ""
    for char in s:
        if char.isupper():
            result += "_" + char.lower()
        else:
            result += char
    return result


@family(do("convert {s} to [kebab case|kebab-case]"), s=sentence(2, 4))
def to_kebab(s):
    return "-".join(s.lower().split())


# Types and JSON ---------------------------------------------------------------------------------------------------


def _object(rng):
    return {"name": rng.choice(PEOPLE), "age": rng.randint(6, 80)}


OBJECT = kind("python object|python dictionary|dictionary|object|dict", _object, "obj data d value my_dict")


@family(
    do(
        "convert [Python|python] objects [into|to] [JSON|json] strings{given obj}",
        "convert {obj} [to|into] [a |][JSON|json] string",
        "convert {obj} [to|into] [JSON|json]",
        "serialize {obj} to [JSON|json]",
        "convert python objects to json{given obj}",
    ),
    find("[the |][JSON|json] string of {obj}", "[the |]json representation of {obj}"),
    named("python object to json", "dictionary to json"),
    forms="function prints open values",
    obj=OBJECT,
    oracle=lambda obj: str(obj).replace("'", '"'),
)
def to_json(obj):
    return json.dumps(obj)


@family(
    do("convert {obj} to [a |]JSON string with sorted keys", "convert {obj} to json with sorted keys"),
    obj=OBJECT,
    forms="function prints open values",
)
def to_sorted_json(obj):
    return json.dumps(obj, sort_keys=True)


@family(
    do("pretty print {obj} [as json|as JSON]", "print {obj} as [indented|pretty] json"),
    obj=OBJECT,
    forms="prints open values",
)
def pretty_json(obj):
    print(json.dumps(obj, indent=4))


@family(
    do(
        "convert {text} [to|into] [a |]python [dictionary|object|dict]",
        "parse {text}",
        "convert {text} to a dictionary",
    ),
    find("[the |]dictionary from {text}"),
    forms="function prints open values",
    text=kind("JSON string|json string|json", lambda rng: json.dumps(_object(rng)), "text s data json_string"),
)
def from_json(text):
    return json.loads(text)


@family(
    check("{text} is valid [json|JSON]", "{text} is a valid json"),
    forms="function prints open",
    text=kind(
        "JSON string|json string|string",
        lambda rng: rng.choice(['{"a": 1}', "{a: 1}", "[1, 2]", "[1, 2", json.dumps(_object(rng))]),
        "text s data",
    ),
)
def is_valid_json(text):
    try:
        json.loads(text)
        return True
    except ValueError:
        return False


@family(
    find("[the |]value of [the key |]{key} in {text}"),
    draw=lambda rng: (json.dumps(_object(rng)), rng.choice(("name", "age"))),
    forms="function prints open",
    text=kind("JSON string|json string", lambda rng: "", "text s data"),
    key=word()("key", "given key"),
)
def json_value(text, key):
    return json.loads(text)[key]


@family(
    do("convert {s} to an [integer|int]", "typecast {s} to [an |]integer"),
    find("[the |]integer value of {s}"),
    s=kind("string|numeric string|string number", lambda rng: str(rng.randint(1, 999)), "s text value", "input()"),
)
def string_to_int(s):
    return int(s)


@family(
    do("convert {s} to a float", "typecast {s} to float"),
    s=kind(
        "string|numeric string", lambda rng: f"{rng.randint(1, 99)}.{rng.randint(1, 9)}", "s text value", "input()"
    ),
)
def string_to_float(s):
    return float(s)


@family(
    do("convert {n} to a string", "convert an integer to [a |]string{given n}", "typecast {n} to [a |]string"),
    n=integer(1, 999),
)
def int_to_string(n):
    return str(n)


@family(
    find("[the |][sum|addition] of two [integral |]numbers [in string form|given as strings]{given a,b}"),
    do("add two numbers given as strings{given a,b}"),
    a=kind("string|numeric string", lambda rng: str(rng.randint(1, 99)), "a s1", "input()"),
    b=kind("string|numeric string", lambda rng: str(rng.randint(1, 99)), "b s2", "input()"),
)
def add_strings(a, b):
    return int(a) + int(b)


@family(
    find("[the |][type|data type|datatype] of {value}"),
    do("print the [type|data type|datatype] of {value}", "check the type of {value}"),
    forms="function prints open values",
    value=kind(
        "variable|object|value", one_of(5, 3.14, "hello", [1, 2], (1, 2), {"a": 1}, True, None), "value x obj var"
    ),
)
def type_name(value):
    return type(value).__name__


@family(
    check("{value} is a list", "{value} is an instance of list"),
    forms="function prints open values",
    value=kind("variable|object|value", one_of(5, "hello", [1, 2], (1, 2), [], {"a": 1}), "value x obj var"),
)
def is_list(value):
    return isinstance(value, list)


@family(
    check("{value} is a string"),
    forms="function prints open values",
    value=kind("variable|object|value", one_of(5, "hello", [1, 2], "", 2.5), "value x obj var"),
)
def is_string(value):
    return isinstance(value, str)


@family(
    check("{value} is an integer"),
    forms="function prints open values",
    value=kind("variable|object|value", one_of(5, "hello", [1, 2], -3, 2.5), "value x obj var"),
)
def is_integer(value):
    return isinstance(value, int)


@family(
    do(
        "convert {n} to words",
        "convert a [single |]digit to [its |]word{given n}",
        "print the name of a digit in english{given n}",
    ),
    find("[the |][english |]word for the digit {=n}"),
    n=integer(0, 9)("digit", "single digit"),
)
def digit_word(n):
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return words[n]


@family(
    find("[the |][ordinal|ordinal form] of {n}"),
    do("convert {n} to [its |an ]ordinal [number |]like 1st, 2nd or 3rd", "add the ordinal suffix to {n}"),
    n=integer(1, 130),
)
def ordinal(n):
    if 10 <= n % 100 <= 20:
        suffix = "th"
    else:
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return str(n) + suffix


@family(
    do("convert {items} to a comma separated string"),
    find("{items} as comma separated values"),
    draw=lambda rng: ([rng.choice((rng.randint(1, 9), rng.choice(FRUIT))) for _ in range(3)],),
    items=kind("list of mixed data|mixed list", lambda rng: [], "items data lst"),
)
def mixed_to_csv(items):
    return ", ".join(str(item) for item in items)


@family(
    do("convert {s} of key value pairs to a dictionary", "convert a string like 'a=1,b=2' to a dictionary{given s}"),
    draw=lambda rng: (",".join(f"{k}={rng.randint(1, 9)}" for k in rng.sample(KEYS, 2)),),
    s=word()("string", "text"),
    forms="function prints open",
)
def parse_pairs(s):
    result = {}
    for pair in s.split(","):
        key, value = pair.split("=")
        result[key] = value
    return result


@family(
    do("convert binary to gray code{given n}", "convert {n} to gray code"),
    find("[the |]gray code of {n}"),
    n=integer(1, 60),
)
def gray_code(n):
    return bin(n ^ (n >> 1))[2:]

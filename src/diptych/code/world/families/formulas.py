"""Formulas of money, physics and health."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: RET505

from diptych.code.world.family import check, checker, do, family, find
from diptych.code.world.values import integer, numbers, real, role

PRINCIPAL = role(integer(100, 9000), "principal", "principal amount", "principal", "p")
RATE = role(real(1, 15), "rate", "rate of interest", "interest rate", "r")
TIME = role(integer(1, 10), "time", "time in years", "time", "t")


@family(
    find(
        "[the |]compound interest{given p,r,t}",
        "[the |]compound interest{given p,r,t}",
        "[the |]compound interest for {p,r,t}",
    ),
    p=PRINCIPAL,
    r=RATE,
    t=TIME,
)
def compound_interest(p, r, t):
    amount = p * (1 + r / 100) ** t
    return amount - p


@family(
    find(
        "[the |]simple interest{given p,r,t}",
        "[the |]simple interest{given p,r,t}",
        "[the |]simple interest for {p,r,t}",
    ),
    p=PRINCIPAL,
    r=RATE,
    t=TIME,
)
def simple_interest(p, r, t):
    return p * r * t / 100


@family(
    find(
        "[the |][total |]amount [after|with] compound interest{given p,r,t}",
        "[the |]amount after compound interest for {p,r,t}",
    ),
    p=PRINCIPAL,
    r=RATE,
    t=TIME,
)
def compound_amount(p, r, t):
    return p * (1 + r / 100) ** t


@family(
    find(
        "[the |]bmi{given weight,height}",
        "[the |]BMI{given weight,height}",
        "[the |]body mass index{given weight,height}",
    ),
    weight=role(real(40, 120), "weight", "weight in kg"),
    height=role(real(1, 2), "height", "height in meters"),
)
def bmi(weight, height):
    return weight / height**2


@family(
    find("[the |]speed{given distance,time}", "[the |]speed of [a moving|an] object{given distance,time}"),
    distance=role(real(10, 500), "distance", "distance travelled"),
    time=role(real(1, 10), "time", "time taken"),
)
def speed(distance, time):
    return distance / time


@family(
    find("[the |]distance [covered|travelled]{given speed,time}"),
    speed=role(real(10, 120), "speed"),
    time=role(real(1, 10), "time"),
)
def distance_covered(speed, time):
    return speed * time


@family(
    find("[the |]time taken to cover a distance{given distance,speed}", "[the |]time taken{given distance,speed}"),
    distance=role(real(10, 500), "distance"),
    speed=role(real(10, 120), "speed"),
)
def time_taken(distance, speed):
    return distance / speed


@family(
    find("[the |]kinetic energy of an object{given mass,velocity}", "[the |]kinetic energy{given mass,velocity}"),
    mass=role(real(1, 50), "mass", "mass m"),
    velocity=role(real(1, 30), "velocity", "velocity v"),
)
def kinetic_energy(mass, velocity):
    return 0.5 * mass * velocity**2


@family(
    find("[the |]potential energy of an object{given mass,height}", "[the |]potential energy{given mass,height}"),
    mass=role(real(1, 50), "mass"),
    height=role(real(1, 30), "height"),
)
def potential_energy(mass, height):
    return mass * 9.8 * height


@family(
    find("[the |]force{given mass,acceleration}", "[the |]force on an object{given mass,acceleration}"),
    mass=role(real(1, 50), "mass"),
    acceleration=role(real(1, 30), "acceleration"),
)
def force(mass, acceleration):
    return mass * acceleration


@family(
    find("[the |]density{given mass,volume}", "[the |]density of an object{given mass,volume}"),
    mass=role(real(1, 50), "mass"),
    volume=role(real(1, 30), "volume"),
)
def density(mass, volume):
    return mass / volume


@family(
    find("[the |]final velocity{given u,a,t}", "[the |]velocity of an object{given u,a,t}"),
    u=role(real(1, 30), "initial velocity", "initial velocity u"),
    a=role(real(1, 9), "acceleration"),
    t=role(real(1, 9), "time"),
)
def final_velocity(u, a, t):
    return u + a * t


@family(
    find("[the |]displacement of an object{given u,t,a}", "[the |]displacement{given u,t,a}"),
    u=role(real(1, 30), "initial velocity"),
    t=role(real(1, 9), "time"),
    a=role(real(1, 9), "acceleration"),
)
def displacement(u, t, a):
    return u * t + 0.5 * a * t**2


@family(
    find("[the |]acceleration{given u,v,t}"),
    u=role(real(1, 30), "initial velocity", "u"),
    v=role(real(1, 60), "final velocity", "v"),
    t=role(real(1, 9), "time", "t"),
)
def acceleration(u, v, t):
    return (v - u) / t


@family(
    find("[the |]current in a circuit{given voltage,resistance}", "[the |]current{given voltage,resistance}"),
    voltage=role(real(1, 240), "voltage"),
    resistance=role(real(1, 50), "resistance"),
)
def current(voltage, resistance):
    return voltage / resistance


@family(
    find(
        "[the |]total resistance of [resistors|resistances] in parallel in {resistances}",
        "[the |]total parallel resistance of {resistances}",
    ),
    resistances=numbers(1, 20, 2, 5)("list", "list of resistances"),
)
def parallel_resistance(resistances):
    return 1 / sum(1 / r for r in resistances)


@family(
    find("[the |]profit or loss{given cost,price}", "[the |]profit or loss from {cost,price}"),
    cost=role(integer(10, 500), "cost price"),
    price=role(integer(10, 500), "selling price"),
)
def profit_or_loss(cost, price):
    if price > cost:
        return "Profit", price - cost
    elif price < cost:
        return "Loss", cost - price
    else:
        return "No profit no loss", 0


@family(
    find(
        "[the |][selling price|price] after [a |]discount{given price,discount}",
        "[the |]discounted price{given price,discount}",
        "[the |]new price based on [the |]discount percentage{given price,discount}",
    ),
    price=role(real(10, 500), "price", "original price"),
    discount=role(integer(5, 60), "discount", "discount percentage"),
)
def discounted_price(price, discount):
    return price - price * discount / 100


@family(
    find("[the |]price after tax{given price,tax}", "[the |]total price with tax{given price,tax}"),
    price=role(real(10, 500), "price"),
    tax=role(integer(5, 25), "tax", "tax rate", "tax percentage"),
)
def price_with_tax(price, tax):
    return price * (1 + tax / 100)


@family(
    find("[the |]percentage{given obtained,total}", "[the |]percentage of marks{given obtained,total}"),
    obtained=role(integer(10, 90), "marks obtained", "marks"),
    total=role(integer(100, 200), "total marks", "total"),
)
def percentage(obtained, total):
    return obtained / total * 100


@family(
    find("{p} percent of {n}", "[the |]{=p}% of {n}", "[the |]percentage {=p} of {n}"),
    p=integer(5, 90)("percentage"),
    n=integer(20, 500),
    forms="function prints values",
)
def percent_of(p, n):
    return n * p / 100


@family(
    find("[the |]percentage change between {old,new}", "[the |]percentage increase from {old} to {new}"),
    old=integer(10, 90),
    new=integer(20, 200),
    forms="function prints values input",
)
def percent_change(old, new):
    return (new - old) / old * 100


@family(
    check(
        "a person is eligible to vote{given age}",
        "a person is eligible for voting [based on|from] [their |]{age}",
        "{age} is eligible to vote",
    ),
    checker("voting eligibility"),
    age=role(integer(10, 40), "age"),
)
def can_vote(age):
    return age >= 18


@family(
    find("[the |]grade [of a student |]{given marks}", "[the |]grade for {marks}", "[the |]letter grade for {marks}"),
    forms="function prints open",
    marks=role(integer(20, 100), "marks", "score"),
)
def grade(marks):
    if marks >= 90:
        return "A"
    elif marks >= 80:
        return "B"
    elif marks >= 70:
        return "C"
    elif marks >= 60:
        return "D"
    else:
        return "F"


@family(
    find("[the |]age in days{given age}", "[the |]number of days for {age}"),
    age=role(integer(1, 90), "age", "age in years"),
)
def age_in_days(age):
    return age * 365


@family(
    find("[the |]number of frames shown [for|given] {minutes,fps}", "[the |]frames{given minutes,fps}"),
    minutes=role(integer(1, 60), "minutes"),
    fps=role(integer(1, 60), "fps"),
    forms="function prints values",
)
def frames(minutes, fps):
    return minutes * 60 * fps


@family(
    find("[the |]total number of legs of [the animals on a farm|all the animals]{given chickens,cows,pigs}"),
    chickens=role(integer(1, 20), "chickens"),
    cows=role(integer(1, 20), "cows"),
    pigs=role(integer(1, 20), "pigs"),
    forms="function prints values",
)
def animal_legs(chickens, cows, pigs):
    return 2 * chickens + 4 * cows + 4 * pigs


@family(
    find(
        "[the |]electricity bill{given units}",
        "[the |]electricity bill for {units}: 5 per unit up to 100 and 8 per unit above",
    ),
    units=role(integer(20, 300), "units", "units used"),
)
def electricity_bill(units):
    if units <= 100:
        return units * 5
    return 500 + (units - 100) * 8


@family(
    find("[the |]gravitational force between two objects{given m1,m2,r}"),
    m1=role(real(1, 90), "mass m1", "m1"),
    m2=role(real(1, 90), "mass m2", "m2"),
    r=role(real(1, 20), "distance r", "r"),
)
def gravitational_force(m1, m2, r):
    return 6.674e-11 * m1 * m2 / r**2


@family(
    find(
        "[the |]energy released by [converting |]mass{given mass}", "[the |]energy [equivalent |]of mass{given mass}"
    ),
    mass=role(real(1, 20), "mass", "mass in kg"),
)
def mass_energy(mass):
    return mass * 299792458**2


@family(
    find("[the |]power{given voltage,current}", "[the |]electric power{given voltage,current}"),
    voltage=role(real(1, 240), "voltage"),
    current=role(real(1, 20), "current"),
)
def electric_power(voltage, current):
    return voltage * current


@family(
    find("[the |]total resistance of [resistors|resistances] in series in {resistances}"),
    resistances=numbers(1, 20, 2, 5)("list", "list of resistances"),
)
def series_resistance(resistances):
    return sum(resistances)


@family(
    find("[the |]momentum of an object{given mass,velocity}", "[the |]momentum{given mass,velocity}"),
    mass=role(real(1, 50), "mass"),
    velocity=role(real(1, 30), "velocity"),
)
def momentum(mass, velocity):
    return mass * velocity


@family(
    find("[the |]work done{given force,distance}"),
    force=role(real(1, 50), "force"),
    distance=role(real(1, 30), "distance"),
)
def work_done(force, distance):
    return force * distance


@family(find("[the |]pressure{given force,area}"), force=role(real(1, 50), "force"), area=role(real(1, 30), "area"))
def pressure(force, area):
    return force / area


@family(
    find("[the |]average speed{given distance,time}"),
    distance=role(real(10, 500), "total distance", "distance"),
    time=role(real(1, 10), "total time", "time"),
)
def average_speed(distance, time):
    return distance / time


@family(
    find(
        "[the |]gross salary{given basic}",
        "[the |]gross salary from [the |]basic salary{given basic}: 20% allowance and 10% bonus",
    ),
    basic=role(integer(1000, 9000), "basic salary"),
    forms="function open",
)
def gross_salary(basic):
    return basic * 1.3


@family(
    find("[the |]tip [amount |]{given bill,percent}", "[the |]tip for a bill{given bill,percent}"),
    bill=role(real(10, 200), "bill", "bill amount"),
    percent=role(integer(5, 25), "tip percentage", "percentage"),
)
def tip(bill, percent):
    return bill * percent / 100


@family(
    do("split {bill} equally among {people}", "split a bill equally{given bill,people}"),
    find("[the |]amount each person pays{given bill,people}"),
    bill=role(real(10, 300), "bill", "bill amount"),
    people=role(integer(2, 9), "number of people", "people"),
)
def split_bill(bill, people):
    return bill / people


@family(
    find("[the |]bmi category{given bmi}", "[the |]weight category for a bmi{given bmi}"),
    bmi=role(real(15, 40), "bmi"),
    forms="function prints open",
)
def bmi_category(bmi):
    if bmi < 18.5:
        return "Underweight"
    elif bmi < 25:
        return "Normal"
    elif bmi < 30:
        return "Overweight"
    else:
        return "Obese"

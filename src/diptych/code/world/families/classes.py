"""Classes, decorators, exceptions: asked for by the names that the tests use."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"

import functools
import math
import platform
import time

from diptych.code.world.family import do, family, make, show


@family(
    make(
        "a class [named |called |]Rectangle [with|that has|constructed by] [a |]length and width and "
        "[a method|methods] [area and perimeter|to compute area and perimeter|for area and perimeter]",
        "a [python |]class Rectangle with [methods |]area and perimeter",
        "a class named Rectangle which can be constructed by a length and width, with methods area and perimeter",
    ),
    calls=("Rectangle(3, 4).area()", "Rectangle(3, 4).perimeter()"),
)
class Rectangle:
    def __init__(self, length, width):
        self.length = length
        self.width = width

    def area(self):
        return self.length * self.width

    def perimeter(self):
        return 2 * (self.length + self.width)


@family(
    make(
        "a class [named |called |]Circle [which can be constructed by|with|that has] a radius and [a "
        "method area|an area method|a method to compute the area]",
        "a class named Circle constructed by a radius with methods [that compute |]area and perimeter",
        "a circle class Circle with [area and perimeter methods|methods area and perimeter]",
    ),
    calls=("round(Circle(2).area(), 2)", "round(Circle(2).perimeter(), 2)"),
)
class Circle:
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return math.pi * self.radius**2

    def perimeter(self):
        return 2 * math.pi * self.radius


@family(
    make(
        "a class [named |called |]Square with a [side|length] and [a method area|an area "
        "method|methods area and perimeter]",
        "a [python |]class Square that computes [its |]area and perimeter",
    ),
    calls=("Square(5).area()", "Square(5).perimeter()"),
)
class Square:
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2

    def perimeter(self):
        return 4 * self.side


@family(
    make(
        "a class [named |called |]Person with [a |]name and age",
        "a [python |]class Person [that has|with] name and age [attributes|properties]",
        "a class Person [with|having] attributes name and age and a [method |]greet[ method|] that "
        "returns a greeting",
    ),
    calls=("Person('Ann', 30).name", "Person('Ann', 30).age", "Person('Ann', 30).greet()"),
)
class Person:
    def __init__(self, name, age):
        self.name = name
        self.age = age

    def greet(self):
        return f"Hello, my name is {self.name}"


@family(
    make(
        "a class [named |called |]Stack with [methods |]push and pop",
        "a [python |]class Stack [with|that supports] push, pop and is_empty",
        "a stack class Stack using a list[ with push, pop and peek|]",
        "a Stack class with push, pop, peek and is_empty methods",
    ),
    do(
        "implement a stack[ using a list| class named Stack| with push and pop| in a class|]",
        "implement stack data structure",
    ),
    calls=("[s := Stack(), s.push(1), s.push(2), s.pop(), s.pop(), s.is_empty()][3:]",),
)
class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        return self.items.pop()

    def peek(self):
        return self.items[-1]

    def is_empty(self):
        return len(self.items) == 0


@family(
    make(
        "a class [named |called |]Queue with [methods |]enqueue and dequeue",
        "a [python |]class Queue [with|that supports] enqueue, dequeue and is_empty",
        "a queue class Queue using a list",
        "a Queue class with enqueue, dequeue and is_empty methods",
    ),
    do(
        "implement a queue[ using a list| class named Queue| with enqueue and dequeue|]",
        "implement queue data structure",
    ),
    calls=("[q := Queue(), q.enqueue(1), q.enqueue(2), q.dequeue(), q.dequeue(), q.is_empty()][3:]",),
)
class Queue:
    def __init__(self):
        self.items = []

    def enqueue(self, item):
        self.items.append(item)

    def dequeue(self):
        return self.items.pop(0)

    def is_empty(self):
        return len(self.items) == 0


@family(
    make(
        "a class [named |called |]BankAccount with [methods |]deposit and withdraw",
        "a bank account class BankAccount [with|that supports] deposit, withdraw and balance",
        "a class BankAccount which supports [basic operations like |]deposit and withdraw",
    ),
    calls=("[a := BankAccount(100), a.deposit(50), a.withdraw(30), a.balance][3]",),
)
class BankAccount:
    def __init__(self, balance=0):
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("Insufficient balance")
        self.balance -= amount


@family(
    make(
        "a class [named |called |]Counter with [methods |]increment and reset",
        "a [python |]class Counter that counts up with an increment method",
    ),
    calls=(
        "[c := Counter(), c.increment(), c.increment(), c.count][3]",
        "[c := Counter(), c.increment(), c.reset(), c.count][3]",
    ),
)
class Counter:
    def __init__(self):
        self.count = 0

    def increment(self):
        self.count += 1

    def reset(self):
        self.count = 0


@family(
    make(
        "a class [named |called |]Node [for|of] a linked list",
        "a class LinkedList with [methods |]append and to_list",
        "a linked list class LinkedList with append and to_list methods",
    ),
    do("implement a linked list[ class LinkedList|]", "implement a singly linked list[ with append|]"),
    calls=("[x := LinkedList(), x.append(1), x.append(2), x.to_list()][3]",),
)
class LinkedList:
    def __init__(self):
        self.head = None

    def append(self, value):
        if self.head is None:
            self.head = [value, None]
            return
        node = self.head
        while node[1] is not None:
            node = node[1]
        node[1] = [value, None]

    def to_list(self):
        values = []
        node = self.head
        while node is not None:
            values.append(node[0])
            node = node[1]
        return values


@family(
    make(
        "a class [named |called |]Calculator with [methods |]add, subtract, multiply and divide",
        "a calculator class Calculator [with|that has] add, subtract, multiply and divide methods",
    ),
    calls=(
        "Calculator().add(2, 3)",
        "Calculator().subtract(2, 3)",
        "Calculator().multiply(2, 3)",
        "Calculator().divide(6, 3)",
    ),
)
class Calculator:
    def add(self, a, b):
        return a + b

    def subtract(self, a, b):
        return a - b

    def multiply(self, a, b):
        return a * b

    def divide(self, a, b):
        return a / b


@family(
    make(
        "a class [named |called |]Student with [a |]name and marks and [a method average|an average method]",
        "a student class Student with name, marks and a method that returns the average of the marks",
    ),
    calls=("Student('Ann', [60, 80]).average()", "Student('Ann', [60, 80]).name"),
)
class Student:
    def __init__(self, name, marks):
        self.name = name
        self.marks = marks

    def average(self):
        return sum(self.marks) / len(self.marks)


@family(
    make(
        "a class [named |called |]Point with x and y and [a method distance to another point|a distance method]",
        "a point class Point with coordinates x and y and a method distance",
    ),
    calls=("Point(0, 0).distance(Point(3, 4))",),
)
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def distance(self, other):
        return math.sqrt((self.x - other.x) ** 2 + (self.y - other.y) ** 2)


@family(
    make(
        "a class [named |called |]Vector with [an |]addition [operator|method]",
        "a class Vector [which|that] supports [+|addition] of two vectors",
        "a class Vector overloading the + operator",
    ),
    calls=("(Vector(1, 2) + Vector(3, 4)).x", "(Vector(1, 2) + Vector(3, 4)).y"),
)
class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)


@family(
    make(
        "a class [named |called |]Dog with [a |]name and [a method bark|a bark method]",
        "a class Dog with a name attribute and a method bark that returns Woof",
    ),
    calls=("Dog('Rex').name", "Dog('Rex').bark()"),
)
class Dog:
    def __init__(self, name):
        self.name = name

    def bark(self):
        return "Woof"


@family(
    make(
        "a class [named |called |]Car with [brand|make] and [model|speed] and a method accelerate",
        "a car class Car with brand and speed and methods accelerate and brake",
    ),
    calls=("[c := Car('Fiat', 50), c.accelerate(10), c.speed][2]", "[c := Car('Fiat', 50), c.brake(10), c.speed][2]"),
)
class Car:
    def __init__(self, brand, speed=0):
        self.brand = brand
        self.speed = speed

    def accelerate(self, amount):
        self.speed += amount

    def brake(self, amount):
        self.speed = max(0, self.speed - amount)


@family(
    make(
        "a [custom |user defined |]exception class [named |called |]CustomError [with|which takes] a "
        "[string |]message[ as attribute|]",
        "a custom exception class CustomError",
    ),
    do("define a custom exception class CustomError which takes a string message as attribute"),
    calls=("str(CustomError('bad'))", "issubclass(CustomError, Exception)"),
)
class CustomError(Exception):
    def __init__(self, message):
        super().__init__(message)
        self.message = message


@family(
    make(
        "a class [named |called |]Temperature with [a |]celsius and [a method to_fahrenheit|a to_fahrenheit method]",
        "a class Temperature that converts celsius to fahrenheit with a method to_fahrenheit",
    ),
    calls=("Temperature(100).to_fahrenheit()",),
)
class Temperature:
    def __init__(self, celsius):
        self.celsius = celsius

    def to_fahrenheit(self):
        return self.celsius * 9 / 5 + 32


# Decorators and closures: functions that return functions


@family(
    make(
        "a [python |]decorator [that|to] [prints|print|measure and print] the [time|execution "
        "time|running time] of a function",
        "a decorator function to find how much time [a|the user given] function takes[ to execute|]",
    ),
    do("time a function with a decorator", "measure the execution time of a function using a decorator"),
    forms="function",
    checks=("solution(len).__name__ == 'len'",),
)
def timer(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = function(*args, **kwargs)
        print(f"{function.__name__} took {time.perf_counter() - start:.6f} seconds")
        return result

    return wrapper


@family(
    make(
        "a [python |]decorator [that|to] count how many times a function is called",
        "a decorator counting [the number of |]calls of a function",
    ),
    forms="function",
    calls=("[f := solution(lambda x: x), f(1), f(2), f.calls][3]",),
)
def count_calls(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@family(
    make(
        "a [python |]decorator [that|to] [cache|memoize|caches] [the |]results of a function", "a memoize decorator"
    ),
    do("memoize a function with a decorator", "cache the results of a function with a decorator"),
    forms="function",
    calls=("[calls := [], f := solution(lambda x: calls.append(x) or x * 2), f(2), f(2), calls][2:]",),
)
def memoize(function):
    cache = {}

    @functools.wraps(function)
    def wrapper(*args):
        if args not in cache:
            cache[args] = function(*args)
        return cache[args]

    return wrapper


@family(
    make(
        "a [python |]closure [that|which] counts how many times it is called",
        "a counter [function |]using [a |]closure",
        "a [python |]function that returns a counter function",
    ),
    do("implement a counter using closure[s|]", "create a counter with a closure"),
    forms="function",
    calls=("[c := solution(), c(), c(), c()][1:]",),
)
def make_counter():
    count = 0

    def counter():
        nonlocal count
        count += 1
        return count

    return counter


@family(
    make(
        "a [python |]function that returns a function [that adds n|adding n] to its argument",
        "a closure that adds a fixed number",
        "a function make_adder that returns an adder function",
    ),
    do("create an adder using closure"),
    forms="function",
    calls=("solution(3)(4)",),
)
def make_adder(n):
    def adder(x):
        return x + n

    return adder


@family(
    show("[the |]python version", "[the |]current version of python", "the version of python"),
    forms="open",
    checks=("printed.strip().startswith('3.')",),
)
def python_version():
    print(platform.python_version())

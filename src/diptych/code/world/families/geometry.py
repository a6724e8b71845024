"""Shapes: areas, perimeters, volumes, distances."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"
# ruff: noqa: RET505, SIM109

import math
from typing import Any

from diptych.code.world.family import check, checker, family, find, tell
from diptych.code.world.values import integer, real, role

RADIUS = role(real(1, 20), "radius")
LENGTH = role(real(2, 30), "length")
WIDTH = role(real(1, 20), "width", "breadth", "width")
HEIGHT = role(real(1, 20), "height")
SIDE = role(real(1, 30), "side", "side", "side length")


@family(
    find(
        "[the |]area of a circle{given radius}",
        "[the |]area of a circle with [a given |]{radius}",
        "the area of circle{given radius}",
    ),
    radius=RADIUS,
)
def circle_area(radius):
    return math.pi * radius**2


@circle_area.way("plain")
def circle_area(radius):
    return 3.14159 * radius**2


@family(find("[the |][circumference|perimeter] of a circle{given radius}"), radius=RADIUS)
def circumference(radius):
    return 2 * math.pi * radius


@family(find("[the |]area and [circumference|perimeter] of a circle{given radius}"), radius=RADIUS)
def circle(radius):
    area = math.pi * radius**2
    circumference = 2 * math.pi * radius
    return area, circumference


@family(
    find("[the |]area of a circle with [a given |]{diameter}"),
    diameter=role(real(2, 30), "diameter"),
    forms="function prints values input",
)
def circle_area_from_diameter(diameter):
    return math.pi * (diameter / 2) ** 2


@family(find("[the |]area of a square{given side}", "[the |]area of the square with {side}"), side=SIDE)
def square_area(side):
    return side**2


@family(
    find(
        "[the |]perimeter of a square{given side}",
        "[the |]perimeter of the square with {side}",
        "the perimeter of square{given side}",
    ),
    side=SIDE,
)
def square_perimeter(side):
    return 4 * side


@family(
    find(
        "[the |]area of a rectangle{given length,width}",
        "[the |]area of the rectangle with {length,width}",
        "[the |]rectangle area{given length,width}",
    ),
    length=LENGTH,
    width=WIDTH,
)
def rectangle_area(length, width):
    return length * width


@family(
    find(
        "[the |]perimeter of a rectangle{given length,width}", "[the |]perimeter of the rectangle with {length,width}"
    ),
    length=LENGTH,
    width=WIDTH,
)
def rectangle_perimeter(length, width):
    return 2 * (length + width)


@family(find("[the |]area and [the |]perimeter of a rectangle{given length,width}"), length=LENGTH, width=WIDTH)
def rectangle(length, width):
    area = length * width
    perimeter = 2 * (length + width)
    return area, perimeter


@family(
    find(
        "[the |]length of the diagonal of a rectangle{given length,width}",
        "[the |]diagonal of a rectangle{given length,width}",
    ),
    length=LENGTH,
    width=WIDTH,
)
def rectangle_diagonal(length, width):
    return math.sqrt(length**2 + width**2)


@family(
    find(
        "[the |]area of a triangle{given base,height}", "[the |]area of a [right angled |]triangle with {base,height}"
    ),
    base=role(real(2, 30), "base"),
    height=HEIGHT,
)
def triangle_area(base, height):
    return 0.5 * base * height


SIDES: dict[str, Any] = {name: role(integer(3, 9), f"side {name}", name) for name in "abc"}


def _sides(rng):
    a, b = rng.randint(3, 12), rng.randint(3, 12)
    return a, b, rng.randint(abs(a - b) + 1, a + b - 1)


@family(
    find(
        "[the |]area of a triangle [given|from] [the |its |all ]three sides{given a,b,c}",
        "[the |]area of a triangle with [heron's formula|Heron's formula]{given a,b,c}",
        "[the |]area of a triangle by heron's formula{given a,b,c}",
    ),
    draw=_sides,
    **SIDES,
)
def heron_area(a, b, c):
    s = (a + b + c) / 2
    return math.sqrt(s * (s - a) * (s - b) * (s - c))


@family(
    find(
        "[the |]perimeter of a triangle{given a,b,c}",
        "[the |]perimeter of the triangle with sides {=a}, {=b} and {=c}",
    ),
    draw=_sides,
    **SIDES,
)
def triangle_perimeter(a, b, c):
    return a + b + c


@family(find("[the |]area of an equilateral triangle{given side}"), side=SIDE)
def equilateral_area(side):
    return math.sqrt(3) / 4 * side**2


@family(find("[the |]perimeter of an equilateral triangle{given side}"), side=SIDE)
def equilateral_perimeter(side):
    return 3 * side


@family(
    find(
        "[the |]hypotenuse of a [right|right angled|right-angled] triangle{given a,b}",
        "[the |]hypotenuse{given a,b}",
        "[the |]third side of a right angled triangle from [the |]two [given |]sides{given a,b}",
    ),
    a=role(real(3, 20), "base", "a"),
    b=role(real(3, 20), "height", "b"),
    oracle=lambda a, b: math.hypot(a, b),
)
def hypotenuse(a, b):
    return math.sqrt(a**2 + b**2)


@family(
    check(
        "a triangle is valid{given a,b,c}",
        "a triangle with sides {=a}, {=b} and {=c} is valid",
        "three sides {=a}, {=b}, {=c} can form a triangle",
    ),
    checker("valid triangle"),
    a=role(integer(2, 12), "side a", "a"),
    b=role(integer(2, 12), "side b", "b"),
    c=role(integer(2, 12), "side c", "c"),
)
def is_triangle(a, b, c):
    return a + b > c and b + c > a and a + c > b


@family(
    check(
        "a triangle is valid given its [three |]angles{given a,b,c}",
        "the angles {=a}, {=b} and {=c} form a valid triangle",
    ),
    draw=lambda rng: rng.choice(((60, 60, 60), (90, 45, 45), (100, 40, 40), (90, 60, 50), (70, 70, 70))),
    a=role(integer(), "angle a", "a"),
    b=role(integer(), "angle b", "b"),
    c=role(integer(), "angle c", "c"),
    forms="function prints values",
)
def valid_angles(a, b, c):
    return a + b + c == 180 and a > 0 and b > 0 and c > 0


@family(
    tell(
        "a triangle is equilateral, isosceles or scalene{given a,b,c}",
        "the triangle with sides {=a}, {=b} and {=c} is equilateral, isosceles or scalene",
    ),
    find("[the |]type of a triangle from its sides{given a,b,c}"),
    draw=lambda rng: rng.choice(
        ((5, 5, 5), (4, 4, 6), (3, 4, 5), (rng.randint(5, 9), rng.randint(5, 9), rng.randint(5, 9)))
    ),
    **SIDES,
)
def triangle_type(a, b, c):
    if a == b == c:
        return "Equilateral"
    elif a == b or b == c or a == c:
        return "Isosceles"
    else:
        return "Scalene"


@family(find("[the |]volume of a sphere{given radius}"), radius=RADIUS)
def sphere_volume(radius):
    return 4 / 3 * math.pi * radius**3


@family(find("[the |]surface area of a sphere{given radius}"), radius=RADIUS)
def sphere_surface(radius):
    return 4 * math.pi * radius**2


@family(find("[the |]volume of a [hemisphere|hemi sphere]{given radius}"), radius=RADIUS)
def hemisphere_volume(radius):
    return 2 / 3 * math.pi * radius**3


@family(find("[the |]volume of a cube{given side}"), side=SIDE)
def cube_volume(side):
    return side**3


@family(find("[the |][total |]surface area of a cube{given side}"), side=SIDE)
def cube_surface(side):
    return 6 * side**2


@family(
    find("[the |]volume of a [cuboid|rectangular prism|box]{given length,width,height}"),
    length=LENGTH,
    width=WIDTH,
    height=HEIGHT,
)
def cuboid_volume(length, width, height):
    return length * width * height


@family(
    find("[the |][total |]surface area of a [cuboid|rectangular prism]{given length,width,height}"),
    length=LENGTH,
    width=WIDTH,
    height=HEIGHT,
)
def cuboid_surface(length, width, height):
    return 2 * (length * width + width * height + length * height)


@family(find("[the |]volume of a cylinder{given radius,height}"), radius=RADIUS, height=HEIGHT)
def cylinder_volume(radius, height):
    return math.pi * radius**2 * height


@family(
    find(
        "[the |]total surface area of a cylinder{given radius,height}",
        "[the |]surface area of a cylinder{given radius,height}",
    ),
    radius=RADIUS,
    height=HEIGHT,
)
def cylinder_surface(radius, height):
    return 2 * math.pi * radius * (radius + height)


@family(find("[the |][curved|lateral] surface area of a cylinder{given radius,height}"), radius=RADIUS, height=HEIGHT)
def cylinder_lateral(radius, height):
    return 2 * math.pi * radius * height


@family(find("[the |]volume of a cone{given radius,height}"), radius=RADIUS, height=HEIGHT)
def cone_volume(radius, height):
    return math.pi * radius**2 * height / 3


@family(
    find(
        "[the |]lateral surface area of a cone{given radius,height}",
        "[the |]curved surface area of a cone{given radius,height}",
    ),
    radius=RADIUS,
    height=HEIGHT,
)
def cone_lateral(radius, height):
    return math.pi * radius * math.sqrt(radius**2 + height**2)


@family(find("[the |]area of a parallelogram{given base,height}"), base=role(real(2, 30), "base"), height=HEIGHT)
def parallelogram_area(base, height):
    return base * height


@family(
    find("[the |]area of a [trapezium|trapezoid]{given a,b,h}"),
    a=role(real(2, 20), "base a", "a"),
    b=role(real(2, 20), "base b", "b"),
    h=role(real(2, 20), "height", "h"),
)
def trapezium_area(a, b, h):
    return (a + b) / 2 * h


@family(
    find("[the |]area of a rhombus{given p,q}", "[the |]area of a rhombus with diagonals {=p} and {=q}"),
    p=role(real(2, 20), "diagonal p", "p"),
    q=role(real(2, 20), "diagonal q", "q"),
)
def rhombus_area(p, q):
    return p * q / 2


@family(
    find("[the |]area of an ellipse{given a,b}"),
    a=role(real(2, 20), "semi-major axis", "a"),
    b=role(real(2, 20), "semi-minor axis", "b"),
)
def ellipse_area(a, b):
    return math.pi * a * b


@family(
    find("[the |]volume of a pyramid{given base,height}", "[the |]volume of a pyramid with {base,height}"),
    base=role(real(2, 30), "base area"),
    height=HEIGHT,
)
def pyramid_volume(base, height):
    return base * height / 3


POINT: dict[str, Any] = {name: role(integer(-9, 12), name) for name in ("x1", "y1", "x2", "y2")}


@family(
    find(
        "[the |][distance|euclidean distance|cartesian distance] between two points{given x1,y1,x2,y2}",
        "[the |]distance between points ({=x1}, {=y1}) and ({=x2}, {=y2})",
    ),
    **POINT,
)
def distance(x1, y1, x2, y2):
    return math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)


@family(
    find(
        "[the |]slope of a line [through|given] two points{given x1,y1,x2,y2}",
        "[the |]slope of the line through ({=x1}, {=y1}) and ({=x2}, {=y2})",
    ),
    draw=lambda rng: (rng.randint(-9, 0), rng.randint(-9, 9), rng.randint(1, 9), rng.randint(-9, 9)),
    **POINT,
)
def slope(x1, y1, x2, y2):
    return (y2 - y1) / (x2 - x1)


@family(
    find(
        "[the |]midpoint of two points{given x1,y1,x2,y2}",
        "[the |]midpoint of a line segment{given x1,y1,x2,y2}",
        "[the |]midpoint between ({=x1}, {=y1}) and ({=x2}, {=y2})",
    ),
    **POINT,
)
def midpoint(x1, y1, x2, y2):
    return (x1 + x2) / 2, (y1 + y2) / 2


@family(
    find(
        "[the |]distance of a point from [the |]origin{given x,y}",
        "[the |]distance from the origin to the point ({=x}, {=y})",
    ),
    x=role(integer(-9, 12), "x"),
    y=role(integer(-9, 12), "y"),
)
def distance_from_origin(x, y):
    return math.sqrt(x**2 + y**2)


@family(
    find(
        "[the |][interior angle|internal angle] of a regular polygon{given n}",
        "[the |]interior angle of a regular polygon with {=n} sides",
    ),
    n=role(integer(3, 20), "number of sides", "n"),
)
def interior_angle(n):
    return (n - 2) * 180 / n


@family(
    find(
        "[the |]sum of [the |]interior angles of a polygon{given n}",
        "[the |]sum of interior angles of a polygon with {=n} sides",
    ),
    n=role(integer(3, 20), "number of sides", "n"),
)
def sum_of_angles(n):
    return (n - 2) * 180


@family(
    find(
        "[the |]area of a regular polygon{given n,side}",
        "[the |]area of a regular polygon with {=n} sides of length {=side}",
    ),
    n=role(integer(3, 12), "number of sides", "n"),
    side=SIDE,
)
def polygon_area(n, side):
    return n * side**2 / (4 * math.tan(math.pi / n))


@family(
    find("[the |]perimeter of a regular polygon{given n,side}"),
    n=role(integer(3, 12), "number of sides", "n"),
    side=SIDE,
)
def polygon_perimeter(n, side):
    return n * side


@family(find("[the |]perimeter of an isosceles triangle{given side,base}"), side=SIDE, base=role(real(2, 30), "base"))
def isosceles_perimeter(side, base):
    return 2 * side + base


@family(find("[the |]volume of a tetrahedron{given side}"), side=SIDE)
def tetrahedron_volume(side):
    return side**3 / (6 * math.sqrt(2))


@family(
    find("[the |]area of a tetrahedron{given side}", "[the |]surface area of a tetrahedron{given side}"), side=SIDE
)
def tetrahedron_area(side):
    return math.sqrt(3) * side**2


@family(
    find("[the |]volume of an ellipsoid{given a,b,c}"),
    a=role(real(2, 12), "axis a", "a"),
    b=role(real(2, 12), "axis b", "b"),
    c=role(real(2, 12), "axis c", "c"),
)
def ellipsoid_volume(a, b, c):
    return 4 / 3 * math.pi * a * b * c


@family(
    find("[the |]volume of a torus{given minor,major}"),
    minor=role(real(1, 5), "minor radius"),
    major=role(real(6, 12), "major radius"),
)
def torus_volume(minor, major):
    return 2 * math.pi**2 * major * minor**2


@family(find("[the |]volume of a [square pyramid|square-based pyramid]{given side,height}"), side=SIDE, height=HEIGHT)
def square_pyramid_volume(side, height):
    return side**2 * height / 3


@family(find("[the |]volume of a prism{given base,height}"), base=role(real(2, 30), "base area"), height=HEIGHT)
def prism_volume(base, height):
    return base * height


@family(find("[the |]diameter, circumference and area of a circle{given radius}"), radius=RADIUS)
def circle_measures(radius):
    return 2 * radius, 2 * math.pi * radius, math.pi * radius**2


@family(
    find("[the |]radius of a circle from its area{given area}", "[the |]radius of a circle{given area}"),
    area=role(real(2, 300), "area"),
    forms="function prints values",
)
def radius_from_area(area):
    return math.sqrt(area / math.pi)


@family(
    find("[the |]length of the arc{given radius,angle}", "[the |]arc length{given radius,angle}"),
    radius=RADIUS,
    angle=role(integer(10, 350), "angle", "angle in degrees"),
)
def arc_length(radius, angle):
    return 2 * math.pi * radius * angle / 360


@family(
    find("[the |]area of a sector{given radius,angle}"),
    radius=RADIUS,
    angle=role(integer(10, 350), "angle", "angle in degrees"),
)
def sector_area(radius, angle):
    return math.pi * radius**2 * angle / 360


@family(
    check("a point is inside a circle{given x,y,r}", "the point ({=x}, {=y}) is inside the circle of radius {=r}"),
    x=role(integer(-9, 9), "x"),
    y=role(integer(-9, 9), "y"),
    r=role(integer(2, 10), "radius", "r"),
)
def inside_circle(x, y, r):
    return x**2 + y**2 <= r**2


@family(find("[the |][manhattan|Manhattan] distance between two points{given x1,y1,x2,y2}"), **POINT)
def manhattan_distance(x1, y1, x2, y2):
    return abs(x1 - x2) + abs(y1 - y2)

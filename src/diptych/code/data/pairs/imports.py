"""Imports: taken out of a program where a stated table brings them back, and brought back when it runs.

The table is `MODULES`, `DOTTED`, `ALIASES` and `MEMBERS` below; a name that is not in it keeps its import.
"""

import ast
import builtins
import symtable
import warnings
from collections.abc import Iterator

from diptych.code.data.syntax import parse

# Modules that are named as they are: `import json`.
MODULES = frozenset(
    """
    abc argparse array ast asyncio base64 binascii bisect bs4 builtins bz2 calendar cmath codecs collections
    colorsys configparser contextlib copy csv ctypes cv2 dataclasses datetime dateutil decimal difflib dis
    email enum errno fileinput flask fnmatch fractions ftplib functools gc getpass glob gzip hashlib heapq
    hmac html http imaplib importlib inspect io ipaddress itertools json keras keyword linecache locale
    logging lzma math matplotlib mimetypes mmap multiprocessing networkx nltk numpy operator os pandas
    pathlib pdb pickle pickletools PIL pkgutil platform pprint profile psutil pytz queue random re reprlib
    requests resource sched scipy seaborn secrets select selenium shelve shlex shutil signal site six
    sklearn smtplib socket sqlite3 ssl stat statistics string stringprep struct subprocess sympy sys
    sysconfig tarfile tempfile tensorflow textwrap threading time timeit tkinter token tokenize torch tqdm
    traceback turtle types typing unicodedata unittest urllib uuid warnings wave weakref webbrowser winsound
    xlsxwriter xml yaml zipfile zlib
    """.split()  # noqa: SIM905
)
# Submodules that must be imported by their whole name, when a program uses them by it.
DOTTED = frozenset(
    """
    concurrent.futures dateutil.parser email.mime.text http.client http.server importlib.util
    logging.handlers matplotlib.pyplot multiprocessing.pool scipy.stats urllib.error urllib.parse
    urllib.request xml.dom.minidom xml.etree.ElementTree
    """.split()  # noqa: SIM905
)
ALIASES = {
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "pyplot": "from matplotlib import pyplot",
    "sns": "import seaborn as sns",
    "nx": "import networkx as nx",
    "tf": "import tensorflow as tf",
    "ET": "import xml.etree.ElementTree as ET",
    "Image": "from PIL import Image",
    "BeautifulSoup": "from bs4 import BeautifulSoup",
    "webdriver": "from selenium import webdriver",
    "Flask": "from flask import Flask",
    "relativedelta": "from dateutil.relativedelta import relativedelta",
    "ThreadPoolExecutor": "from concurrent.futures import ThreadPoolExecutor",
    "ProcessPoolExecutor": "from concurrent.futures import ProcessPoolExecutor",
    "urlopen": "from urllib.request import urlopen",
    "urlparse": "from urllib.parse import urlparse",
    "urlencode": "from urllib.parse import urlencode",
    "HTMLParser": "from html.parser import HTMLParser",
}
# What is commonly taken out of a module: `from math import sqrt`.
MEMBERS = {
    "abc": "ABC ABCMeta abstractmethod",
    "bisect": "bisect bisect_left bisect_right insort insort_left insort_right",
    "collections": "ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque namedtuple",
    "contextlib": "ExitStack contextmanager redirect_stdout suppress",
    "copy": "copy deepcopy",
    "csv": "DictReader DictWriter",
    "dataclasses": "asdict astuple dataclass field",
    "datetime": "date datetime timedelta timezone",
    "decimal": "Decimal getcontext",
    "enum": "Enum Flag IntEnum auto",
    "fractions": "Fraction",
    "functools": "cache cached_property cmp_to_key lru_cache partial reduce singledispatch total_ordering wraps",
    "getpass": "getuser",
    "heapq": "heapify heappop heappush heappushpop heapreplace nlargest nsmallest",
    "inspect": "getsource isfunction ismethod",
    "io": "BytesIO StringIO",
    "itertools": "accumulate chain combinations combinations_with_replacement compress count cycle dropwhile"
    " filterfalse groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest",
    "math": "acos acosh asin asinh atan atan2 ceil comb cos cosh degrees dist erf exp fabs factorial floor fmod fsum"
    " gcd hypot inf isclose isnan isqrt lcm log log10 log2 modf nan perm pi prod radians sin sinh sqrt tan tanh tau"
    " trunc",
    "multiprocessing": "Pool Process Queue",
    "operator": "add attrgetter itemgetter methodcaller mul sub truediv",
    "os": "getcwd listdir makedirs",
    "pathlib": "Path PurePath",
    "platform": "python_version",
    "pprint": "pformat pprint",
    "random": "choice choices randint random randrange sample shuffle uniform",
    "statistics": "mean median mode pstdev stdev variance",
    "string": "Template ascii_letters ascii_lowercase ascii_uppercase digits hexdigits printable punctuation"
    " whitespace",
    "subprocess": "DEVNULL PIPE Popen STDOUT check_call check_output",
    "textwrap": "dedent indent",
    "threading": "Lock Thread Timer",
    "time": "gmtime localtime perf_counter process_time sleep strftime time",
    "timeit": "default_timer timeit",
    "tqdm": "tqdm",
    "types": "SimpleNamespace",
    "typing": "Any Callable Dict Iterable Iterator List Mapping NamedTuple Optional Sequence Set Tuple TypeVar Union",
    "uuid": "uuid1 uuid4",
}
FROM = {name: f"from {module} import {name}" for module, names in MEMBERS.items() for name in names.split()}
# A class and its module share a name: these attributes are the class's.
CLASS_ATTRIBUTES = {
    "datetime": frozenset(
        (
            "combine",
            "fromisoformat",
            "fromtimestamp",
            "fromtimestamp",
            "max",
            "min",
            "now",
            "strptime",
            "today",
            "utcnow",
        )
    ),
}
# Names that programs also give to their own values: the module is meant only where one of these is used.
SHY = {"string": frozenset((*MEMBERS["string"].split(), "Formatter", "capwords"))}


def needed_imports(program: str) -> list[str]:
    """Return the import statements, sorted, for the names that `program` uses but never binds."""
    module = parse(program)
    imports = {line for name in unbound(program) for line in _statements(name, module)}
    return sorted(imports, key=lambda line: (line.startswith("from"), line))


def with_imports(program: str) -> str:
    """Return `program` with the imports that it needs, below its docstring and its imports from the future."""
    lines = needed_imports(program)
    if not lines:
        return program
    after = 0
    for i, statement in enumerate(parse(program).body):
        docstring = i == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not ((docstring and isinstance(statement.value.value, str)) or _from_future(statement)):  # type: ignore[attr-defined]
            break
        after = statement.end_lineno or 0
    head, tail = program.split("\n")[:after], program.split("\n")[after:]
    return "\n".join([*head, *lines, *tail])


def strip_imports(program: str) -> str:
    """Return `program` without the imports that `with_imports` brings back alike, and without unused ones."""
    kept: set[tuple[int, int]] = set()
    while True:
        stripped, removed = _remove(program, kept)
        wrong = {position for position, bindings in removed.items() if not _restored(stripped, bindings)}
        if not wrong:
            return stripped if parse(stripped).body else program
        kept |= wrong


def unbound(program: str) -> set[str]:
    """Return the names that `program` reads from its global scope and binds nowhere, built-ins left out."""
    parse(program)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python 3.12 warns of "\d" here
            top = symtable.symtable(program, "program", "exec")
    except SyntaxError:  # it parses, but no compiler takes it: `nonlocal` of a name that is nowhere
        return set()
    bound, read = set[str](), set[str]()
    for scope in _scopes(top):
        for symbol in scope.get_symbols():
            is_global = scope is top or symbol.is_global()
            if is_global and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(symbol.get_name())
            if is_global and symbol.is_referenced():
                read.add(symbol.get_name())
    return read - bound - BUILT_IN


BUILT_IN = frozenset(dir(builtins)) | {"__file__", "__path__"}


def _scopes(top: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield top
    for child in top.get_children():
        yield from _scopes(child)


def _statements(name: str, module: ast.Module) -> list[str]:
    """Return what to import for the unbound `name`, judged by how `module` uses it; nothing when it is unknown."""
    chains = [chain for node in ast.walk(module) if (chain := _chain(node)).startswith(name + ".")]
    dotted = {whole for whole in DOTTED for chain in chains if f"{chain}.".startswith(whole + ".")}
    attributes = {chain.split(".")[1] for chain in chains}
    if dotted:
        return [f"import {whole}" for whole in sorted(dotted)]
    if name in SHY and not attributes & SHY[name]:
        return []
    if name in MODULES and name in FROM:
        as_class = attributes <= CLASS_ATTRIBUTES.get(name, frozenset())
        return [FROM[name] if as_class else f"import {name}"]
    if name in MODULES:
        return [f"import {name}"]
    known = ALIASES.get(name) or FROM.get(name)
    return [known] if known else []


def _chain(node: ast.AST) -> str:
    """Return "a.b.c" for that attribute of an attribute of a name, else nothing."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if parts and isinstance(node, ast.Name) else ""


Bindings = list[tuple[str, str]]  # (name that an import binds, the import of that name alone)


def _bindings(statement: ast.Import | ast.ImportFrom) -> Bindings:
    if isinstance(statement, ast.Import):
        return [
            (
                alias.asname or alias.name.split(".")[0],
                f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else ""),
            )
            for alias in statement.names
        ]
    source = "." * statement.level + (statement.module or "")
    return [
        (
            alias.asname or alias.name,
            f"from {source} import {alias.name}" + (f" as {alias.asname}" if alias.asname else ""),
        )
        for alias in statement.names
    ]


def _from_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _remove(program: str, kept: set[tuple[int, int]]) -> tuple[str, dict[tuple[int, int], Bindings]]:
    """Return `program` without its imports, except those at the positions `kept`, and what each bound."""
    lines: list[str | None] = list(program.split("\n"))
    removed: dict[tuple[int, int], Bindings] = {}
    for node in ast.walk(parse(program)):
        for block in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
            if not isinstance(block, list):
                continue
            imports = [s for s in block if isinstance(s, ast.Import | ast.ImportFrom) and _removable(s, lines, kept)]
            for statement in imports:
                removed[(statement.lineno, statement.col_offset)] = _bindings(statement)
                for number in range(statement.lineno - 1, statement.end_lineno or 0):
                    lines[number] = None
            if len(imports) == len(block) and imports and not isinstance(node, ast.Module):
                lines[imports[0].lineno - 1] = " " * imports[0].col_offset + "pass"
    return "\n".join(line for line in lines if line is not None), removed


def _removable(statement: ast.Import | ast.ImportFrom, lines: list[str | None], kept: set[tuple[int, int]]) -> bool:
    """Does `statement` have its lines to itself, and does it import neither everything nor the future?"""
    first, last = lines[statement.lineno - 1], lines[(statement.end_lineno or 1) - 1]
    if (statement.lineno, statement.col_offset) in kept or first is None or last is None:
        return False
    before, after = first.encode()[: statement.col_offset], last.encode()[statement.end_col_offset :].strip()
    alone = not before.strip() and (not after or after.startswith(b"#"))
    return alone and not _from_future(statement) and all(alias.name != "*" for alias in statement.names)


def _restored(stripped: str, bindings: Bindings) -> bool:
    """Would each name come back as it was imported? A name that is not used need not, if its module is known."""
    module = parse(stripped)
    missing = unbound(stripped)
    mentioned = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    mentioned |= {node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for name, line in bindings:
        if name in missing:
            if _statements(name, module) != [line.replace("import os.path", "import os")]:
                return False
        elif name in mentioned or line.split()[1].split(".")[0] not in MODULES:
            return False
    return True

"""Text files: reading, counting, writing, copying."""
# The bodies are programs to learn from, written as people write them, not as this project does.
# mypy: allow-untyped-defs
# mypy: disable-error-code="assignment, attr-defined, has-type, no-redef, operator, var-annotated"

import csv
import json
import os

from diptych.code.world.family import do, family, find, show
from diptych.code.world.values import FILES, WORDS, File, file, integer, kind, sentence_of, text, word

FILE = file()


def _two(rng):
    content = "".join(sentence_of(rng, 3) + "\n" for _ in range(rng.randint(2, 4)))
    return File(rng.choice(("a.txt", "input.txt", "source.txt")), content), File(
        rng.choice(("b.txt", "output.txt", "copy.txt")), ""
    )


@family(
    do(
        "read {path}",
        "read [the contents of |the content of |]{path}",
        "read {path} and return [the result|its content|its contents]",
    ),
    find("[the |]content[s|] of {path}"),
    path=FILE,
    forms="function open values",
)
def read_file(path):
    with open(path) as file:
        return file.read()


@family(
    show("[the |]content[s|] of {path}", "{path} to the screen"),
    do("read and print the contents of {path}", "read {path} and print its content[s|]"),
    path=FILE,
)
def print_file(path):
    with open(path) as file:
        print(file.read())


@family(
    show(
        "[the |]lines of {path} [with line numbers|one by one with their number]",
        "each line of {path} with its line number",
    ),
    path=FILE,
)
def print_numbered(path):
    with open(path) as file:
        for number, line in enumerate(file, 1):
            print(number, line.strip())


@family(
    do(
        "read {path} line by line into a list",
        "read the lines of {path} into a list",
        "read {path} into a list[ of lines|]",
    ),
    find("[the |]lines of {path} as a list", "[a |the ]list of lines in {path}"),
    path=FILE,
)
def read_lines(path):
    with open(path) as file:
        return [line.strip() for line in file]


@family(do("count [the number of |the |]lines in {path}"), find("[the |]number of lines in {path}"), path=FILE)
def count_lines(path):
    with open(path) as file:
        return len(file.readlines())


@family(do("count [the number of |the |]words in {path}"), find("[the |]number of words in {path}"), path=FILE)
def count_words_in_file(path):
    with open(path) as file:
        return len(file.read().split())


@family(
    do("count [the number of |the |]characters in {path}"), find("[the |]number of characters in {path}"), path=FILE
)
def count_chars_in_file(path):
    with open(path) as file:
        return len(file.read())


@family(
    do("count [the number of |the |][blank |]spaces in {path}"),
    find("[the |]number of blank spaces in {path}"),
    path=FILE,
)
def count_spaces_in_file(path):
    with open(path) as file:
        return file.read().count(" ")


@family(
    do("count [the |]occurrences of {w} in {path}", "count how many times {w} [occurs|appears] in {path}"),
    find("[the |]number of times {w} appears in {path}"),
    draw=lambda rng: (
        lambda w: (w, File("text.txt", " ".join(rng.choice((w, rng.choice(WORDS))) for _ in range(8)) + "\n"))
    )(rng.choice(WORDS)),
    w=word()("word", "given word"),
    path=FILE,
    forms="function prints open values",
)
def count_word_in_file(w, path):
    with open(path) as file:
        return file.read().split().count(w)


@family(
    do("count [the frequency of |how often |]each word [occurs |]in {path}"),
    find("[the |]frequency of words in {path}"),
    path=FILE,
)
def file_word_frequency(path):
    counts = {}
    with open(path) as file:
        for word in file.read().split():
            counts[word] = counts.get(word, 0) + 1
    return counts


@family(
    find("[the |]first {=n} lines of {path}", "[the |]first n lines [of|from] {path}{given n}"),
    do("read [the |]first {=n} lines of {path}"),
    path=FILE,
    n=integer(1, 3),
    forms="function prints open",
)
def first_lines(path, n):
    with open(path) as file:
        return file.readlines()[:n]


@family(
    find("[the |]last {=n} lines of {path}", "[the |]last n lines of {path}{given n}"),
    do("read [the |]last n lines of {path}{given n}"),
    path=FILE,
    n=integer(1, 3),
    forms="function prints open",
)
def last_lines(path, n):
    with open(path) as file:
        return file.readlines()[-n:]


@family(find("[the |]longest line [of|in] {path}"), path=FILE)
def longest_line(path):
    with open(path) as file:
        return max(file.read().splitlines(), key=len)


@family(find("[the |]longest word in {path}"), path=FILE)
def longest_word_in_file(path):
    with open(path) as file:
        return max(file.read().split(), key=len)


@family(
    find("[the |]lines of {path} in reverse order", "[the |]contents of {path} in reverse order"),
    do("read {path} in reverse order"),
    path=FILE,
)
def reversed_lines(path):
    with open(path) as file:
        return [line.strip() for line in file.readlines()[::-1]]


@family(
    do(
        "capitalize [the |]first letter of every word in {path}",
        "read {path} and capitalize the first letter of every word[ in it|]",
    ),
    path=FILE,
)
def capitalize_file(path):
    with open(path) as file:
        return file.read().title()


@family(
    do("write {s} to {path}", "write {s} in {path}", "save {s} [to|in] {path}"),
    draw=lambda rng: (sentence_of(rng, 3), File("output.txt", "")),
    s=text()("string", "text", "line"),
    path=FILE,
    forms="function open values",
    checks=("[solution('hello world', 'made.txt'), open('made.txt').read().strip()][1] == 'hello world'",),
)
def write_file(s, path):
    with open(path, "w") as file:
        file.write(s)


@family(
    do("append {s} to {path}", "append {s} to [the end of |]{path}", "add {s} [at|to] the end of {path}"),
    draw=lambda rng: (sentence_of(rng, 3), File("log.txt", "start\n")),
    s=text()("string", "text", "line"),
    path=FILE,
    forms="function open",
    checks=(
        "[open('made.txt', 'w').write('one '), solution('two', 'made.txt'), "
        "open('made.txt').read().strip()][2].split() == ['one', 'two']",
    ),
)
def append_file(s, path):
    with open(path, "a") as file:
        file.write(s)


@family(
    do("write {lines} to {path}", "write {lines} to {path}, one [per|on each] line", "save {lines} to {path}"),
    draw=lambda rng: (rng.sample(WORDS, 3), File("output.txt", "")),
    lines=kind("list of lines|list of strings|list", lambda rng: [], "lines items"),
    path=FILE,
    forms="function open",
    checks=("[solution(['a', 'b'], 'made.txt'), open('made.txt').read().split()][1] == ['a', 'b']",),
)
def write_lines(lines, path):
    with open(path, "w") as file:
        for line in lines:
            file.write(line + "\n")


@family(
    do(
        "copy [the contents of |]{source} [to|into] {target}",
        "copy [the contents of |]one file [to|into] another[ file|]{given source,target}",
    ),
    draw=_two,
    source=file()("file", "file"),
    target=file()("file", "file"),
    forms="function open",
    checks=(
        "[open('x.txt', 'w').write('hello\\nyou\\n'), solution('x.txt', 'y.txt'), "
        "open('y.txt').read()][2] == 'hello\\nyou\\n'",
    ),
)
def copy_file(source, target):
    with open(source) as file:
        content = file.read()
    with open(target, "w") as file:
        file.write(content)


@family(
    do(
        "copy [the |]odd lines of {source} to {target}",
        "copy odd lines of one file to another[ file|]{given source,target}",
    ),
    draw=_two,
    source=file()("file", "file"),
    target=file()("file", "file"),
    forms="function open",
    checks=(
        "[open('x.txt', 'w').write('a\\nb\\nc\\n'), solution('x.txt', 'y.txt'), "
        "open('y.txt').read().split()][2] == ['a', 'c']",
    ),
)
def copy_odd_lines(source, target):
    with open(source) as file:
        lines = file.readlines()
    with open(target, "w") as file:
        file.writelines(lines[::2])


def _numbers_file(rng):
    return (File(f"{rng.choice(FILES)}.txt", "".join(f"{rng.randint(1, 99)}\n" for _ in range(rng.randint(2, 5)))),)


@family(
    find("[the |]sum of [the |all |]numbers in {path}"),
    do("sum [all |]the numbers in {path}"),
    draw=_numbers_file,
    path=FILE,
)
def sum_file(path):
    with open(path) as file:
        return sum(int(line) for line in file)


@family(
    find("[all |all the |]numbers [present |]in {path}"),
    draw=lambda rng: (
        File(
            f"{rng.choice(FILES)}.txt",
            f"{rng.choice(WORDS)} {rng.randint(1, 99)} {rng.choice(WORDS)}\n{rng.randint(1, 99)} "
            f"{rng.choice(WORDS)}\n",
        ),
    ),
    path=FILE,
)
def numbers_in_file(path):
    with open(path) as file:
        return [int(word) for word in file.read().split() if word.isdigit()]


@family(
    do("search for {w} in {path}", "find [the |]lines [of|in] {path} that contain {w}"),
    find("[the |]lines of {path} containing {w}"),
    draw=lambda rng: (
        lambda w: (
            w,
            File("text.txt", "".join(f"{rng.choice(WORDS)} {rng.choice((w, 'nothing'))}\n" for _ in range(4))),
        )
    )(rng.choice(WORDS)),
    w=word()("word", "given word"),
    path=FILE,
    forms="function prints open",
)
def lines_with_word(w, path):
    with open(path) as file:
        return [line.strip() for line in file if w in line]


def _csv(rng):
    rows = [("name", "age"), *[(rng.choice(WORDS), rng.randint(10, 80)) for _ in range(rng.randint(1, 3))]]
    return (File(f"{rng.choice(FILES)}.csv", "".join(f"{a},{b}\n" for a, b in rows)),)


@family(
    do("read {path} [and print its content|and print each row]", "read and print {path}"),
    show("[the |]rows of {path}"),
    draw=_csv,
    path=FILE("csv file", "CSV file"),
    forms="prints open values",
)
def print_csv(path):
    with open(path) as file:
        for row in csv.reader(file):
            print(row)


@family(
    do("read {path} into a list of dictionaries"),
    find("[the |]rows of {path} as [a list of |]dictionaries"),
    draw=_csv,
    path=FILE("csv file", "CSV file"),
    forms="function open",
)
def read_csv_dicts(path):
    with open(path) as file:
        return list(csv.DictReader(file))


@family(
    find("[the |]number of rows [in|of] {path}"),
    do("count [the |]rows [in|of] {path}"),
    draw=_csv,
    path=FILE("csv file", "CSV file"),
)
def count_rows(path):
    with open(path) as file:
        return len(list(csv.reader(file)))


@family(
    do("read {path} [into a dictionary|]", "load {path}", "parse {path}"),
    draw=lambda rng: (
        File(f"{rng.choice(FILES)}.json", json.dumps({"name": rng.choice(WORDS), "age": rng.randint(5, 60)}) + "\n"),
    ),
    path=FILE("json file", "JSON file"),
    forms="function open values",
)
def read_json(path):
    with open(path) as file:
        return json.load(file)


@family(
    do("write {data} to {path} as json", "save {data} [to|in] a json file{given path}"),
    draw=lambda rng: ({"a": rng.randint(1, 9)}, File("data.json", "")),
    data=kind("dictionary|dict", lambda rng: {}, "data d"),
    path=FILE,
    forms="function open",
    checks=("[solution({'a': 1}, 'made.json'), __import__('json').load(open('made.json'))][1] == {'a': 1}",),
)
def write_json(data, path):
    with open(path, "w") as file:
        json.dump(data, file)


@family(
    find("[the |]extension of {path}", "[the |]file extension [from|of] {path}"),
    path=kind(
        "filename|file name|file path",
        lambda rng: f"{rng.choice(WORDS)}.{rng.choice(('txt', 'py', 'csv', 'jpg', 'tar.gz'))}",
        "path filename name",
        "input()",
    ),
)
def extension(path):
    return path.split(".")[-1]


@family(
    find("[the |]file name and extension of {path}"),
    do("extract the file name and extension [of|from] {path}"),
    path=kind(
        "file|file path|filename",
        lambda rng: f"{rng.choice(WORDS)}.{rng.choice(('txt', 'py', 'csv', 'jpg'))}",
        "path filename name",
        "input()",
    ),
)
def split_extension(path):
    return os.path.splitext(path)


@family(
    find("[the |]file name [from|of] {path}"),
    path=kind(
        "path|file path|full path",
        lambda rng: f"/home/{rng.choice(WORDS)}/{rng.choice(WORDS)}.txt",
        "path p",
        "input()",
    ),
)
def base_name(path):
    return os.path.basename(path)


@family(
    do("split {path} into filename and parent directory", "split {path} into directory and file name"),
    path=kind(
        "path|file path|given file path",
        lambda rng: f"/home/{rng.choice(WORDS)}/{rng.choice(WORDS)}.txt",
        "path p",
        "input()",
    ),
)
def split_path(path):
    return os.path.split(path)


@family(
    do("join {a,b} into a path", "join {a,b} to create a path", "combine {a,b} into one path"),
    find("[the |]combined path [string |]of {a,b}"),
    draw=lambda rng: (f"/home/{rng.choice(WORDS)}", f"{rng.choice(WORDS)}.txt"),
    a=kind("path|path string|directory name", lambda rng: "", "a first", "input()"),
    b=kind("path|path string|directory name", lambda rng: "", "b second", "input()"),
)
def join_path(a, b):
    return os.path.join(a, b)


@family(
    do("check if {path} exists", "check whether {path} exists or not"),
    path=kind("file|file or directory|path", lambda rng: f"{rng.choice(WORDS)}.txt", "path filename"),
    forms="function open",
    checks=("solution('nothing.here') == False",),
)
def file_exists(path):
    return os.path.exists(path)


@family(
    find("[the |]current working directory"),
    show("[the |]current working directory"),
    forms="open function",
    checks=("str(answer()).strip() == __import__('os').getcwd()",),
)
def working_directory():
    return os.getcwd()


@family(
    find(
        "[the |][names of |]files in [the |]current directory", "[the |]names of the entries in the current directory"
    ),
    show("[all |]the files in the current directory"),
    forms="open function",
    checks=("'[' in str(answer())",),
)
def list_files():
    return os.listdir()

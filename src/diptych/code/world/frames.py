"""The sentences that people put around what they want: by form of the program and kind of the goal.

Slots: {goal} a noun phrase, {do} {does} {doing} an imperative and its forms, {clause} a condition; with `the` before
them what was named earlier in the sentence is "the string" and no more "a string"; with `any` it is "a string" where
values are given, too, which {values} then says. {args} lists the parameters.
"""

FUNCTION = "function"  # a function that returns
PRINTS = "prints"  # a function that prints
OPEN = "open"  # a program; the description gives no values
VALUES = "values"  # a program for the values in the description
INPUT = "input"  # a program that reads its values

WRITE = (
    "[write*24|create*4|define*4|make*2|implement*2|build|develop|design|code|please write*2|i need|need|give me|"
    "could you write|show me|generate]"
)
PYTHON = "[python *10|*10|python3 |simple python |simple |short |python 3 ]"
FUN = WRITE + " a " + PYTHON + "[function*20|method|func]{named}"
FUN_TERSE = "[" + FUN + "*8|python function{named}*2|function{named}*2|a function{named}]"
PRO = WRITE + " a " + PYTHON + "[program*14|code*2|script*2|programme|snippet]"
PRO_TERSE = "[" + PRO + "*8|python program*2|program*2|python code|code|a program|python script]"
WHO = "[that*4|which*3]"
TAKES = "[takes*6|accepts*3|receives|gets|is given|takes in*2]"
AS_INPUT = "[ as input*3| as an input| as argument| as an argument|*4| as a parameter| as parameter]"
FIND = "[find*5|calculate*4|compute*3|get*2|return*3|determine|work out|obtain|find and return|calculate and return]"
FINDS = (
    "[returns*6|finds*3|calculates*3|computes*3|gets*2|gives*2|will return|would return|"
    "can compute|determines|outputs]"
)
SHOW = (
    "[print*8|find and print*3|calculate and print*2|display*3|show|output|compute and print|"
    "find and display|print out]"
)
SHOWS = (
    "[prints*8|displays*3|shows|will print|would print|finds and prints*2|calculates and prints|outputs|prints out]"
)
JUST_SHOW = "[print*12|display*5|show*2|output|print out]"
JUST_SHOWS = "[prints*12|displays*5|shows*2|outputs|will print|would print]"
SEEK = "[find*8|print*6|calculate*4|compute*3|display*3|get*3|find and print*2|show*2|determine|return*2|output]"
SEEKS = "[prints*6|finds*3|calculates*3|computes*2|displays*2|returns|gets|finds and prints|shows|outputs]"
IF = "[if*5|whether*4]"
OR_NOT = "[ or not*2|*5]"
CHECK = "[check*10|determine|find out|find*2|test*2|verify|tell|see|detect]"
CHECKS = "[checks*8|determines|tests|finds out|tells|says|verifies]"
TRUE = "[true*5|True*3]"
ELSE = "[*6| and false otherwise*2|, otherwise false|, false otherwise| else false| and False if not]"
AND_SHOW = "[ and print*6| and display*2| and show| and output]"
RESULT = "[the result*5|it*5|the output|the answer|the result to the screen]"
FROM_USER = (
    "[from the user*5|from user*3|from user input|as input*3|as user input|from the console|from standard input|]"
)
READ = "[take*4|read*4|input*4|accept*3|get*2|ask for*2|enter]"
READS = "[takes*5|reads*4|accepts*4|asks for*2|inputs|gets*2|asks the user for*2]"

# What is asked for in general first, and then to be tried on values: a function, and a call of it.
TRY = (
    "[, then *2| and | and then |. then |. ]"
    "[try it on*3|call it with*3|test it on*2|run it on|use it on*2|apply it to]"
)

# A program that "takes a string" reads it, unless it is of a kind that nobody types: then this frame is used.
PASSED = PRO + " " + WHO + " " + TAKES + " {args} and "

TRIED = "{values}"  # in frames of programs that define a function and call it

FRAMES: dict[tuple[str, str], tuple[str, ...]] = {
    (FUNCTION, "find"): (
        FUN_TERSE + " to " + FIND + " {goal}",
        FUN_TERSE + " to " + FIND + " {goal}",
        FUN_TERSE + " " + WHO + " " + FINDS + " {goal}",
        FUN_TERSE + " " + WHO + " " + FINDS + " {goal}",
        FUN_TERSE + " for [finding*2|calculating*3|computing|getting|returning|] {goal}",
        FUN_TERSE + " to find {goal} and return [it|the result]",
        FUN + " " + WHO + " " + TAKES + " {args}" + AS_INPUT + " and " + FINDS + " {the goal}",
        FUN + " " + WHO + " " + TAKES + " {args} and return {the goal}",
        "given {args}, [write a function to |write a function that will |write a python function to |]"
        + FIND
        + " {the goal}",
        FUN + " " + WHO + ", given {args}, " + FINDS + " {the goal}",
        FUN + " taking {args} and returning {the goal}",
        "[return|return] {goal}[ from a function| in a function|]",
    ),
    (FUNCTION, "do"): (
        FUN_TERSE + " to {do}",
        FUN_TERSE + " to {do}",
        FUN_TERSE + " " + WHO + " {does}",
        FUN_TERSE + " " + WHO + " [will|would|can] {do}",
        FUN_TERSE + " for {doing}",
        FUN_TERSE + " to {do} and return [the result*3|it*3|the output]",
        FUN + " " + WHO + " " + TAKES + " {args}" + AS_INPUT + " and {does it}",
        "given {args}, [write a function to |write a python function to |]{do it}",
        FUN + " " + WHO + ", given {args}, {does it}",
        "{do} [using a function|with a function|in a function|in a python function]",
        "[how do i |how to ]{do} [with a function|in a python function]",
    ),
    (FUNCTION, "check"): (
        FUN_TERSE + " to " + CHECK + " " + IF + " {clause}" + OR_NOT,
        FUN_TERSE + " to " + CHECK + " " + IF + " {clause}" + OR_NOT,
        FUN_TERSE + " " + WHO + " " + CHECKS + " " + IF + " {clause}" + OR_NOT,
        FUN_TERSE + " " + WHO + " [returns*3|will return|gives] " + TRUE + " if {clause}" + ELSE,
        FUN_TERSE + " to return " + TRUE + " if {clause}" + ELSE,
        FUN_TERSE + " to " + CHECK + " " + IF + " {clause} and return [the result|a boolean|True or False]",
        FUN + " " + WHO + " " + TAKES + " {args}" + AS_INPUT + " and " + CHECKS + " " + IF + " {the clause}" + OR_NOT,
        FUN + " " + WHO + " " + TAKES + " {args}" + AS_INPUT + " and returns " + TRUE + " if {the clause}" + ELSE,
        "given {args}, [write a function to |]" + CHECK + " " + IF + " {the clause}",
        "given {args}, return " + TRUE + " if {the clause}" + ELSE,
        "[return|function returning] " + TRUE + " if {clause}" + ELSE,
    ),
    (PRINTS, "find"): (
        FUN_TERSE + " to " + SHOW + " {goal}",
        FUN_TERSE + " to " + SHOW + " {goal}",
        FUN_TERSE + " " + WHO + " " + SHOWS + " {goal}",
        FUN_TERSE + " " + WHO + " " + SHOWS + " {goal}",
        FUN_TERSE + " for printing {goal}",
        FUN_TERSE + " to find {goal}" + AND_SHOW + " " + RESULT,
        FUN + " " + WHO + " " + TAKES + " {args}" + AS_INPUT + " and " + SHOWS + " {the goal}",
        "given {args}, write a [python |]function to " + SHOW + " {the goal}",
    ),
    (PRINTS, "do"): (
        FUN_TERSE + " to {do}" + AND_SHOW + " " + RESULT,
        FUN_TERSE + " to {do}" + AND_SHOW + " " + RESULT,
        FUN_TERSE + " " + WHO + " {does} and [prints*4|displays|shows] " + RESULT,
        FUN + " " + WHO + " " + TAKES + " {args}" + AS_INPUT + ", {does it} and prints " + RESULT,
        "given {args}, write a [python |]function to {do it}" + AND_SHOW + " " + RESULT,
    ),
    (PRINTS, "check"): (
        FUN_TERSE + " to " + CHECK + " and print " + IF + " {clause}" + OR_NOT,
        FUN_TERSE + " to print " + IF + " {clause}" + OR_NOT,
        FUN_TERSE + " " + WHO + " [prints*4|displays|shows] " + IF + " {clause}" + OR_NOT,
        FUN_TERSE + " to " + CHECK + " " + IF + " {clause}" + OR_NOT + AND_SHOW + " [the result|true or false]",
        FUN + " " + WHO + " " + TAKES + " {args}" + AS_INPUT + " and prints " + IF + " {the clause}" + OR_NOT,
    ),
    (OPEN, "find"): (
        PRO_TERSE + " to " + SEEK + " {goal}",
        PRO_TERSE + " to " + SEEK + " {goal}",
        PRO_TERSE + " to " + SEEK + " {goal}",
        PRO_TERSE + " " + WHO + " " + SEEKS + " {goal}",
        PRO_TERSE + " for [finding*2|calculating*2|computing|getting|printing|*2] {goal}",
        PRO_TERSE + " to find {goal}" + AND_SHOW + " " + RESULT,
        "{goal}",
        "{goal}",
        SEEK + " {goal}",
        SEEK + " {goal}",
        SEEK + " {goal} [in python*3|using python|with python|python]",
        "[how to|how do i|how can i] [find*3|get*3|calculate*2|compute|print] {goal}[ in python| python|]",
        "given {args}, " + SEEK + " {the goal}",
        "given {args}, write a [python |]program to " + SEEK + " {the goal}",
        PASSED + SEEKS + " {the goal}",
        "python program {goal}",
        "{goal} in python",
    ),
    (OPEN, "do"): (
        PRO_TERSE + " to {do}",
        PRO_TERSE + " to {do}",
        PRO_TERSE + " to {do}",
        PRO_TERSE + " " + WHO + " {does}",
        PRO_TERSE + " for {doing}",
        PRO_TERSE + " to {do}" + AND_SHOW + " " + RESULT,
        "{do}",
        "{do}",
        "{do}",
        "{do} [in python*3|using python|with python|python]",
        "{do}" + AND_SHOW + " " + RESULT,
        "[how to|how do i|how can i|how do you] {do}[ in python| python|]",
        "given {args}, {do it}",
        "given {args}, write a [python |]program to {do it}",
        PASSED + "{does it}",
        "python {do}",
    ),
    (OPEN, "check"): (
        PRO_TERSE + " to " + CHECK + " " + IF + " {clause}" + OR_NOT,
        PRO_TERSE + " to " + CHECK + " " + IF + " {clause}" + OR_NOT,
        PRO_TERSE + " to " + CHECK + " " + IF + " {clause}" + OR_NOT,
        PRO_TERSE + " " + WHO + " " + CHECKS + " " + IF + " {clause}" + OR_NOT,
        PRO_TERSE + " to check " + IF + " {clause}" + OR_NOT + AND_SHOW + " " + RESULT,
        PRO_TERSE + " to check and print " + IF + " {clause}" + OR_NOT,
        CHECK + " " + IF + " {clause}" + OR_NOT,
        CHECK + " " + IF + " {clause}" + OR_NOT,
        CHECK + " " + IF + " {clause}" + OR_NOT + " in python",
        "[how to|how do i] check " + IF + " {clause}[ in python| python|]",
        "check that {clause}",
        "given {args}, " + CHECK + " " + IF + " {the clause}" + OR_NOT,
        PRO + " to print " + IF + " {clause}" + OR_NOT,
    ),
    (VALUES, "find"): (
        PRO_TERSE + " to " + SEEK + " {goal}",
        PRO_TERSE + " to " + SEEK + " {goal}",
        PRO_TERSE + " " + WHO + " " + SEEKS + " {goal}",
        PRO_TERSE + " to find {goal}" + AND_SHOW + " " + RESULT,
        SEEK + " {goal}",
        SEEK + " {goal}",
        "{goal}",
        "what is {goal}",
        "given {args}, " + SEEK + " {the goal}",
        "given {args}, write a [python |]program to " + SEEK + " {the goal}",
        "with {args}, [write a program to |]" + SEEK + " {the goal}",
        "[how to|how do i] [find|get|calculate|print] {goal}[ in python|]",
        FUN_TERSE + " " + WHO + " " + FINDS + " {any goal}" + TRY + " {values}",
        FUN_TERSE + " to " + FIND + " {any goal}" + TRY + " {values}",
    ),
    (VALUES, "do"): (
        PRO_TERSE + " to {do}",
        PRO_TERSE + " to {do}",
        PRO_TERSE + " " + WHO + " {does}",
        PRO_TERSE + " to {do}" + AND_SHOW + " " + RESULT,
        "{do}",
        "{do}",
        "{do}" + AND_SHOW + " " + RESULT,
        "given {args}, {do it}" + "[" + AND_SHOW + " " + RESULT + "|]",
        "given {args}, write a [python |]program to {do it}",
        "with {args}, write a program to {do it}",
        "[how to|how do i] {do}[ in python|]",
        FUN_TERSE + " " + WHO + " {does any}" + TRY + " {values}",
        FUN_TERSE + " to {do any}" + TRY + " {values}",
    ),
    (VALUES, "check"): (
        PRO_TERSE + " to " + CHECK + " " + IF + " {clause}" + OR_NOT,
        PRO_TERSE + " to " + CHECK + " " + IF + " {clause}" + OR_NOT,
        PRO_TERSE + " to check " + IF + " {clause}" + OR_NOT + AND_SHOW + " " + RESULT,
        CHECK + " " + IF + " {clause}" + OR_NOT,
        CHECK + " " + IF + " {clause}" + OR_NOT,
        "given {args}, " + CHECK + " " + IF + " {the clause}" + OR_NOT,
        "print " + IF + " {clause}" + OR_NOT,
        FUN_TERSE + " " + WHO + " " + CHECKS + " " + IF + " {any clause}" + TRY + " {values}",
        FUN_TERSE + " to " + CHECK + " " + IF + " {any clause}" + TRY + " {values}",
    ),
    (INPUT, "find"): (
        PRO_TERSE + " to " + READ + " {args} " + FROM_USER + " and " + SEEK + " {the goal}",
        PRO_TERSE + " " + WHO + " " + READS + " {args} " + FROM_USER + " and " + SEEKS + " {the goal}",
        PRO_TERSE + " " + WHO + " " + READS + " {args} " + FROM_USER + " and " + SEEKS + " {the goal}",
        READ + " {args} " + FROM_USER + " and " + SEEK + " {the goal}",
        PRO_TERSE + " to " + SEEK + " {goal}{typed}",
        PRO_TERSE + " " + WHO + " " + SEEKS + " {goal}{typed}",
        SEEK + " {goal}{typed}",
        "given {args} [as input|from the user|from standard input|on stdin], " + SEEK + " {the goal}",
    ),
    (INPUT, "do"): (
        PRO_TERSE + " to " + READ + " {args} " + FROM_USER + " and {do it}",
        PRO_TERSE + " " + WHO + " " + READS + " {args} " + FROM_USER + " and {does it}",
        PRO_TERSE + " " + WHO + " " + READS + " {args} " + FROM_USER + ", {does it} and prints " + RESULT,
        READ + " {args} " + FROM_USER + " and {do it}",
        PRO_TERSE + " to {do}{typed}",
        "{do}{typed}",
        PRO_TERSE + " to {do}{typed}" + AND_SHOW + " " + RESULT,
    ),
    (INPUT, "check"): (
        PRO_TERSE + " to " + READ + " {args} " + FROM_USER + " and " + CHECK + " " + IF + " {the clause}" + OR_NOT,
        PRO_TERSE
        + " "
        + WHO
        + " "
        + READS
        + " {args} "
        + FROM_USER
        + " and "
        + CHECKS
        + " "
        + IF
        + " {the clause}"
        + OR_NOT,
        READ + " {args} " + FROM_USER + " and check " + IF + " {the clause}" + OR_NOT,
        PRO_TERSE + " to " + CHECK + " " + IF + " {clause}{typed}" + OR_NOT,
        CHECK + " " + IF + " {clause}{typed}" + OR_NOT,
    ),
    (PRINTS, "show"): (
        FUN_TERSE + " to " + JUST_SHOW + " {goal}",
        FUN_TERSE + " to " + JUST_SHOW + " {goal}",
        FUN_TERSE + " " + WHO + " " + JUST_SHOWS + " {goal}",
        FUN_TERSE + " for printing {goal}",
        FUN + " " + WHO + " " + TAKES + " {args}" + AS_INPUT + " and " + JUST_SHOWS + " {the goal}",
        "given {args}, write a [python |]function to " + JUST_SHOW + " {the goal}",
        JUST_SHOW + " {goal} [using a function|with a function|in a function]",
    ),
    (OPEN, "show"): (
        PRO_TERSE + " to " + JUST_SHOW + " {goal}",
        PRO_TERSE + " to " + JUST_SHOW + " {goal}",
        PRO_TERSE + " " + WHO + " " + JUST_SHOWS + " {goal}",
        PRO_TERSE + " for {goal}",
        JUST_SHOW + " {goal}",
        JUST_SHOW + " {goal}",
        JUST_SHOW + " {goal} [in python*3|using python|with python]",
        "{goal}",
        "[how to|how do i] " + JUST_SHOW + " {goal}[ in python| python|]",
        "given {args}, " + JUST_SHOW + " {the goal}",
    ),
    (VALUES, "show"): (
        PRO_TERSE + " to " + JUST_SHOW + " {goal}",
        PRO_TERSE + " " + WHO + " " + JUST_SHOWS + " {goal}",
        JUST_SHOW + " {goal}",
        JUST_SHOW + " {goal}",
        "given {args}, " + JUST_SHOW + " {the goal}",
        "[how to|how do i] " + JUST_SHOW + " {goal}[ in python|]",
        FUN_TERSE + " " + WHO + " " + JUST_SHOWS + " {any goal}" + TRY + " {values}",
    ),
    (INPUT, "show"): (
        PRO_TERSE + " to " + READ + " {args} " + FROM_USER + " and " + JUST_SHOW + " {the goal}",
        PRO_TERSE + " " + WHO + " " + READS + " {args} " + FROM_USER + " and " + JUST_SHOWS + " {the goal}",
        READ + " {args} " + FROM_USER + " and " + JUST_SHOW + " {the goal}",
        PRO_TERSE + " to " + JUST_SHOW + " {goal}{typed}",
        JUST_SHOW + " {goal}{typed}",
    ),
    (FUNCTION, "name"): (
        FUN_TERSE + " for {goal}",
        WRITE + " a " + PYTHON + "{goal} function",
        "python function for {goal}",
    ),
    (OPEN, "name"): (
        PRO_TERSE + " for {goal}",
        "{goal}",
        "{goal}",
        "{goal} in python",
        "python {goal}",
        WRITE + " {goal}",
        "implementation of {goal}",
        WRITE + " {goal} in python",
    ),
    (FUNCTION, "make"): (
        "[write*6|create*3|define*4|make|implement*3|build|design] {goal}",
        "[write*6|create*3|define*4|make|implement*3] {goal} in python",
        "python {goal}",
        "please [write|create] {goal}",
        "[write|create] a python program [with|that defines|to create|to define] {goal}",
        "{goal}",
    ),
}

# Which of several cases holds: the frames of a check that do not ask for True.
for _form in (FUNCTION, PRINTS, OPEN, VALUES, INPUT):
    FRAMES[_form, "tell"] = tuple(
        frame.replace(OR_NOT, "")
        for frame in FRAMES[_form, "check"]
        if TRUE not in frame and "True" not in frame and "true" not in frame
    )

WAYS = {
    "recursion": "[using recursion*5|recursively*3|with recursion|using a recursive function|"
    "by recursion|using recursive approach]",
    "lambda": "[using lambda*4|using a lambda function*4|with lambda|using an anonymous function|"
    "using lambda expression]",
    "comprehension": "[using list comprehension*6|using a list comprehension*3|"
    "with a list comprehension|by list comprehension|in a list comprehension]",
    "dict comprehension": "[using dictionary comprehension*3|using a dict comprehension*2|"
    "with dictionary comprehension]",
    "set comprehension": "[using a set comprehension|using set comprehension]",
    "generator": "[using a generator*3|using yield|with a generator|using generator]",
    "for": "[using for loop*4|using a for loop*4|with a for loop|using a loop*2|by loop|with loops]",
    "while": "[using while loop*4|using a while loop*4|with a while loop|using while]",
    "plain": "[without using built-in functions*3|without built in functions|without using inbuilt function*2|"
    "without using any library"
    "|without using any built-in function|without builtins]",
    "builtin": "[using built-in function*2|using a built-in function|using the built-in|using inbuilt function]",
    "slicing": "[using slicing*4|using slice|with slicing|using string slicing|by slicing]",
    "reversed": "[using reversed|using the reversed function|using reversed()]",
    "join": "[using join|using join()|using the join method|using str.join]",
    "map": "[using map*4|using the map function*2|with map|using map()|using map and lambda*2]",
    "filter": "[using filter*4|using the filter function*2|with filter|using filter()|using filter and lambda*2]",
    "reduce": "[using reduce*4|using functools.reduce|with reduce|using the reduce function|using reduce()]",
    "sorted": "[using sorted|using the sorted function|by sorting*2|using sort]",
    "set": "[using set*3|using a set*2|using sets|with a set|using set()]",
    "dict": "[using a dictionary*3|using dictionary*2|with a dictionary|using dict|using a dict]",
    "counter": "[using Counter*3|using collections.Counter|using collections|using counter|using the Counter class]",
    "regex": "[using regex*4|using regular expressions*3|using re module|with regex|"
    "using regular expression|using re]",
    "zip": "[using zip*4|using the zip function|with zip|using zip()]",
    "enumerate": "[using enumerate*3|with enumerate|using enumerate()]",
    "math": "[using math module*3|using the math module*2|using math library|with math]",
    "itertools": "[using itertools*4|with itertools|using the itertools module]",
    "string": "[using string conversion|using str|using string|by converting to a string]",
    "formula": "[using formula*3|using the formula*2|with a formula|without a loop]",
    "euclid": "[using euclidean algorithm*2|using the euclidean algorithm*2|using euclid's algorithm|with euclid]",
    "stack": "[using stack*3|using a stack*3|with a stack]",
    "temp": "[using a temporary variable*2|using temporary variable|using temp variable|using third variable]",
    "no temp": "[without using a temporary variable|without temporary variable|"
    "without using third variable*2|in one line]",
    "bitwise": "[using bitwise operators|using bitwise operator|using bit manipulation|with bitwise and]",
    "replace": "[using replace|using the replace method|using replace()]",
    "max": "[using max*2|using max function|using the max function]",
    "in": "[using in operator|using the in operator|using in]",
    "iteration": "[iteratively|using iteration|without recursion*3|without using recursion*2]",
    "dp": "[using dynamic programming*3|using memoization*2|with memoization|using dp]",
    "bin": "[using bin|using bin()|using the bin function|using format]",
    "ternary": "[using ternary operator|using the ternary operator|using conditional expression|"
    "using if else in one line]",
    "if": "[using if else*2|using if statements|using if elif else|using if-else]",
    "numbers": "[using numbers|with numbers]",
}

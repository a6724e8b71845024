"""Requests that no small program without network, screen, microphone, packages or much data can meet."""

import random

# One line a kind: what is wanted. Training draws from these; what they are judged on is said in other words.
_WISHES = """
a website | a web app | a web page with login | a web shop | an online store | a blog with comments | a landing page
a mobile app | an android app | an iphone app | a desktop application | a browser extension | a chrome plugin
a chatbot | a discord bot | a telegram bot | a slack bot | a voice assistant | a virtual assistant
a video game | a 3d game | a multiplayer game | a racing game | a platformer | a chess engine | a game like minecraft
a neural network | a machine learning model | a deep learning classifier | a language model | a recommender system
an image classifier | an object detector | a face recognition system | a speech recognizer | a spam filter with ai
an operating system | a compiler for c++ | a device driver | a kernel module | a web browser | a search engine
a database server | a sql database with users and orders | a data warehouse | a microservice | a kubernetes cluster
a payment system | a trading bot | a crypto wallet | a blockchain | a smart contract | an antivirus
a graphical user interface | a gui with buttons | a window with a text field | a dashboard with charts
a photo editor | a music player | a video player | a screen recorder | a webcam viewer | an mp3 converter
a pdf reader | a drawing program
"""
WISHES = _WISHES.strip().replace("\n", " | ").split(" | ")
DEEDS = """
download {a file|all images|videos} from {the internet|a url|youtube|this website}
scrape {prices|news|reviews|tweets|weather data} from {a website|amazon|twitter|google}
send {an email|a text message|an sms|a whatsapp message} to {my boss|a customer|all my contacts}
upload {a file|my photos} to {dropbox|google drive|the cloud|an ftp server|aws s3}
connect to {a mysql database|postgres|a bluetooth device|a remote server over ssh|the wifi|mongodb}
call {a rest api|the openai api|the google maps api|a web service} and {show|parse|store} the {answer|response}
train {a model|a classifier|a neural net|a cnn|a transformer} on {my images|mnist|this dataset|text}
detect {faces|cars|objects|emotions|cancer} in {a photo|an image|a video|a picture}
recognize {speech|handwriting|songs|my voice} {from a recording|in real time|from the microphone}
translate {a text|this sentence|a book|speech} from {english|german|french} to {spanish|chinese|japanese}
summarize {an article|this book|a pdf|the news} {in three sentences|automatically|with ai}
plot {a graph|a histogram|the stock price|sales} {with matplotlib|on a chart|over time|in a window}
play {a song|music|a sound|a video} {on the speaker|in the background|when i click}
record {audio|my screen|a video|the webcam} {for ten seconds|and save it|and stream it}
predict {the weather|stock prices|house prices|the winner|the lottery numbers} {for tomorrow|next year|with ai}
control {a robot|a drone|the lights|an arduino|my car} {with python|over bluetooth|by voice}
deploy {a flask app|my site|a docker container} {to heroku|to aws|on a server|to production}
hack {a wifi password|an instagram account|the server|a website}
open {the browser|a window|the camera|excel|a gui} and {click on|show|take|fill in} {a button|a picture|a form}
edit {a photo|a video|an mp3} and {remove the background|cut it|add subtitles|blur faces}
order {a pizza|a taxi|flowers} {online|for me|to my home}
write {a novel|a poem|an essay|a song} about {love|the sea|my cat|a king}
explain {quantum physics|the meaning of life|relativity|my dreams} {to me|to a child|in simple words}
tell me {the weather in london|who won the match|the news of today|the time in tokyo right now|the price of gold}
book {a flight|a table|a hotel} {to paris|for tonight|for four people}
read {a pdf|an excel sheet|a barcode|a qr code|my emails|a word file} and {extract the text|print it|sum it up}
""".strip().splitlines()
_OPENINGS = (
    "{}", "{}", "build {}", "make me {}", "create {}", "write {}", "i need {}", "develop {}", "program {}",
    "write a program for {}", "write a python script that is {}", "can you code {}", "please make {}",
    "how do i build {}",
)  # fmt: skip
_DOING = (
    "{}", "{}", "write a program to {}", "write a python script to {}", "write a function to {}", "i want to {}",
    "how can i {}", "can you {}", "python code to {}", "please {}", "help me to {}", "script to {}",
)  # fmt: skip
_TAILS = (
    "",
    "",
    "",
    "",
    " in python",
    " with a database",
    " and an admin page",
    " for my company",
    " using ai",
    " please",
)


def draw(rng: random.Random) -> str:
    """One request."""
    if rng.random() < 0.4:
        return rng.choice(_OPENINGS).format(rng.choice(WISHES)) + rng.choice(_TAILS)
    pieces = rng.choice(DEEDS).replace("}", "{").split("{")
    pieces[1::2] = [rng.choice(piece.split("|")) for piece in pieces[1::2]]
    return rng.choice(_DOING).format("".join(pieces)) + rng.choice(_TAILS)


def scrambled(descriptions: list[str], rng: random.Random) -> str:
    """Words of several descriptions in any order, which ask for nothing."""
    words = [word for text in descriptions for word in text.split()]
    return " ".join(rng.sample(words, min(len(words), rng.randint(4, 25))))

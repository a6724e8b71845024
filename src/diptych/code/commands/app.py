"""The app that the commands of the code task hang on."""

from cyclopts import App

code = App(name="code", help="Descriptions in, programs out: data, training, use.")

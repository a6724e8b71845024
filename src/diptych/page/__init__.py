"""The page: both nets at work in a browser, on this machine alone unless asked otherwise."""

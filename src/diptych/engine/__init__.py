"""The engine: trains any network that answers twice. It knows no task; tests/test_layers.py proves it."""

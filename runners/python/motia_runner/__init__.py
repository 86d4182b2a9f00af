"""The runner for Python steps."""

"""What the tests share: `from tools.required import need`."""

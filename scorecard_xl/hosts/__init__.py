"""Where workbooks come from and where finished tabs go."""

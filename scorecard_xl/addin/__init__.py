"""What stands between the button and the rest: requests, the warm helper, installation."""

"""The web server: application, security, the page's start, lifecycle."""

"""The web server: application, security, preloading, lifecycle."""

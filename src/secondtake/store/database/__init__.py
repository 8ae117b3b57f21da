"""Tables, rows, migrations and the connection to SQLite or PostgreSQL."""

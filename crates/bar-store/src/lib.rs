//! What the desktop app remembers: checks, measurements and preferences, in one SQLite file.

//! Synthesised sound with known answers, files with known faults, and the demo session.

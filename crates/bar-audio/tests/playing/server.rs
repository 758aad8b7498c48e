//! Through cpal into a private sound server.

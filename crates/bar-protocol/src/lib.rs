//! The contract between app and service: what is asked, what is replied, and how it is refused.

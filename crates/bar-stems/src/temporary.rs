//! Files that are whole or not there.

use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// A hidden file in `folder` that is gone when it is not kept, with the permissions of any other new
/// file.
///
/// # Errors
/// When the system refuses.
pub fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bar-one-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

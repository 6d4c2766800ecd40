"""Files that départements have, read with suspicion: all or nothing, reasons in French."""

"""Power cuts: what a real process asked of the disk, and the disks a cut may leave behind."""

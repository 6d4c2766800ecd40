"""`make bench`: how long the journey takes, each figure beside a yardstick of the same run."""

"""One scored grid for every table without upright rules, over all pages of a table at once."""

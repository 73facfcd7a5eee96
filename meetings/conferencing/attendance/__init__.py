"""Who was connected, as providers tell it: raw rows, intervals, suggestions, and what an officer confirms."""

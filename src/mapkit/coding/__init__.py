"""From parsed sentences and toponyms to event records: what happened, where, when, who, how many, and who says so."""

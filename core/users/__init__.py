"""Who works here: operators, supervisors, sales staff, administrators, and their log-ins."""

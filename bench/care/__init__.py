"""What care costs: a dispatcher's day and a caregiver's check-in, with a short history and a very long one."""

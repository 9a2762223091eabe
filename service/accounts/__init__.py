"""Who is acting: logins, tokens and dated duties."""

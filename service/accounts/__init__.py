"""Who is acting: logins, tokens and dated duties.

account    somebody who can log in: a resident's or a staff member's
identity   what an identity provider (WeChat) calls the person behind a resident's account
login      a session: the family of tokens that one login began; it lives and ends as a whole
duty       a role in a region and all below it, or in an organisation, from one day to another
stand-in   a duty held for somebody else, no longer than theirs
administrators   the three apart (三员): system_admin, security_admin, auditor
"""

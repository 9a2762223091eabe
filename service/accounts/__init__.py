"""Who is acting: logins, tokens and dated duties.

account    somebody who can log in: a resident's or a staff member's
identity   what an identity provider (WeChat, 浙里办, 浙政钉, a telephone) calls the person behind an account
proof      what 浙里办 has made sure of by the ID card; compared with the register, never read
login      a session: the family of tokens that one login began; it lives and ends as a whole
duty       a role in a region and all below it, or in an organisation, from one day to another
stand-in   a duty held for somebody else, no longer than theirs
administrators   the three apart (三员): system_admin, security_admin, auditor
"""

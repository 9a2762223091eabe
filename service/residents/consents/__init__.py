"""Consents: what a resident has agreed to, in which words, and until when.

A *consent text* (同意书) is one version of the words for one *purpose* (目的); a *separate* consent (单独同意) is asked
for by itself, never together with anything else. A consent holds until it is withdrawn or a newer one replaces it.
"""

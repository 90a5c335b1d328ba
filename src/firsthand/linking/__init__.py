"""Linking: which speakers of several documents are one person."""

from firsthand.linking.people import Appearance, Judgement, Verdict, clusters, conflicts, name_key, same_by_rule

__all__ = ["Appearance", "Judgement", "Verdict", "clusters", "conflicts", "name_key", "same_by_rule"]

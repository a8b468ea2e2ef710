"""The groupings beside the codes in the Codes_used tab, which Ofsted asks not to be sent."""

from readiness.annexe_a.mapping import fold

GROUPINGS = {
    "Ethnicity": (
        "White", "Mixed", "Asian", "Black", "Chinese", "Other", "Refused", "Unknown",
        "BAME", "Mixed/Dual background", "White or White British", "Asian or Asian British",
        "Black or Black British", "Any other",
    ),
    "Source": (
        "Individual", "Education", "Health services", "Health", "LA services", "Local authority",
    ),
    "Legal": (
        "Interim care orders", "Full care orders", "Care order", "Care orders",
        "Accommodated under S20", "Youth justice legal statuses",
        "Detained on child protection grounds in LA accommodation",
    ),
    "Reason Ceased to be Looked After": (
        "Adopted", "Returned home", "Special Guardianship Orders", "Special guardianship order",
        "Returned home to live with parents or relatives", "Moved into independent living",
    ),
    "Placement Type": (
        "Foster placement", "Fostering", "Placed for adoption", "Temporary placement",
        "Residential", "Foster care",
    ),
    "Placement Provider": ("Own LA", "Private", "Other"),
    "Activity Status": (
        "EET", "NEET", "In education", "In training or employment", "In higher education",
        "Education", "Employment", "Training", "Not in education, training or employment",
    ),
}  # fmt: skip
"""By the column, or the word at the end of its name that it shares with others."""
_FOLDED = {key: {fold(text) for text in texts} for key, texts in GROUPINGS.items()}


def is_grouping(text: str, column: str) -> bool:
    """Whether a text is a grouping of this column’s codes, with or without a letter."""
    words = fold(text)
    plain = words.split(")", 1)[1].strip() if words[1:2] == ")" else words
    return any(plain in texts for key, texts in _FOLDED.items() if key in column)

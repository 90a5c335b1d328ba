"""The scale of quality: how far a reading agrees with what people marked in the same text.

Definitions are fixed, so that figures of different readers, corpora and years can be compared. A figure is a pure
function of gold, prediction and text. Nothing here depends on how a reading was made.
"""

from firsthand.scoring.bootstrap import interval
from firsthand.scoring.credits import score_credits
from firsthand.scoring.furniture import score_furniture
from firsthand.scoring.gold import GoldCredit, GoldDocument, GoldError, GoldStatement, read_gold
from firsthand.scoring.matching import match
from firsthand.scoring.quotation import quotation_type, quoted_regions
from firsthand.scoring.score import ROWS, Attribution, Row, Score, score_document, split_fragments
from firsthand.scoring.speakers import SpeakerScore, score_speakers
from firsthand.scoring.tally import Share, Tally

__all__ = [
    "ROWS",
    "Attribution",
    "GoldCredit",
    "GoldDocument",
    "GoldError",
    "GoldStatement",
    "Row",
    "Score",
    "Share",
    "SpeakerScore",
    "Tally",
    "interval",
    "match",
    "quotation_type",
    "quoted_regions",
    "read_gold",
    "score_credits",
    "score_document",
    "score_furniture",
    "score_speakers",
    "split_fragments",
]

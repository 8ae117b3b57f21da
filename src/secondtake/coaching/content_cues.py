"""Words of a result, an outcome, an own action and a habit: cues in plain lower-case English."""

from __future__ import annotations

import re

RESULT = re.compile(
    r"\b(as a result|in the end|at the end of|by (noon|the end|then|christmas|january|\w+day)|finally|"
    r"eventually|ended up|turned out|managed to|(were|was) able to|succeeded|successful\w*|solved|fixed|"
    r"saved|won|increased|grew|rose|improved|reduced|dropped|fell|cut|doubled|tripled|halved|outcome|"
    r"result(s|ed)?|impact|so that nobody|which meant|that way we|since then|from then on|from that day|"
    r"after that|to this day|learn(ed|t)|taught me|finished|delivered|launched|shipped|released|passed|"
    r"completed|promoted|renewed|signed|stayed|kept the|thanked|to thank|happy|proud|pleased|satisfied|"
    r"percent|per cent|had (answered|finished|fixed|solved|done)|paid off|worked out|"
    r"went (live|well|up|down|out)|(hour|day|week|month|minute)s? earlier|faster|sooner|cheaper|fewer|"
    r"in place of|instead of|under (the )?budget|no longer|never again|not once since|asked me to|"
    r"still (like|use|uses|used|hang|hangs|work|works|run|runs)|"
    r"(everybody|everyone|every \w+|all of (it|them)|all \w+ \w+) (worked|was paid|were paid|got|had|came))"
    r"\b|%",
    re.I,
)
"""Words in which a result is told; broad on purpose, as asking in vain costs more than not asking."""

OUTCOME = re.compile(
    r"(?<!\bwhile )(?<!\bwhen )(?<!\bbefore )(?<!\bbecause )(?<!\bif )(?<!\buntil )(?<!\bwhere )"
    r"\b(they|he|she|it|we|everyone|everybody|nobody|who|"
    r"(the|my|our|his|her|their|this|those|both|all|two|three|four|five|most|half)"
    r"( (?!(?:and|or|but|so|i|that|which|who|where|when|because|as|if)\b)\w+){1,4}) (\w+ly |"
    r"then |now |also )?"
    r"((?!used to)\w{2,}ed|came|went|got|gave|made|took|paid|said|told|kept|ran|sold|sent|let|put|chose|"
    r"brought|bought|found|lost|met|read|saw|sat|stood|won|wrote|became|began|felt|held|knew|slept|spoke|spent|"
    r"thought|understood|grew|fell|rose|rang|drove|ate|drew|taught|built|led|"
    r"knelt|(has|have)(?! (another|to|yet|still)\b)|is now|are now)\b|"
    r"\b(he|she|it|they)('s|'re) (now|still)\b|\b(he|she|it|they|we)('re)? [\w' ]+ now$",
    re.I,
)
"""Somebody or something other than the person did or got something: at an answer's end, an outcome."""

NO_RESULT = re.compile(r"\b(not|never|\w+n't)( \w+)? (happy|proud|pleased|satisfied)\b", re.I)
"""A feeling that somebody did not have, in the words of a result."""
FEELING = re.compile(r"\b(happy|proud|pleased|satisfied)\b", re.I)

OWN_ACTION = re.compile(
    r"\bi (also |then |just |quickly |immediately |first |personally )*"
    r"(\w{2,}ed|went|took|made|built|led|ran|wrote|told|spoke|found|set|began|split|brought|chose|drew|gave|"
    r"got|held|kept|"
    r"met|put|sat|sent|taught|thought up|came up|did|cut|dealt|showed|won|rang|let)\b(?!')",
    re.I,
)
OWN_START = re.compile(rf"^(and |so |but |then |first )*{OWN_ACTION.pattern}", re.I)
OUTCOME_AFTER = re.compile(rf"\b(and|so|until) ({OUTCOME.pattern})", re.I)
"""Likewise, in a sentence that begins with what the person did."""
HABIT = re.compile(r"\b(always|usually|normally|generally|never|(?<!too )often|tend to|would)\b", re.I)
"""Words of what somebody does in general, rather than of what they did once."""

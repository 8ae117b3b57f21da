"""Choose follow-up questions in a process of its own: the models would stay in the server's memory for good.

It ends when nothing was asked for a while. Nothing is written anywhere.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from secondtake.coaching.story.probes import Probe
from secondtake.config import Settings
from secondtake.core.errors import ObserverStopped, SecondTakeError
from secondtake.helper_process import HelperProcess, serve

IDLE_S = 120.0  # our choice: longer than it takes to prepare an answer
MAX_WAIT_S = 5.0  # our choice: as long as an interviewer may think
ENDED = "Follow-up questions cannot be chosen right now."


class ProbeProcess(HelperProcess):
    """Hears answers while they are given, one at a time, from any thread."""

    def __init__(self, settings: Settings, *, idle_s: float = IDLE_S) -> None:
        super().__init__(__spec__.name, settings.to_environ(), ended=ObserverStopped(ENDED), idle_s=idle_s)
        self._requests = ThreadPoolExecutor(1)
        self._ahead: Future[Any] | None = None

    def listen(self, part: Path, start_s: float) -> None:
        """Begin to transcribe an answer that goes on; without effect while that is still being done."""
        if self._ahead is None or self._ahead.done():
            self._ahead = self._requests.submit(self.ask, [str(part), start_s, "", False])

    def choose(self, part: Path, start_s: float, question: str, *, wait_s: float = MAX_WAIT_S) -> Probe:
        """Return what to ask after an answer: "more", which always fits, if its words do not come in time."""
        choice = self._requests.submit(self.ask, [str(part), start_s, question, True])
        try:
            probe: Probe = choice.result(wait_s)
        except (TimeoutError, SecondTakeError):
            choice.cancel()
            return "more"
        return probe


def main() -> None:
    """Answer requests; the models are loaded with the first answer."""
    from secondtake.coaching.session_evidence import split_sentences
    from secondtake.coaching.story.probes import choose_probe
    from secondtake.coaching.story.told_answer import tell_answer
    from secondtake.core.spans import Span
    from secondtake.observers.speech.answer_listener import AnswerListener
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

    settings = Settings.load()
    listener, encoder = AnswerListener(settings), SentenceEncoder(settings)

    def handle(request: Any, _: bytes) -> Probe:
        path, start_s, question, is_over = request
        encoder([question])  # loaded while the answer goes on
        words = listener.listen(Path(path), start_s, is_over=is_over)
        if not words or not is_over:
            return "more"
        span = Span(0.0, words[-1].span.end_s)
        answer_story = tell_answer(split_sentences(words), span, question, encoder)
        return choose_probe(question, answer_story.story if answer_story else None)

    serve(handle)


if __name__ == "__main__":
    main()

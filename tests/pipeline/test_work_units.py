"""Work units and their keys, segments, and joining the results."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.config import Settings, Talker
from secondtake.core.errors import StoreError
from secondtake.core.event import Transcript, Word
from secondtake.core.recording import AudioStream, Recording, VideoStream
from secondtake.core.series import Series
from secondtake.core.spans import Span, total_s
from secondtake.evaluation.benchmark import cpu_seconds_by_stage
from secondtake.files import write_json
from secondtake.observers import talker
from secondtake.observers.audio.diarization import FILE as VOICES
from secondtake.observers.audio.diarization import VOICE_SIDE
from secondtake.observers.segment_plan import MAX_S, MAX_UNSEEKABLE, MIN_S, equal_segments, segments
from secondtake.observers.track_files import write_series, write_speech, write_words
from secondtake.observers.unit_files import DONE, write_done
from secondtake.observers.vision.vision import FILES
from secondtake.pipeline import work_units
from secondtake.pipeline.track_index import INDEX, load_tracks, write_index
from secondtake.pipeline.work_units import STAGES, WorkUnit, talker_unit_of, work_units_of
from secondtake.synthetic.sample_data import samples_folder

SOUND = AudioStream("aac", 48_000, 1, 1, 0, 0.0, 100.0)
PICTURE = VideoStream("h264", 640, 360, 0, 30.0, False, 0.0, 100.0)


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    """One home for all tests: the large model is assembled and verified once."""
    return Settings.load({}, home=tmp_path_factory.mktemp("pieces") / "home")


@pytest.fixture
def recording() -> Recording:
    return Recording("sha256:" + "0" * 64, "take.mp4", "mp4", 100.0, PICTURE, SOUND)


@pytest.fixture
def prints(monkeypatch):
    """Set whether the speaker encoder is installed: `prints(True)`."""

    def installed(yes: bool) -> None:
        monkeypatch.setattr(work_units, "weights_file", lambda: Path("pretrained.pt") if yes else None)

    return installed


def folders(recording, settings, folder):
    return {unit.folder for unit in work_units_of(recording, settings, folder)}


@given(st.floats(0.05, 4 * 3600))
def test_segments_cover_the_recording_once_the_longest_first(duration_s):
    parts = segments(duration_s)
    assert parts[0].start_s == 0
    assert parts[-1].end_s == duration_s
    assert all(a.end_s == b.start_s for a, b in pairwise(parts))
    assert total_s(parts) == pytest.approx(duration_s)
    lengths = [part.duration_s for part in parts]
    assert max(lengths) <= MAX_S + 1e-6
    assert all(a >= b - 1e-6 for a, b in pairwise(lengths))
    assert len(parts) == 1 or MIN_S / 2 < lengths[-1] < 2 * MIN_S


def test_segments_unseekable_file_has_few():
    assert len(segments(3600, seekable=False)) == MAX_UNSEEKABLE < len(segments(3600))
    assert segments(20, seekable=False) == segments(20)


def test_work_units_go_on_with_the_segments_an_earlier_version_began(recording, settings, tmp_path):
    first = next(unit for unit in work_units_of(recording, settings, tmp_path) if unit.watches)
    (first.folder.parent / "0000").mkdir(parents=True)
    sight = [unit for unit in work_units_of(recording, settings, tmp_path) if unit.watches]
    assert [unit.folder.name for unit in sight] == ["0000", "0001", "0002", "0003"]
    assert tuple(unit.span for unit in sight) == equal_segments(100.0)


def test_work_units_audio_whole_and_video_in_segments(recording, settings, tmp_path):
    stages = [unit.stage for unit in work_units_of(recording, settings, tmp_path)]
    assert stages == ["words", "voice", *["sight"] * len(segments(100.0))]


def test_work_units_audio_only_or_video_only_omit_the_other(recording, settings, tmp_path, prints):
    prints(False)
    heard = work_units_of(replace(recording, video=None), settings, tmp_path)
    seen = work_units_of(replace(recording, audio=None), settings, tmp_path)
    assert {unit.stage for unit in heard} == {"words", "voice"}
    assert {unit.stage for unit in seen} == {"sight"}


def test_work_units_speaker_encoder_adds_one_stage_to_audio_only(recording, settings, tmp_path, prints):
    alone = replace(recording, video=None)
    prints(False)
    before, seen_before = (folders(r, settings, tmp_path) for r in (alone, recording))
    prints(True)
    assert {p.stage for p in work_units_of(alone, settings, tmp_path) if p.folder not in before} == {
        "speakers"
    }
    assert before < folders(alone, settings, tmp_path)  # no finished stage is repeated
    assert folders(recording, settings, tmp_path) == seen_before  # with video, lips tell the speakers apart


def test_work_units_speakers_saved_with_words_need_no_stage(recording, settings, tmp_path, prints):
    prints(True)
    alone = replace(recording, video=None)
    words = next(p for p in work_units_of(alone, settings, tmp_path) if p.stage == "words")
    write_series(words.folder / VOICES, {VOICE_SIDE: Series([0.0], [1.0], unit="side", hold_s=0.1)})
    assert "speakers" not in {p.stage for p in work_units_of(alone, settings, tmp_path)}


@pytest.mark.parametrize("installed", [True, False])
def test_work_units_of_the_sample_are_all_done(settings, prints, installed):
    session = samples_folder() / "session"
    about = json.loads((session / "about.json").read_text(encoding="utf-8"))
    prints(installed)
    recording = Recording.from_dict(about["recording"])
    talker_unit = talker_unit_of(recording, settings, session / "tracks")
    assert talker_unit is not None
    assert talker.read_talker(talker_unit.folder) is None  # there is one person
    needed = [talker_unit, *work_units_of(recording, settings, session / "tracks")]
    assert [unit.folder.name for unit in needed if not unit.is_done] == []
    shipped = json.loads((session / "tracks" / INDEX).read_text(encoding="utf-8"))["pieces"]
    assert [unit.folder for unit in needed] == [session / "tracks" / name for name in shipped]


@pytest.mark.parametrize(
    ("change", "stages"),
    [
        ({"preset": "precise"}, {"sight"}),
        ({"preset": "fast"}, {"sight", "words"}),
        ({"language": "de"}, {"words"}),
        ({"vocabulary": ("Acme",)}, {"words"}),
        ({"vocabulary": ()}, set()),
        ({"processes": 3}, set()),
        ({"talker": (0.25, 0.5)}, {"sight"}),
        ({"me": (0.25, 0.5)}, {"sight"}),
    ],
)
def test_work_units_key_changes_with_relevant_settings_only(recording, settings, tmp_path, change, stages):
    before, after = (
        {p.folder: p.stage for p in work_units_of(recording, s, tmp_path)}
        for s in (settings, settings.with_(**change))
    )
    assert {stage for folder, stage in after.items() if folder not in before} == stages


def test_work_units_of_who_said_who_they_are_ignore_who_talks(recording, settings, tmp_path):
    me = settings.with_(me=(0.25, 0.5))
    assert folders(recording, me.with_(talker=Talker(0.75, 0.5, is_clear=True)), tmp_path) == folders(
        recording, me, tmp_path
    )


def test_talker_unit_needs_sound_video_and_nobody_who_said_it(recording, settings, tmp_path):
    unit = talker_unit_of(recording, settings, tmp_path)
    assert unit is not None
    assert unit.span == Span(0.0, 100.0)
    assert talker_unit_of(replace(recording, audio=None), settings, tmp_path) is None
    assert talker_unit_of(replace(recording, video=None), settings, tmp_path) is None
    assert talker_unit_of(recording, settings.with_(me=(0.25, 0.5)), tmp_path) is None


def test_tracks_with_a_talker_unit_load_as_without_it(recording, settings, tmp_path):
    unit = talker_unit_of(recording, settings, tmp_path)
    speech = tmp_path / "voice-1"
    write_speech(speech, [Span(1.0, 2.0)])
    person = {"x": 0.25, "y": 0.5, "fits": [2.0], "talks": True, "likely": True}
    write_json(unit.folder / talker.FILE, [person])
    for folder in (speech, unit.folder):
        write_done(folder, 1.0, {})
    write_index(tmp_path, [unit.folder, speech], 100.0)
    assert load_tracks(tmp_path).speech == (Span(1.0, 2.0),)
    assert talker.read_talker(unit.folder) == Talker(0.25, 0.5, is_clear=True)


def test_work_units_key_changes_with_recording_and_version(recording, settings, tmp_path, monkeypatch):
    before = folders(recording, settings, tmp_path)
    assert not before & folders(replace(recording, digest="sha256:" + "1" * 64), settings, tmp_path)
    newer = replace(STAGES["sight"], version=STAGES["sight"].version + 1)
    monkeypatch.setattr(work_units, "STAGES", {**STAGES, "sight": newer})
    assert {f.parent.name.split("-")[0] for f in folders(recording, settings, tmp_path) - before} == {"sight"}


def test_work_unit_is_done_only_with_done_file(tmp_path):
    unit = WorkUnit("sight", tmp_path / "sight" / "0000", Span(0, 1))
    write_series(unit.folder / "face.parquet", {"yaw_deg": Series([0.0], [1.0], unit="deg", hold_s=1)})
    assert not unit.is_done
    (unit.folder / DONE).write_text('{"took_s": 1.5}')
    assert unit.is_done
    assert unit.took_s == 1.5


def test_work_unit_cpu_seconds_are_summed_by_stage_and_part(tmp_path, recording, settings, monkeypatch):
    def observe(path, recording, settings, folder, on_progress, *, span, cpu):
        with cpu.part("sight: face"):
            started_s = time.process_time()
            while time.process_time() - started_s < 0.02:
                pass

    monkeypatch.setattr(work_units, "STAGES", {"sight": replace(STAGES["sight"], observe=observe)})
    units = [WorkUnit("sight", tmp_path / f"{i}", Span(0, 1)) for i in range(3)]
    for unit in units[:2]:
        work_units.run_work_unit(unit, tmp_path, recording, settings, None)
    total_s = cpu_seconds_by_stage(units)
    assert total_s["sight"] >= total_s["sight: face"] >= 0.04
    (units[0].folder / DONE).write_text('{"took_s": 1.5}')  # as earlier versions wrote it
    assert cpu_seconds_by_stage(units) == units[1].cpu_s


@pytest.mark.parametrize("torn", [b"", b'{"took', b"null", b"[]"])
def test_work_unit_with_torn_done_file_is_not_done(tmp_path, torn):
    unit = WorkUnit("sight", tmp_path, Span(0, 1))
    (tmp_path / DONE).write_bytes(torn)
    assert not unit.is_done


@pytest.mark.parametrize("change", ["missing", "cut", "flipped"])
@pytest.mark.parametrize("listed", [True, False])
def test_work_unit_with_damaged_file_is_run_again(tmp_path, change, listed, recording, settings, monkeypatch):
    def observe(path, recording, settings, folder, on_progress, **options):
        for name in FILES:
            write_series(folder / name, {name: Series([0.0], [1.0], unit="deg", hold_s=1)})

    monkeypatch.setattr(work_units, "STAGES", {"sight": replace(STAGES["sight"], observe=observe)})
    unit = WorkUnit("sight", tmp_path / "sight-0" / "0000", Span(0, 1))
    work_units.run_work_unit(unit, tmp_path, recording, settings, None)
    write_index(tmp_path, [unit.folder], 1.0)
    if not listed:  # as earlier versions wrote it
        (unit.folder / DONE).write_text('{"took_s": 1.5}')
    assert unit.is_done
    file = unit.folder / FILES[0]
    content = file.read_bytes()
    if change == "missing":
        file.unlink()
    elif change == "cut":
        file.write_bytes(content[:-7])
    else:
        file.write_bytes(content[:20] + bytes([content[20] ^ 1]) + content[21:])
    if listed or change != "flipped":
        assert not unit.is_done
        with pytest.raises(StoreError, match=FILES[0]):
            load_tracks(tmp_path)
    work_units.run_work_unit(unit, tmp_path, recording, settings, None)
    assert unit.is_done
    assert load_tracks(tmp_path)[FILES[0]].values[0] == 1.0


def test_load_tracks_joins_segments_words_and_facts(tmp_path):
    for i, faces in enumerate((1.0, 3.0)):
        part = Series([10.0 * i, 10.0 * i + 5], [i, np.nan], unit="deg", hold_s=0.1)
        facts = {"faces": faces, "skipped_frames": 2.0}
        write_series(tmp_path / str(i) / "face.parquet", {"yaw_deg": part}, facts)
    words = Transcript((Word("So", Span(1, 2), 0.9),), "en")
    write_words(tmp_path / "words", words)
    write_speech(tmp_path / "words", [Span(1, 2)])
    write_index(tmp_path, [tmp_path / "words", tmp_path / "0", tmp_path / "1"], 20.0)
    tracks = load_tracks(tmp_path)
    np.testing.assert_array_equal(tracks["yaw_deg"].times_s, [0, 5, 10, 15])
    np.testing.assert_array_equal(tracks["yaw_deg"].values, [0, np.nan, 1, np.nan])
    assert tracks.facts == {"faces": 3.0, "skipped_frames": 4.0}
    assert (tracks.transcript, tracks.speech, tracks.duration_s) == (words, (Span(1, 2),), 20.0)


def test_load_tracks_missing_or_damaged_raises_store_error(tmp_path):
    with pytest.raises(StoreError, match="Analyse the recording again"):
        load_tracks(tmp_path)
    (tmp_path / "0").mkdir()
    (tmp_path / "0" / "face.parquet").write_bytes(b"not a table")
    write_index(tmp_path, [tmp_path / "0"], 1.0)
    with pytest.raises(StoreError, match="Analyse the recording again"):
        load_tracks(tmp_path)

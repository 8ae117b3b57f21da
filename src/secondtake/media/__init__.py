"""Reading and writing recordings with PyAV: probing, decoding, playable copies and clips.

One clock: `probe`, `frames` and `blocks` all count seconds from the recording's zero, the earlier start of
video and sound, by presentation timestamps. A file is untrusted until `probe` has checked it. Whatever cannot
be read is counted in `ReadErrors`. Modules:

    probe       path -> Recording (digest, streams, true length, warnings), or MediaError
    video       frames, sample_frames: upright RGB frames with times; one decode pass for several rates
    audio       blocks, load: mono float32 sound with times; gaps are filled with silence and counted
    proxy       needs_proxy, make_proxy: a copy that browsers play, only where one is needed
    clip        thumbnail, cut_clip: evidence for reports
    join        one recording from several parts
    container   safe opening; packets and frames from damaged files
    pixels      rotation, pixel shape, size, colour
    encode      packets for the copies
    dates       creation time from the container's tags
    mp4_boxes   mp4 structure, to explain why a file cannot be played
    read_errors counts of what could not be read

Import from the modules; libav and OpenCV are loaded on first use.
"""

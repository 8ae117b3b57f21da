"""The room that touches recordings: what a file holds, its timed pictures, its timed sound, its copies.

One clock: `probe`, `frames` and `blocks` all count seconds from the recording's zero, the earlier start of
picture and sound, by presentation timestamps. A file is hostile until `probe` has checked it. What cannot
be read is counted in a `Skipped` and never swallowed. The parts:

    probe       path -> Recording (digest, streams, true length, warnings), or MediaError
    video       frames, sample: upright RGB pictures with their times; one decode pass for several rates
    audio       blocks, load: mono float32 sound with its time, holes filled and counted
    proxy       needs_proxy, make_proxy: a copy that browsers play, only where one is needed
    clip        thumbnail, cut_clip: evidence
    container   opening safely; packets and frames that survive damage
    pixels      rotation, pixel shape, size, colour
    encode      packets for the copies
    boxes       mp4 boxes, to tell why a file cannot be played
    skipped     the tally of what could not be read

Import from the modules; libav and OpenCV are loaded on first use.
"""

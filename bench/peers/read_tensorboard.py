"""Reads a folder of event files with TensorBoard's own reader.

Prints {tag: [[step, value], ...]} as JSON; values that JSON lacks are the strings "nan", "inf" and "-inf".
With --histograms: {tag: [[step, {min, max, num, sum, sum_squares, bucket_limit, bucket}], ...]}.
"""

import json
import math
import sys
from dataclasses import asdict

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def plain(value):
    return value if math.isfinite(value) else str(value)


def main(folder, histograms):
    # 0 keeps everything; TensorBoard otherwise samples.
    events = EventAccumulator(folder, size_guidance={"scalars": 0, "histograms": 0})
    events.Reload()
    if histograms:
        result = {
            tag: [[event.step, asdict(event.histogram_value)] for event in events.Histograms(tag)]
            for tag in events.Tags()["histograms"]
        }
    else:
        result = {
            tag: [[event.step, plain(event.value)] for event in events.Scalars(tag)]
            for tag in events.Tags()["scalars"]
        }
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], "--histograms" in sys.argv[2:])

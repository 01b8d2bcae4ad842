"""What every peer script needs to be measured fairly. Import it before numpy and torch.

Importing it pins this process to one thread, before any library reads the variables.
"""

import json
import os
import platform
import sys
import time

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
# Forced kernels slow a current OpenBLAS down; let it detect the processor.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

_first_line = time.perf_counter()


def _seconds_before_first_line():
    """Interpreter start-up, to the clock tick (10 ms); 0 where the system does not tell."""
    try:
        with open("/proc/self/stat", encoding="ascii") as file:
            fields_after_name = file.read().rpartition(")")[2].split()
        started = int(fields_after_name[19]) / os.sysconf("SC_CLK_TCK")
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - started)
    except (OSError, AttributeError, ValueError, IndexError):
        return 0.0


_before_first_line = _seconds_before_first_line()


def seconds_since_process_start():
    return _before_first_line + time.perf_counter() - _first_line


def peak_rss_megabytes():
    """Largest resident set so far, in 10^6 bytes."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6


class Progress:
    """How the mean return of the last 100 training episodes rose: [steps, seconds, processor seconds, return]."""

    most_points = 200

    def __init__(self, total_steps):
        self.points = []
        self.every = total_steps / self.most_points
        self.started, self.used = time.perf_counter(), time.process_time()

    def note(self, steps, returns):
        if len(returns) == 0 or (self.points and steps < self.points[-1][0] + self.every):
            return
        spent = time.perf_counter() - self.started, time.process_time() - self.used
        self.points.append([steps, *spent, float(sum(returns) / len(returns))])


def versions(*modules):
    return {"python": platform.python_version(), **{module.__name__: module.__version__ for module in modules}}


def report(result):
    """Prints the one line that bench/harness/paired.ts reads. NaN is refused: it would not be JSON."""
    print(json.dumps(result, allow_nan=False), flush=True)

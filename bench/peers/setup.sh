#!/usr/bin/env bash
# Installs the Python peers into bench/peers/.venv, pinned by requirements.txt.
# They are there to be measured against; the library itself needs no Python.
# Run it again at any time: it does nothing when the installed set is current.
# PYTHON=python3.12 bench/peers/setup.sh chooses the interpreter (3.11 or newer).
set -euo pipefail
cd "$(dirname "$0")"

python="${PYTHON:-python3}"
environment=.venv
stamp="$environment/installed-requirements.txt"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "setup: $python is $("$python" --version 2>&1); the pinned NumPy needs Python 3.11 or newer. Set PYTHON to one." >&2
  exit 2
fi

# The stamp is written last, so an interrupted installation is done again.
if [ -x "$environment/bin/python" ] && cmp -s requirements.txt "$stamp"; then
  echo "setup: bench/peers/$environment is up to date; nothing to do."
else
  if [ ! -x "$environment/bin/python" ]; then
    echo "setup: creating bench/peers/$environment with $("$python" --version)."
    "$python" -m venv "$environment"
  fi
  echo "setup: installing $(grep -c '==' requirements.txt) pinned packages (about 5 GB on disk, mostly CUDA libraries that PyTorch's Linux wheel wants at import)."
  # --no-deps: the pinned list is complete for a CPU and leaves out what only a GPU uses.
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-deps -r requirements.txt
  echo "setup: compiling imports once, so that no measured start pays for it."
  "$environment/bin/python" -c 'import envpool, gymnasium, jax, sb3_contrib, stable_baselines3, torch'
  cp requirements.txt "$stamp"
fi

"$environment/bin/python" - <<'PYTHON'
import platform
import gymnasium, numpy, stable_baselines3, torch
print(f"setup: Python {platform.python_version()}, torch {torch.__version__} ({torch.backends.cpu.get_cpu_capability()}, "
      f"MKL {'yes' if torch.backends.mkl.is_available() else 'no'}), stable-baselines3 {stable_baselines3.__version__}, "
      f"gymnasium {gymnasium.__version__}, numpy {numpy.__version__}.")
PYTHON
echo "setup: $(du -sh "$environment" | cut -f1) in bench/peers/$environment."

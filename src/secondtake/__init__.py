"""Second Take: review your own mock interviews, offline."""

import os

__version__ = "0.1.0"

# onnxruntime 1.29 and later report every model they run to their maker unless this is set before they are
# loaded. The project asks for an earlier one; this holds where somebody forces a later one in.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

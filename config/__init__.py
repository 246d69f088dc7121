"""How the site is put together: settings, addresses, start of the server."""

import os

# numpy's linear algebra starts a thread for each core, and those that wait keep a core spinning. A server that answers
# several readers at once is faster with one each. To be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

"""Loads the refusals and answers into moto_server: Python imports a module of this name at its start, from PYTHONPATH, however
moto was installed and by whatever wrapper it is started."""

import sys

# The project's folder may be read-only, and is not the place for caches.
sys.dont_write_bytecode = True
try:
    import moto
except ImportError:
    # Some other Python program that a wrapper starts on the way.
    pass
else:
    import answers
    import interfaces
    import machines
    import refusals

    answers.install()
    interfaces.install()
    machines.install()
    refusals.install()
    print("Refuses what AWS refuses", file=sys.stderr, flush=True)
finally:
    sys.dont_write_bytecode = False

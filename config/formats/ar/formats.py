"""Arabic as Django has it names a separator of thousands, but groups nothing: 29300000 instead of 29.300.000."""

NUMBER_GROUPING = 3

"""What words mean: the fields of columns, the phrases and ideas that name them, plain answers, in twenty languages."""

"""Commands: what `planovik` does besides extracting, a module for each group.

In: arguments. Out: lines for the one who asked; exit status 1 and one line on standard error where there is no answer. Modules import
what they work with inside their functions, as every start of `planovik` imports them.
"""

"""How much of an answer is read. A whole xStatus or xConfiguration is a few hundred kilobytes, a dozen levels deep.

Names are short: what is told flat repeats them with every value, so long ones would be memory that grows as the square.
"""

MOST_BYTES = 4 * 2**20
MOST_LEVELS = 40
MOST_NAME = 100
MOST_DOTTED_NAME = 200
MOST_POST_BYTES = 256 * 2**10
# Of XML, where each element costs far more than its few bytes; most have two.
MOST_TAGS = 100_000

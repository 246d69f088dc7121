"""What the search tells others."""

from django.dispatch import Signal

# The index holds other records than before, or says other things of them. Sent once that can be searched.
index_changed = Signal()

"""What the taxonomy tells others. Receivers get ``vocabulary`` (slug) and ``slugs`` (set of term slugs)."""

from django.dispatch import Signal

terms_changed = Signal()

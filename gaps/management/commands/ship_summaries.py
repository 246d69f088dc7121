"""`manage.py ship_summaries`: writes the vectors that ideas are compared with into `overlap/data/`.

For those who maintain the starting data: after a change of its summaries or of the encoder, so that a fresh
installation computes none.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from overlap.record_vectors import SHIPPED, summary_text
from search.encoder import encoder
from search.encoder.store import VectorStore, key_of
from search.sources import all_documents


class Command(BaseCommand):
    help = "Write the vectors of all public records' summaries into overlap/data/, to be committed."

    def handle(self, *args: Any, **options: Any) -> None:
        model = encoder()
        if model is None:
            raise CommandError("The encoder isn't available.")
        store = VectorStore(Path(settings.VAR_DIR) / "summaries-to-ship.bin", SHIPPED)
        texts = [summary_text(document) for document in all_documents()]
        store.quantised(texts, model)
        SHIPPED.parent.mkdir(exist_ok=True)
        count = store.save(SHIPPED, [key_of(text, model.name) for text in texts])
        self.stdout.write(self.style.SUCCESS(f"{count} vectors written to {SHIPPED.name}."))

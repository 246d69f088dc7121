"""`manage.py ship_vectors`: writes the vectors of the public records and the background sample into `search/data/`.

For those who maintain the starting data: after a change of its texts, vocabularies or of the encoder, so that a fresh
installation computes none.
"""

from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.encoder import encoder
from search.encoder.background import SAMPLE
from search.encoder.spaces import SPACES, texts_of
from search.encoder.store import SHIPPED, VectorStore, key_of
from search.sources import all_documents

# Every fourth record is enough to know what cosines are usual.
_STEP = 4


class Command(BaseCommand):
    help = "Write the vectors of all public records and the background sample into search/data/, to be committed."

    def handle(self, *args: Any, **options: Any) -> None:
        model = encoder()
        if model is None:
            raise CommandError("The encoder isn't available.")
        store = VectorStore(Path(settings.VAR_DIR) / "vectors-to-ship.bin")
        texts = [texts_of(document) for document in all_documents()]
        sample = {}
        keys: list[bytes] = []
        for space in SPACES:
            own = [listed.get(space, "") for listed in texts]
            sample[space] = store.quantised(own, model)[::_STEP]
            keys += [key_of(text, model.name) for text in own if text]
            self.stdout.write(f"{space}: {sum(map(bool, own))}")
        count = store.save(SHIPPED, keys)
        np.savez_compressed(SAMPLE, allow_pickle=False, **sample)
        self.stdout.write(self.style.SUCCESS(f"{count} vectors written to {SHIPPED.name} and {SAMPLE.name}."))

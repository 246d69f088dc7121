"""A base for tests that want the whole starting registry in the database: loaded once a class, put back after each test."""

from django.core.management import call_command
from django.test import TestCase

from gaps import registry


class WithStartingRegistry(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_vocabularies", verbosity=0)
        call_command("load_catalogue", verbosity=0)
        call_command("load_needs", verbosity=0)
        registry.check_again()

    def setUp(self) -> None:
        registry.check_again()
        self.addCleanup(registry.check_again)

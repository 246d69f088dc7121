"""Tags that print small things for all templates."""

from dataclasses import dataclass

from django.utils import translation

from catalogue.templatetags.printing import facet_values


@dataclass
class Value:
    label: str
    count: int | None = 3
    selected: bool = False
    url: str = "/en/tools/?q=%22a%22&region=asia"
    children: tuple["Value", ...] = ()


def test_what_a_value_says_is_printed_as_text():
    html = facet_values([Value('<b>"Aid" & more</b>')])
    assert "<b>" not in html
    assert "<span>&lt;b&gt;&quot;Aid&quot; &amp; more&lt;/b&gt;</span>" in html
    assert 'href="/en/tools/?q=%22a%22&amp;region=asia"' in html
    assert "aria-current" not in html


def test_a_chosen_value_says_so_without_its_colour():
    html = facet_values([Value("Asia", selected=True)])
    assert html.count('aria-current="true"') == 1
    assert "Chosen, take away:" in html
    with translation.override("ar"):
        assert "Chosen" not in facet_values([Value("Asia", selected=True)])


def test_values_below_stand_in_a_list_of_their_own():
    html = facet_values([Value("Asia", children=(Value("Southern Asia"),)), Value("Africa")])
    assert html.count("<ul>") == html.count("</ul>") == 2
    assert html.index("Asia</span>") < html.index("<ul>", 5) < html.index("Southern Asia") < html.index("Africa")


def test_counts_are_written_as_the_reader_writes_numbers(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    with translation.override("nl"):
        assert ">12.345<" in facet_values([Value("Azië", count=12345)])
    with translation.override("en"):
        assert ">12,345<" in facet_values([Value("Asia", count=12345)])

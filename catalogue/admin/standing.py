"""Parts of the edit form that tell how the record stands: unpublished work, readers' proposals, personal data."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from catalogue.admin.notices import TOOL_URLS, NoticePanel
from catalogue.drafts import unpublished_work
from catalogue.models import Proposal
from catalogue.personal_data.checks import not_looked_at


class DraftPanel(NoticePanel):
    """Says at the top of the form that it holds changes which readers don't see, and whose they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "template_name": "catalogue/admin/draft_panel.html"})

    class BoundPanel(NoticePanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.is_saved and bool(self.instance.live and self.instance.has_unpublished_changes)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            work = unpublished_work(self.instance)
            pk = self.instance.pk
            context["people"] = list(dict.fromkeys(str(one.user) for one in work if one.user))
            context["since"] = work[0].created_at if work else None
            context["compare_url"] = reverse(f"{TOOL_URLS}:revisions_compare", args=[pk, "live", "latest"])
            context["discard_url"] = reverse(f"{TOOL_URLS}:discard", args=[pk])
            return context


class ProposalsPanel(NoticePanel):
    """What readers propose about the record, while it waits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "template_name": "catalogue/admin/proposals_panel.html"})

    class BoundPanel(NoticePanel.BoundPanel):
        @cached_property
        def waiting(self) -> list[Proposal]:
            if not self.is_saved:
                return []
            return list(Proposal.objects.pending().filter(tool=self.instance.pk).most_urgent_first())

        def is_shown(self) -> bool:
            return bool(self.waiting)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "proposals": self.waiting}


class PersonalDataPanel(NoticePanel):
    """Telephone numbers, e-mail and postal addresses in public texts, until somebody has looked at each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "template_name": "catalogue/admin/personal_data_panel.html"})

    class BoundPanel(NoticePanel.BoundPanel):
        @cached_property
        def findings(self) -> list[tuple[str, str]]:
            if not self.is_saved:
                return []
            return [(key, datum.text) for key, datum in not_looked_at(self.instance).items()]

        def is_shown(self) -> bool:
            return bool(self.findings)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "findings": self.findings}

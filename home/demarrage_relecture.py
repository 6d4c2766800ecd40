"""Reading a page again before it is published: one step, for those who publish on this portail."""

from __future__ import annotations

from collections.abc import Callable

from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from home.models import Portail

# Read after "Soumettre à".
NOM = "la relecture"


def start_relecture(*, portail: Portail, tell: Callable[[str], object]) -> None:
    """Attached to the home page, for the whole tree; one that stands there is left as it is."""
    accueil = portail.site.root_page
    if WorkflowPage.objects.filter(page=accueil).exists():
        return
    step = GroupApprovalTask.objects.create(name=NOM)
    step.groups.add(portail.groupe_relecteurs, portail.groupe_administrateurs)
    circuit = Workflow.objects.create(name=NOM)
    WorkflowTask.objects.create(workflow=circuit, task=step, sort_order=0)
    WorkflowPage.objects.create(workflow=circuit, page=accueil)
    tell("Relecture avant publication mise en place")

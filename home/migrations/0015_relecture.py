"""Portails that stand already get their reading step, as new ones do when they start."""

from django.db import migrations

NOM = "la relecture"


def start(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Portail = apps.get_model("home", "Portail")
    Step = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    portails = Portail.objects.filter(
        groupe_relecteurs__isnull=False, groupe_administrateurs__isnull=False
    )
    for portail in portails.select_related("site"):
        page_id = portail.site.root_page_id
        if WorkflowPage.objects.filter(page_id=page_id).exists():
            continue
        kind, _made = ContentType.objects.get_or_create(
            app_label="wagtailcore", model="groupapprovaltask"
        )
        step = Step.objects.create(name=NOM, content_type=kind)
        step.groups.add(portail.groupe_relecteurs_id, portail.groupe_administrateurs_id)
        workflow = Workflow.objects.create(name=NOM)
        WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page_id=page_id)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("home", "0014_redaction_devient_administration"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(start, migrations.RunPython.noop)]

"""Wagtail's own first page, site, groups and workflow reach every territoire: they go."""

from django.db import migrations


def remove_defaults(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Group = apps.get_model("auth", "Group")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    Workflow = apps.get_model("wagtailcore", "Workflow")

    welcome = Page.objects.filter(path="00010001", slug="home", content_type__model="page")
    if welcome.exists():
        Site.objects.filter(root_page__in=welcome, portail__isnull=True).delete()
        welcome.delete()
        Page.objects.filter(path="0001").update(
            numchild=Page.objects.filter(depth=2, path__startswith="0001").count()
        )
    GroupPagePermission.objects.filter(
        group__name__in=["Moderators", "Editors"], page__depth=1
    ).delete()
    Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()
    Workflow.objects.filter(name="Moderators approval").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_pages"),
        ("wagtailimages", "0026_delete_uploadedimage"),
        ("wagtaildocs", "0013_delete_uploadeddocument"),
    ]

    operations = [migrations.RunPython(remove_defaults, migrations.RunPython.noop)]

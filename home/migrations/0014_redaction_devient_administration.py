"""Who wrote everything keeps every right: "Rédaction : CODE" becomes the editorial administration.

The two other groups are made beside it, with a part of its rights; nobody is in them yet.
"""

from django.db import migrations

PAGES = {
    "groupe_redacteurs": ("add_page", "change_page"),
    "groupe_relecteurs": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
MEDIAS = {
    "groupe_redacteurs": ("add_", "choose_"),
    "groupe_relecteurs": ("add_", "choose_", "change_"),
}
NOMS = {"groupe_redacteurs": "Rédacteurs", "groupe_relecteurs": "Relecteurs"}


def share_out(apps, schema_editor):
    Portail = apps.get_model("home", "Portail")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    PageRight = apps.get_model("wagtailcore", "GroupPagePermission")
    FileRight = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for portail in Portail.objects.select_related("territoire", "site"):
        code = portail.territoire.code
        group = Group.objects.filter(name=f"Rédaction : {code}").first()
        if group is None:
            # `demarrer_territoire`, run again, makes the groups that are missing.
            continue
        group.name = f"Administration éditoriale : {code}"
        group.save(update_fields=["name"])
        portail.groupe_administrateurs = group
        for champ, nom in NOMS.items():
            made, _new = Group.objects.get_or_create(name=f"{nom} : {code}")
            made.permissions.set(group.permissions.all())
            setattr(portail, champ, made)
            for right in PageRight.objects.filter(
                group=group, permission__codename__in=PAGES[champ]
            ):
                PageRight.objects.get_or_create(
                    group=made, page_id=right.page_id, permission_id=right.permission_id
                )
            for right in FileRight.objects.filter(group=group).select_related("permission"):
                if right.permission.codename.startswith(MEDIAS[champ]):
                    FileRight.objects.get_or_create(
                        group=made,
                        collection_id=right.collection_id,
                        permission_id=right.permission_id,
                    )
        for codename in ("delete_image", "delete_document"):
            permission = Permission.objects.filter(codename=codename).first()
            if permission and portail.collection_id:
                FileRight.objects.get_or_create(
                    group=group, collection_id=portail.collection_id, permission=permission
                )
        portail.save(update_fields=[*NOMS, "groupe_administrateurs"])


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("home", "0013_roles"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(share_out, migrations.RunPython.noop)]

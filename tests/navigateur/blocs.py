"""A page that holds each of the twelve blocks: nothing else of the demonstration shows them all."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.blocks import StreamValue

from home.models import DocumentPortail, ImagePortail, PageContenu, Portail, QuestionReponse


def write_all_blocks(portail: Portail) -> PageContenu:
    """Published at /tous-les-blocs/; the site map leads to it."""
    accueil = portail.site.root_page
    question = QuestionReponse.objects.create(
        territoire=portail.territoire,
        question="Puis-je venir avec mon chien ?",
        reponse="<p>Oui, tenu en laisse.</p>",
    )
    aide = accueil.get_children().live().first()
    page = PageContenu(
        title="Tous les blocs",
        slug="tous-les-blocs",
        chapo="Une page qui montre chacun des douze blocs.",
        search_description="Chacun des douze blocs.",
    )
    blocs = [
        ("texte", "<h2>Un titre</h2><p>Un paragraphe.</p><ul><li>Un</li><li>Deux</li></ul>"),
        ("encadre", {"niveau": "attention", "titre": "Pièces", "texte": "<p>À apporter.</p>"}),
        ("etapes", {"titre": "Comment faire", "etapes": [{"titre": "Choisir", "texte": "Là."}]}),
        ("questions", {
            "titre": "Questions fréquentes",
            "questions": [{"question": "Est-ce gratuit ?", "reponse": "<p>Oui.</p>"}],
            "reprises": [question.pk],
        }),
        ("tableau", {
            "caption": "Prix d’un passeport",
            "columns": [
                {"type": "texte", "heading": "Âge"}, {"type": "nombre", "heading": "Prix"},
            ],
            "rows": [{"values": ["18 ans et plus", "86 €"]}],
        }),
        ("image", {"image": _image(portail).pk, "legende": "L’entrée"}),
        ("video", {
            "titre": "La visite",
            "fichier": _document(portail, "visite.mp4").pk,
            "transcription": "<p>On y voit la porte.</p>",
        }),
        ("telecharger", {"document": _document(portail, "guide.pdf").pk}),
        ("tuiles", {"titre": "Voir aussi", "tuiles": [{"page": aide.pk}]}),
        ("contact", {"qui": "service:pmi"}),
        ("rendez_vous", {"cible": "cas:pmi"}),
        ("mon_secteur", {"service": "pmi", "titre": "Quel lieu est le vôtre ?"}),
    ]  # fmt: skip
    raw = [{"type": kind, "value": value} for kind, value in blocs]
    page.corps = StreamValue(page.corps.stream_block, raw, is_lazy=True)
    accueil.add_child(instance=page)
    missing = set(page.corps.stream_block.child_blocks) - {kind for kind, _value in blocs}
    if missing:
        raise ValueError(f"no example of {missing}")
    return page


def _image(portail: Portail) -> ImagePortail:
    data = io.BytesIO()
    Image.new("RGB", (1600, 900), (120, 160, 150)).save(data, "JPEG")
    return ImagePortail.objects.create(
        title="Porte",
        description="La porte d’entrée, ouverte, et sa rampe",
        file=ContentFile(data.getvalue(), name="porte.jpg"),
        collection=portail.collection,
    )


def _document(portail: Portail, nom: str) -> DocumentPortail:
    return DocumentPortail.objects.create(
        title=nom, file=ContentFile(b"%PDF-1.4" * 2_000, name=nom), collection=portail.collection
    )

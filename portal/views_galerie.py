"""Every component in every state, to be looked at: demonstration and DEBUG only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace as Objet
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from booking.champs import Choix, DateTroisChamps, NomField, TelephoneField
from portal.icones import ICONES


class FormulaireGalerie(forms.Form):
    """One field of each kind."""

    motif = forms.ChoiceField(
        label="Motif",
        widget=forms.RadioSelect,
        choices=[
            ("1", Choix("Consultation avec un médecin", "Enfant de 0 à 6 ans, 30 minutes")),
            ("2", Choix("Pesée et conseils", "Avec une puéricultrice, 20 minutes")),
        ],
    )
    prenom = NomField(label="Prénom", error_messages={"required": "Écrivez le prénom"})
    nom = NomField(label="Nom de famille")
    naissance = DateTroisChamps(
        label="Date de naissance", help_text="Par exemple : 27 3 2024", naissance=True
    )
    telephone = TelephoneField(
        label="Téléphone mobile",
        help_text="Nous envoyons un SMS de confirmation et un rappel la veille.",
    )
    courriel = forms.EmailField(label="Courriel", required=False)
    langue = forms.ChoiceField(
        label="Langue", choices=[("", "Choisir"), ("uk", "Ukrainien")], required=False
    )
    message = forms.CharField(label="Précision", widget=forms.Textarea, required=False)
    besoins = forms.MultipleChoiceField(
        label="Pour bien vous accueillir",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("i", "J’ai besoin d’un interprète"), ("f", "Je viens en fauteuil roulant")],
    )
    accord = forms.BooleanField(
        label="J’ai lu ce qui précède", error_messages={"required": "Cochez la case pour continuer"}
    )


def galerie(request: HttpRequest, page: str = "") -> HttpResponse:
    """`page`: "" (content), parcours, formulaire, agents."""
    if not (settings.DEBUG or settings.PARVIS_DEMO):
        raise Http404
    jour = timezone.localdate() + timedelta(days=(7 - timezone.localdate().weekday()))
    contexte = {"page": page, **_samples(jour)}
    if page == "formulaire":
        contexte["form"] = FormulaireGalerie(
            {
                "prenom": "Inès",
                "nom": "Moreau",
                "naissance_jour": "14",
                "naissance_mois": "8",
                "telephone": "06 39 98 12 4",
            }
        )
    gabarit = page if page in {"parcours", "formulaire", "agents"} else "contenu"
    return render(request, f"composants/galerie/{gabarit}.html", contexte)


def _samples(lundi: date) -> dict[str, Any]:
    def at(rang: int, heure: int, minute: int = 0) -> datetime:
        return timezone.make_aware(
            datetime.combine(lundi + timedelta(days=rang), time(heure, minute))
        )

    def creneaux(rang: int, *heures: tuple[int, int]) -> list[Objet]:
        return [Objet(debut=at(rang, h, m), valeur=f"{rang}-{h}-{m}") for h, m in heures]

    hours = [(9, 0), (9, 30), (10, 30), (14, 0), (15, 30), (16, 0)]
    semaine = [
        Objet(
            date=lundi + timedelta(days=rang),
            creneaux=creneaux(rang, *hours[:nombre]),
            vide="Complet" if rang == 0 else "",
        )
        for rang, nombre in enumerate((0, 4, 6, 0, 5, 2))
    ]
    infos = [("horloge", "Lundi au vendredi, 8 h 30 – 17 h 30"), ("fauteuil", "Accès en fauteuil")]
    return {
        "moment": at(1, 9, 30),
        "annonces_liste": [
            {
                "niveau": niveau,
                "mot": niveau.capitalize(),
                "texte": "Nos lieux ferment à 15 h à cause de la neige.",
                "lien": "#",
            }
            for niveau in ("urgence", "attention", "information")
        ],
        "phares_liste": [
            {
                "nature": "rendez_vous",
                "icone": "calendrier",
                "texte": "Faire peser mon bébé",
                "precision": "Rendez-vous en ligne",
                "url": "#",
            },
            {
                "nature": "demarche",
                "icone": "document",
                "texte": "Demander une aide",
                "precision": "Démarche en ligne",
                "url": "#",
            },
            {
                "nature": "telephone",
                "icone": "telephone",
                "texte": "Parler à une puéricultrice",
                "precision": "Par téléphone : 02 61 91 61 00",
                "numero": "0261916100",
            },
            {
                "nature": "information",
                "icone": "info",
                "texte": "Choisir un mode de garde",
                "precision": "Information",
                "url": "#",
            },
        ],
        "perturbations_liste": [
            {
                "titre": "Maison d’Orval : fermé au public",
                "texte": "Chauffage en panne.",
                "debut": at(0, 9),
                "fin": at(1, 18),
            },
        ],
        "services_liste": [
            Objet(
                titre="Santé des enfants de 0 à 6 ans",
                url="#",
                icone="enfant",
                texte="Consultations, vaccins, pesées, conseils d’une puéricultrice. C’est la PMI.",
                prochain=at(1, 9, 30),
                lieu="Maison du département d’Orval",
            ),
            Objet(
                titre="Santé sexuelle",
                url="#",
                icone="coeur",
                texte="Contraception, dépistage, grossesse. Gratuit et confidentiel.",
                prochain=at(1, 14),
                lieu="Centre de santé de Brissoles",
            ),
            Objet(
                titre="France services",
                url="#",
                icone="batiment",
                texte="Une aide pour vos démarches : impôts, retraite, logement, santé.",
                prochain=None,
                absence="Par téléphone : 02 61 91 61 00",
            ),
            Objet(
                titre="Carte d’identité et passeport",
                url="#",
                icone="carte",
                texte="Déposer une demande ou retirer votre titre dans une mairie équipée.",
                prochain=at(3, 10),
                lieu="Mairie de Courville",
            ),
            Objet(
                titre="Tous les services",
                url="#",
                icone="services",
                texte="Handicap, personnes âgées, logement, adoption…",
                note="Liste de A à Z, 34 services",
            ),
        ],
        "lieux_liste": [
            Objet(
                nom="Maison du département d’Orval",
                adresse="12 place du Parvis, Orval",
                distance="à 1,2 km",
                prochain=at(1, 9, 30),
                infos=infos,
                url="#",
                secteur=True,
            ),
            Objet(
                nom="Pôle enfance de Brissoles",
                adresse="4 rue du Lavoir, Brissoles",
                distance="à 6 km",
                prochain=at(2, 14),
                infos=infos[1:],
                url="#",
            ),
            Objet(
                nom="Maison de santé de Courville",
                adresse="1 allée des Écoles, Courville",
                prochain=None,
                absence="Appelez le secrétariat",
                telephone="02 61 91 61 12",
            ),
        ],
        "semaine": semaine,
        "recap_lignes": [
            Objet(
                terme="Motif",
                valeur="Consultation avec un médecin",
                precision="Enfant de 0 à 6 ans, 30 minutes",
                url="#",
                quoi="le motif",
            ),
            Objet(
                terme="Votre adresse",
                valeur="8 rue des Prés, Orval",
                precision="Secteur Orval-Nord",
                url="#",
                quoi="l’adresse",
            ),
            Objet(
                terme="Lieu",
                valeur="Maison du département d’Orval",
                precision="12 place du Parvis, à 1,2 km",
                url="#",
                quoi="le lieu",
            ),
        ],
        "etapes_urls": ["#", "#", "#", "#"],
        "moments": [
            ("Journée", "?", True),
            ("Matin", "?moment=matin", False),
            ("Après-midi", "?moment=apres-midi", False),
        ],
        "chemin": [("Accueil", "/"), ("Santé", "#"), ("Santé des enfants", None)],
        "pieces": ["Le carnet de santé", ("Les ordonnances en cours", "S’il y en a"), "Un change"],
        "questions_liste": [
            (
                "Mon enfant peut-il être suivi par la PMI et par mon médecin ?",
                "Oui. Les deux notent leurs observations dans le carnet de santé.",
            ),
            (
                "Je n’ai pas de carte Vitale. Est-ce un problème ?",
                "Non. Les consultations sont gratuites.",
            ),
        ],
        "urgences": [
            ("15", "Samu : urgence médicale, jour et nuit"),
            ("119", "Enfance en danger, appel gratuit et discret"),
            ("114", "Par SMS, si vous ne pouvez pas parler ou entendre"),
        ],
        "prestations_liste": [
            Objet(nom="Consultation avec un médecin", texte="Croissance, vue, audition.", duree=30),
            Objet(nom="Visite à domicile", texte="Après la naissance.", duree=75),
        ],
        "chiffres_liste": [
            ("Rendez-vous pris", "19 712", "dont 71 % en ligne"),
            ("Attente moyenne", "4,2 jours", "9 jours il y a un an"),
            ("Rendez-vous manqués", "6,4 %", "18,2 % il y a un an"),
        ],
        "barres_liste": [("France services", 6214, "6 214"), ("PMI", 5482, "5 482")],
        "courbe_liste": [
            ("sept.", 0.083, "8,3 %"),
            ("oct.", 0.072, "7,2 %"),
            ("nov.", 0.064, "6,4 %"),
        ],
        "page_liste": Paginator(range(95), 10).page(3),
        "icones": sorted(ICONES),
        "suite_liste": [
            "La veille, vous recevez un SMS de rappel.",
            "Le jour même, présentez-vous à l’accueil 5 minutes avant.",
        ],
        "demandes": [("Peser mon bébé", "#"), ("Passeport", "#"), ("RSA", "#")],
        "horaires_liste": [("Lundi", ["8 h 30 – 12 h", "13 h – 17 h"]), ("Mardi", ["Fermé"])],
        "actus": [
            Objet(
                titre="Le bus France services passe dans 14 communes",
                url="#",
                date=lundi,
                texte="Les dates et les lieux de passage.",
                icone="bus",
            ),
            Objet(
                titre="Parents et tout-petits",
                url="#",
                date=lundi,
                texte="Massage, sommeil, premiers repas.",
                icone="enfant",
            ),
            Objet(
                titre="La mairie ouvre le samedi matin", url="#", date=lundi, texte="De 9 h à 12 h."
            ),
        ],
        "atouts_liste": ["Gratuit pour tous", "Sans carte Vitale", "Secret médical"],
        **_agenda(lundi, at),
    }


def _agenda(lundi: date, at: Any) -> dict[str, Any]:
    jours = [
        Objet(date=lundi + timedelta(days=rang), lieu="Orval", aujourdhui=rang == 0)
        for rang in range(5)
    ]

    def rdv(
        rang: int, heure: int, minute: int, etat: str, qui: str, motif: str, **plus: Any
    ) -> Objet:
        return Objet(
            sorte="rdv",
            debut=at(rang, heure, minute),
            etat=etat,
            qui=qui,
            motif=motif,
            url="#",
            **plus,
        )

    def libre(rang: int, heure: int, minute: int) -> Objet:
        return Objet(sorte="libre", debut=at(rang, heure, minute), url="#")

    absence = Objet(
        sorte="absence",
        titre="Formation",
        detail="8 h 30 – 10 h",
        url="#",
        hauteur=3,
        debut=at(2, 8, 30),
    )
    long = rdv(4, 9, 0, "a_venir", "Fatou Diallo", "Bilan de 4 ans", badge="Interprète", hauteur=2)
    lignes = [
        Objet(
            heure=at(0, 8, 30),
            cellules=[
                rdv(0, 8, 30, "honore", "Lina Haddad", "Pesée"),
                Objet(sorte="ferme"),
                absence,
                rdv(3, 8, 30, "excuse", "Louis Henry", "Consult."),
                libre(4, 8, 30),
            ],
        ),
        Objet(
            heure=at(0, 9),
            pleine=True,
            maintenant=True,
            cellules=[
                rdv(0, 9, 0, "absent", "Noé Garnier", "Vaccin"),
                rdv(1, 9, 0, "a_venir", "Ethan Caron", "Vaccin", courant=True),
                libre(3, 9, 0),
                long,
            ],
        ),
        Objet(
            heure=at(0, 9, 30),
            cellules=[
                rdv(0, 9, 30, "a_venir", "Anna Kovalenko", "Pesée", badge="Téléphone"),
                libre(1, 9, 30),
                rdv(3, 9, 30, "annule_service", "Rose Martin", "Consult."),
            ],
        ),
    ]
    listes = [
        Objet(
            date=jour.date,
            aujourdhui=jour.aujourdhui,
            elements=[absence]
            if rang == 2
            else [lignes[0].cellules[0], lignes[1].cellules[0]] * (rang < 2),
            url="#",
            nombre=(8, 6, 3, 3, 5)[rang],
            courant=rang == 0,
        )
        for rang, jour in enumerate(jours)
    ]
    return {
        "agenda": Objet(titre="Semaine du 23 au 27 novembre", jours=jours, lignes=lignes),
        "listes": listes,
        "agent_menu": [
            ("Agenda", "#", True),
            ("Trouver un créneau", "#", False),
            ("Usagers", "#", False),
        ],
        "agent_nom": "S. Delaunay",
        "agent_url": "#",
    }

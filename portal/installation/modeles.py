"""Ready-made services with their motifs: where a new territoire starts from, then edits.

Facts and words only; `catalogue.py` writes them as rows.
"""

from __future__ import annotations

from booking.models import Contact, Etape, Mode, Rattachement

JOUR = 24 * 60

SEMAINE = {str(j): [["08:30", "12:30"], ["13:30", "17:30"]] for j in range(5)}
SEMAINE_ET_SAMEDI = {**SEMAINE, "5": [["09:00", "12:00"]]}

PMI = {
    "nom": "Santé des enfants de 0 à 6 ans",
    "nom_court": "PMI",
    "slug": "pmi",
    "icone": "enfant",
    "resume": "Consultations, vaccins, pesées, conseils d’une puéricultrice. C’est la PMI, "
    "la protection maternelle et infantile.",
    "public": "Tous les enfants de la naissance à 6 ans qui habitent le département, avec ou "
    "sans médecin traitant. Les futurs parents aussi.",
    "prestations": [
        "Suivre la croissance et l’éveil de votre enfant",
        "Faire les vaccins du calendrier officiel",
        "Peser votre bébé et parler de son alimentation ou de son sommeil",
        "Préparer l’entrée à l’école maternelle",
    ],
    "conditions": "Un parent ou un adulte qu’il a choisi accompagne l’enfant.",
    "gratuite": "Gratuit, sans avance de frais.",
    "pieces": [
        "Le carnet de santé de l’enfant",
        "Votre carte Vitale, si vous en avez une",
        "Les ordonnances et résultats récents",
    ],
    "langues": "Français, anglais, arabe. Un interprète peut vous aider au téléphone.",
    "urgence": "Votre enfant respire mal, ne réagit plus ou a moins de 3 mois et de la fièvre : "
    "appelez le 15.",
    "telephone": "+33261916110",
    "horaires_telephone": "Du lundi au vendredi, de 8 h 30 à 17 h 30",
    "ordre": 10,
}
SANTE_SEXUELLE = {
    "nom": "Santé sexuelle",
    "nom_court": "Centre de santé",
    "slug": "sante-sexuelle",
    "icone": "coeur",
    "resume": "Contraception, dépistage, grossesse. Gratuit et confidentiel, sans l’accord des parents.",
    "public": "Toute personne, à tout âge. Vous pouvez venir sans vos parents et sans papiers.",
    "prestations": [
        "Choisir et obtenir une contraception",
        "Faire un dépistage sans donner son nom",
        "Faire un test de grossesse et parler de la suite",
        "Parler à quelqu’un de sa vie de couple ou de violences",
    ],
    "conditions": "Vous pouvez donner un prénom d’emprunt. Personne n’est prévenu de votre venue.",
    "gratuite": "Gratuit pour les moins de 26 ans et sans couverture sociale.",
    "pieces": ["Rien n’est obligatoire", "Votre carte Vitale, si vous voulez l’utiliser"],
    "langues": "Français, anglais, espagnol.",
    "urgence": "Contraception d’urgence : elle est gratuite en pharmacie, sans ordonnance. "
    "Violences : appelez le 3919, gratuit et anonyme.",
    "telephone": "+33261916120",
    "horaires_telephone": "Du lundi au vendredi, de 9 h à 18 h",
    "discret": True,
    "conservation_mois": 6,
    "ordre": 20,
}
FRANCE_SERVICES = {
    "nom": "France services",
    "nom_court": "France services",
    "slug": "france-services",
    "icone": "maison",
    "resume": "Une aide pour vos démarches : impôts, retraite, logement, santé, carte grise.",
    "public": "Tous les habitants, à l’aise ou non avec l’ordinateur.",
    "prestations": [
        "Faire une démarche en ligne avec vous",
        "Comprendre un courrier de l’administration",
        "Déclarer vos revenus ou demander une aide au logement",
        "Utiliser un ordinateur en libre accès",
    ],
    "conditions": "Un conseiller vous aide ; il ne décide pas à la place de l’administration.",
    "gratuite": "Gratuit.",
    "pieces": ["Une pièce d’identité", "Les courriers reçus", "Vos identifiants, si vous en avez"],
    "langues": "Français, anglais.",
    "telephone": "+33261916130",
    "horaires_telephone": "Du lundi au samedi, de 9 h à 12 h",
    "ordre": 30,
}
TITRES = {
    "nom": "Carte d’identité et passeport",
    "nom_court": "Titres",
    "slug": "titres-identite",
    "icone": "carte",
    "resume": "Déposer une demande ou retirer votre titre dans une mairie équipée.",
    "public": "Toute personne de nationalité française, où qu’elle habite. Un mineur vient avec un "
    "parent.",
    "prestations": [
        "Déposer une demande de carte d’identité ou de passeport",
        "Retirer un titre prêt",
    ],
    "conditions": "Faites d’abord votre pré-demande en ligne : le rendez-vous en sera plus court.",
    "gratuite": "Carte gratuite, sauf perte (25 €). Passeport : de 17 à 86 € selon l’âge.",
    "pieces": [
        "Le numéro de votre pré-demande",
        "Une photo d’identité de moins de 6 mois",
        "Un justificatif de domicile de moins d’un an",
        "Votre ancien titre, s’il existe",
    ],
    "langues": "Français.",
    "telephone": "+33261916140",
    "horaires_telephone": "Du lundi au vendredi, de 9 h à 12 h",
    "ordre": 40,
}

TOUT_CONTACT = [Contact.MOBILE, Contact.FIXE, Contact.EMAIL]
# Par service : les motifs, du plus demandé au plus rare.
MOTIFS = {
    "pmi": [
        {
            "nom": "Consultation avec un médecin", "nom_court": "Consult.", "slug": "consultation",
            "aide": "Examen, croissance, vaccins si besoin.", "duree": 30, "pour_enfant": True,
            "naissance": True, "demande_besoins": True, "contacts": TOUT_CONTACT,
            "rattachement": Rattachement.IMPOSE, "ouverture": Etape.EN_LIGNE, "rappels": [48],
        },
        {
            "nom": "Pesée et conseils", "nom_court": "Pesée", "slug": "pesee",
            "aide": "Avec une puéricultrice, sans médecin.", "duree": 20, "pour_enfant": True,
            "naissance": True, "contacts": TOUT_CONTACT, "rattachement": Rattachement.CONSEILLE,
            "ouverture": Etape.EN_LIGNE,
        },
        {
            "nom": "Vaccination", "nom_court": "Vaccin", "slug": "vaccination",
            "aide": "Votre enfant va bien et il a un vaccin à faire.", "duree": 20,
            "pour_enfant": True, "naissance": True, "contacts": TOUT_CONTACT,
            "rattachement": Rattachement.CONSEILLE, "ouverture": Etape.EN_LIGNE,
            "rappels": [72, 24],
        },
        {
            "nom": "Conseils par téléphone", "nom_court": "Conseils", "slug": "conseils-telephone",
            "aide": "Une puéricultrice vous rappelle.", "duree": 20, "mode": Mode.TELEPHONE,
            "contacts": [Contact.MOBILE, Contact.FIXE], "rattachement": Rattachement.LIBRE,
            "ouverture": Etape.EN_LIGNE,
        },
        {
            "nom": "Bilan de 4 ans", "nom_court": "Bilan 4 ans", "slug": "bilan-4-ans",
            "aide": "Nous convoquons les familles avec l’école.", "duree": 45, "pour_enfant": True,
            "naissance": True, "contacts": TOUT_CONTACT, "rattachement": Rattachement.IMPOSE,
            "ouverture": Etape.SECRETARIAT,
        },
    ],
    "sante-sexuelle": [
        {
            "nom": "Contraception", "nom_court": "Consult. A", "slug": "contraception",
            "aide": "Avec un médecin ou une sage-femme.", "duree": 30,
            "contacts": [Contact.MOBILE, Contact.EMAIL, Contact.AUCUN],
            "rattachement": Rattachement.LIBRE, "ouverture": Etape.EN_LIGNE,
        },
        {
            "nom": "Dépistage", "nom_court": "Consult. B", "slug": "depistage",
            "aide": "Prise de sang ou prélèvement, résultats sur place.", "duree": 20,
            "contacts": [Contact.MOBILE, Contact.EMAIL, Contact.AUCUN],
            "rattachement": Rattachement.LIBRE, "ouverture": Etape.EN_LIGNE,
        },
        {
            "nom": "Entretien avec une conseillère", "nom_court": "Entretien", "slug": "entretien",
            "aide": "Parler, sans jugement, seul ou à deux.", "duree": 45,
            "contacts": [Contact.MOBILE, Contact.EMAIL, Contact.AUCUN],
            "rattachement": Rattachement.LIBRE, "ouverture": Etape.EN_LIGNE,
        },
    ],
    "france-services": [
        {
            "nom": "Aide pour une démarche", "nom_court": "Démarche", "slug": "demarche",
            "aide": "Impôts, retraite, logement, santé, emploi.", "duree": 45,
            "demande_besoins": True, "contacts": TOUT_CONTACT,
            "rattachement": Rattachement.CONSEILLE, "ouverture": Etape.EN_LIGNE,
        },
        {
            "nom": "Apprendre à se servir d’un ordinateur", "nom_court": "Numérique",
            "slug": "numerique", "aide": "Seul avec un conseiller numérique.", "duree": 60,
            "contacts": TOUT_CONTACT, "rattachement": Rattachement.LIBRE,
            "ouverture": Etape.EN_LIGNE,
        },
    ],
    "titres-identite": [
        {
            "nom": "Demander une carte ou un passeport", "nom_court": "Demande",
            "slug": "demande-titre", "aide": "Une demande par rendez-vous.", "duree": 20,
            "contacts": TOUT_CONTACT, "rattachement": Rattachement.LIBRE,
            "ouverture": Etape.EN_LIGNE, "delai_max": 60 * JOUR,
        },
        {
            "nom": "Retirer un titre", "nom_court": "Retrait", "slug": "retrait-titre",
            "aide": "Vous avez reçu le message qui dit qu’il est prêt.", "duree": 10,
            "contacts": TOUT_CONTACT, "rattachement": Rattachement.LIBRE,
            "ouverture": Etape.EN_LIGNE, "delai_max": 30 * JOUR,
        },
    ],
}  # fmt: skip

SERVICES = [PMI, SANTE_SEXUELLE, FRANCE_SERVICES, TITRES]

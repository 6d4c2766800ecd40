"""What the demonstration territoires offer: words, places and rules. All invented.

Phone numbers are those that Arcep keeps for fiction.
"""

from __future__ import annotations

from portal.installation.catalogue import SEMAINE, SEMAINE_ET_SAMEDI

# Noms des communes et nombre de voies ; la première est le chef-lieu.
COMMUNES_VAL_DORNE = [
    ("Orval", 14), ("Brissoles", 9), ("Courville", 9), ("Vauxbelle", 8), ("Saint-Aubin-des-Prés", 5),
    ("Le Ménil", 4), ("La Chapelle-d’Orne", 4), ("Rochefort-le-Val", 4), ("Marcilly", 4),
    ("Belleperche", 4), ("Fontaine-l’Abbé", 4), ("Sainte-Honorine", 4), ("Longval", 3),
    ("Les Essarts", 3), ("Montgirard", 3), ("Aubeterre", 3), ("Villeneuve-sur-Orne", 5),
    ("Grandpré", 3), ("Beaulieu", 3), ("Hautefeuille", 3), ("La Ferté-Colin", 4),
    ("Pont-Rémy", 3), ("Tournebise", 3), ("Clairefontaine", 3),
]  # fmt: skip
COMMUNES_HAUTS_PLATEAUX = [
    ("Chambreuil", 9), ("Sauvessanges", 5), ("Le Plateau", 4), ("Combelongue", 4), ("Aubrac-le-Haut", 4),
    ("Font-Romeu-des-Bois", 3), ("Mirevent", 3),
]  # fmt: skip

# Organisation -> ses lieux : (nom, adresse, commune, fauteuil, horaires, accès).
ORGANISATIONS = {
    "MDS d’Orval": [
        ("Maison du département d’Orval", "12 place du Parvis", "Orval", True, SEMAINE,
         "Bus 2 et 5, arrêt Parvis. Parking gratuit derrière le bâtiment."),
        ("Pôle enfance des Tilleuls", "8 rue des Tilleuls", "Orval", True, SEMAINE,
         "Entrée par la cour, au rez-de-chaussée."),
    ],
    "MDS de Brissoles": [
        ("Pôle enfance de Brissoles", "4 rue du Lavoir", "Brissoles", True, SEMAINE,
         "Gare de Brissoles à 300 m."),
    ],
    "MDS de Courville": [
        ("Maison de santé de Courville", "1 allée des Écoles", "Courville", False, SEMAINE,
         "Premier étage, sans ascenseur : dites-le-nous, nous vous recevons en bas."),
    ],
    "Centres de santé": [
        ("Centre de santé de Brissoles", "22 rue Pasteur", "Brissoles", True, SEMAINE,
         "Sonnez au 22, aucune enseigne sur la rue."),
        ("Centre de santé d’Orval", "3 rue Simone Veil", "Orval", True, SEMAINE_ET_SAMEDI,
         "Entrée discrète par le passage, bus 2 arrêt Veil."),
    ],
    "France services": [
        ("Mairie de Vauxbelle", "1 place du Marché", "Vauxbelle", True, SEMAINE_ET_SAMEDI,
         "Rampe d’accès à gauche de l’entrée."),
        ("Espace France services de Villeneuve", "6 Grande Rue", "Villeneuve-sur-Orne", True,
         SEMAINE, "Car 14, arrêt Mairie."),
    ],
}  # fmt: skip

# (prénom, nom, fonction, organisation, lieu(x), service, motifs, jours) : qui reçoit, où, quand.
MATIN, APRES_MIDI = ("09:00", "12:00"), ("13:30", "17:00")
AGENTS = [
    ("Sophie", "Delaunay", "puéricultrice", "MDS d’Orval", "Maison du département d’Orval", "pmi",
     ["pesee", "vaccination", "conseils-telephone"], {0: "mj", 1: "mj", 3: "m", 4: "mj"}),
    ("Marc", "Ollivier", "médecin", "MDS d’Orval", "Maison du département d’Orval", "pmi",
     ["consultation", "vaccination", "bilan-4-ans"], {1: "mj", 2: "m", 4: "mj"}),
    ("Amina", "Cherif", "médecin", "MDS d’Orval", "Pôle enfance des Tilleuls", "pmi",
     ["consultation", "vaccination"], {0: "mj", 3: "mj"}),
    ("Léa", "Fontaine", "puéricultrice", "MDS d’Orval", "Pôle enfance des Tilleuls", "pmi",
     ["pesee", "vaccination", "conseils-telephone"], {0: "m", 2: "mj", 4: "m"}),
    ("Claire", "Besnard", "puéricultrice", "MDS de Brissoles", "Pôle enfance de Brissoles", "pmi",
     ["pesee", "vaccination", "conseils-telephone"], {1: "mj", 2: "mj", 3: "mj"}),
    ("Hugo", "Martel", "médecin", "MDS de Brissoles", "Pôle enfance de Brissoles", "pmi",
     ["consultation", "vaccination", "bilan-4-ans"], {0: "m", 2: "mj", 3: "m"}),
    ("Nadia", "Benali", "médecin", "MDS de Courville", "Maison de santé de Courville", "pmi",
     ["consultation", "vaccination"], {1: "m", 4: "mj"}),
    ("Julie", "Perrot", "puéricultrice", "MDS de Courville", "Maison de santé de Courville", "pmi",
     ["pesee", "vaccination"], {0: "mj", 1: "mj", 4: "m"}),
    ("Élise", "Garnier", "sage-femme", "Centres de santé", "Centre de santé de Brissoles",
     "sante-sexuelle", ["contraception", "depistage"], {0: "mj", 2: "mj", 4: "j"}),
    ("Thomas", "Lebreton", "médecin", "Centres de santé", "Centre de santé d’Orval",
     "sante-sexuelle", ["contraception", "depistage"], {1: "mj", 3: "mj", 5: "m"}),
    ("Inès", "Morel", "conseillère conjugale", "Centres de santé", "Centre de santé d’Orval",
     "sante-sexuelle", ["entretien"], {0: "j", 2: "mj", 3: "j"}),
    ("Camille", "Roussel", "infirmière", "Centres de santé", "Centre de santé de Brissoles",
     "sante-sexuelle", ["depistage", "entretien"], {1: "mj", 3: "m"}),
    ("Paul", "Leroy", "conseiller", "France services", "Mairie de Vauxbelle", "france-services",
     ["demarche"], {0: "mj", 1: "mj", 2: "m", 3: "mj", 4: "mj"}),
    ("Fatou", "Diop", "conseillère", "France services", "Mairie de Vauxbelle", "france-services",
     ["demarche", "numerique"], {0: "mj", 2: "mj", 5: "m"}),
    ("Yann", "Kerven", "conseiller numérique", "France services",
     "Espace France services de Villeneuve", "france-services", ["demarche", "numerique"],
     {1: "mj", 2: "mj", 4: "mj"}),
    ("Aline", "Picard", "conseillère", "France services", "Espace France services de Villeneuve",
     "france-services", ["demarche"], {0: "mj", 3: "mj"}),
    ("Brigitte", "Noël", "agent d’état civil", "France services", "Mairie de Vauxbelle",
     "titres-identite", ["demande-titre", "retrait-titre"], {0: "mj", 1: "mj", 3: "mj", 4: "m"}),
    ("Karim", "Haddad", "agent d’état civil", "France services",
     "Espace France services de Villeneuve", "titres-identite",
     ["demande-titre", "retrait-titre"], {1: "mj", 2: "mj", 4: "mj", 5: "m"}),
    ("Monique", "Tessier", "secrétaire", "MDS d’Orval", None, "pmi", [], {}),
    ("Véronique", "Lemoine", "référente PMI", "MDS d’Orval", None, "pmi", [], {}),
]  # fmt: skip

# Comptes de connexion de la démonstration : nom de l'agent -> (courriel, rôle).
COMPTES = {
    "Delaunay": ("sophie@val-dorne.example", "agent"),
    "Tessier": ("monique@val-dorne.example", "secretariat"),
    "Lemoine": ("veronique@val-dorne.example", "referent"),
    "Morel": ("ines@val-dorne.example", "agent"),
}
MODELES = ("pmi", "sante-sexuelle", "france-services", "titres-identite")
TELEPHONES = {
    "pmi": ("+33261916110", "Du lundi au vendredi, de 8 h 30 à 17 h 30"),
    "sante-sexuelle": ("+33261916120", "Du lundi au vendredi, de 9 h à 18 h"),
    "france-services": ("+33261916130", "Du lundi au samedi, de 9 h à 12 h"),
    "titres-identite": ("+33261916140", "Du lundi au vendredi, de 9 h à 12 h"),
}
REDACTION = "redaction@val-dorne.example"
ASTREINTE = "astreinte@val-dorne.example"

# Secteurs de la PMI : nom -> (lieu, communes entières) ; Orval est coupée en deux par un trait.
SECTEURS_PMI = {
    "Orval-Nord": ("Maison du département d’Orval", []),
    "Orval-Sud": ("Pôle enfance des Tilleuls", ["Saint-Aubin-des-Prés", "Villeneuve-sur-Orne"]),
    "Brissoles": (
        "Pôle enfance de Brissoles",
        ["Brissoles", "Le Ménil", "Marcilly", "Sainte-Honorine", "Montgirard", "Grandpré",
         "La Ferté-Colin", "Longval", "Pont-Rémy"],
    ),
    "Courville": ("Maison de santé de Courville", []),
}  # fmt: skip
SECTEURS_FRANCE_SERVICES = {
    "Vauxbelle": ("Mairie de Vauxbelle", ["Vauxbelle", "Orval", "Courville", "Brissoles"]),
    "Villeneuve": ("Espace France services de Villeneuve", []),
}
# Sous le champ de recherche de l'accueil.
SOUVENT_DEMANDE = [
    ("Peser mon bébé", "pesee"),
    ("Vaccin", "vaccination"),
    ("Passeport", "demande-titre"),
    ("Contraception", "contraception"),
]

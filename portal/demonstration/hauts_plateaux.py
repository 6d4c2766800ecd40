"""The second fictional territoire: smaller, another colour, another host."""

from __future__ import annotations

from portal.installation.catalogue import SEMAINE

ORGANISATIONS = {
    "Maison de Chambreuil": [
        ("Maison des solidarités de Chambreuil", "5 avenue de la Gare", "Chambreuil", True, SEMAINE,
         "En face de la gare."),
    ],
    "Maison de Sauvessanges": [
        ("Relais de Sauvessanges", "2 rue des Prés", "Sauvessanges", True, SEMAINE,
         "Au rez-de-chaussée de la mairie."),
    ],
}  # fmt: skip
AGENTS = [
    ("Odile", "Vidal", "médecin", "Maison de Chambreuil", "Maison des solidarités de Chambreuil",
     "pmi", ["consultation", "vaccination"], {0: "mj", 3: "mj"}),
    ("Rachid", "Amrani", "puériculteur", "Maison de Chambreuil",
     "Maison des solidarités de Chambreuil", "pmi",
     ["pesee", "vaccination", "conseils-telephone"], {1: "mj", 2: "m", 4: "mj"}),
    ("Jeanne", "Boyer", "puéricultrice", "Maison de Sauvessanges", "Relais de Sauvessanges", "pmi",
     ["consultation", "pesee"], {1: "m", 4: "m"}),
    ("Luc", "Salles", "conseiller", "Maison de Sauvessanges", "Relais de Sauvessanges",
     "france-services", ["demarche", "numerique"], {0: "m", 2: "mj", 4: "j"}),
]  # fmt: skip
COMPTES = {"Vidal": ("odile@hauts-plateaux.example", "agent")}
REDACTION = "redaction@hauts-plateaux.example"
ASTREINTE = "astreinte@hauts-plateaux.example"
SECTEURS_PMI = {
    "Chambreuil": ("Maison des solidarités de Chambreuil", []),
    "Sauvessanges": ("Relais de Sauvessanges", []),
}

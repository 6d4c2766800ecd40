"""Invented people for the demonstration."""

PRENOMS = (
    "Lina", "Noé", "Jade", "Sami", "Tom", "Rose", "Adam", "Fatou", "Emma", "Hugo", "Alya", "Jules",
    "Anna", "Maël", "Zoé", "Nour", "Léo", "Mila", "Yanis", "Agathe", "Malo", "Inès", "Ethan", "Louise",
    "Gabriel", "Aya", "Victor", "Chloé", "Ibrahim", "Sarah", "Lucas", "Maryam", "Antoine", "Elif",
    "Paulo", "Oksana", "Camille", "Issa", "Manon", "Théo",
)  # fmt: skip
NOMS = (
    "Haddad", "Garnier", "Petit", "Benali", "Lefèvre", "Martin", "Roux", "Diallo", "Leroy", "Blanc",
    "Cherif", "Noël", "Kovalenko", "Robin", "Faure", "Simon", "Perrin", "Morel", "Guérin", "Moreau",
    "Caron", "O’Brien", "da Silva", "Nguyen", "Yılmaz", "Traoré", "Lambert", "Girard", "Bonnet", "Henry",
)  # fmt: skip
PSEUDONYMES = ("Alex", "Charlie", "Sacha", "Lou", "Max", "Andrea", "Sam", "Eden")

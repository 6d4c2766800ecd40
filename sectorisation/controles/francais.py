"""Numbers as a French sentence gives them."""


def nombre(valeur: float) -> str:
    return f"{valeur:,.0f}".replace(",", " ")


def adresses(combien: int) -> str:
    if not combien:
        return "aucune adresse concernée"
    return f"{nombre(combien)} adresse{'s' if combien > 1 else ''} concernée{'s' if combien > 1 else ''}"


def surface(metres_carres: float) -> str:
    """Square metres up to a hectare, hectares up to a square kilometre, then those."""
    if metres_carres < 10_000:
        return f"{nombre(metres_carres)} m²"
    if metres_carres < 1_000_000:
        return f"{metres_carres / 10_000:.1f} ha".replace(".", ",")
    return f"{metres_carres / 1_000_000:.1f} km²".replace(".", ",")

"""The sweep against the bitset, on drawn agendas around both changes of hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import event, given
from hypothesis import strategies as st

from booking.moteur import (
    Agendas,
    Hebdomadaire,
    Indisponibilite,
    Intervalle,
    Mensuelle,
    Occupe,
    Plage,
    Recherche,
    find_creneaux,
    is_free,
    jours_entiers,
    next_creneau,
    next_par_lieu,
)
from tests.moteur.oracle import Oracle

BASCULES = [date(2026, 10, 25), date(2027, 3, 28)]
FUSEAUX = [ZoneInfo(nom) for nom in ("Europe/Paris", "America/Miquelon", "Indian/Reunion")]
AGENTS = ["Ana", "Bob"]
LIEUX = ["Millau", "Rodez"]
SEMAINES = [(), (6,), (0, 5, 6), (1, 3), tuple(range(7)), tuple(range(7))]

heures = st.integers(0, 287).map(lambda tick: time(tick // 12, tick % 12 * 5))


@st.composite
def journees(draw) -> tuple[time, time]:
    """Hours of a day, often those of the night when the clock changes."""
    debut = draw(st.integers(0, 286) | st.integers(0, 48))
    fin = draw(st.integers(min(debut + 12, 287), min(debut + 72, 287)))
    return time(debut // 12, debut % 12 * 5), time(fin // 12, fin % 12 * 5)


@st.composite
def regles(draw, autour: date):
    """A first day and its rule: once, weekly or monthly, begun lately or long ago."""
    premier = autour + timedelta(days=draw(st.integers(-6, 3) | st.integers(-900, 3)))
    jusqu_au = draw(
        st.none() | st.none() | st.integers(0, 8).map(lambda n: autour + timedelta(days=n - 2))
    )
    intervalle = draw(st.sampled_from([1, 1, 2, 3]))
    regle = draw(
        st.none()
        | st.sampled_from(SEMAINES).map(lambda j: Hebdomadaire(intervalle, j, jusqu_au))
        | st.just(Mensuelle(intervalle, jusqu_au=jusqu_au))
    )
    exclues = draw(
        st.frozensets(st.integers(-4, 4).map(lambda n: autour + timedelta(days=n)), max_size=2)
    )
    return {"premier_jour": premier, "recurrence": regle, "exclues": exclues}


@st.composite
def plages(draw, autour: date) -> Plage:
    debut, fin = draw(journees())
    return Plage(
        id=draw(st.integers(1, 99)),
        agent=draw(st.sampled_from(AGENTS)),
        lieu=draw(st.sampled_from(LIEUX)),
        motifs=draw(
            st.sampled_from([frozenset([1]), frozenset([1, 2]), frozenset([1, 2]), frozenset([2])])
        ),
        debut=debut,
        fin=fin,
        **draw(regles(autour)),
    )


@st.composite
def absences(draw, autour: date) -> Indisponibilite:
    regle = draw(regles(autour))
    etendue = draw(st.integers(0, 3))
    debut, fin = draw(journees()) if etendue == 0 else (draw(heures), draw(heures))
    return Indisponibilite(
        agent=draw(st.sampled_from(AGENTS)),
        debut=debut,
        dernier_jour=regle["premier_jour"] + timedelta(days=etendue),
        fin=fin,
        **regle,
    )


@st.composite
def occupations(draw, autour: date) -> Occupe:
    minuit = datetime.combine(autour, time(), UTC)
    debut = minuit + timedelta(minutes=5 * draw(st.integers(-900, 900) | st.integers(0, 288)))
    duree = timedelta(minutes=5 * draw(st.integers(1, 40)))
    return Occupe(draw(st.sampled_from(AGENTS)), debut, debut + duree)


@st.composite
def situations(draw):
    autour = draw(st.sampled_from(BASCULES))
    premier = autour - timedelta(days=draw(st.integers(0, 4)))
    dernier = autour + timedelta(days=draw(st.integers(0, 4)))
    jours = st.integers(-4, 4).map(lambda n: autour + timedelta(days=n))
    donnees = {
        "fuseau": draw(st.sampled_from(FUSEAUX)),
        "plages": draw(st.lists(plages(autour), min_size=1, max_size=5)),
        "indisponibilites": draw(st.lists(absences(autour), max_size=2)),
        "occupes": draw(st.lists(occupations(autour), max_size=8)),
        "feries": draw(st.sets(jours, max_size=1)),
    }
    recherche = Recherche(
        motif=1,
        duree=draw(st.sampled_from([15, 30, 45, 60, 90])),
        pas=draw(st.sampled_from([None, None, 5, 20, 60])),
        delai_min=draw(st.sampled_from([0, 0, 30, 1440])),
        delai_max=draw(st.sampled_from([None, None, 2880, 7200])),
    )
    now = datetime.combine(premier, time(), UTC) + timedelta(minutes=draw(st.integers(-3000, 1500)))
    return premier, dernier, donnees, recherche, now


@given(situations())
def test_the_sweep_offers_what_the_bitset_offers(situation):
    premier, dernier, donnees, recherche, now = situation
    attendu = Oracle(premier=premier, dernier=dernier, **donnees).starts(recherche, now)
    event("starts offered" if attendu else "nothing to offer")

    agendas = Agendas(**donnees)
    fenetre: Intervalle = jours_entiers(premier, dernier, donnees["fuseau"])
    bornes = {"debut": fenetre.debut, "fin": fenetre.fin, "now": now}
    trouves = find_creneaux(agendas, recherche, **bornes)

    assert [(c.debut, c.agent) for c in trouves] == sorted((c.debut, c.agent) for c in trouves)
    assert len({(c.debut, c.agent, c.lieu) for c in trouves}) == len(trouves)
    assert {(c.debut, c.agent, c.lieu) for c in trouves} == attendu

    premiers = {
        lieu: min((debut, agent) for debut, agent, ou in attendu if ou == lieu)
        for lieu in {ou for _, _, ou in attendu}
    }
    par_lieu = next_par_lieu(agendas, recherche, **bornes)
    assert {lieu: (c.debut, c.agent) for lieu, c in par_lieu.items()} == premiers
    prochain = next_creneau(agendas, recherche, **bornes)
    assert (prochain and (prochain.debut, prochain.agent)) == min(premiers.values(), default=None)


@given(situations(), st.lists(st.integers(0, 9 * 288), min_size=5, max_size=5))
def test_any_free_interval_can_be_booked_and_no_other(situation, ticks):
    premier, dernier, donnees, recherche, now = situation
    oracle, agendas = Oracle(premier=premier, dernier=dernier, **donnees), Agendas(**donnees)
    minuit = datetime.combine(premier, time(), UTC)
    offerts = {debut for debut, _, _ in oracle.starts(recherche, now)}
    departs = {minuit + timedelta(minutes=5 * tick) for tick in ticks}
    # Around what is offered is where the answer is not always no.
    departs |= {
        debut + timedelta(minutes=ecart) for debut in sorted(offerts)[:5] for ecart in (-5, 0, 5)
    }
    for debut in departs:
        if debut.astimezone(donnees["fuseau"]).date() not in oracle.jours:
            continue
        fin = debut + timedelta(minutes=recherche.duree)
        for agent in AGENTS:
            libre = is_free(agendas, recherche, agent=agent, debut=debut, fin=fin, now=now)
            assert libre == oracle.bookable(recherche, agent, debut, now)

"""The slot engine: given what is open and what is taken, the starts that can be booked.

Pure functions over values already loaded: standard library only, no database, no settings, no
clock (`now` is a parameter). Rules are wall clock in the zone of the territory, instants are UTC.
A caller loads whole local days (`jours_entiers`), builds `Agendas`, states a `Recherche`, and asks:

- `find_creneaux`, then `group_by_debut`: the starts of a window;
- `next_creneau`, `next_par_lieu`: the earliest one, over what is loaded; a caller who reads a
  database drives `fenetres` (7 days, 28 more, the rest) and stops when each lieu has answered;
- `free_creneau`, `is_free`, `free_agents`: can this very interval be booked (under the lock);
- `agents_on_grid`, `is_on_grid`: is this start one that is offered (nothing signed it);
- `parse_recurrence`, `parse_exceptions`: rules from their stored form;
- `rank_agents`: whom to try first; `open_ateliers`: the collective side.

Every variable that affects whether a start is offered:

=================== ==================================== =========================================
variable            given by                             effect
=================== ==================================== =========================================
motif               `Recherche.motif`, `Plage.motifs`    a plage that does not serve it is ignored
duration            `Recherche.duree`                    the whole Rdv fits in one free interval,
                                                         an exact fit included
step                `Recherche.pas`                      distance between two starts of a free
                                                         interval; the duration unless given
agents              `Recherche.agents`                   others are ignored; an empty set: nobody
lieux               `Recherche.lieux`                    lieu of that occurrence, not of the plage
closed lieux        `Recherche.lieux_fermes`             nothing there, in any mode
mode                `Recherche.mode`, `Plage.mode`,      the occurrence decides, then the plage,
                    `ExceptionOccurrence.mode`           then the motif; on site needs a lieu
first day, hours    `Plage`                              the grid begins with the plage, within a
                                                         single local day
recurrence          `Plage.recurrence`                   weekly on Monday-based weeks, or n-th
                                                         weekday of the month; last day included
excluded dates      `Plage.exclues`                      that occurrence does not take place
exceptions          `Plage.exceptions`                   cancelled, or another day, other hours,
                                                         another lieu or mode
public holidays     `Agendas(feries=)`                   no occurrence on that local day
absences            `Agendas(indisponibilites=)`         wall clock, at every lieu; the grid
                                                         restarts when they end
suspensions         `Agendas(suspensions=)`,             of a motif, at a lieu or anywhere; not for
                    `Recherche.malgre_suspension`        agents; the grid restarts when they end
Rdv, holds,         `Agendas(occupes=)`                  half-open: touching is free; at every
ateliers                                                 lieu and for every motif; the grid
                                                         restarts when they end
zone                `Agendas(fuseau=)`                   wall-clock starts and ends are both kept;
                                                         a time that does not exist moves forward;
                                                         the second pass of a repeated hour is
                                                         closed
window              `debut`, `fin`                       `debut <= start < fin`
now                 `now`                                nothing in the past; it filters starts
                                                         and never moves the grid
delays              `Recherche.delai_min`,               from `now` to the instant of the start,
                    `Recherche.delai_max`                both bounds included
=================== ==================================== =========================================

Out of scope, decided before calling: who may see a motif (`ouverture`), sectors, rights; and a
buffer after a Rdv, which would be a longer busy interval.
"""

from booking.moteur.agendas import Agendas, Suspension
from booking.moteur.ateliers import AtelierPlanifie, open_ateliers
from booking.moteur.choix import rank_agents
from booking.moteur.creneaux import Creneau, CreneauOffert, find_creneaux, group_by_debut
from booking.moteur.horloge import Horloge
from booking.moteur.intervalles import Intervalle, fenetres, jours_entiers
from booking.moteur.lecture import dump_recurrence, parse_exceptions, parse_recurrence
from booking.moteur.plages import (
    Indisponibilite,
    Mode,
    Occupe,
    Occurrence,
    Plage,
)
from booking.moteur.prochain import next_creneau, next_par_lieu
from booking.moteur.recherche import Recherche
from booking.moteur.recurrences import DERNIER, Hebdomadaire, Mensuelle, Recurrence, dates
from booking.moteur.series import ExceptionOccurrence, Id
from booking.moteur.verification import (
    agents_on_grid,
    free_agents,
    free_creneau,
    is_free,
    is_on_grid,
)

__all__ = [
    "DERNIER",
    "Agendas",
    "AtelierPlanifie",
    "Creneau",
    "CreneauOffert",
    "ExceptionOccurrence",
    "Hebdomadaire",
    "Horloge",
    "Id",
    "Indisponibilite",
    "Intervalle",
    "Mensuelle",
    "Mode",
    "Occupe",
    "Occurrence",
    "Plage",
    "Recherche",
    "Recurrence",
    "Suspension",
    "agents_on_grid",
    "dates",
    "dump_recurrence",
    "fenetres",
    "find_creneaux",
    "free_agents",
    "free_creneau",
    "group_by_debut",
    "is_free",
    "is_on_grid",
    "jours_entiers",
    "next_creneau",
    "next_par_lieu",
    "open_ateliers",
    "parse_exceptions",
    "parse_recurrence",
    "rank_agents",
]

"""From the clock on the wall to instants, one territory zone at a time.

A plage says "9 h to 12 h" and means the clock of the office, whatever the season. Two nights a year
that clock misbehaves:

- spring: a time that does not exist is taken later by the length of the gap (2 h 30 becomes
  3 h 30), as RFC 5545 and PEP 495 do;
- autumn: a time that exists twice means the first one, and the second pass of the repeated hour
  is closed, so that no two starts ever read the same on a confirmation.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from booking.moteur.intervalles import Trait

MINUIT = time()
UN_JOUR = timedelta(days=1)


class Horloge:
    """Converts local times of one zone to epoch seconds; the offset of each day is read once."""

    __slots__ = ("_bascules", "_minuits", "fuseau")

    def __init__(self, fuseau: tzinfo) -> None:
        self.fuseau = fuseau
        self._minuits: dict[date, int] = {}
        self._bascules: dict[date, bool] = {}

    def minuit(self, jour: date) -> int:
        """The first instant of a local day."""
        instant = self._minuits.get(jour)
        if instant is None:
            instant = self._minuits[jour] = self._convert(jour, MINUIT)
            self._bascules[jour] = self._offset(jour) != self._offset(jour + UN_JOUR)
        return instant

    def instant(self, jour: date, heure: time) -> int:
        """Epoch seconds at which the wall clock shows `heure` on `jour` for the first time."""
        minuit = self.minuit(jour)
        if self._bascules[jour]:
            return self._convert(jour, heure)
        return minuit + heure.hour * 3600 + heure.minute * 60 + heure.second

    def bornes(self, jour: date, debut: time, fin: time) -> Trait:
        """Both ends of wall-clock hours; an end at 0 h 00 is the midnight that closes the day."""
        minuit = self.minuit(jour)
        if fin == MINUIT:
            return self.instant(jour, debut), self.minuit(jour + UN_JOUR)
        if self._bascules[jour]:
            return self._convert(jour, debut), self._convert(jour, fin)
        return (
            minuit + debut.hour * 3600 + debut.minute * 60 + debut.second,
            minuit + fin.hour * 3600 + fin.minute * 60 + fin.second,
        )

    def jour(self, instant: int) -> date:
        """The local date of an instant."""
        return datetime.fromtimestamp(instant, self.fuseau).date()

    def repetitions(self, premier: date, dernier: date) -> list[Trait]:
        """Second passes of a repeated hour between two local days, both included."""
        trouvees = []
        jour = premier
        while jour <= dernier:
            debut = self.minuit(jour)
            if self._bascules[jour]:
                recul = self._offset(jour) - self._offset(jour + UN_JOUR)
                if recul > timedelta():
                    bascule = self._bascule(debut, self.minuit(jour + UN_JOUR))
                    trouvees.append((bascule, bascule + int(recul.total_seconds())))
            jour += UN_JOUR
        return trouvees

    def _offset(self, jour: date) -> timedelta:
        return datetime.combine(jour, MINUIT, self.fuseau).utcoffset() or timedelta()

    def _convert(self, jour: date, heure: time) -> int:
        # fold is left at 0: the first of two, and before a gap the offset of before.
        return int(datetime.combine(jour, heure, self.fuseau).timestamp())

    def _bascule(self, avant: int, apres: int) -> int:
        """The instant at which the offset changes, by bisection: no zone tells it directly."""
        depart = datetime.fromtimestamp(avant, UTC).astimezone(self.fuseau).utcoffset()
        while apres - avant > 1:
            milieu = (avant + apres) // 2
            if datetime.fromtimestamp(milieu, self.fuseau).utcoffset() == depart:
                avant = milieu
            else:
                apres = milieu
        return apres

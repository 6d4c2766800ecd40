"""Publishing a couche: the rules of the day become a version that never changes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from sectorisation.adresses.lot import lot_for
from sectorisation.comparaison import Comparaison
from sectorisation.compilation import Compilation, compile_couche
from sectorisation.controles import Rapport, check
from sectorisation.errors import BrouillonChange, PublicationRefusee
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Parution, Version, fingerprint

_MAX_PHRASES = 10


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did. `nouvelle` is false when nothing had changed since the last one."""

    version: Version
    nouvelle: bool
    secteurs: int
    communes_sans_secteur: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vu:
    """What someone saw before publishing: the draft's number, the fingerprint of what it would
    serve, and the number of the version then in service (0: none)."""

    brouillon: int
    empreinte: str
    publiee: int


def publish(*, couche: Couche, now: datetime, par: str = "", vu: Vu | None = None) -> Publication:
    """Compiles and publishes `couche`; running processes follow at their next request.

    `now` is an aware instant; `par` says who, as it will be read in the history. Raises
    PublicationRefusee, or BrouillonChange when this is no longer what was seen (`vu`); then
    nothing changes.
    """
    with transaction.atomic():
        couche = _locked(couche)
        if vu is not None:
            _check_in_service(couche, vu.publiee)
            if couche.brouillon != vu.brouillon:
                raise BrouillonChange("Le brouillon a changé depuis que vous l'avez regardé.")
        compilation = _compiled(couche, now)
        if vu is not None and fingerprint(compilation.contenu) != vu.empreinte:
            raise BrouillonChange("Les adresses ou les règles en vigueur ont changé entre-temps.")
        constat = (compilation.secteurs, compilation.index.communes_without_secteur())
        publiee = couche.version_publiee
        if publiee and publiee.empreinte == fingerprint(compilation.contenu):
            return Publication(publiee, False, *constat)
        version = _write(couche, compilation, now)
        _serve(couche, version, now, par, Parution.Geste.PUBLICATION)
    return Publication(version, True, *constat)


def prepare(*, couche: Couche, now: datetime) -> Version:
    """Compiles a version that runs à blanc: it answers when asked, and no usager follows it.

    It replaces the one prepared before. Raises PublicationRefusee.
    """
    with transaction.atomic():
        couche = _locked(couche)
        compilation = _compiled(couche, now)
        ancienne = couche.version_a_blanc
        if ancienne and ancienne.empreinte == fingerprint(compilation.contenu):
            return ancienne
        couche.version_a_blanc = version = _write(couche, compilation, now)
        couche.save(update_fields=["version_a_blanc"])
        _forget(ancienne)
    return version


def publish_prepared(
    *, couche: Couche, now: datetime, par: str = "", numero: int | None = None
) -> Version:
    """Puts the version that ran à blanc into service, as it was seen.

    `numero` says which one was seen: another raises BrouillonChange.
    """
    with transaction.atomic():
        couche = _locked(couche)
        version = couche.version_a_blanc
        if version is None:
            raise PublicationRefusee(f"La couche « {couche.nom} » n'a pas de version à blanc.")
        if numero not in (None, version.numero):
            raise BrouillonChange("Une autre version à blanc a été préparée entre-temps.")
        couche.version_a_blanc = None
        _serve(couche, version, now, par, Parution.Geste.PUBLICATION)
    return version


def drop_prepared(*, couche: Couche) -> None:
    """Ends the à blanc run; its version is forgotten."""
    with transaction.atomic():
        couche = _locked(couche)
        ancienne, couche.version_a_blanc = couche.version_a_blanc, None
        couche.save(update_fields=["version_a_blanc"])
        _forget(ancienne)


def roll_back(
    *,
    couche: Couche,
    now: datetime,
    par: str = "",
    version: Version | None = None,
    publiee: int | None = None,
) -> Version:
    """Puts a past version back into service: `version`, or the one in service before this one.

    Rules are left as they are written. Raises PublicationRefusee when there is nothing to go
    back to, or when `version` was never published; BrouillonChange when the version in service
    is no longer the one seen, of number `publiee`.
    """
    with transaction.atomic():
        couche = _locked(couche)
        if publiee is not None:
            _check_in_service(couche, publiee)
        parues = Parution.objects.of_couche(couche).select_related("version")
        if version is not None:
            parues = parues.filter(version=version)
        # Versions published before parutions were kept have none.
        passee = next(
            (p.version for p in parues if p.version_id != couche.version_publiee_id), None
        ) or (_older(couche) if version is None else None)
        if passee is None:
            raise PublicationRefusee(
                f"La couche « {couche.nom} » n'a pas d'autre version publiée à remettre en service."
            )
        _serve(couche, passee, now, par, Parution.Geste.RETOUR)
    return passee


@dataclass(frozen=True, slots=True)
class Etude:
    """What publishing today would do: findings, and addresses that would change secteur."""

    compilation: Compilation
    rapport: Rapport
    comparaison: Comparaison


def study(*, couche: Couche, now: datetime) -> Etude:
    """Compiles, checks and compares with the published version; writes nothing."""
    compilation = compile_couche(couche, le=local_day(couche, now))
    publiee = couche.version_publiee
    avant = index_for(publiee) if publiee else None
    return Etude(
        compilation,
        check(compilation, couche),
        Comparaison(compilation.lot, avant, compilation.index),
    )


def compare_versions(*, avant: Version | None, apres: Version) -> Comparaison:
    """Two versions of a couche on today's addresses: before a roll back, or à blanc."""
    lot = lot_for(apres.territoire)
    return Comparaison(lot, index_for(avant) if avant else None, index_for(apres))


def _check_in_service(couche: Couche, numero: int) -> None:
    publiee = couche.version_publiee
    if (publiee.numero if publiee else 0) != numero:
        raise BrouillonChange("Une autre version a été mise en service entre-temps.")


def local_day(couche: Couche, now: datetime) -> date:
    return now.astimezone(couche.territoire.zone).date()


def _locked(couche: Couche) -> Couche:
    lues = Couche.objects.select_for_update(of=("self",)).select_related("territoire")
    return lues.get(pk=couche.pk)


def _compiled(couche: Couche, now: datetime) -> Compilation:
    compilation = compile_couche(couche, le=local_day(couche, now))
    if not compilation.secteurs:
        raise PublicationRefusee(f"La couche « {couche.nom} » n'a aucun secteur.")
    rapport = check(compilation, couche)
    if rapport.bloquants:
        raise PublicationRefusee(*(constat.phrase for constat in rapport.bloquants[:_MAX_PHRASES]))
    return compilation


def _write(couche: Couche, compilation: Compilation, now: datetime) -> Version:
    dernier = Version.objects.filter(couche=couche).aggregate(n=Max("numero"))["n"] or 0
    return Version.objects.create(
        territoire_id=couche.territoire_id,
        couche=couche,
        numero=dernier + 1,
        contenu=compilation.contenu,
        table=compilation.table or None,
        creee_le=now,
        echeance=compilation.echeance,
        nombre_secteurs=compilation.secteurs,
        nombre_adresses=int((compilation.affectation.secteurs > 0).sum()),
    )


def _serve(couche: Couche, version: Version, now: datetime, par: str, geste: str) -> None:
    couche.version_publiee = version
    couche.save(update_fields=["version_publiee", "version_a_blanc"])
    if version.publiee_le is None:
        version.publiee_le = now
        version.save(update_fields=["publiee_le"])
    Parution.objects.create(
        territoire_id=couche.territoire_id,
        couche=couche,
        version=version,
        le=now,
        par=par[:150],
        geste=geste,
    )


def _older(couche: Couche) -> Version | None:
    actuelle = couche.version_publiee
    if actuelle is None:
        return None
    lues = Version.objects.filter(couche=couche, publiee_le__isnull=False, parutions__isnull=True)
    return lues.filter(numero__lt=actuelle.numero).order_by("-numero").first()


def _forget(version: Version | None) -> None:
    """A version that no usager ever followed leaves nothing behind."""
    if version is not None and version.publiee_le is None:
        version.delete()

"""Where the postcode of a venue is, in words: the nearest town and the point."""

from typing import Any

from flask_babel import gettext as _

from localoffer.editor.forms.fields import Raw
from localoffer.places.distance import Point, miles_between
from localoffer.places.postcodes import Postcodes
from localoffer.records.vocabularies import Vocabularies
from localoffer.text.postcodes import tidy


def tidied(venue: Raw) -> Raw:
    """The venue with its postcode in capitals and with its space, where it is a postcode at all."""
    written = venue.get("postcode")
    return venue | {"postcode": tidy(written) or written} if isinstance(written, str) else venue


def in_words(venue: Any, postcodes: Postcodes, vocabularies: Vocabularies) -> str:
    """> EX1 1AA is near Exeter. The point is 50.72360, −3.52750. – or what to do when we do not know it."""
    written = venue.get("postcode") if isinstance(venue, dict) else None
    if not isinstance(written, str) or not written:
        return _("Write a postcode first, then press the button again.")
    postcode = tidy(written)
    if postcode is None or " " not in postcode:
        return _("“%(written)s” is not a whole postcode. Write it like EX1 1AA.", written=written)
    point = postcodes.find(postcode) if postcodes.holds(postcode) else None
    if point is None:
        return _(
            "We do not know %(postcode)s. Check it. If it is right, choose the town below, or give the point.",
            postcode=postcode,
        )
    town = nearest_town(point, vocabularies)
    where = {"postcode": postcode, "lat": f"{point.lat:.5f}", "lon": f"{point.lon:.5f}".replace("-", "−"), "town": town}
    if not town:
        return _("We know %(postcode)s. The point is %(lat)s, %(lon)s.", **where)
    return _("%(postcode)s is near %(town)s. The point is %(lat)s, %(lon)s.", **where)


def nearest_town(point: Point, vocabularies: Vocabularies) -> str:
    """The label of the town or village that lies nearest; empty when we know none."""
    towns = [
        (miles_between(point, Point(term.lat, term.lon)), term.label)
        for term in vocabularies["place"].values()
        if term.lat is not None and term.lon is not None
    ]
    return min(towns)[1] if towns else ""

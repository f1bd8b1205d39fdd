"""Pairs of pages that look alike and are two different things, as somebody has found."""

from localoffer.records.shapes import Address, Shape


class NotDuplicates(Shape):
    """Each pair holds two addresses, in order of the alphabet."""

    pairs: list[tuple[Address, Address]] = []

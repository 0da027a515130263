"""The register: the persons whose names are masked, each with the number that stands instead.

In: persons that were read, and mentions. Out: `Register`, frozen; `joined` gives one with a further person. The same surname with
initials that do not contradict is the same person: a mask that takes two for one hides no less.
"""

from dataclasses import dataclass, field, replace

from extractor.masking.surnames import key, latin_forms, surname_forms

SIGN = "[лицо {}]"


@dataclass(frozen=True, slots=True)
class Person:
    """A person by the surname as first printed and the initials ("И.О.", "" where none); of one without a surname, `given` names."""

    surname: str
    initials: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Persons by number, counted from 1; `hidden` is the sign of persons whose name is shown to nobody, and then there are no others."""

    persons: tuple[Person, ...] = ()
    hidden: str | None = None
    by_form: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)
    by_latin: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def sign(self, number: int) -> str:
        """Give what stands instead of a person's name."""
        return self.hidden or SIGN.format(number)

    def joined(self, person: Person) -> "Register":
        """Give the register with a further person."""
        number = len(self.persons) + 1
        by_form, by_latin = dict(self.by_form), dict(self.by_latin)
        for form in surname_forms(key(person.surname).split("-")[0]) if person.surname else ():
            by_form[form] = [*by_form.get(form, []), number]
        for form in latin_forms(person.surname) if person.surname else ():
            by_latin.setdefault(form, number)
        return replace(self, persons=(*self.persons, person), by_form=by_form, by_latin=by_latin)

    def named(self, surname: str, initials: str = "") -> int | None:
        """Give the number of the first person whom a surname in any form may mean; initials as far as both are printed must agree."""
        halves = key(surname).split("-")
        for number in self.by_form.get(halves[0], ()):
            person = self.persons[number - 1]
            own = key(person.surname).split("-")
            fits = len(own) == len(halves) and all(half in surname_forms(other) for half, other in zip(halves[1:], own[1:], strict=True))
            if fits and agree(initials, person.initials):
                return number
        return None

    def called(self, given: str, initials: str) -> int | None:
        """Give the number of the person with a given name and a patronymic: the one of that name, or the only one with these initials."""
        for number, person in enumerate(self.persons, 1):
            if person.given == given:
                return number
        fitting = [number for number, person in enumerate(self.persons, 1) if person.initials == initials and not person.given]
        return fitting[0] if len(fitting) == 1 else None


def make_register(persons: "list[Person] | tuple[Person, ...]", *, hidden: str | None = None) -> Register:
    """Make the register of persons in the order of their numbers."""
    register = Register(hidden=hidden)
    for person in persons:
        register = register.joined(person)
    return register


def agree(one: str, other: str) -> bool:
    """Tell whether initials do not contradict: "И." and "И.О." may be one person's."""
    return one.startswith(other) or other.startswith(one)

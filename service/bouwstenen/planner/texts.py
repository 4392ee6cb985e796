"""The planner's own words, Dutch and English: reasons and caveats."""

from collections.abc import Iterable

__all__ = ["CAVEATS", "FAILS", "REASONS", "failing", "say"]

#: Why a factor cannot be covered, by code.
REASONS: dict[str, dict[str, str]] = {
    "no-intervention": {
        "nl": "Geen bron verbindt een interventie aan deze factor.",
        "en": "No source ties an intervention to this factor.",
    },
    "only-through-type": {
        "nl": "Geen tabel noemt hier een interventie; wel richt zich er een type op (via=type).",
        "en": "No table names an intervention here; a type does target it (via=type).",
    },
    "only-through-editorial-type": {
        "nl": "Alleen interventies die wij bij een type indeelden, richten zich hierop (via=editorial).",
        "en": "Only interventions that we put in a type target it (via=editorial).",
    },
    "below-trede": {
        "nl": "Geen interventie bij deze factor heeft een trede die meetelt en zo hoog is als gevraagd.",
        "en": "No intervention at this factor has a trede that counts and is as high as asked.",
    },
    "availability": {
        "nl": "Van de interventies bij deze factor noemt geen bron de gevraagde beschikbaarheid.",
        "en": "No source says of the interventions at this factor that they have the availability asked for.",
    },
    "age": {
        "nl": "De interventies bij deze factor zijn volgens de gedrukte leeftijden voor anderen bedoeld.",
        "en": "By the ages printed, the interventions at this factor are meant for others.",
    },
    "setting": {
        "nl": "Van de interventies bij deze factor is niet bekend dat ze in deze setting plaatsvinden.",
        "en": "The interventions at this factor are not known to take place in this setting.",
    },
    "excluded": {
        "nl": "De interventies bij deze factor zijn uitgesloten.",
        "en": "The interventions at this factor are excluded.",
    },
    "several-criteria": {
        "nl": "De interventies bij deze factor vallen om verschillende redenen af.",
        "en": "The interventions at this factor fall away for different reasons.",
    },
    "too-few": {
        "nl": "Passende interventies bij deze factor: {found}. Gevraagd: {times}.",
        "en": "Fitting interventions at this factor: {found}. Asked for: {times}.",
    },
}

#: What keeps an intervention from counting, by code.
FAILS: dict[str, dict[str, str]] = {
    "via": {"nl": "via", "en": "via"},
    "trede": {"nl": "trede", "en": "trede"},
    "availability": {"nl": "beschikbaarheid", "en": "availability"},
    "age": {"nl": "leeftijd", "en": "age"},
    "setting": {"nl": "setting", "en": "setting"},
    "excluded": {"nl": "uitsluiting", "en": "exclusion"},
}

#: What to bear in mind, by code.
CAVEATS: dict[str, dict[str, str]] = {
    "absence": {
        "nl": "Dat geen bron een interventie bij een factor noemt, bewijst niet dat zij die niet versterkt: "
        "het rapport noemt haar als voorbeeld bij een of enkele factoren (rapport, paragraaf 3.2).",
        "en": "That no source names an intervention at a factor does not prove that it does not strengthen "
        "it: the report names it as an example at one or a few factors (report, section 3.2).",
    },
    "trede": {
        "nl": "Een hogere trede is geen bewijs van een beter effect: verschil kan liggen aan het soort "
        "onderzoek dat is gedaan (rapport, paragraaf 3.2, ‘Mate van onderbouwing’).",
        "en": "A higher trede is no proof of a better effect: the difference may lie in the kind of study "
        "that was done (report, section 3.2, ‘Mate van onderbouwing’).",
    },
    "joint": {
        "nl": "Dat een pakket factoren dekt, bewijst niet dat de interventies samen werken; niemand "
        "heeft dat onderzocht.",
        "en": "That a package covers factors does not prove that its interventions work together; nobody "
        "has studied that.",
    },
    "policy": {
        "nl": "Bedoeld voor beleid; nooit om personen te beoordelen of te selecteren.",
        "en": "Meant for policy; never to assess or select persons.",
    },
    "limit": {
        "nl": "De tijd was om voordat alles bewezen was; wat bewezen is, staat onder proof.",
        "en": "Time was up before all was proven; what is proven stands under proof.",
    },
    "uncoverable": {
        "nl": "Niet te dekken: {names}. De reden staat er telkens bij.",
        "en": "Cannot be covered: {names}. The reason is given with each.",
    },
    "ties": {
        "nl": "Er zijn {total} even goede pakketten: welk het beste past, zeggen deze gegevens niet.",
        "en": "There are {total} equally good packages: these data do not say which fits best.",
    },
    "more": {
        "nl": "Er zijn meer even goede pakketten dan de {shown} die hier staan{total}.",
        "en": "There are more equally good packages than the {shown} shown here{total}.",
    },
    "type": {
        "nl": "Bij een of meer factoren alleen via het type dat het rapport geeft: {names}. Dat is zwakker "
        "dan een tabel die de interventie bij de factor noemt.",
        "en": "For one or more factors only through the type that the report gives: {names}. That is weaker "
        "than a table that names the intervention at the factor.",
    },
    "editorial": {
        "nl": "Bij een of meer factoren alleen via een type dat wij gaven, niet het rapport: {names}.",
        "en": "For one or more factors only through a type that we gave, not the report: {names}.",
    },
    "trede-conflict": {
        "nl": "Bronnen noemen verschillende treden voor {names}; de hoogste telde.",
        "en": "Sources name several treden for {names}; the highest counted.",
    },
    "own-estimate": {
        "nl": "De trede is alleen een eigen inschatting, geen erkenning door een databank: {names}.",
        "en": "The trede is only an own estimate, not recognised by a database: {names}.",
    },
    "trede-unknown": {
        "nl": "Op geen trede geplaatst: {names}. Dat zegt niet dat zij niet werken.",
        "en": "Not placed on any trede: {names}. That does not say that they do not work.",
    },
    "availability-conflict": {
        "nl": "Bronnen zeggen niet hetzelfde over de beschikbaarheid van {names}.",
        "en": "Sources do not say the same of the availability of {names}.",
    },
    "not-known-offered": {
        "nl": "Geen bron zegt dat deze nu worden aangeboden: {names}.",
        "en": "No source says that these are offered now: {names}.",
    },
    "age-unknown": {
        "nl": "Geen leeftijd gedrukt, dus niet uitgesloten: {names}.",
        "en": "No age is printed, so not ruled out: {names}.",
    },
    "age-conflict": {
        "nl": "Niet elke gedrukte leeftijd past: {names}.",
        "en": "Not every age printed fits: {names}.",
    },
    "outside-criteria": {
        "nl": "Is er al en telt mee, al voldoet zij niet aan wat gevraagd is: {names}.",
        "en": "Is there already and counts, though it does not meet what is asked: {names}.",
    },
}


def say(texts: dict[str, dict[str, str]], code: str, language: str, **values: object) -> str:
    """Return the text of a code in a language, with values filled in."""
    return texts[code][language].format(**values)


def failing(codes: Iterable[str], language: str) -> str:
    """Return what keeps an intervention from counting, in a language; nothing where nothing does."""
    named = ", ".join(FAILS[code][language] for code in codes)
    return named and {"nl": f"valt af door {named}", "en": f"ruled out by {named}"}[language]

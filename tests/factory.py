"""Synthetic articles and claims for tests and benchmarks: every span stands where it says, every id follows from the content."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from sayso.claim import (
    Article,
    ArticleRef,
    Because,
    Claim,
    Content,
    Event,
    Item,
    Party,
    Quantity,
    Reading,
    Role,
    Source,
    Span,
    make_id,
)


@dataclass(frozen=True)
class Telling:
    """What one sentence of a synthetic article says."""

    speaker: str = "Ana Ruiz"
    speaker_kind: str = "person"
    speaker_country: str = "CL"
    stance: str = "says"
    certainty: str = "certain"
    polarity: str = "positive"
    status: str = "actual"
    type: str = "deploy"
    agent: tuple[str, str] = ("Kenya", "KE")
    recipient: tuple[str, str] | None = ("Haiti", "HT")
    item: tuple[str, str] | None = ("soldiers", "troops")
    number: int | None = None
    place: str = ""
    when: str = ""
    aside: str = ""  # words that tell nothing, before and after what is counted


def party(name: str, kind: str = "state", country: str = "", aliases: tuple[str, ...] = ()) -> Party:
    """A party with the id that its name gives it."""
    return Party(make_id("party", kind, name), name, kind, country, "", aliases)  # type: ignore[arg-type]


def sentence(told: Telling) -> str:
    """The words of a telling: "Ana Ruiz said that Kenya did deploy 600 soldiers to Haiti in Lapland.\""""
    verb = (
        {"positive": "did", "negative": "did not"}[told.polarity]
        if told.status == "actual"
        else {"positive": "will", "negative": "will not"}[told.polarity]
    )
    words = [told.speaker, told.stance, "that", told.agent[0], verb, told.type]
    words += [told.aside] * bool(told.aside)
    if told.number is not None:
        words.append(f"{told.number:,}")
    if told.item:
        words.append(told.item[0])
    words += [told.aside] * bool(told.aside)
    if told.recipient:
        words += ["to", told.recipient[0]]
    if told.place:
        words += ["in", told.place]
    if told.when:
        words += ["on", told.when]
    return " ".join(words) + "."


def make_claim(article: Article, start: int, told: Telling, engine: str = "made") -> Claim:
    """The claim that the sentence of this telling, at this place of the article, makes."""
    whole = sentence(told)

    def find(words: str, after: int = 0) -> tuple[int, int]:
        at = article.text.index(words, start + after)
        return at, at + len(words)

    cue = find(told.stance, len(told.speaker))
    head = cue[1] - start
    content_at = find(told.agent[0], head + len(" that "))[0]
    content = article.cut_pieces([(content_at, start + len(whole) - 1)])
    verb = find(told.type, content_at - start + len(told.agent[0]))
    behind = verb[1] - start
    quantity = None
    if told.number is not None:
        figure = f"{told.number:,}"
        quantity = Quantity(figure, find(figure, behind), float(told.number), float(told.number))
    items = (Item(told.item[0], find(told.item[0], behind), told.item[0], told.item[1], quantity=quantity),) if told.item else ()
    recipient = (_role(told.recipient, find(f"to {told.recipient[0]}", behind)),) if told.recipient else ()
    place = (Role(told.place, find(f"in {told.place}", behind), told.place, "place"),) if told.place else ()
    recipient = tuple(_cut(article, role, "to ") for role in recipient)
    place = tuple(_cut(article, role, "in ") for role in place)
    event = Event(
        told.type, "AID", article.cut(*verb), (_role(told.agent, find(told.agent[0], content_at - start)),), recipient, items, place
    )
    because = (Because("polarity", "not", find("not", content_at - start)),) if told.polarity == "negative" else ()
    source = Source(
        told.speaker,
        (start, start + len(told.speaker)),
        told.speaker,
        told.speaker_kind,  # type: ignore[arg-type]
        told.speaker_kind != "unnamed",
        "",
        told.speaker_country,
        "" if told.speaker_kind == "unnamed" else make_id("party", told.speaker_kind, told.speaker),
    )
    ref = ArticleRef(article.id, article.path, article.title, article.publisher, article.published, article.url)
    return Claim(
        id=make_id("claim", article.id, start, content.text, engine),
        article=ref,
        source=source,
        content=Content(content.text, content.spans),
        stance=told.stance,
        certainty=told.certainty,  # type: ignore[arg-type]
        polarity=told.polarity,  # type: ignore[arg-type]
        status=told.status,  # type: ignore[arg-type]
        cue=Span(told.stance, cue),
        because=because,
        events=(event,),
        engine=engine,
    )


def _role(named: tuple[str, str], span: tuple[int, int]) -> Role:
    return Role(named[0], span, named[0], "state", named[1], make_id("party", "state", named[0]))


def _cut(article: Article, role: Role, lead: str) -> Role:
    start, end = role.span
    return Role(article.text[start + len(lead) : end], (start + len(lead), end), role.name, role.kind, role.country, role.party)


def make_article(
    text: str, published: str = "2024-10-18", *, path: str = "", publisher: str = "Example Daily", url: str = "", agency: str = ""
) -> Article:
    """An article with the id that its words, publisher and address give it."""
    ident = make_id("article", text, publisher, url)
    return Article(ident, text, path or f"{ident[-8:]}.txt", text.split("\n")[0][:60], publisher, published, url, "en", agency)


def make_reading(
    *told: Telling,
    published: str = "2024-10-18",
    path: str = "",
    publisher: str = "Example Daily",
    url: str = "",
    agency: str = "",
    opening: str = "",
    engine: str = "made",
) -> Reading:
    """An article that says just this, and the claims in it."""
    text = opening + ("\n\n" if opening else "") + " ".join(map(sentence, told))
    article = make_article(text, published, path=path, publisher=publisher, url=url, agency=agency)
    at = len(opening) + 2 if opening else 0
    claims = []
    for one in told:
        claims.append(make_claim(article, at, one, engine))
        at += len(sentence(one)) + 1
    parties = {p.id: p for one in told for p in _parties(one)}
    return Reading(article, tuple(claims), tuple(parties.values()))


def _parties(told: Telling) -> list[Party]:
    found = [party(told.agent[0], "state", told.agent[1])]
    if told.recipient:
        found.append(party(told.recipient[0], "state", told.recipient[1]))
    if told.speaker_kind != "unnamed":
        found.append(party(told.speaker, told.speaker_kind, told.speaker_country, (told.speaker.split()[-1],)))
    return found


STATES = [
    ("Kenya", "KE"),
    ("Haiti", "HT"),
    ("Peru", "PE"),
    ("Chile", "CL"),
    ("Norway", "NO"),
    ("Ghana", "GH"),
    ("Mali", "ML"),
    ("Jordan", "JO"),
]
SPEAKERS = ["Ana Ruiz", "Ben Okoro", "Carla Lund", "Dan Mensah", "Eva Quist", "Femi Adu", "Gil Castro", "Hana Toft"]
TYPES = ["deploy", "transfer", "strike", "combat", "withdraw", "train"]
ITEMS = [("soldiers", "troops"), ("drones", "drone"), ("shells", "munitions"), ("jets", "fighter aircraft")]


def random_telling(random: Random, story: bool = False) -> Telling:
    """A telling drawn at random; of the one big story, only speaker, polarity and figure vary."""
    speaker = random.choice(SPEAKERS)
    polarity = "negative" if random.random() < 0.1 else "positive"
    number = random.choice([None, 600, 1500, 3000, 10000])
    status = "planned" if random.random() < 0.2 else "actual"
    certainty = random.choice(["certain", "certain", "probable", "possible"])
    if story:
        return Telling(speaker, polarity=polarity, number=number, status=status, certainty=certainty)
    agent, recipient = random.sample(STATES, 2)
    return Telling(
        speaker,
        certainty=certainty,
        polarity=polarity,
        status=status,
        type=random.choice(TYPES),
        agent=agent,
        recipient=recipient,
        item=random.choice(ITEMS),
        number=number,
    )

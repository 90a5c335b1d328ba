"""Who is given which words by which cue: one line a statement, `source | cue | content`, pieces parted by `+`."""

import pytest

from firsthand.reading.grammar.attributions import Sentences
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage


def attributed(language, text):
    """Write each attribution as one line; – where it has no source or no cue."""
    p = passage(text, lexicon(language))

    def pieces(ranges):
        return " + ".join(p.tokens.said(*piece) for piece in ranges) or "–"

    return [f"{pieces(a.source)} | {pieces(a.cue)} | {pieces(a.content)}" for a in Sentences(p).read()]


ENGLISH = [
    pytest.param(
        "Mayor Ana Ruiz said: “The bridge is closed.”",
        ["Mayor Ana Ruiz | said | “The bridge is closed.”"],
        id="quotation after a colon",
    ),
    pytest.param(
        "Ana Ruiz said, “The bridge is closed.”",
        ["Ana Ruiz | said | “The bridge is closed.”"],
        id="quotation after a comma",
    ),
    pytest.param(
        "“The bridge is closed,” Ruiz said.",
        ["Ruiz | said | “The bridge is closed,”"],
        id="quotation before its cue",
    ),
    pytest.param(
        "“The bridge is closed,” said Ana Ruiz, the mayor of Melk.",
        ["Ana Ruiz, the mayor of Melk | said | “The bridge is closed,”"],
        id="inverted subject with its apposition",
    ),
    pytest.param(
        "“The bridge is closed,” she said on Monday.",
        ["she | said | “The bridge is closed,”"],
        id="a time after the cue belongs to nothing",
    ),
    pytest.param("“Is it closed?” he asked.", ["he | asked | “Is it closed?”"], id="question"),
    pytest.param("“It is closed!” shouted Ruiz.", ["Ruiz | shouted | “It is closed!”"], id="cry"),
    pytest.param("“No,” she said, “never.”", ["she | said | “No,” + “never.”"], id="broken by the cue"),
    pytest.param("“No,” she said. “Never.”", ["she | said | “No,” + “Never.”"], id="resumed in the next sentence"),
    pytest.param(
        "“We came,” said Ruiz, “because of the rain. Nobody stayed.”",
        ["Ruiz | said | “We came,” + “because of the rain. Nobody stayed.”"],
        id="the second half has two sentences",
    ),
    pytest.param(
        "“The bridge is old,” Ruiz told the council on Monday. “It will be closed in May. Then we shall see.”",
        ["Ruiz | told | “The bridge is old,” + “It will be closed in May. Then we shall see.”"],
        id="resumed after a listener and a time",
    ),
    pytest.param(
        "“It is over,” Ruiz said.\n“We are going home now, all of us.”",
        ["Ruiz | said | “It is over,”", "– | – | “We are going home now, all of us.”"],
        id="a quotation of a new paragraph is a statement of its own",
    ),
    pytest.param(
        "“The bridge is closed,” Ruiz said. “It was old and weak.\n“It will be built again.”",
        ["Ruiz | said | “The bridge is closed,” + “It was old and weak. + “It will be built again.”"],
        id="over paragraphs, with marks set again",
    ),
    pytest.param(
        "Ruiz said: “The bridge was old.\nIt will be built again.”",
        ["Ruiz | said | “The bridge was old.\nIt will be built again.”"],
        id="over lines, without marks",
    ),
    pytest.param(
        "Ruiz said the bridge was “a danger to everybody” and would be closed.",
        ["Ruiz | said | the bridge was “a danger to everybody” and would be closed"],
        id="mixed",
    ),
    pytest.param(
        "Ruiz said “the old bridge” would be closed.",
        ["Ruiz | said | “the old bridge” would be closed"],
        id="mixed, marks first",
    ),
    pytest.param(
        "Ruiz said that the bridge would be closed.",
        ["Ruiz | said | the bridge would be closed"],
        id="indirect with that",
    ),
    pytest.param(
        "Ruiz said the bridge would be closed.",
        ["Ruiz | said | the bridge would be closed"],
        id="indirect without that",
    ),
    pytest.param(
        "Ruiz told reporters that the bridge would be closed.",
        ["Ruiz | told | the bridge would be closed"],
        id="listeners belong to nothing",
    ),
    pytest.param(
        "Ruiz told Dayline the bridge was closed.",
        ["Ruiz | told | the bridge was closed"],
        id="told an outlet, without that",
    ),
    pytest.param(
        "She said on Monday that the bridge was closed.",
        ["She | said | the bridge was closed"],
        id="a time between cue and that",
    ),
    pytest.param(
        "Ruiz said, without naming anybody, that the bridge was closed.",
        ["Ruiz | said | the bridge was closed"],
        id="an aside between cue and that",
    ),
    pytest.param(
        "The bridge will be closed, Ruiz said.",
        ["Ruiz | said | The bridge will be closed"],
        id="clause before its cue",
    ),
    pytest.param(
        "The bridge will be closed, said Ruiz, the mayor.",
        ["Ruiz, the mayor | said | The bridge will be closed"],
        id="clause before an inverted cue",
    ),
    pytest.param(
        "The bridge, Ruiz said, will be closed.",
        ["Ruiz | said | The bridge + will be closed"],
        id="clause around its cue",
    ),
    pytest.param(
        "According to Ruiz, the bridge is closed.",
        ["Ruiz | According to | the bridge is closed"],
        id="according to, first",
    ),
    pytest.param(
        "The bridge is closed, according to Ruiz.",
        ["Ruiz | according to | The bridge is closed"],
        id="according to, last",
    ),
    pytest.param(
        "The bridge, according to Ruiz, is closed.",
        ["Ruiz | according to | The bridge + is closed"],
        id="according to, in the middle",
    ),
    pytest.param(
        "But according to a letter from the ministry, the bridge is closed.",
        ["a letter from the ministry | according to | the bridge is closed"],
        id="according to a document",
    ),
    pytest.param(
        "As Ruiz said on Monday, the bridge is closed.",
        ["Ruiz | said | the bridge is closed"],
        id="as somebody said",
    ),
    pytest.param(
        "The bridge is closed, as Ruiz announced.",
        ["Ruiz | announced | The bridge is closed"],
        id="as somebody said, last",
    ),
    pytest.param(
        "Ruiz said the bridge was closed, adding that the road was closed too.",
        ["Ruiz | said | the bridge was closed", "Ruiz | adding | the road was closed too"],
        id="adding",
    ),
    pytest.param(
        "Ruiz shook her head, saying the bridge was closed.",
        ["Ruiz | saying | the bridge was closed"],
        id="saying",
    ),
    pytest.param(
        "“The bridge is closed,” Ruiz said, adding that the road was closed too.",
        ["Ruiz | said | “The bridge is closed,”", "Ruiz | adding | the road was closed too"],
        id="adding, after a quotation",
    ),
    pytest.param(
        "Ruiz promised to build a new bridge.",
        ["Ruiz | promised | to build a new bridge"],
        id="infinitive",
    ),
    pytest.param("Ruiz urged drivers to stay at home.", ["Ruiz | urged | to stay at home"], id="infinitive, listener"),
    pytest.param("Ruiz denied the accusations.", ["Ruiz | denied | the accusations"], id="object"),
    pytest.param(
        "Ruiz called for calm and left the hall.",
        ["Ruiz | called for | calm"],
        id="the object ends where the story goes on",
    ),
    pytest.param("Ruiz called the bridge “a trap”.", ["Ruiz | called | the bridge “a trap”"], id="naming"),
    pytest.param(
        "Ruiz described the damage as “horrible to see”.",
        ["Ruiz | described | the damage as “horrible to see”"],
        id="naming with as",
    ),
    pytest.param(
        "Drivers were told that the bridge was closed.",
        ["– | were told | the bridge was closed"],
        id="who is told is not who tells",
    ),
    pytest.param(
        "The court heard his claim that the bridge was safe.",
        ["his | claim | the bridge was safe"],
        id="a noun with its possessive",
    ),
    pytest.param(
        "The court heard Ruiz’s claim that the bridge was safe.",
        ["Ruiz’s | claim | the bridge was safe"],
        id="a noun with a name",
    ),
    pytest.param(
        "Ruiz: ‘The bridge is closed’\nIt rained on Monday.",
        ["Ruiz | – | ‘The bridge is closed’"],
        id="headline with a colon",
    ),
    pytest.param(
        "It rained.\nAna Ruiz: “We have closed the bridge.”",
        ["Ana Ruiz | – | “We have closed the bridge.”"],
        id="a name and a colon",
    ),
    pytest.param(
        "It rained.\n“We have closed the bridge.” — Ana Ruiz",
        ["Ana Ruiz | – | “We have closed the bridge.”"],
        id="a dash and a name",
    ),
    pytest.param(
        "“He told me that the bridge was closed,” Ruiz said.",
        ["Ruiz | said | “He told me that the bridge was closed,”", "He | told | the bridge was closed"],
        id="a report inside a quotation",
    ),
    pytest.param(
        "Ruiz said Holt had told her that the bridge was closed.",
        ["Ruiz | said | Holt had told her that the bridge was closed", "Holt | had told | the bridge was closed"],
        id="a report inside a report",
    ),
    pytest.param(
        "Ruiz, who has led the town since May, said that the bridge was closed.",
        ["Ruiz, who has led the town since May | said | the bridge was closed"],
        id="a relative clause belongs to the source",
    ),
    pytest.param(
        "Ana Ruiz, 48, a nurse from Melk, said that the bridge was closed.",
        ["Ana Ruiz, 48, a nurse from Melk | said | the bridge was closed"],
        id="age and apposition belong to the source",
    ),
    pytest.param(
        "Ruiz and Holt said the bridge was closed.",
        ["Ruiz and Holt | said | the bridge was closed"],
        id="two who say it together",
    ),
    pytest.param(
        "A spokesman for the company said the bridge was closed.",
        ["A spokesman for the company | said | the bridge was closed"],
        id="whom a spokesman speaks for belongs to the source",
    ),
    pytest.param(
        "Another of the drivers said the bridge was closed.",
        ["Another of the drivers | said | the bridge was closed"],
        id="another of them",
    ),
    pytest.param(
        "Ruiz said the bridge was closed, but Holt said it was open.",
        ["Ruiz | said | the bridge was closed", "Holt | said | it was open"],
        id="two who say different things",
    ),
    pytest.param(
        "Ruiz left the hall and said the bridge was closed.",
        ["Ruiz | said | the bridge was closed"],
        id="a subject shared with another verb",
    ),
    pytest.param(
        "On Monday, Ruiz said the bridge was closed.",
        ["Ruiz | said | the bridge was closed"],
        id="a time before the source",
    ),
    pytest.param(
        "However, Ruiz said the bridge was closed.",
        ["Ruiz | said | the bridge was closed"],
        id="a connecting word before the source",
    ),
    pytest.param(
        "In a letter to the council, Ruiz wrote that the bridge was closed.",
        ["Ruiz | wrote | the bridge was closed"],
        id="a letter before the source",
    ),
    pytest.param(
        "Ruiz wrote on her page: “The bridge is closed.”",
        ["Ruiz | wrote | “The bridge is closed.”"],
        id="a place between cue and colon",
    ),
    pytest.param(
        "“The bridge is closed,”said Ruiz.",
        ["Ruiz | said | “The bridge is closed,”"],
        id="the space after the mark was lost",
    ),
    pytest.param(
        "“The bridge is closed”has said Ruiz.",
        ["Ruiz | has said | “The bridge is closed”"],
        id="the space was lost, machine-translated",
    ),
    pytest.param(
        "“The bridge is closed“, said Ruiz.",
        ["Ruiz | said | “The bridge is closed“"],
        id="the closing mark is an opening one",
    ),
    pytest.param(
        "Several drivers said they had seen nothing. Ruiz, however, said she had.",
        ["Several drivers | said | they had seen nothing", "Ruiz | said | she had"],
        id="however between subject and cue",
    ),
    pytest.param(
        "“I am sure.” Then she left, and Holt said the bridge was closed.",
        ["– | – | “I am sure.”", "Holt | said | the bridge was closed"],
        id="a quotation that ends its sentence is not of the next one’s cue",
    ),
    pytest.param("The film “The Long Bridge” opened on Monday.", [], id="not: a title"),
    pytest.param("The so-called “experts” left on Monday.", [], id="not: scare quotes"),
    pytest.param("The barge “Northern Star” sank on Monday.", [], id="not: a ship"),
    pytest.param("It’s the drivers’ bridge, isn’t it.", [], id="not: apostrophes"),
    pytest.param("She spoke with the council about the bridge.", [], id="not: a topic without content"),
    pytest.param("The reports were late, and the state offers were low.", [], id="not: nouns"),
    pytest.param("The bridge was closed on Monday.", [], id="not: nobody says it"),
    pytest.param("Ruiz told the story of the bridge.", [], id="not: a story is told"),
    pytest.param("Ruiz said nothing.", [], id="not: nothing is said"),
    pytest.param(
        "“The bridge is closed,” Ruiz said, “but the road is open,” and left.",
        ["Ruiz | said | “The bridge is closed,” + “but the road is open,”"],
        id="broken, and the story goes on",
    ),
    pytest.param(
        "Ruiz, however, said that the bridge was closed.",
        ["Ruiz | said | the bridge was closed"],
        id="however between commas",
    ),
    pytest.param(
        "“The bridge is closed,” said Ruiz. “The road is closed,” said Holt.",
        ["Ruiz | said | “The bridge is closed,”", "Holt | said | “The road is closed,”"],
        id="two who speak in turn",
    ),
    pytest.param(
        "“The bridge is closed,” said Ruiz. Holt replied: “So is the road.”",
        ["Ruiz | said | “The bridge is closed,”", "Holt | replied | “So is the road.”"],
        id="an answer",
    ),
    pytest.param(
        "Ruiz told the council that “nobody was hurt” and that the bridge would be built again.",
        ["Ruiz | told | “nobody was hurt” and that the bridge would be built again"],
        id="two clauses of one report",
    ),
    pytest.param(
        "Asked about the bridge, Ruiz said it was closed.",
        ["Ruiz | said | it was closed"],
        id="who was asked is who answers",
    ),
    pytest.param(
        "“Nobody,” the young soldier said quietly, “told us anything.”",
        ["the young soldier | said | “Nobody,” + “told us anything.”"],
        id="an adverb after the cue",
    ),
    pytest.param(
        "The ministry has denied that the bridge was closed.",
        ["The ministry | has denied | the bridge was closed"],
        id="denied that",
    ),
    pytest.param(
        "A man who did not want to give his name said he had seen the fire.",
        ["A man who did not want to give his name | said | he had seen the fire"],
        id="a relative clause without commas",
    ),
    pytest.param(
        "Ruiz’s lawyer, Leo Paz, said that she would appeal.",
        ["Ruiz’s lawyer, Leo Paz | said | she would appeal"],
        id="a possessive with the name in apposition",
    ),
    pytest.param(
        "The police said in a statement that the bridge was closed.",
        ["The police | said | the bridge was closed"],
        id="a statement between cue and that",
    ),
    pytest.param(
        "The bridge, which was built in May, will be closed, Ruiz said.",
        ["Ruiz | said | The bridge, which was built in May, will be closed"],
        id="clause with commas before its cue",
    ),
    pytest.param(
        "Ruiz accused Holt of “lying to the whole town”.",
        ["Ruiz | accused | Holt of “lying to the whole town”"],
        id="whom somebody accuses is part of the content",
    ),
    pytest.param(
        "“I was afraid,” he admitted. “We all were.” Then he fell silent.",
        ["he | admitted | “I was afraid,” + “We all were.”"],
        id="resumed, and the story goes on",
    ),
    pytest.param("The bell rang, and the clock told the hour.", [], id="not: a clock tells the hour"),
    pytest.param("Her song “I Will Be Home by Morning” was played.", [], id="not: a song"),
]

SPANISH = [
    pytest.param(
        "«El puente está cerrado», dijo Ana Ruiz.",
        ["Ana Ruiz | dijo | «El puente está cerrado»"],
        id="quotation before its cue",
    ),
    pytest.param(
        "Ana Ruiz dijo: «El puente está cerrado».",
        ["Ana Ruiz | dijo | «El puente está cerrado»"],
        id="quotation after a colon",
    ),
    pytest.param("«No», dijo ella, «nunca».", ["ella | dijo | «No» + «nunca»"], id="broken by the cue"),
    pytest.param(
        "«El puente es viejo», ha dicho la alcaldesa. «Lo cerraremos en mayo».",
        ["la alcaldesa | ha dicho | «El puente es viejo» + «Lo cerraremos en mayo»"],
        id="resumed in the next sentence",
    ),
    pytest.param(
        "“El puente está cerrado”, ha asegurado la alcaldesa, que lleva diez años en el cargo.",
        ["la alcaldesa, que lleva diez años en el cargo | ha asegurado | “El puente está cerrado”"],
        id="a relative clause belongs to the source",
    ),
    pytest.param(
        "«¿Está cerrado?», preguntó un conductor.",
        ["un conductor | preguntó | «¿Está cerrado?»"],
        id="question",
    ),
    pytest.param(
        "Ruiz dijo que el puente estaba cerrado.",
        ["Ruiz | dijo | el puente estaba cerrado"],
        id="indirect",
    ),
    pytest.param(
        "La alcaldesa aseguró que el puente «es un peligro» y será derribado.",
        ["La alcaldesa | aseguró | el puente «es un peligro» y será derribado"],
        id="mixed",
    ),
    pytest.param(
        "Añadió que la carretera también estaba cortada.",
        ["– | Añadió | la carretera también estaba cortada"],
        id="dropped subject",
    ),
    pytest.param(
        "«El puente está cerrado», explicó.",
        ["– | explicó | «El puente está cerrado»"],
        id="dropped subject after a quotation",
    ),
    pytest.param(
        "También ha contado que su hermano estaba en el puente.",
        ["– | ha contado | su hermano estaba en el puente"],
        id="dropped subject after an adverb",
    ),
    pytest.param("Según Ruiz, el puente está cerrado.", ["Ruiz | Según | el puente está cerrado"], id="según, first"),
    pytest.param("El puente está cerrado, según Ruiz.", ["Ruiz | según | El puente está cerrado"], id="según, last"),
    pytest.param(
        "El puente, según la policía, está cerrado.",
        ["la policía | según | El puente + está cerrado"],
        id="según, in the middle",
    ),
    pytest.param(
        "Según explicó Ruiz, el puente está cerrado.",
        ["Ruiz | explicó | el puente está cerrado"],
        id="según before a verb is left out",
    ),
    pytest.param(
        "El puente está cerrado, según ha explicado la alcaldesa.",
        ["la alcaldesa | ha explicado | El puente está cerrado"],
        id="según before a verb, last",
    ),
    pytest.param(
        "De acuerdo con la policía, el puente está cerrado.",
        ["la policía | De acuerdo con | el puente está cerrado"],
        id="de acuerdo con",
    ),
    pytest.param(
        "Como señaló Ruiz, el puente está cerrado.",
        ["Ruiz | señaló | el puente está cerrado"],
        id="como before a verb is left out",
    ),
    pytest.param(
        "Ruiz dijo que el puente estaba cerrado, añadiendo que la carretera también lo estaba.",
        ["Ruiz | dijo | el puente estaba cerrado", "Ruiz | añadiendo | la carretera también lo estaba"],
        id="añadiendo",
    ),
    pytest.param("Ruiz prometió construir otro puente.", ["Ruiz | prometió | construir otro puente"], id="infinitive"),
    pytest.param("Ruiz negó las acusaciones.", ["Ruiz | negó | las acusaciones"], id="object"),
    pytest.param(
        "Ruiz calificó el puente de «trampa mortal».",
        ["Ruiz | calificó | el puente de «trampa mortal»"],
        id="naming",
    ),
    pytest.param(
        "—El puente está cerrado —dijo Ruiz—. No pasen!",
        ["Ruiz | dijo | El puente está cerrado + No pasen!"],
        id="raya",
    ),
    pytest.param(
        "—¿Está cerrado? —preguntó el conductor.",
        ["el conductor | preguntó | ¿Está cerrado?"],
        id="raya and question",
    ),
    pytest.param(
        "Ruiz: «El puente está cerrado»\nLlovía el lunes.", ["Ruiz | – | «El puente está cerrado»"], id="headline"
    ),
    pytest.param(
        "Ha dicho la alcaldesa que el puente está cerrado.",
        ["la alcaldesa | Ha dicho | el puente está cerrado"],
        id="inverted subject before que",
    ),
    pytest.param(
        "«Mi hermano me dijo que el puente estaba cerrado», contó Ruiz.",
        [
            "Ruiz | contó | «Mi hermano me dijo que el puente estaba cerrado»",
            "Mi hermano | dijo | el puente estaba cerrado",
        ],
        id="a report inside a quotation",
    ),
    pytest.param(
        "Ana Ruiz, de 48 años, dijo que el puente estaba cerrado.",
        ["Ana Ruiz, de 48 años | dijo | el puente estaba cerrado"],
        id="age",
    ),
    pytest.param(
        "La portavoz del Ministerio, Eva Sanz, ha confirmado que el puente está cerrado.",
        ["La portavoz del Ministerio, Eva Sanz | ha confirmado | el puente está cerrado"],
        id="a role with the name in apposition",
    ),
    pytest.param(
        "Otro de los conductores contó que el puente estaba cerrado.",
        ["Otro de los conductores | contó | el puente estaba cerrado"],
        id="otro de",
    ),
    pytest.param(
        "Ruiz ha dicho a los periodistas que el puente está cerrado.",
        ["Ruiz | ha dicho | el puente está cerrado"],
        id="listeners belong to nothing",
    ),
    pytest.param(
        "Ruiz escribió en su página: «El puente está cerrado».",
        ["Ruiz | escribió | «El puente está cerrado»"],
        id="a place between cue and colon",
    ),
    pytest.param(
        "Ruiz dijo que el puente estaba cerrado, pero Sanz aseguró que estaba abierto.",
        ["Ruiz | dijo | el puente estaba cerrado", "Sanz | aseguró | estaba abierto"],
        id="two who say different things",
    ),
    pytest.param("La película «El puente largo» se estrenó el lunes.", [], id="not: a title"),
    pytest.param("Dicho acuerdo se firmó el lunes.", [], id="not: dicho, said before"),
    pytest.param("El barco «Estrella del Norte» se hundió el lunes.", [], id="not: a ship"),
    pytest.param("Ruiz habló con el consejo sobre el puente.", [], id="not: a topic without content"),
    pytest.param("El puente se cerró el lunes.", [], id="not: nobody says it"),
    pytest.param(
        "—No pasen —dijo Ruiz, y se fue.",
        ["Ruiz | dijo | No pasen"],
        id="raya, and the story goes on",
    ),
    pytest.param(
        "El joven ha relatado que «nadie» les dijo adónde iban.",
        ["El joven | ha relatado | «nadie» les dijo adónde iban"],
        id="mixed, marks first",
    ),
    pytest.param(
        "Sobre el puente, la alcaldesa dijo que estaba cerrado.",
        ["la alcaldesa | dijo | estaba cerrado"],
        id="a topic before the source",
    ),
    pytest.param(
        "«El puente está cerrado», dijo Ruiz. «La carretera también lo está», respondió Sanz.",
        [
            "Ruiz | dijo | «El puente está cerrado»",
            "Sanz | respondió | «La carretera también lo está»",
        ],
        id="two who speak in turn",
    ),
    pytest.param(
        "Ruiz acusó a Sanz de «mentir a todo el pueblo».",
        ["Ruiz | acusó | a Sanz de «mentir a todo el pueblo»"],
        id="whom somebody accuses is part of the content",
    ),
    pytest.param(
        "El Ministerio ha negado que el puente esté cerrado.",
        ["El Ministerio | ha negado | el puente esté cerrado"],
        id="ha negado que",
    ),
    pytest.param(
        "Un hombre que no quiso dar su nombre contó que había visto el fuego.",
        ["Un hombre que no quiso dar su nombre | contó | había visto el fuego"],
        id="a relative clause without commas",
    ),
    pytest.param(
        "La policía informó en un comunicado de que el puente estaba cerrado.",
        ["La policía | informó | el puente estaba cerrado"],
        id="informó de que",
    ),
    pytest.param(
        "A juicio de Ruiz, el puente es peligroso.",
        ["Ruiz | A juicio de | el puente es peligroso"],
        id="a juicio de",
    ),
]

RUSSIAN = [
    pytest.param(
        "«Мост закрыт», — сказала Ружина.", ["Ружина | сказала | «Мост закрыт»"], id="quotation before its cue"
    ),
    pytest.param("Ружина сказала: «Мост закрыт».", ["Ружина | сказала | «Мост закрыт»"], id="quotation after a colon"),
    pytest.param(
        "«Мост закрыт. Он очень старый», — сказала мэр Анна Ружина.",
        ["мэр Анна Ружина | сказала | «Мост закрыт. Он очень старый»"],
        id="two sentences, inverted subject with its title",
    ),
    pytest.param(
        "«Мост старый, — сказала Ружина, — и его закроют».",
        ["Ружина | сказала | «Мост старый + и его закроют»"],
        id="the cue stands inside the marks",
    ),
    pytest.param(
        "«Мост закрыт, — сказала Ружина. — Ездите в объезд».",
        ["Ружина | сказала | «Мост закрыт + Ездите в объезд»"],
        id="the cue stands inside the marks, between sentences",
    ),
    pytest.param(
        "«Мост закрыт, — сказала Ружина.",
        ["Ружина | сказала | «Мост закрыт"],
        id="the closing mark was lost",
    ),
    pytest.param("Ружина сказала, что мост закрыт.", ["Ружина | сказала | мост закрыт"], id="indirect"),
    pytest.param(
        "Ружина сообщила, что мост «опасен для людей» и будет закрыт.",
        ["Ружина | сообщила | мост «опасен для людей» и будет закрыт"],
        id="mixed",
    ),
    pytest.param(
        "Ружина рассказала о том, что мост закрыт.",
        ["Ружина | рассказала | мост закрыт"],
        id="о том, что",
    ),
    pytest.param("По словам Ружиной, мост закрыт.", ["Ружиной | По словам | мост закрыт"], id="по словам, first"),
    pytest.param("Мост, по словам Ружиной, закрыт.", ["Ружиной | по словам | Мост + закрыт"], id="по словам, inside"),
    pytest.param("По ее словам, мост закрыт.", ["ее | По + словам | мост закрыт"], id="the source inside the phrase"),
    pytest.param("По данным полиции, мост закрыт.", ["полиции | По данным | мост закрыт"], id="по данным"),
    pytest.param(
        "Согласно отчету министерства, мост закрыт.",
        ["отчету министерства | Согласно | мост закрыт"],
        id="согласно",
    ),
    pytest.param(
        "Мост закрыт, сообщила пресс-служба города.",
        ["пресс-служба города | сообщила | Мост закрыт"],
        id="clause before its cue",
    ),
    pytest.param("Мост закрыт, сообщает «Заря».", ["«Заря» | сообщает | Мост закрыт"], id="an outlet in marks"),
    pytest.param("Как сообщила Ружина, мост закрыт.", ["Ружина | сообщила | мост закрыт"], id="как, first"),
    pytest.param("Мост, как сообщила Ружина, закрыт.", ["Ружина | сообщила | Мост + закрыт"], id="как, inside"),
    pytest.param("Мост закрыт. Об этом сообщил мэр.", ["мэр | сообщил | Мост закрыт"], id="об этом"),
    pytest.param(
        "Мост закрыт, говорится в сообщении мэрии.",
        ["сообщении мэрии | говорится | Мост закрыт"],
        id="a document speaks",
    ),
    pytest.param(
        "Ружина сказала, что мост закрыт, добавив, что закрыта и дорога.",
        ["Ружина | сказала | мост закрыт", "Ружина | добавив | закрыта и дорога"],
        id="добавив",
    ),
    pytest.param(
        "Ружина пообещала построить новый мост.", ["Ружина | пообещала | построить новый мост"], id="infinitive"
    ),
    pytest.param(
        "Ружина опровергла слухи о закрытии моста.", ["Ружина | опровергла | слухи о закрытии моста"], id="object"
    ),
    pytest.param("Ружина назвала мост «ловушкой».", ["Ружина | назвала | мост «ловушкой»"], id="naming"),
    pytest.param(
        "— Мост закрыт, — сказала Ружина. — Ездите в объезд!",
        ["Ружина | сказала | Мост закрыт + Ездите в объезд!"],
        id="speech after a dash",
    ),
    pytest.param("— Закрыт? — спросил водитель.", ["водитель | спросил | Закрыт?"], id="dash and question"),
    pytest.param(
        "«Он сказал мне, что мост закрыт», — вспоминает Ружина.",
        ["Ружина | вспоминает | «Он сказал мне, что мост закрыт»", "Он | сказал | мост закрыт"],
        id="a report inside a quotation",
    ),
    pytest.param(
        "Ружина сказала журналистам, что мост закрыт.",
        ["Ружина | сказала | мост закрыт"],
        id="listeners belong to nothing",
    ),
    pytest.param(
        "Ружина в интервью «Заре» сказала, что мост закрыт.",
        ["Ружина | сказала | мост закрыт"],
        id="an interview between source and cue",
    ),
    pytest.param(
        "Анна Ружина, мэр города, заявила, что мост закрыт.",
        ["Анна Ружина, мэр города | заявила | мост закрыт"],
        id="apposition",
    ),
    pytest.param(
        "Ружина, которая руководит городом с мая, заявила, что мост закрыт.",
        ["Ружина, которая руководит городом с мая | заявила | мост закрыт"],
        id="a relative clause belongs to the source",
    ),
    pytest.param(
        "Еще один водитель рассказал, что мост закрыт.",
        ["Еще один водитель | рассказал | мост закрыт"],
        id="еще один",
    ),
    pytest.param(
        "Ружина сказала, что мост закрыт, а Белов заявил, что он открыт.",
        ["Ружина | сказала | мост закрыт", "Белов | заявил | он открыт"],
        id="two who say different things",
    ),
    pytest.param("Фильм «Долгий мост» вышел в понедельник.", [], id="not: a title"),
    pytest.param("Завод «Тальва» закрыли в понедельник.", [], id="not: a company"),
    pytest.param("Ружина говорила с водителями о мосте.", [], id="not: a topic without content"),
    pytest.param("Мост закрыли в понедельник.", [], id="not: nobody says it"),
    pytest.param("Так называемые «эксперты» уехали.", [], id="not: scare quotes"),
    pytest.param(
        "«Мост закрыт», — сказала Ружина и ушла.",
        ["Ружина | сказала | «Мост закрыт»"],
        id="the story goes on",
    ),
    pytest.param(
        "— Мост закрыт, — сказала Ружина и ушла.",
        ["Ружина | сказала | Мост закрыт"],
        id="dash, and the story goes on",
    ),
    pytest.param(
        "«Мост закрыт», — сказала Ружина. «Дорога тоже», — ответил Белов.",
        ["Ружина | сказала | «Мост закрыт»", "Белов | ответил | «Дорога тоже»"],
        id="two who speak in turn",
    ),
    pytest.param(
        "Ружина подчеркнула: мост закрыт.", ["Ружина | подчеркнула | мост закрыт"], id="a colon without marks"
    ),
    pytest.param(
        "По его словам, мост закрыт, а дорога открыта.",
        ["его | По + словам | мост закрыт, а дорога открыта"],
        id="two clauses of one report",
    ),
    pytest.param(
        "Мужчина, который не назвал своего имени, рассказал, что видел огонь.",
        ["Мужчина, который не назвал своего имени | рассказал | видел огонь"],
        id="the subject of the clause is dropped",
    ),
    pytest.param(
        "В министерстве сообщили, что мост закрыт.",
        ["министерстве | сообщили | мост закрыт"],
        id="in the ministry they said",
    ),
    pytest.param(
        "Ружина обвинила Белова в том, что он «обманул весь город».",
        ["Ружина | обвинила | Белова в том, что он «обманул весь город»"],
        id="whom somebody accuses is part of the content",
    ),
    pytest.param("По мнению Ружиной, мост опасен.", ["Ружиной | По мнению | мост опасен"], id="по мнению"),
    pytest.param(
        "Министерство заявило, что «никто не пострадал».",
        ["Министерство | заявило | «никто не пострадал»"],
        id="all in marks, after что",
    ),
]

UKRAINIAN = [
    pytest.param("«Міст закрито», — сказала Рута.", ["Рута | сказала | «Міст закрито»"], id="quotation before its cue"),
    pytest.param("Рута сказала: «Міст закрито».", ["Рута | сказала | «Міст закрито»"], id="quotation after a colon"),
    pytest.param('"Міст закрито", - сказала Рута.', ['Рута | сказала | "Міст закрито"'], id="straight marks, hyphen"),
    pytest.param("„Міст закрито“, — сказала Рута.", ["Рута | сказала | „Міст закрито“"], id="low and high marks"),
    pytest.param(
        "«Міст закрито. Він дуже старий», — сказала міська голова Олена Рута.",
        ["міська голова Олена Рута | сказала | «Міст закрито. Він дуже старий»"],
        id="two sentences, inverted subject with its title",
    ),
    pytest.param(
        "«Міст старий, — сказала Рута, — і його закриють».",
        ["Рута | сказала | «Міст старий + і його закриють»"],
        id="the cue stands inside the marks",
    ),
    pytest.param(
        "«Міст закрито, — сказала Рута. — Їдьте в об’їзд».",
        ["Рута | сказала | «Міст закрито + Їдьте в об’їзд»"],
        id="the cue stands inside the marks, between sentences",
    ),
    pytest.param("Рута сказала, що міст закрито.", ["Рута | сказала | міст закрито"], id="indirect"),
    pytest.param(
        "Рута повідомила, що міст «небезпечний для людей» і його закриють.",
        ["Рута | повідомила | міст «небезпечний для людей» і його закриють"],
        id="mixed",
    ),
    pytest.param("Рута розповіла про те, що міст закрито.", ["Рута | розповіла | міст закрито"], id="про те, що"),
    pytest.param("За словами Рути, міст закрито.", ["Рути | За словами | міст закрито"], id="за словами, first"),
    pytest.param("Міст, за словами Рути, закрито.", ["Рути | за словами | Міст + закрито"], id="за словами, inside"),
    pytest.param(
        "За її словами, міст закрито.", ["її | За + словами | міст закрито"], id="the source inside the phrase"
    ),
    pytest.param("За даними поліції, міст закрито.", ["поліції | За даними | міст закрито"], id="за даними"),
    pytest.param(
        "Згідно зі звітом міністерства, міст закрито.",
        ["звітом міністерства | Згідно зі | міст закрито"],
        id="згідно зі",
    ),
    pytest.param(
        "Міст закрито, повідомила пресслужба міста.",
        ["пресслужба міста | повідомила | Міст закрито"],
        id="clause before its cue",
    ),
    pytest.param("Як повідомила Рута, міст закрито.", ["Рута | повідомила | міст закрито"], id="як, first"),
    pytest.param("Міст, як повідомила Рута, закрито.", ["Рута | повідомила | Міст + закрито"], id="як, inside"),
    pytest.param("Міст закрито. Про це заявив мер.", ["мер | заявив | Міст закрито"], id="про це"),
    pytest.param(
        "Міст закрито, йдеться в повідомленні мерії.",
        ["повідомленні мерії | йдеться | Міст закрито"],
        id="a document speaks",
    ),
    pytest.param(
        "Рута сказала, що міст закрито, додавши, що закрито й дорогу.",
        ["Рута | сказала | міст закрито", "Рута | додавши | закрито й дорогу"],
        id="додавши",
    ),
    pytest.param("Рута пообіцяла збудувати новий міст.", ["Рута | пообіцяла | збудувати новий міст"], id="infinitive"),
    pytest.param(
        "Рута спростувала чутки про закриття мосту.", ["Рута | спростувала | чутки про закриття мосту"], id="object"
    ),
    pytest.param("Рута назвала міст «пасткою».", ["Рута | назвала | міст «пасткою»"], id="naming"),
    pytest.param(
        "— Міст закрито, — сказала Рута. — Їдьте в об’їзд!",
        ["Рута | сказала | Міст закрито + Їдьте в об’їзд!"],
        id="speech after a dash",
    ),
    pytest.param("— Закрито? — спитав водій.", ["водій | спитав | Закрито?"], id="dash and question"),
    pytest.param(
        "«Він сказав мені, що міст закрито», — згадує Рута.",
        ["Рута | згадує | «Він сказав мені, що міст закрито»", "Він | сказав | міст закрито"],
        id="a report inside a quotation",
    ),
    pytest.param(
        "Рута сказала журналістам, що міст закрито.",
        ["Рута | сказала | міст закрито"],
        id="listeners belong to nothing",
    ),
    pytest.param(
        "Рута в інтерв’ю «Зорі» сказала, що міст закрито.",
        ["Рута | сказала | міст закрито"],
        id="an interview between source and cue",
    ),
    pytest.param(
        "Олена Рута, міська голова, заявила, що міст закрито.",
        ["Олена Рута, міська голова | заявила | міст закрито"],
        id="apposition",
    ),
    pytest.param(
        "Рута, яка керує містом із травня, заявила, що міст закрито.",
        ["Рута, яка керує містом із травня | заявила | міст закрито"],
        id="a relative clause belongs to the source",
    ),
    pytest.param("Ще один водій розповів, що міст закрито.", ["Ще один водій | розповів | міст закрито"], id="ще один"),
    pytest.param(
        "Рута сказала, що міст закрито, а Кульба заявив, що він відкритий.",
        ["Рута | сказала | міст закрито", "Кульба | заявив | він відкритий"],
        id="two who say different things",
    ),
    pytest.param("Фільм «Довгий міст» вийшов у понеділок.", [], id="not: a title"),
    pytest.param("Завод «Тальва» закрили в понеділок.", [], id="not: a company"),
    pytest.param("Рута говорила з водіями про міст.", [], id="not: a topic without content"),
    pytest.param("Міст закрили в понеділок.", [], id="not: nobody says it"),
    pytest.param("Так звані «експерти» поїхали.", [], id="not: scare quotes"),
    pytest.param(
        "«Міст закрито», — сказала Рута й пішла.",
        ["Рута | сказала | «Міст закрито»"],
        id="the story goes on",
    ),
    pytest.param(
        "— Міст закрито, — сказала Рута й пішла.",
        ["Рута | сказала | Міст закрито"],
        id="dash, and the story goes on",
    ),
    pytest.param(
        "«Міст закрито», — сказала Рута. «Дорогу теж», — відповів Кульба.",
        ["Рута | сказала | «Міст закрито»", "Кульба | відповів | «Дорогу теж»"],
        id="two who speak in turn",
    ),
    pytest.param("Рута наголосила: міст закрито.", ["Рута | наголосила | міст закрито"], id="a colon without marks"),
    pytest.param(
        "За його словами, міст закрито, а дорога відкрита.",
        ["його | За + словами | міст закрито, а дорога відкрита"],
        id="two clauses of one report",
    ),
    pytest.param(
        "Чоловік, який не назвав свого імені, розповів, що бачив вогонь.",
        ["Чоловік, який не назвав свого імені | розповів | бачив вогонь"],
        id="the subject of the clause is dropped",
    ),
    pytest.param(
        "У міністерстві повідомили, що міст закрито.",
        ["міністерстві | повідомили | міст закрито"],
        id="in the ministry they said",
    ),
    pytest.param("На думку Рути, міст небезпечний.", ["Рути | На думку | міст небезпечний"], id="на думку"),
    pytest.param(
        "Міністерство заявило, що «ніхто не постраждав».",
        ["Міністерство | заявило | «ніхто не постраждав»"],
        id="all in marks, after що",
    ),
]


@pytest.mark.parametrize(("text", "statements"), ENGLISH)
def test_english_words_are_given_to_who_said_them(text, statements):
    assert attributed("en", text) == statements


@pytest.mark.parametrize(("text", "statements"), SPANISH)
def test_spanish_words_are_given_to_who_said_them(text, statements):
    assert attributed("es", text) == statements


@pytest.mark.parametrize(("text", "statements"), RUSSIAN)
def test_russian_words_are_given_to_who_said_them(text, statements):
    assert attributed("ru", text) == statements


@pytest.mark.parametrize(("text", "statements"), UKRAINIAN)
def test_ukrainian_words_are_given_to_who_said_them(text, statements):
    assert attributed("uk", text) == statements

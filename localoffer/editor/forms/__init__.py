"""The form machine: a form for any Shape, made from its types and from a book of labels; nothing here knows a page.

What it is made of, each part pure:

* ``fields.spec(shape, book)`` – the fields of a shape: which control each has, what it is called, how long it may be.
* ``reading.read(specs, form)`` – what a browser sent as the plain values of a document (as ``model_dump(mode="json")``
  makes them). It never raises: what cannot be understood stays as it was typed, for pydantic to refuse.
* ``showing.show(specs, raw, around, errors)`` – those values as what the template draws.
* ``problems.placed(specs, problems)`` – pydantic's complaints, each at its very field, in words for people.
* ``repeating.done(specs, raw, order)`` – add, remove and move a line or group of a list, as a button asks.

A form that is shown and sent unchanged reads as the very values it was shown: ``read(specs, sent(show(…)))``.

An example, a form for one term of a vocabulary::

    BOOK = Book({VocabularyTerm: {"key": Said(_("Key"), _("Letters and numbers")), "label": Said(_("Name"))}})
    SPECS = spec(VocabularyTerm, BOOK)                      # worked out once and kept
    SPECS = pick(SPECS, ["key", "label", "hint"])           # only some fields, in this order

    # GET
    fields = show(SPECS, raw, Around(vocabularies()))
    # POST
    raw = read(SPECS, request.form)
    raw = done(SPECS, raw, request.form.get("do", ""))      # “add”, “remove” and “move” buttons of lists
    try:
        VocabularyTerm.model_validate(raw)
    except ValidationError as error:
        errors = placed(SPECS, problems_in(error))          # dotted name -> sentence
        fields = show(SPECS, raw, Around(vocabularies()), errors)

and in the template::

    {% from "editor/components/form.html" import error_list, form_fields with context %}
    {{ error_list(fields) }}
    <form method="post" novalidate> … {{ form_fields(fields) }} … </form>

``fields.without_words(shape, book)`` names the fields a book has forgotten: test that it is empty.
"""

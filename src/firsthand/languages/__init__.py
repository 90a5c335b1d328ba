"""One file a language, which a linguist can edit without reading code; this package only reads them.

`en.toml`, `es.toml`, `ru.toml` and `uk.toml` have the same sections and the same names in them. `README.md` beside
them says what each list is for.
"""

from firsthand.languages.files import CODES, LanguageFileError, expand, section

__all__ = ["CODES", "LanguageFileError", "expand", "section"]

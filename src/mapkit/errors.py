"""The exception tree: everything mapkit raises on purpose descends from `MapkitError`.

Each message is one line that names the file, row or field and the mend; the command line prints it
to stderr and exits with status 2, never with a traceback.
"""


class MapkitError(Exception):
    """The root of mapkit's exceptions; its message is one clear line for the user."""


class DocumentError(MapkitError):
    """A document cannot be read: missing, empty, binary, of an unknown encoding or with broken front matter."""


class FeedError(MapkitError):
    """A feed or page cannot be fetched, may not be fetched, or is not what it was taken for."""


class GazetteerError(MapkitError):
    """The gazetteer's source file or its compiled index is missing, damaged or of another format."""


class LayerError(MapkitError):
    """A vector layer in `geo/` is missing or not what its name promises."""


class CodebookError(MapkitError):
    """A codebook file is not valid; the message names the file, the line and the mend."""


class WorkspaceError(MapkitError):
    """The workspace database cannot be opened or does not hold what was asked for."""


class FilterError(MapkitError):
    """A filter, view or permalink parameter is out of its range; the message names the parameter."""


class ExportError(MapkitError):
    """An export cannot be written, or a file that comes back is none; the message names the file, row and field."""


class ArchiveError(MapkitError):
    """An archive's folder, manifest or part is missing, damaged or of another format; the message names it."""


class WorkerError(MapkitError):
    """A process or machine that works on a part of many documents cannot be started, reached or kept alive."""


class LanguageError(MapkitError):
    """A catalogue of the interface's messages cannot be read, or its file is not named by a language's code."""


class FolderError(MapkitError):
    """The folder of the cache or of the user's own files cannot be made or written."""


class ModelMissingError(MapkitError):
    """The spaCy language model is not installed."""

"""VBA projects as others read them: olevba for the sources, olefile for the streams."""

import io
import warnings
import zipfile
from collections.abc import Mapping

PROJECT = "xl/vbaProject.bin"


def sources(package: bytes, name: str) -> dict[str, str]:
    """Each module's text by its name, as olevba reads it from an .xlsm or .xlam."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what oletools is built upon
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(name, data=package)
        found = {path.rpartition("/")[2]: text for _, path, _, text in parser.extract_macros()}
        parser.close()
    return found


def decompressed(container: bytes) -> bytes:
    """A compressed text, read by olevba."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oletools.olevba import decompress_stream

        result: bytes = decompress_stream(bytearray(container))
    return result


def streams(project: bytes) -> Mapping[str, bytes]:
    """What stands in a vbaProject.bin, by its path."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_UNSURE) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

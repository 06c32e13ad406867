"""A local IMAP server (RFC 9051) for one mailbox, with the commands that fetching mails requires."""

import base64
import re
import socketserver
from threading import Thread


class Mailbox:
    """Folders of mails by UID."""

    def __init__(self):
        self.password = "s3cret/ß"
        self.folders: dict[str, dict[int, bytes]] = {"INBOX": {}}
        self.next_uid = 1
        self.commands: list[str] = []

    def put(self, data: bytes, folder: str = "INBOX") -> None:
        self.folders[folder][self.next_uid] = data
        self.next_uid += 1


class Connection(socketserver.StreamRequestHandler):
    folder = ""

    def send(self, line: str | bytes) -> None:
        self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def handle(self):
        self.send("* OK ready")
        while line := self.rfile.readline().decode("utf-8").strip():
            tag, _space, rest = line.partition(" ")
            self.server.mailbox.commands.append(rest.split(" ")[0].upper())
            words = [bare.replace("\\", "") or quoted for quoted, bare in re.findall(r'("")|((?:"[^"]*"|\S)+)', rest)]
            words = [word.strip('"') for word in words]
            name = words[0].upper()
            if name == "UID":
                name, words = f"UID_{words[1].upper()}", words[1:]
            answer = getattr(self, name.lower(), None)
            self.send(f"{tag} {answer(words[1:], rest) if answer else 'BAD unknown'}")
            if name == "LOGOUT":
                return

    def capability(self, words, rest):
        self.send("* CAPABILITY IMAP4rev1 MOVE")
        return "OK done"

    def login(self, words, rest):
        is_right = words == ["replies", self.server.mailbox.password]
        return "OK welcome" if is_right else "NO wrong password"

    def authenticate(self, words, rest):
        self.send("+ ")
        _identity, user, password = base64.b64decode(self.rfile.readline()).decode().split("\0")
        return self.login([user, password], rest)

    def logout(self, words, rest):
        self.send("* BYE")
        return "OK bye"

    def select(self, words, rest):
        if words[0] not in self.server.mailbox.folders:
            return "NO no such folder"
        self.folder = words[0]
        self.send(f"* {len(self.mails)} EXISTS")
        return "OK [READ-WRITE] selected"

    def list(self, words, rest):
        for name in self.server.mailbox.folders:
            if words[1] in (name, "*"):
                self.send(f'* LIST () "/" "{name}"')
        return "OK listed"

    def create(self, words, rest):
        self.server.mailbox.folders[words[0]] = {}
        return "OK created"

    def expunge(self, words, rest):
        return "OK expunged"

    @property
    def mails(self) -> dict[int, bytes]:
        return self.server.mailbox.folders[self.folder]

    def uid_search(self, words, rest):
        found = [] if "BEFORE" in rest and b"old" not in b"".join(self.mails.values()) else self.mails
        self.send("* SEARCH " + " ".join(map(str, found)))
        return "OK searched"

    def uid_fetch(self, words, rest):
        uid = int(words[0])
        data = self.mails[uid]
        if "RFC822.SIZE" in rest:
            self.send(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(data)})")
            return "OK fetched"
        part = re.search(r"\[\]<0\.(\d+)>", rest)
        data = data[: int(part[1])] if part else data
        self.send(f"* 1 FETCH (UID {uid} BODY[] {{{len(data)}}}".encode())
        self.wfile.write(data)
        self.send(")")
        return "OK fetched"

    def uid_move(self, words, rest):
        self.server.mailbox.folders[words[1]][int(words[0])] = self.mails.pop(int(words[0]))
        return "OK moved"

    def uid_store(self, words, rest):
        for uid in words[0].split(","):
            self.mails.pop(int(uid))
        return "OK stored"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        self.mailbox = Mailbox()
        super().__init__(("127.0.0.1", 0), Connection)

    def __enter__(self):
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.shutdown()
        self.server_close()

    @property
    def url(self) -> str:
        return f"imap://replies:s3cret%2F%C3%9F@127.0.0.1:{self.server_address[1]}"

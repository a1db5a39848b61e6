"""Inboxes on real servers: a mail folder, S3-compatible storage, SFTP."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import fsspec
import pytest

from extractors.isolation.unpacking import Unpacker
from flows.configuration import configuration_at
from flows.faults import UsageError
from flows.secrets import with_secret, without_secret
from flows.steps.collect import collect
from flows.steps.inboxes import fetched
from flows.steps.ingest import take_in
from flows.workspace import Workspace
from tests.flows_batch import invoice
from tests.mail_servers import PASSWORD, USER, MailServer
from tests.sftp_server import SftpServer, serving_files, trust

ADDRESS = quote(USER, safe="")
pytestmark = pytest.mark.slow


def mail(number: int, subject: str) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "partner@example.org", USER, subject
    letter["Message-ID"] = f"<{number}@example.org>"
    letter.set_content("See the invoice.")
    letter.add_attachment(invoice(number), maintype="application", subtype="pdf", filename=f"invoice-{number:04}.pdf")
    letter.set_boundary("part")
    return letter.as_bytes()


def names(folder: Path) -> list[str]:
    return [file.name for file in collect([folder])]


@pytest.fixture
def folder(mail_server: MailServer, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a mail folder with two mails; the server's certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_server.certificate))
    monkeypatch.setenv("PROOFDESK_IMAP_PASSWORD", PASSWORD)
    name = f"proofs{abs(hash(request.node.name)) % 10**8}"
    for number, subject in ((1, "Proof of March"), (2, "Re: ../../etc: förslag")):
        mail_server.deliver(mail(number, subject), f"{name}.North")
    return name


def inbox(server: MailServer, folder: str, user: str = ADDRESS) -> str:
    return f"imaps://{user}@localhost:{server.secure}/{folder}/North"


def test_each_mail_comes_once_with_its_attachments(mail_server: MailServer, folder: str, tmp_path: Path) -> None:
    place = fetched(inbox(mail_server, folder), tmp_path)
    first, second = (path.name for path in sorted(place.glob("*.eml")))
    assert first.startswith("Proof of March ")
    assert second.startswith("Re etc förslag ")
    workspace = Workspace(tmp_path / "workspace")
    store, settings = workspace.documents(), workspace.settings
    with Unpacker(settings) as unpacker:
        taken = [take_in(file, store, unpacker, settings.limits) for file in collect([place])]
    assert [handed.name for each in taken for handed in each.documents] == [
        first,
        f"{first}/invoice-0001.pdf",
        second,
        f"{second}/invoice-0002.pdf",
    ]
    before = {path: path.stat().st_mtime_ns for path in place.iterdir()}
    mail_server.deliver(mail(3, "Proof of April"), f"{folder}.North")
    fetched(inbox(mail_server, folder), tmp_path)
    new = {path.name for path in place.iterdir() if path not in before}
    assert [name[:15] for name in new] == ["Proof of April "]
    assert all(path.stat().st_mtime_ns == at for path, at in before.items())


def test_a_mail_folder_is_left_as_it_was(mail_server: MailServer, folder: str, tmp_path: Path) -> None:
    place = f"{folder}.North"
    fetched(inbox(mail_server, folder), tmp_path)
    assert len(mail_server.states(place)) == 2
    assert not any(b"Seen" in each or b"Deleted" in each for each in mail_server.states(place))


def test_mails_that_are_numbered_anew_come_once_all_the_same(
    mail_server: MailServer, folder: str, tmp_path: Path
) -> None:
    kept = names(fetched(inbox(mail_server, folder), tmp_path))
    mail_server.made_anew(f"{folder}.North")
    mail_server.deliver(mail(1, "Proof of March"), f"{folder}.North")
    mail_server.deliver(mail(4, "Proof of May"), f"{folder}.North")
    again = names(fetched(inbox(mail_server, folder), tmp_path))
    assert set(kept) < set(again)
    assert len(again) == 3


def test_starttls_is_used_where_the_address_is_not_encrypted_from_the_start(
    mail_server: MailServer, folder: str, tmp_path: Path
) -> None:
    url = f"imap://{ADDRESS}@localhost:{mail_server.plain}/{folder}/North"
    assert len(names(fetched(url, tmp_path))) == 2


def test_a_password_comes_from_the_variable_that_the_address_names(
    mail_server: MailServer, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROOFDESK_IMAP_PASSWORD", "wrong")
    monkeypatch.setenv("NORTH_MAIL", PASSWORD)
    assert len(names(fetched(inbox(mail_server, folder, f"{ADDRESS}:$NORTH_MAIL"), tmp_path))) == 2


@pytest.mark.parametrize(
    ("password", "place", "reason"), [("wrong-secret", "North", "login"), (PASSWORD, "Nowhere", "folderselect")]
)
def test_what_is_wrong_with_a_mail_folder_is_told_without_the_password(
    mail_server: MailServer,
    folder: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    place: str,
    reason: str,
) -> None:
    monkeypatch.setenv("PROOFDESK_IMAP_PASSWORD", password)
    with pytest.raises(UsageError) as caught:
        fetched(f"imaps://{ADDRESS}@localhost:{mail_server.secure}/{folder}/{place}", tmp_path)
    assert f"{folder}/{place} of localhost cannot be read ({reason})" in str(caught.value)
    assert password not in str(caught.value)


def test_a_server_whose_certificate_nobody_knows_is_not_told_the_password(
    mail_server: MailServer, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        fetched(inbox(mail_server, folder), tmp_path)


def test_a_mail_server_that_is_away_may_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOFDESK_IMAP_PASSWORD", PASSWORD)
    with pytest.raises(OSError, match="refused"):
        fetched("imaps://claims@127.0.0.1:1/Proofs", tmp_path)


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """Start an S3-compatible server and return its address."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(storage: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", storage)
    files = fsspec.filesystem("s3", use_listings_cache=False)
    files.makedirs("proofs", exist_ok=True)
    files.pipe_file("proofs/north/a.pdf", invoice(1))
    files.pipe_file("proofs/north/march/b.pdf", invoice(2))
    files.pipe_file("proofs/south/c.pdf", invoice(3))
    return "s3://proofs/north"


def test_a_bucket_gives_what_is_new_and_what_changed(bucket: str, tmp_path: Path) -> None:
    place = fetched(bucket, tmp_path)
    assert names(place) == ["a.pdf", "march/b.pdf"]
    assert (place / "a.pdf").read_bytes() == invoice(1)
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*.pdf")}
    files = fsspec.filesystem("s3", use_listings_cache=False)
    files.pipe_file("proofs/north/march/b.pdf", invoice(4))
    files.pipe_file("proofs/north/d.pdf", invoice(5))
    files.rm_file("proofs/north/a.pdf")
    assert names(fetched(bucket, tmp_path)) == ["a.pdf", "d.pdf", "march/b.pdf"]
    assert (place / "march" / "b.pdf").read_bytes() == invoice(4)
    assert (place / "a.pdf").stat().st_mtime_ns == before[place / "a.pdf"]


def test_a_bucket_that_is_not_there_is_told(bucket: str, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="s3://gone/north cannot be fetched: The specified bucket does not exist"):
        fetched(bucket.replace("proofs", "gone"), tmp_path)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SftpServer]:
    """Serve a folder with two files by SFTP, and know the server."""
    root, home = tmp_path / "served", tmp_path / "home"
    (root / "inbox" / "march").mkdir(parents=True)
    home.mkdir()
    (root / "inbox" / "a.pdf").write_bytes(invoice(1))
    (root / "inbox" / "march" / "b.pdf").write_bytes(invoice(2))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SFTP_PASSWORD", "hunter2")
    with serving_files(root) as server:
        trust(server, home)
        yield server
        fsspec.get_filesystem_class("sftp").clear_instance_cache()


def address(server: SftpServer) -> str:
    return f"sftp://partner:$SFTP_PASSWORD@127.0.0.1:{server.port}/inbox"


def test_files_come_by_sftp_once(files: SftpServer, tmp_path: Path) -> None:
    place = fetched(address(files), tmp_path)
    assert names(place) == ["a.pdf", "march/b.pdf"]
    assert (place / "march" / "b.pdf").read_bytes() == invoice(2)
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*.pdf")}
    (tmp_path / "served" / "inbox" / "c.pdf").write_bytes(invoice(3))
    assert names(fetched(address(files), tmp_path)) == ["a.pdf", "c.pdf", "march/b.pdf"]
    assert all(path.stat().st_mtime_ns == at for path, at in before.items())


def test_an_sftp_server_with_another_key_is_refused(files: SftpServer, tmp_path: Path) -> None:
    with serving_files(tmp_path / "served") as other:
        trusted = other.known_as.replace(str(other.port), str(files.port))
    (tmp_path / "home" / ".ssh" / "known_hosts").write_text(trusted)
    with pytest.raises(UsageError, match="the key of the SFTP server"):
        fetched(address(files), tmp_path)


def test_a_wrong_password_is_told_without_it(
    files: SftpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SFTP_PASSWORD", "wrong-secret")
    with pytest.raises(OSError) as caught:
        fetched(address(files), tmp_path)
    assert "Authentication failed" in str(caught.value)
    assert "wrong-secret" not in str(caught.value)


def test_a_password_may_not_stand_in_an_address(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"sftp://partner:\.\.\.@host/inbox has a password in it"):
        fetched("sftp://partner:hunter2@host/inbox", tmp_path)
    written = "[[batches]]\nname = 'n'\nplan = 'p'\nout = 'o'\ninboxes = ['sftp://partner:hunter2@host/inbox']"
    (tmp_path / "proofdesk.toml").write_text(written)
    with pytest.raises(UsageError, match=r"batches\.0\.inboxes\.0: .* a password stands in the address") as caught:
        configuration_at(tmp_path, {})
    assert "hunter2" not in str(caught.value)


def test_secrets_are_put_in_where_they_are_named() -> None:
    known = {"P": "a/b@c", "HOOK": "https://chat.example.org/secret"}
    assert with_secret("imaps://u:$P@h/F", known) == "imaps://u:a%2Fb%40c@h/F"
    assert with_secret("$HOOK", known) == "https://chat.example.org/secret"
    assert with_secret("s3://bucket/x", known) == "s3://bucket/x"
    assert without_secret("imaps://u:$P@h/F") == "imaps://u:$P@h/F"
    with pytest.raises(UsageError, match=r"no secret \$GONE"):
        with_secret("imaps://u:$GONE@h/F", known)

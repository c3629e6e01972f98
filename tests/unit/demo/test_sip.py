"""The little SIP that a simulated operator's telephone speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvonar.demo.sip import SipMessage, digest, sign_of_life, silent_audio, sound_address

INVITE = (
    "INVITE sip:line@x.invalid SIP/2.0\r\n"
    "Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK1\r\n"
    "via: SIP/2.0/WS 127.0.0.2;branch=z9hG4bK2\r\n"
    "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\n"
    "Call-ID: abc\r\nCSeq: 7 INVITE\r\nContent-Length: 3\r\n\r\nsdp"
)


def test_a_request_is_read_and_answered_with_what_must_be_copied() -> None:
    request = SipMessage.decoded(INVITE)

    assert request.status is None
    assert request.method == "INVITE"
    assert request.header("call-id") == "abc"
    assert request.body == "sdp"
    answer = SipMessage.decoded(request.answer(200, "OK", ("Contact", "<sip:me>")).encoded())
    assert answer.status == 200
    assert answer.method == "INVITE"
    assert len(answer.all("Via")) == 2
    assert answer.header("Contact") == "<sip:me>"
    assert answer.header("Content-Length") == "0"


def test_the_length_counts_bytes_not_letters() -> None:
    assert "Content-Length: 10" in SipMessage("OPTIONS sip:x SIP/2.0", [], "Звоню").encoded()


def test_the_answer_to_a_challenge_holds_what_was_asked() -> None:
    challenge = 'Digest realm="asterisk",nonce="1/ab",opaque="cd",algorithm=MD5,qop="auth"'

    answer = digest(challenge, method="REGISTER", uri="sip:zvonar", username="line", password="secret")

    assert answer.startswith('Digest username="line", realm="asterisk", nonce="1/ab", uri="sip:zvonar"')
    assert 'opaque="cd"' in answer
    assert "secret" not in answer


def test_the_offer_is_one_a_webrtc_endpoint_takes() -> None:
    offer = silent_audio("actpass")

    for line in ("a=setup:actpass", "a=rtcp-mux", "a=mid:0", "m=audio 9 UDP/TLS/RTP/SAVPF 111 0"):
        assert f"{line}\r\n" in offer


@pytest.mark.parametrize(
    ("description", "address"),
    [
        pytest.param(
            "v=0\r\nc=IN IP4 192.0.2.7\r\nm=audio 22948 UDP/TLS/RTP/SAVPF 111\r\n",
            ("192.0.2.7", 22948),
            id="for the whole",
        ),
        pytest.param(
            "m=audio 9000 RTP/AVP 8\r\nc=IN IP4 127.0.0.1\r\n", ("127.0.0.1", 9000), id="for the stream"
        ),
        pytest.param("c=IN IP4 127.0.0.1\r\nm=audio 0 RTP/AVP 8\r\n", None, id="sound refused"),
        pytest.param("c=IN IP6 ::1\r\nm=audio 9000 RTP/AVP 8\r\n", None, id="an address we do not speak"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_sound_is_expected_at(description: str, address: tuple[str, int] | None) -> None:
    assert sound_address(description) == address


def test_a_sign_of_life_is_a_stun_binding_indication() -> None:
    sign = sign_of_life()

    assert sign[:8] == bytes.fromhex("0011 0000 2112a442")
    assert len(sign) == 20
    assert sign != sign_of_life(), "each has an id of its own"


@given(st.text(st.characters(exclude_characters="\r\n:", codec="utf-8")), st.text())
def test_no_text_of_a_peer_breaks_the_reader(name: str, rest: str) -> None:
    SipMessage.decoded(f"{name}\r\n{name}: {rest}")

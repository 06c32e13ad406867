"""What browsers may do with what the site sends them.

Scripts run where the page that names them gave them its nonce, and from nowhere else: neither an uploaded file nor a
feed can be made one. The CMS is Wagtail's own: its forms bring scripts and styles with their HTML.
"""

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

PERMISSIONS = {
    "publickey-credentials-create": "(self)",
    "publickey-credentials-get": "(self)",
    **dict.fromkeys(
        (
            *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope"),
            *("hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
        ),
        "()",
    ),
}
PERMISSIONS_POLICY = ", ".join(f"{name}={who}" for name, who in sorted(PERMISSIONS.items()))


def for_pages(media: tuple[str, ...] = ()) -> dict:
    """The directives of everything but the CMS. `media`: the origins that serve uploads where it is not the site."""
    return {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, *media],
        "media-src": [SELF, *media],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }


def for_cms(media: tuple[str, ...] = ()) -> dict:
    """The directives under `/cms/`, where only people with a role in it arrive."""
    return {
        "default-src": [NONE],
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *media],
        "media-src": [SELF, *media],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }


def for_files() -> dict:
    """The directives of what people uploaded or take away: even a browser that opens it runs nothing."""
    return {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": "", "frame-ancestors": [NONE]}

"""Content security policies and the permissions policy.

Scripts run only with the nonce of the page, so that no uploaded file or feed can be used as a script. Wagtail's CMS
needs inline scripts and styles.
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
    """Return the directives for all pages except the CMS. `media` are other origins that serve uploads."""
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
    """Return the directives for `/cms/`, which only users with a role in it reach."""
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
    """Return the directives for uploads and downloads: a browser that opens one executes nothing."""
    return {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": "", "frame-ancestors": [NONE]}

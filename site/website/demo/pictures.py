"""Draw flat pictures with Pillow. Equal titles yield equal pictures."""

from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT, SCALE = 1200, 800, 2
HORIZON = 520
# Sky, far hills, near ground, walls, roofs, accent; for dawn, noon, dusk and winter.
PALETTES = (
    ("#f3e3cf", "#c9b79c", "#7d8f69", "#e9dccb", "#9c4f2e", "#22577a"),
    ("#d6e8ee", "#9fbfc4", "#5f8d5e", "#f4f1ea", "#3f5a66", "#b5602c"),
    ("#e6cfd6", "#a98fa3", "#4d5d53", "#efe3e0", "#6b3d4c", "#c98a3a"),
    ("#e8edf0", "#b8c4cc", "#8b9a94", "#ffffff", "#51606b", "#2f7a68"),
)


class Scene:
    """A drawing surface with a palette and its own random numbers."""

    def __init__(self, seed: str):
        self.random = Random(seed)  # noqa: S311 - repeatable, not secret
        self.sky, self.far, self.ground, self.wall, self.roof, self.accent = self.random.choice(PALETTES)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), self.sky)
        self.draw = ImageDraw.Draw(self.image)
        self._landscape()

    def box(self, x, y, width, height, fill, radius=0):
        corners = [value * SCALE for value in (x, y, x + width, y + height)]
        self.draw.rounded_rectangle(corners, radius * SCALE, fill)

    def shape(self, points, fill):
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill)

    def disc(self, x, y, radius, fill):
        self.draw.ellipse([value * SCALE for value in (x - radius, y - radius, x + radius, y + radius)], fill)

    def line(self, points, fill, width):
        self.draw.line([(x * SCALE, y * SCALE) for x, y in points], fill, width * SCALE, joint="curve")

    def _landscape(self):
        self.disc(self.random.randint(150, 1050), self.random.randint(90, 220), 60, self.wall)
        for shade, height in ((self.far, 150), (self.ground, 40)):
            points = [(0, HEIGHT)]
            for x in range(0, WIDTH + 200, 200):
                points.append((x, HORIZON - self.random.randint(0, height)))
            self.shape([*points, (WIDTH, HEIGHT)], shade)
        self.box(0, HORIZON, WIDTH, HEIGHT - HORIZON, self.ground)

    def bytes(self) -> bytes:
        out = BytesIO()
        self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
        return out.getvalue()


def _hall(scene: Scene, x: int, width: int, height: int) -> None:
    """Draw a factory hall with a saw-tooth roof."""
    top = HORIZON + 60 - height
    scene.box(x, top, width, height, scene.wall)
    teeth = max(2, width // 90)
    step = width / teeth
    for tooth in range(teeth):
        left = x + tooth * step
        scene.shape([(left, top), (left, top - 50), (left + step, top)], scene.roof)
        scene.box(left + step * 0.2, top + 35, step * 0.6, height * 0.3, scene.far)


def _chimney(scene: Scene, x: int, height: int) -> None:
    top = HORIZON + 60 - height
    scene.shape([(x, HORIZON + 60), (x + 8, top), (x + 34, top), (x + 42, HORIZON + 60)], scene.roof)
    scene.box(x + 6, top + 20, 30, 14, scene.wall)
    for puff in range(4):
        scene.disc(x + 30 + puff * 38, top - 24 - puff * 18, 18 + puff * 9, scene.wall)


def factory(scene: Scene) -> None:
    _chimney(scene, scene.random.randint(180, 260), 380)
    _hall(scene, 300, scene.random.randint(420, 560), 190)
    _hall(scene, 860, 240, 130)


def river(scene: Scene) -> None:
    _hall(scene, 90, 260, 120)
    scene.shape([(480, HORIZON), (620, HORIZON), (1150, HEIGHT), (120, HEIGHT)], scene.far)
    for number in range(9):
        x, y = scene.random.randint(360, 850), scene.random.randint(HORIZON + 60, HEIGHT - 20)
        scene.line([(x, y), (x + 70, y)], scene.wall, 4)
        scene.shape(
            [(880 + number * 34, 530), (897 + number * 34, 440 - number % 3 * 22), (914 + number * 34, 530)], scene.roof
        )
    scene.shape([(500, 640), (780, 640), (740, 690), (540, 690)], scene.accent)
    scene.box(560, 600, 90, 40, scene.wall)


def warehouse(scene: Scene) -> None:
    scene.box(160, 300, 880, 300, scene.wall)
    scene.shape([(130, 300), (600, 210), (1070, 300)], scene.roof)
    for door in range(4):
        scene.box(220 + door * 205, 430, 150, 170, scene.far)
        for pallet in range(scene.random.randint(0, 3)):
            scene.box(235 + door * 205, 565 - pallet * 36, 110, 30, scene.accent, 3)


def workshop(scene: Scene) -> None:
    scene.box(0, 0, WIDTH, HEIGHT, scene.wall)
    for pane in range(6):
        scene.box(90 + pane * 175, 90, 150, 210, scene.sky)
    scene.box(0, 620, WIDTH, 180, scene.ground)
    for bench in range(3):
        x = 110 + bench * 350
        scene.box(x, 500, 270, 26, scene.roof, 4)
        scene.box(x + 20, 526, 18, 130, scene.roof)
        scene.box(x + 232, 526, 18, 130, scene.roof)
        for _tool in range(3):
            scene.box(x + 30 + scene.random.randint(0, 170), 440, 36, 60, scene.accent, 6)


def field(scene: Scene) -> None:
    for row in range(12):
        scene.line([(600, HORIZON), (-500 + row * 200, HEIGHT)], scene.far, 8)
    for house in range(3):
        x, y = 640 + house * 150, HORIZON - 60
        scene.shape([(x, y + 90), (x, y), (x + 60, y - 45), (x + 120, y), (x + 120, y + 90)], scene.wall)
        scene.line([(x, y), (x + 60, y - 45), (x + 120, y)], scene.accent, 6)
    scene.disc(300, HORIZON + 10, 90, scene.roof)
    scene.box(210, HORIZON + 10, 180, 90, scene.roof)


def pipes(scene: Scene) -> None:
    _hall(scene, 60, 260, 150)
    _hall(scene, 880, 260, 150)
    for pipe, colour in enumerate((scene.accent, scene.roof)):
        y = HORIZON - 20 + pipe * 60
        scene.line([(320, y), (480, y), (480, y - 130), (720, y - 130), (720, y), (880, y)], colour, 26)
        for joint in ((480, y), (480, y - 130), (720, y - 130), (720, y)):
            scene.disc(*joint, 24, colour)


def people(scene: Scene) -> None:
    scene.box(0, 0, WIDTH, HEIGHT, scene.wall)
    scene.box(380, 110, 440, 240, scene.sky, 8)
    for bar in range(5):
        height = scene.random.randint(40, 170)
        scene.box(430 + bar * 72, 320 - height, 44, height, scene.accent, 4)
    scene.box(0, 600, WIDTH, 200, scene.ground)
    for seat in range(7):
        x = 110 + seat * 165
        scene.disc(x, 470, 42, scene.random.choice((scene.roof, scene.accent, scene.far)))
        scene.box(x - 62, 520, 124, 160, scene.random.choice((scene.roof, scene.accent, scene.far)), 54)
    scene.box(40, 640, 1120, 46, scene.roof, 10)


def trucks(scene: Scene) -> None:
    scene.box(0, 600, WIDTH, 110, scene.roof)
    for dash in range(8):
        scene.box(40 + dash * 160, 650, 80, 8, scene.wall)
    for number in range(2):
        x, y = 90 + number * 560, 450 + number * 60
        scene.box(x, y, 300, 150, scene.accent if number else scene.wall, 8)
        scene.box(x + 306, y + 45, 110, 105, scene.far, 12)
        scene.box(x + 350, y + 58, 50, 42, scene.sky, 6)
        for wheel in (60, 150, 350):
            scene.disc(x + wheel, y + 155, 30, "#2b2b2b")
            scene.disc(x + wheel, y + 155, 12, scene.wall)


SCENES: dict[str, Callable[[Scene], None]] = {
    "factory": factory,
    "river": river,
    "warehouse": warehouse,
    "workshop": workshop,
    "field": field,
    "pipes": pipes,
    "people": people,
    "trucks": trucks,
}


def draw_picture(scene: str, seed: str) -> bytes:
    """Return a PNG of 1200 by 800 pixels."""
    surface = Scene(seed)
    SCENES[scene](surface)
    return surface.bytes()

from math import isclose

import pytest

from website.maps.frame import Bounds, Frame, mercator

STRASBOURG, METZ, NANCY = (48.583, 7.746), (49.119, 6.176), (48.693, 6.183)
FRAME = Frame.of(Bounds(west=3, south=47, east=9, north=51), width=600)


def test_mercator_is_straight_at_the_equator_and_stretches_towards_the_poles():
    assert mercator(0) == 0
    assert round(mercator(1), 3) == 1.0
    assert round(mercator(60), 4) == 75.4561
    assert mercator(-45) == -mercator(45)


def test_a_frame_puts_its_corners_in_the_corners():
    assert FRAME.project(51, 3) == (0, 0)
    assert FRAME.project(47, 9) == (600, pytest.approx(FRAME.height, abs=0.5))


def test_east_is_right_and_north_is_up():
    (strasbourg_x, strasbourg_y), (metz_x, metz_y) = FRAME.project(*STRASBOURG), FRAME.project(*METZ)
    assert strasbourg_x > metz_x
    assert strasbourg_y > metz_y


def test_a_frame_around_points_has_them_in_its_middle():
    close = FRAME.around([METZ, NANCY], least=1)
    x, y = zip(*(close.project(*point) for point in (METZ, NANCY)), strict=True)
    assert isclose(sum(x) / 2, close.width / 2, abs_tol=0.2)
    assert isclose(sum(y) / 2, close.height / 2, abs_tol=0.2)


def test_a_frame_around_one_point_shows_as_much_as_it_is_asked_to():
    close = FRAME.around([NANCY], least=2)
    assert close.width / close.scale == 2


def test_a_frame_around_points_never_leaves_the_whole():
    corner = FRAME.around([(50.99, 3.01)], least=2)
    assert (corner.west, corner.top) == (FRAME.west, FRAME.top)
    other = FRAME.around([(47.01, 8.99)], least=2)
    assert isclose(other.west + 2, 9)
    assert isclose(other.top - other.height / other.scale, mercator(47), abs_tol=0.01)


def test_a_frame_around_everything_is_the_whole():
    assert FRAME.around([(47, 3), (51, 9)], least=1) == FRAME


def test_what_was_projected_for_the_whole_is_brought_into_a_part_by_its_transform():
    close = FRAME.around([NANCY], least=2)
    move, scale = close.transform_from(FRAME).removesuffix(")").split(") scale(")
    dx, dy = map(float, move.removeprefix("translate(").split())
    x, y = FRAME.project(*NANCY)
    here = close.project(*NANCY)
    assert isclose(x * float(scale) + dx, here[0], abs_tol=0.3)
    assert isclose(y * float(scale) + dy, here[1], abs_tol=0.3)


def test_bounds_hold_their_edges():
    bounds = Bounds.around([METZ, STRASBOURG])
    assert bounds == Bounds(west=6.176, south=48.583, east=7.746, north=49.119)
    assert bounds.contain(*METZ)
    assert not bounds.contain(48.5, 7)

"""Pictures on their way from one process to another: the newest is taken, whole; the others are dropped and counted."""

import ctypes
import multiprocessing
import select
from collections.abc import Iterator

import numpy as np
import pytest
from tunes.player.frames import SLOT_BYTES, FrameSink, FrameSource, fitting, pitch_of


@pytest.fixture
def source() -> Iterator[FrameSource]:
    one = FrameSource()
    yield one
    one.close()


def paint(sink: FrameSink, width: int, height: int, value: int) -> None:
    """What libVLC does."""
    ctypes.memset(sink.room(), value, pitch_of(width) * height)
    sink.show(width, height, float(value))


def is_woken(source: FrameSource) -> bool:
    return bool(select.select([source], [], [], 0)[0])


def test_the_newest_is_taken_once_and_what_came_before_it_is_dropped(source: FrameSource) -> None:
    sink = FrameSink(*source.handles)
    assert source.newest() is None
    for value in (1, 2, 3, 4):
        paint(sink, 20, 10, value)
    assert is_woken(source)
    frame = source.newest()
    assert frame is not None
    assert (frame.points.shape, frame.points.min(), frame.points.max(), frame.at) == ((10, 20, 3), 4, 4, 4.0)
    assert source.dropped == 3
    assert source.newest() is None
    assert not is_woken(source)


def test_colours_are_red_green_blue_and_rows_follow_one_another(source: FrameSource) -> None:
    sink = FrameSink(*source.handles)
    room, pitch = sink.room(), pitch_of(3)
    for row in range(2):
        ctypes.memmove(room + row * pitch, bytes([30, 20, 10 + row, 0] * 3), 12)
    sink.show(3, 2, 0.0)
    frame = source.newest()
    assert frame is not None
    assert frame.points.tolist() == [[[10, 20, 30]] * 3, [[11, 20, 30]] * 3]


def test_a_picture_that_is_being_painted_is_not_taken(source: FrameSource) -> None:
    sink = FrameSink(*source.handles)
    paint(sink, 4, 4, 1)
    for _ in range(2):
        sink.room()
        sink.show(4, 4, 0.0)
    sink.room()
    assert source.newest() is not None, "the one before is whole"


def test_any_number_of_pictures_that_nobody_takes_waits_for_nobody(source: FrameSource) -> None:
    sink = FrameSink(*source.handles)
    for _ in range(100_000):
        sink.room()
        sink.show(1, 1, 0.0)
    assert source.newest() is not None
    assert not is_woken(source)


def test_another_engine_goes_on_counting(source: FrameSource) -> None:
    paint(FrameSink(*source.handles), 4, 4, 1)
    assert source.newest() is not None
    paint(FrameSink(*source.handles), 4, 4, 2)
    assert source.newest() is not None
    assert source.dropped == 0


def test_it_works_from_one_process_to_another(source: FrameSource) -> None:
    forked = multiprocessing.get_context("fork")
    other = forked.Process(target=lambda: paint(FrameSink(*source.handles), 8, 4, 7))
    other.start()
    other.join(20)
    frame = source.newest()
    assert frame is not None
    assert np.all(frame.points == 7)


@pytest.mark.parametrize("shape", [0.001, 0.5, 4 / 3, 16 / 9, 2.39, 1000.0])
@pytest.mark.parametrize("box", [(1, 1), (10, 6), (160, 90), (400, 240), (4000, 3000)])
def test_a_picture_fits_into_its_points_and_into_memory(shape: float, box: tuple[int, int]) -> None:
    width, height = fitting(shape, *box)
    assert 1 <= width <= box[0]
    assert 1 <= height <= box[1]
    assert pitch_of(width) * height <= SLOT_BYTES

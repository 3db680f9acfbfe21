"""A served folder bears a mark as long as it is served."""

from masklet.service.data_lock import is_served


def test_services_that_go_on_hold_the_mark_until_they_are_closed(studio):
    assert is_served(studio.folders.data)
    studio.services.close()
    assert not is_served(studio.folders.data)


def test_services_that_do_not_go_on_are_no_server(studio):
    studio.services.close()
    studio.start(go_on=False)
    assert not is_served(studio.folders.data)

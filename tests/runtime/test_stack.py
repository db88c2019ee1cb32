"""What stack.py says of the services before they are imported is what they say themselves."""

from services.stack import IMPORTED_LATE, SCHEMAS, STACK


def test_the_migrations_that_run_early_are_those_of_the_services():
    services = [load() for load in STACK.values()]
    assert [(one.name, one.keeps_log, one.migrations) for one in SCHEMAS] == [
        (one.name, one.keeps_log, one.migrations) for one in services
    ]


def test_what_is_imported_late_belongs_to_a_service():
    assert set(IMPORTED_LATE) <= set(STACK)

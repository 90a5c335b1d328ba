from tests.desk.served import run_at_desk

_EXAMPLES = """
import doctest, importlib, pkgutil
import firsthand.desk
failed = tried = 0
for each in pkgutil.walk_packages(firsthand.desk.__path__, "firsthand.desk."):
    if ".migrations" not in each.name:
        found = doctest.testmod(importlib.import_module(each.name))
        failed, tried = failed + found.failed, tried + found.attempted
print(failed, tried)
"""


def test_the_examples_in_the_code_of_the_desk_run(desk):
    """In a process that is set up as a desk: Django's models can be loaded in no other."""
    failed, tried = map(int, run_at_desk(_EXAMPLES, desk.archive, desk.environment).split()[-2:])
    assert failed == 0
    assert tried > 10

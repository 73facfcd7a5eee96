"""Only the features that are there already."""

from importlib import import_module

from meetings import registry


def _there(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


registry.VIEWS = tuple(name for name in registry.VIEWS if _there(name))
registry.REACTIONS = tuple(name for name in registry.REACTIONS if _there(name))

"""Every plain family, by name. A new one is a decorated function in one of these modules."""

from types import ModuleType

from diptych.code.world.families import formulas, geometry, numbers
from diptych.code.world.family import Family

MODULES: tuple[ModuleType, ...] = (numbers, geometry, formulas)

FAMILIES: dict[str, Family] = {
    name: task for module in MODULES for name, task in vars(module).items() if isinstance(task, Family)
}

"""Lists: totals, searching, removing, joining, cutting, comparing."""

from diptych.code.world.families.lists import checks, contents, each, exercises, parts, several, shapes, texts, totals

MODULES = (totals, contents, parts, several, shapes, checks, texts, each, exercises)

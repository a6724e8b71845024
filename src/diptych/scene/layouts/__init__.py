"""Layouts of other systems, written and read: theirs for whoever has them, WebDataset and COCO for everybody."""

from diptych.scene.layouts.batches import Batches
from diptych.scene.layouts.coco import Coco
from diptych.scene.layouts.exporting import export, write_shard
from diptych.scene.layouts.flat import Flat
from diptych.scene.layouts.importing import Asked, import_layout, read_export
from diptych.scene.layouts.layout import Job, Layout
from diptych.scene.layouts.target import Folder, Remote, Target, target_of
from diptych.scene.layouts.tree import Tree
from diptych.scene.layouts.webdataset import WebDataset

_ALL: tuple[Layout, ...] = (Batches(), Flat(), Tree(), WebDataset(), Coco())
LAYOUTS = {layout.name: layout for layout in _ALL}

__all__ = [
    "LAYOUTS",
    "Asked",
    "Folder",
    "Job",
    "Layout",
    "Remote",
    "Target",
    "export",
    "import_layout",
    "read_export",
    "target_of",
    "write_shard",
]

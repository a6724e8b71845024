"""Layouts of other systems, written and read: theirs for whoever has them, WebDataset and COCO for everybody."""

from diptych.scene.data.layouts.batches import Batches
from diptych.scene.data.layouts.coco import Coco
from diptych.scene.data.layouts.exporting import export, write_shard
from diptych.scene.data.layouts.flat import Flat
from diptych.scene.data.layouts.importing import Asked, import_layout, read_export
from diptych.scene.data.layouts.layout import Job, Layout
from diptych.scene.data.layouts.target import Folder, Remote, Target, target_of
from diptych.scene.data.layouts.tree import Tree
from diptych.scene.data.layouts.webdataset import WebDataset

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

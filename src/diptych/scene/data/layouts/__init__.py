"""Layouts of other systems, written and read: theirs for whoever has them, WebDataset and COCO for everybody."""

from diptych.scene.data.layouts.batches import Batches
from diptych.scene.data.layouts.coco import Coco
from diptych.scene.data.layouts.exporting import export, write_shard
from diptych.scene.data.layouts.flat import Flat
from diptych.scene.data.layouts.importing import ImportOptions, import_layout, read_export
from diptych.scene.data.layouts.layout import ExportJob, Layout
from diptych.scene.data.layouts.target import ArchiveTarget, Folder, Remote, target_of
from diptych.scene.data.layouts.tree import Tree
from diptych.scene.data.layouts.webdataset import WebDataset

_ALL: tuple[Layout, ...] = (Batches(), Flat(), Tree(), WebDataset(), Coco())
LAYOUTS = {layout.name: layout for layout in _ALL}

__all__ = [
    "LAYOUTS",
    "ArchiveTarget",
    "ExportJob",
    "Folder",
    "ImportOptions",
    "Layout",
    "Remote",
    "export",
    "import_layout",
    "read_export",
    "target_of",
    "write_shard",
]
